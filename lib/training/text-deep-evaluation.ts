import type { InferenceSession, Tensor } from "onnxruntime-node";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { layOutBatch, type TextBatch, type TextEncoder } from "#lib/domain/text/word-features";
import { auc } from "./metrics";
import { batchFeeds } from "./text-deep-feeder";

/** Runs a forward session on a batch; the caller adds weights where the graph wants them. */
export type Forward = (
  feeds: Record<string, Tensor>,
  batch: TextBatch,
) => ReturnType<InferenceSession["run"]>;

/** Words per batch when scoring; texts are sorted by length so that little of it is padding. */
const BATCH_WORDS = 4096;

/** Logits of each text, [texts, categories] row-major, in the order given. */
export async function scoreTexts(
  forward: Forward,
  encoder: TextEncoder,
  texts: readonly string[],
  maxWords: number,
): Promise<Float32Array> {
  const width = CATEGORIES.length;
  const logits = new Float32Array(texts.length * width);
  const encoded = texts.map((text, index) => ({ index, text: encoder.encode(text, maxWords) }));
  encoded.sort((a, b) => a.text.pieces.length - b.text.pieces.length);
  for (let start = 0; start < encoded.length; ) {
    let end = start + 1;
    while (end < encoded.length && (encoded[end]?.text.pieces.length ?? 0) * (end + 1 - start) <= BATCH_WORDS)
      end++;
    const part = encoded.slice(start, end);
    const batch = layOutBatch(part.map(({ text }) => text));
    const results = await forward(batchFeeds(batch), batch);
    const data = results.logits?.data as Float32Array;
    for (const [i, { index }] of part.entries())
      logits.set(data.subarray(i * width, (i + 1) * width), index * width);
    start = end;
  }
  return logits;
}

export interface SourceScore {
  source: string;
  category: Category;
  positives: number;
  count: number;
  auc: number;
}

/** AUC per set and category, where the set knows the category and has enough of both sides. */
export function scoresBySource(
  examples: readonly { source: string; known: Float32Array }[],
  logits: Float32Array,
  fewest = 10,
): SourceScore[] {
  const groups = new Map<string, { scores: number[]; labels: number[] }>();
  for (const [i, example] of examples.entries()) {
    for (const [column, category] of CATEGORIES.entries()) {
      const target = example.known[column] as number;
      if (Number.isNaN(target)) continue;
      const key = `${example.source} ${category}`;
      const group = groups.get(key) ?? { scores: [], labels: [] };
      groups.set(key, group);
      group.scores.push(logits[i * CATEGORIES.length + column] as number);
      group.labels.push(target >= 0.5 ? 1 : 0);
    }
  }
  return Array.from(groups, ([key, group]) => {
    const [source, category] = key.split(" ") as [string, Category];
    const positives = group.labels.filter(Boolean).length;
    return { source, category, positives, count: group.labels.length, auc: auc(group) };
  }).filter(({ positives, count }) => positives >= fewest && count - positives >= fewest);
}
