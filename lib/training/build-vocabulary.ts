import { FeatureVocabulary, gramFeatures, pairFeature, wordFeature } from "#lib/domain/text/word-features";
import { splitWords } from "#lib/domain/text/words";

export interface VocabularyLimits {
  words: number;
  grams: number;
  pairs: number;
  /** Occurrences below which a word, an n-gram or a pair is not worth a row. */
  fewest: { words: number; grams: number; pairs: number };
}

/** Chooses the most frequent words, character n-grams and word pairs of the texts; ties go to the lower hash. */
export function buildVocabulary(texts: Iterable<string>, limits: VocabularyLimits): FeatureVocabulary {
  const forms = new Map<string, number>();
  const pairs = new Map<number, number>();
  for (const text of texts) {
    let before = "";
    for (const { form } of splitWords(text)) {
      increase(forms, form, 1);
      increase(pairs, pairFeature(before, form), 1);
      before = form;
    }
  }
  const words = new Map<number, number>();
  const grams = new Map<number, number>();
  for (const [form, count] of forms) {
    increase(words, wordFeature(form), count);
    for (const gram of gramFeatures(form)) increase(grams, gram, count);
  }
  const chosen = new Set([
    ...mostFrequent(words, limits.words, limits.fewest.words),
    ...mostFrequent(grams, limits.grams, limits.fewest.grams),
    ...mostFrequent(pairs, limits.pairs, limits.fewest.pairs),
  ]);
  return new FeatureVocabulary(Uint32Array.from(chosen));
}

function increase<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function mostFrequent(counts: ReadonlyMap<number, number>, most: number, fewest: number): number[] {
  return Array.from(counts)
    .filter(([, count]) => count >= fewest)
    .sort(([hashA, a], [hashB, b]) => b - a || hashA - hashB)
    .slice(0, most)
    .map(([hash]) => hash);
}
