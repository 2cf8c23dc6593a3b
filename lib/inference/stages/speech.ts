import { type Heard, heardEnough } from "#lib/domain/audio/heard-enough";
import {
  heardScore,
  type Sentence,
  type SpeechRecogniser,
  type SpokenWords,
  writeSpokenWords,
} from "#lib/domain/audio/spoken-words";
import { findVoice } from "#lib/domain/audio/voice-activity";
import { type ModalitySpec, mergeScores, type StageRun } from "#lib/domain/cascade";
import type { Risk } from "#lib/domain/media";
import { CATEGORIES, CATEGORY_TITLES, type Category, type Scores } from "#lib/domain/taxonomy";
import { clockTime } from "#lib/domain/time-code";
import { regionsOf } from "#lib/domain/transcript";
import type { Explanation, StageResult } from "#lib/domain/verdict";
import type { MediaStage, MediaTools } from "./media-stage";
import type { PooledRecogniser } from "./speech-pack";
import { finished, notRun } from "./stage-result";

/** Samples per second of prepared sound. */
const RATE = 16_000;

/** Sentences that are judged one by one; the whole is judged besides. */
const MOST_SENTENCES = 150;
/** Scores from here on are worth a place on the timeline. */
const WORTH_SHOWING = 0.2;

/** The stage that hears what is said in a sound or a film. Without a recogniser it fails, and a person listens. */
export function speechStage(
  kind: "audio" | "video",
  recogniser: SpeechRecogniser | PooledRecogniser | undefined,
): MediaStage {
  const spec: ModalitySpec = {
    name: kind === "audio" ? "speech" : "film-speech",
    channel: kind === "audio" ? "speech" : "film-speech",
    level: 2,
    modality: kind,
    model: recogniser?.model ?? "none",
    timeoutMs: 30 * 60_000,
  };
  return {
    spec,
    async run(media, tools) {
      const started = performance.now();
      if (!recogniser) return notRun(spec, started, "failed", "No speech recogniser is installed.");
      const samples = media.kind === "image" ? null : media.samples;
      if (!samples) return finished(spec, started, { reason: "There is no sound." });
      const hearing = "within" in recogniser ? recogniser.within(tools.pool) : recogniser;
      const { speech, otherSeconds } = findVoice(samples, RATE);
      const spoken = writeSpokenWords(await hearing.recognise(samples, speech));
      const { model, languages } = hearing;
      const heard = { kind, spoken, speech, otherSeconds, language: tools.language, model, languages };
      return judgeSpoken(spec, started, heard, tools);
    },
  };
}

interface Judged {
  results: StageResult[];
  sentence: Pick<Sentence, "start" | "confidence" | "seconds"> | null;
}

async function judgeSpoken(
  spec: ModalitySpec,
  started: number,
  all: Heard,
  tools: MediaTools,
): Promise<StageRun> {
  const { transcript, sentences, confidence } = all.spoken;
  const { enough, remark } = heardEnough(all);
  const heard = { transcript, covered: enough, reason: remark };
  if (transcript.words.length === 0) return finished(spec, started, heard);
  const whole = (await tools.judgeText(transcript.text)).filter(ranThrough);
  if (!whole.some(({ scores, covered }) => Object.keys(scores).length > 0 || !covered))
    return notRun(spec, started, "failed", "The words could not be judged: no text model answered.");
  const parts: Judged[] = [{ results: whole, sentence: null }];
  if (sentences.length > 1)
    for (const sentence of sentences.slice(0, MOST_SENTENCES))
      parts.push({ results: (await tools.judgeText(sentence.text)).filter(ranThrough), sentence });
  const scores: Scores = {};
  const worst = new Map<Category, Judged>();
  for (const part of parts) {
    const found = mergeScores(part.results);
    for (const category of CATEGORIES) {
      const score = found[category];
      if (score === undefined) continue;
      const sure = heardScore(score, part.sentence?.confidence ?? confidence);
      if (sure <= (scores[category] ?? -1)) continue;
      scores[category] = sure;
      worst.set(category, part);
    }
  }
  return finished(spec, started, {
    ...heard,
    covered: heard.covered && whole.some((result) => result.covered && Object.keys(result.scores).length > 0),
    scores,
    matches: whole.flatMap((result) => result.matches),
    language: whole.findLast((result) => result.language)?.language,
    explanations: [...worst].flatMap(([category, part]) => explain(spec, category, scores, part, transcript)),
    timeline: timelineOf(parts, sentences),
  });
}

const ranThrough = ({ outcome }: StageResult) => outcome === "continue" || outcome === "exit";

/** The deepest model's marks on the part that weighs most, placed in the transcript and in time. */
function explain(
  spec: ModalitySpec,
  category: Category,
  scores: Scores,
  { results, sentence }: Judged,
  transcript: SpokenWords["transcript"],
): Explanation[] {
  const found = results
    .flatMap((result) => result.explanations)
    .findLast((explanation) => explanation.category === category);
  if (!found) return [];
  const offset = sentence?.start ?? 0;
  const spans = found.spans.map(({ start, end, weight }) => ({
    start: start + offset,
    end: end + offset,
    weight,
  }));
  const regions = regionsOf(spans, transcript);
  const strongest = regions.reduce<(typeof regions)[number] | undefined>(
    (best, region) => (region.weight > (best?.weight ?? 0) ? region : best),
    undefined,
  );
  const at = strongest?.seconds ?? sentence?.seconds;
  const said = `${CATEGORY_TITLES[category]} ${Math.round((scores[category] ?? 0) * 100)} %`;
  const summary = at
    ? `${said}: said at ${clockTime(at.from)}.`
    : `${said}: no part of what is said points to it.`;
  return [{ modality: spec.modality, category, summary, spans, regions }];
}

/** What each sentence scores, in order of time. */
function timelineOf(parts: Judged[], sentences: Sentence[]): Risk[] {
  const [only] = sentences;
  const single = sentences.length === 1 && only ? [{ results: parts[0]?.results ?? [], sentence: only }] : [];
  return [...single, ...parts].flatMap(({ results, sentence }) => {
    if (!sentence) return [];
    const scores = mergeScores(results);
    return CATEGORIES.flatMap((category): Risk[] => {
      const score = heardScore(scores[category] ?? 0, sentence.confidence);
      return score >= WORTH_SHOWING ? [{ ...sentence.seconds, channel: "speech", category, score }] : [];
    });
  });
}
