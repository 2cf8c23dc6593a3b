import type { Box, DeskMedia, Heatmap, MediaKind, Moments, Risk, Transcript } from "#lib/domain/media";
import { CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { clockTime } from "#lib/domain/time-code";
import type { Explanation, StageResult } from "#lib/domain/verdict";

/** What a stage read or heard, with where its marks for each category lie. */
export interface FoundWords {
  /** Read off a picture, or heard. */
  heard: boolean;
  transcript: Transcript;
  explanations: Explanation[];
  reason: string | undefined;
}

/** All that the models say of one medium, for its pane. */
export interface MediumFindings {
  explanations: Explanation[];
  words: FoundWords[];
  timeline: Risk[];
  /** Why parts of it were not judged. */
  reasons: string[];
}

/** Gathers what the stages of one kind found. */
export function findingsOf(stages: readonly StageResult[], kind: MediaKind): MediumFindings {
  const own = stages.filter(({ modality }) => modality === kind);
  return {
    explanations: own.flatMap(({ explanations }) => explanations),
    words: own.flatMap(({ transcript, explanations, reason }) =>
      transcript
        ? [{ heard: transcript.words.some(({ box }) => !box), transcript, explanations, reason }]
        : [],
    ),
    timeline: own.flatMap(({ timeline = [] }) => timeline).sort((a, b) => a.from - b.from),
    reasons: [...new Set(own.flatMap((result) => (wasJudged(result) ? [] : (result.reason ?? []))))],
  };
}

/** A stage that ran and covers what it saw may still have remarks; they are no problem. */
const wasJudged = ({ outcome, covered }: StageResult) =>
  covered && (outcome === "continue" || outcome === "exit");

/** The heat map of a category, and the seconds of the frame it lies on, if it is a film's. */
export function heatOf(
  { explanations }: MediumFindings,
  category: Category | null,
): { heatmap: Heatmap; seconds: Moments | undefined } | null {
  const found = explanations.find((each) => each.category === category && each.heatmap);
  return found?.heatmap ? { heatmap: found.heatmap, seconds: found.regions?.[0]?.seconds } : null;
}

export interface WordBox {
  word: string;
  box: Box;
  /** Share of what points to the category, 0 to 1. */
  weight: number;
}

/** The words on a picture with their boxes; `weight` tells which speak for the category on show. */
export function wordBoxes({ words }: MediumFindings, category: Category | null): WordBox[] {
  return words.flatMap(({ transcript, explanations }) => {
    const marks = explanations.find((each) => each.category === category)?.spans ?? [];
    const strongest = Math.max(1e-9, ...marks.map(({ weight }) => weight));
    return transcript.words.flatMap(({ start, end, box }) => {
      if (!box) return [];
      const touching = marks.filter((mark) => mark.start < end && mark.end > start);
      const weight = Math.max(0, ...touching.map((mark) => mark.weight)) / strongest;
      return [{ word: transcript.text.slice(start, end), box, weight }];
    });
  });
}

/** The largest completeness gap of the marks that these words have for a category; undefined where none is known. */
export function gapOf(words: readonly FoundWords[], category: Category | null): number | undefined {
  const gaps = words.flatMap(
    ({ explanations }) => explanations.find((each) => each.category === category)?.gap ?? [],
  );
  return gaps.length > 0 ? Math.max(...gaps) : undefined;
}

export interface SpokenLine {
  seconds: Moments;
  words: { text: string; seconds: Moments; weight: number; unsure: boolean }[];
}

/** Words heard with less confidence are shown as doubtful. */
const UNSURE = 0.3;

/** What was said, line by line; lines end where the transcript has a full stop or a new line. */
export function spokenLines(found: FoundWords | undefined, category: Category | null): SpokenLine[] {
  if (!found) return [];
  const { transcript, explanations } = found;
  const marks = explanations.find((each) => each.category === category)?.spans ?? [];
  const strongest = Math.max(1e-9, ...marks.map(({ weight }) => weight));
  const lines: SpokenLine[] = [];
  let before = 0;
  for (const { start, end, seconds, confidence } of transcript.words) {
    if (!seconds) continue;
    const opens = lines.length === 0 || /[.\n]/.test(transcript.text.slice(before, start));
    if (opens) lines.push({ seconds: { ...seconds }, words: [] });
    const line = lines.at(-1) as SpokenLine;
    const touching = marks.filter((mark) => mark.start < end && mark.end > start);
    line.words.push({
      text: transcript.text.slice(start, end),
      seconds,
      weight: Math.max(0, ...touching.map((mark) => mark.weight)) / strongest,
      unsure: confidence < UNSURE,
    });
    line.seconds.to = seconds.to;
    before = end;
  }
  return lines;
}

/** The moments of a category, or of all where none is on show or it has none. */
export function risksFor(timeline: readonly Risk[], category: Category | null): Risk[] {
  const own = timeline.filter((risk) => risk.category === category);
  return own.length > 0 ? own : [...timeline];
}

/** The moment with the highest score, the earliest of equals. */
export function riskiest(timeline: readonly Risk[]): Risk | undefined {
  return timeline.reduce<Risk | undefined>(
    (worst, risk) => (!worst || risk.score > worst.score ? risk : worst),
    undefined,
  );
}

const KIND_WORDS: Record<MediaKind, string> = { image: "Picture", audio: "Sound", video: "Film" };

/** The name of a medium with its size, as its pane's heading and first words of its text alternative. */
export function mediumTitle({ kind, facts }: Pick<DeskMedia, "kind" | "facts">): string {
  const { width, height, seconds } = facts;
  const size = width && height ? `${width} × ${height}` : "";
  const length = kind !== "image" && seconds !== undefined ? clockTime(seconds) : "";
  return [KIND_WORDS[kind], size, length].filter(Boolean).join(" · ");
}

/** What the models say of a medium in one sentence, in place of seeing or hearing it. */
export function alternativeText(
  medium: Pick<DeskMedia, "kind" | "facts" | "problem">,
  findings: MediumFindings,
  category: Category | null,
): string {
  if (medium.problem) return `${mediumTitle(medium)}. ${medium.problem}`;
  const about = findings.explanations.filter((each) => each.category === category);
  const said = about.map(({ summary }) => summary).filter(Boolean);
  const quiet = category ? `Nothing in it stands out for ${CATEGORY_TITLES[category]}.` : "";
  return [`${mediumTitle(medium)}.`, ...(said.length > 0 ? said : [quiet])].filter(Boolean).join(" ");
}
