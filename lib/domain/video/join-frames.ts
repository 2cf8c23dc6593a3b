import type { Moments, Region, Risk, Transcript } from "../media";
import { CATEGORIES, CATEGORY_TITLES, type Category, type Modality, type Scores } from "../taxonomy";
import { clockTime } from "../time-code";
import type { Explanation, RuleMatch, StageResult } from "../verdict";
import { sustainedScores, tellingFrame } from "./sustained-evidence";

/** What a picture stage found in one frame, and while it is shown. */
export interface JudgedFrame {
  seconds: Moments;
  result: StageResult;
}

/** Scores from here on are worth a place on the timeline. */
const WORTH_SHOWING = 0.2;

export type JoinedFrames = Pick<
  StageResult,
  "scores" | "matches" | "explanations" | "timeline" | "transcript" | "language"
>;

/**
 * Makes one result of what a stage found frame by frame: sustained scores, each list entry once at its best match,
 * explanations from the frame that tells most, a timeline, and words with their seconds.
 */
export function joinFrames(
  frames: readonly JudgedFrame[],
  { modality, channel }: { modality: Modality; channel: Risk["channel"] },
): JoinedFrames {
  const scored = frames.map(({ seconds, result }) => ({ at: seconds.from, scores: result.scores }));
  const scores = sustainedScores(scored);
  const explanations = CATEGORIES.flatMap((category): Explanation[] => {
    const frame = frames[tellingFrame(scored, category)];
    const found = frame?.result.explanations.find((explanation) => explanation.category === category);
    if (!frame || !found) return [];
    return [placeInFilm(found, frame, { modality, category, score: scores[category] ?? 0, frames })];
  });
  const transcript = joinTranscripts(frames);
  return {
    scores,
    explanations,
    matches: bestMatches(frames),
    timeline: timelineOf(frames, channel),
    ...(transcript ? { transcript } : {}),
    language: frames.findLast(({ result }) => result.language)?.result.language,
  };
}

function placeInFilm(
  { regions = [], spans, gap, heatmap }: Explanation,
  { seconds }: JudgedFrame,
  about: { modality: Modality; category: Category; score: number; frames: readonly JudgedFrame[] },
): Explanation {
  const { modality, category, score, frames } = about;
  const placed: Region[] = regions.map((region) => ({ ...region, seconds }));
  return {
    modality,
    category,
    summary: `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %: clearest at ${clockTime(seconds.from)}.`,
    // The words of one frame have another place in the film's transcript.
    spans: spans.length > 0 ? movedSpans(spans, seconds, frames) : [],
    ...(gap === undefined ? {} : { gap }),
    regions: placed.length > 0 ? placed : [{ weight: 1, seconds }],
    ...(heatmap ? { heatmap } : {}),
  };
}

function movedSpans(spans: Explanation["spans"], seconds: Moments, frames: readonly JudgedFrame[]) {
  const offset = offsetsOf(frames).get(seconds.from) ?? 0;
  return spans.map(({ start, end, weight }) => ({ start: start + offset, end: end + offset, weight }));
}

/** Where the words of each frame begin in the film's transcript, by the frame's second. */
function offsetsOf(frames: readonly JudgedFrame[]): Map<number, number> {
  const offsets = new Map<number, number>();
  let length = 0;
  for (const { seconds, result } of frames) {
    if (!result.transcript?.text) continue;
    if (length > 0) length += SEPARATOR.length;
    offsets.set(seconds.from, length);
    length += result.transcript.text.length;
  }
  return offsets;
}

const SEPARATOR = "\n";

function joinTranscripts(frames: readonly JudgedFrame[]): Transcript | undefined {
  const offsets = offsetsOf(frames);
  const read = frames.filter(({ result }) => result.transcript);
  if (read.length === 0) return undefined;
  const written = read.filter(({ result }) => result.transcript?.text);
  return {
    text: written.map(({ result }) => result.transcript?.text).join(SEPARATOR),
    words: written.flatMap(({ seconds, result }) => {
      const offset = offsets.get(seconds.from) ?? 0;
      return (result.transcript?.words ?? []).map((word) => ({
        ...word,
        start: word.start + offset,
        end: word.end + offset,
        seconds,
      }));
    }),
  };
}

/** Each list entry once, at its nearest match, with the second of the frame and the place in the film's words. */
function bestMatches(frames: readonly JudgedFrame[]): RuleMatch[] {
  const offsets = offsetsOf(frames);
  const best = new Map<string, RuleMatch>();
  for (const { seconds, result } of frames)
    for (const match of result.matches) {
      const offset = match.end > match.start ? (offsets.get(seconds.from) ?? 0) : 0;
      const placed = { ...match, start: match.start + offset, end: match.end + offset, at: seconds.from };
      const known = best.get(match.entryId);
      if (!known || (placed.distance ?? 0) < (known.distance ?? 0)) best.set(match.entryId, placed);
    }
  return [...best.values()];
}

/** Each frame's scores while it is shown; neighbours of the same category and score are one entry. */
function timelineOf(frames: readonly JudgedFrame[], channel: Risk["channel"]): Risk[] {
  const entries: Risk[] = [];
  const open = new Map<Category, Risk>();
  for (const { seconds, result } of frames) {
    const scores: Scores = result.scores;
    for (const category of CATEGORIES) {
      const score = Math.round((scores[category] ?? 0) * 1000) / 1000;
      if (score < WORTH_SHOWING) continue;
      const last = open.get(category);
      if (last && last.score === score && last.to === seconds.from) {
        last.to = seconds.to;
        continue;
      }
      const entry: Risk = { ...seconds, channel, category, score };
      entries.push(entry);
      open.set(category, entry);
    }
  }
  return entries;
}
