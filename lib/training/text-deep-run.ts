import { CATEGORIES } from "#lib/domain/taxonomy";
import type { TextEncoder } from "#lib/domain/text/word-features";
import type { TextDeepCorpus } from "./text-deep-corpus";
import { TextDeepFeeder } from "./text-deep-feeder";
import type { TextDeepShape } from "./text-deep-model";
import { SOURCE_LABELS, TEXT_KINDS } from "./text-deep-recipe";

/** The text-deep that is shipped. */
export const TEXT_DEEP_SHAPE: TextDeepShape = {
  width: 128,
  layers: 3,
  heads: 4,
  inner: 384,
  maxWords: 96,
  categories: CATEGORIES.length,
  sourceLabels: SOURCE_LABELS.length,
  kinds: TEXT_KINDS.length,
};

/** Shares of the rows that a batch does without. */
export const DROPPED = { pieces: 0.1, pairs: 0.3 };

/** Batches of the corpus as text-deep learns from them, misspelt and with rows dropped; the seed draws the epochs too. */
export function deepFeeder(
  corpus: TextDeepCorpus,
  encoder: TextEncoder,
  seed: number,
  dropped = DROPPED,
): TextDeepFeeder {
  return new TextDeepFeeder((epoch) => corpus.epoch(seed, epoch), encoder, {
    seed,
    maxWords: TEXT_DEEP_SHAPE.maxWords,
    batchWords: 3072,
    batchTexts: 128,
    width: TEXT_DEEP_SHAPE.width,
    misspelt: 0.2,
    misspeltLetters: 0.1,
    dropped,
  });
}
