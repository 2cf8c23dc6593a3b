import type { StageRun } from "#lib/domain/cascade";
import type { PreparedImage, Transcript, WordReader } from "#lib/domain/media";
import { judgeWords } from "./judge-words";
import type { MediaStage } from "./media-stage";
import { finished } from "./stage-result";

const SPEC = {
  name: "image-words",
  level: 2,
  modality: "image",
  channel: "image.words",
  model: "tesseract-eng@4.0.0",
  timeoutMs: 60_000,
} as const;

/** A word that is surely one: long enough, and the reader is sure. */
const isSure = ({ start, end, confidence }: Transcript["words"][number]) =>
  end - start >= 4 && confidence >= 0.85;
/** Fewer words than this, none of them sure, are taken for texture. */
const ENOUGH_WORDS = 3;
/** So few letters, with no sure word among them, say nothing about their language: what the models can say of them stands. */
const FEW_LETTERS = 40;

/** Whether words were read rather than patterns in a photograph. */
export function hasWords({ words }: Transcript): boolean {
  return words.length >= ENOUGH_WORDS || words.some(isSure);
}

/** Level 2 for pictures: the words on them, through the lists and models that judge texts, with their boxes. */
export function imageWordsStage(reader: WordReader): MediaStage {
  return {
    spec: SPEC,
    run: async (media, tools): Promise<StageRun> => {
      const started = performance.now();
      const { readable } = media as PreparedImage;
      if (!readable) return finished(SPEC, started, { reason: "Nothing on it looks like letters." });
      const transcript = await reader.read(readable);
      if (!hasWords(transcript)) return finished(SPEC, started, { reason: "No words were read." });
      const run = await judgeWords(SPEC, started, transcript, tools);
      const vague = transcript.text.length < FEW_LETTERS && !transcript.words.some(isSure);
      return vague ? { ...run, result: { ...run.result, covered: true } } : run;
    },
  };
}
