import * as ort from "onnxruntime-node";
import { attentionRollout } from "#lib/domain/text/attention-rollout";
import { crowdedToZero, gaussLegendre, type Quadrature } from "#lib/domain/text/path-integral";
import {
  batchTensors,
  type EncodedText,
  layOutBatch,
  type TextBatch,
  type TextEncoder,
} from "#lib/domain/text/word-features";
import { splitWords, type Word } from "#lib/domain/text/words";

export interface TextDeepSize {
  /** Most words the network reads at once. */
  maxWords: number;
  /** Number of logits. */
  categories: number;
}

/** How one word of a text moved one logit. */
export interface WordContribution extends Word {
  /** Share of the logit, signed (integrated gradients). */
  contribution: number;
  /** Share of the attention that reaches the answer (rollout), 0 to 1. */
  attention: number;
}

export interface TextDeepExplanation {
  /** Words of the window that decided. */
  words: WordContribution[];
  /** The logit of the words, and of as many words whose vectors are zero. */
  logit: number;
  baseline: number;
  /** |sum of contributions - (logit - baseline)|: what the path integral misses. */
  completenessGap: number;
}

/** Words that one window shares with the next. */
const OVERLAP = 16;
/** A text is read in at most this many windows, spread over it, so that its cost is bounded. */
const MOST_WINDOWS = 24;
/** Words per run, padding included. */
const BATCH_WORDS = 4096;
/** Rules for the path integral: the finer one only where the coarser leaves a gap. */
const PATHS = [16, 64].map((nodes) => crowdedToZero(gaussLegendre(nodes), 3));
/** A gap of this share of the logit's move, or this many logits, is small enough. */
const GAP_SHARE = 0.05;
const GAP_FLOOR = 0.02;

type Results = ort.InferenceSession.OnnxValueMapType;

/** The text-deep network with its preprocessing: texts in, logits and explanations out. */
export class TextDeep {
  constructor(
    private readonly model: ort.InferenceSession,
    private readonly explainer: ort.InferenceSession,
    private readonly encoder: TextEncoder,
    private readonly size: TextDeepSize,
  ) {}

  /** One row of logits per text; of a text that is read in several windows, the highest of each. */
  async logits(texts: readonly string[]): Promise<Float32Array[]> {
    const windows = texts.flatMap((text, index) =>
      windowsOf(splitWords(text), this.size.maxWords).map((words) => ({ index, words })),
    );
    const scored = await this.logitsOfWords(windows.map(({ words }) => words));
    const highest = texts.map(() => new Float32Array(this.size.categories).fill(Number.NEGATIVE_INFINITY));
    for (const [i, { index }] of windows.entries()) {
      const row = highest[index] as Float32Array;
      for (const [column, logit] of (scored[i] as Float32Array).entries()) {
        row[column] = Math.max(row[column] as number, logit);
      }
    }
    return highest;
  }

  /** Logits of word sequences no longer than a window, in order; batched by length. */
  async logitsOfWords(sequences: readonly (readonly Word[])[]): Promise<Float32Array[]> {
    const { categories } = this.size;
    const rows: Float32Array[] = new Array(sequences.length);
    const encoded = sequences.map((words, index) => ({ index, text: this.encoder.encodeWords(words) }));
    for (const part of byLength(encoded)) {
      const batch = layOutBatch(part.map(({ text }) => text));
      const { logits } = await this.model.run(feedsOf(batch), ["logits"]);
      const data = logits?.data as Float32Array;
      for (const [i, { index }] of part.entries()) {
        rows[index] = data.slice(i * categories, (i + 1) * categories);
      }
    }
    return rows;
  }

  /**
   * Explains one logit of a text by integrated gradients (Sundararajan et al. 2017) from word vectors of zero
   * to the real ones, with attention rollout beside it. Of a long text, the window with the highest logit.
   */
  async explain(text: string, column: number): Promise<TextDeepExplanation> {
    const windows = windowsOf(splitWords(text), this.size.maxWords);
    const scored = windows.length > 1 ? await this.logitsOfWords(windows) : [];
    const values = scored.map((row) => row[column] as number);
    const decisive = windows[values.indexOf(Math.max(...values))] ?? windows[0] ?? [];
    return this.explainWords(decisive, column);
  }

  /** Explains one logit of words that fit in a window. */
  async explainWords(words: readonly Word[], column: number): Promise<TextDeepExplanation> {
    const batch = layOutBatch([this.encoder.encodeWords(words)]);
    const { length } = batch.sizes;
    const { embedded } = (await this.model.run(feedsOf(batch), ["embedded"])) as Record<
      "embedded",
      ort.Tensor
    >;
    const target = new Float32Array(this.size.categories);
    target[column] = 1;
    const feeds = {
      embedded,
      mask: new ort.Tensor("float32", batch.mask, [1, length]),
      target: new ort.Tensor("float32", target, [1, target.length]),
    };
    let explanation: TextDeepExplanation | undefined;
    for (const path of PATHS) {
      const scales = Float32Array.from([0, ...path.at, 1]);
      const results = await this.explainer.run({
        ...feeds,
        scales: new ort.Tensor("float32", scales, [scales.length, 1, 1]),
      });
      explanation = this.readExplanation(words, column, length, path, results);
      const { completenessGap, logit, baseline } = explanation;
      if (completenessGap <= Math.max(GAP_FLOOR, GAP_SHARE * Math.abs(logit - baseline))) break;
    }
    return explanation as TextDeepExplanation;
  }

  private readExplanation(
    words: readonly Word[],
    column: number,
    length: number,
    path: Quadrature,
    results: Results,
  ): TextDeepExplanation {
    const { slopes, logits, attentions } = results as Record<"slopes" | "logits" | "attentions", ort.Tensor>;
    const last = path.at.length + 1;
    const slope = slopes.data as Float32Array;
    const contributions = words.map((_, i) =>
      path.weight.reduce((sum, weight, node) => sum + weight * (slope[(node + 1) * length + i] as number), 0),
    );
    const layers = attentions.dims[1] as number;
    const size = layers * length * length;
    const mixes = (attentions.data as Float32Array).subarray(last * size, (last + 1) * size);
    const attention = attentionRollout(mixes, layers, length);
    const logit = Number(logits.data[last * this.size.categories + column]);
    const baseline = Number(logits.data[column]);
    const total = contributions.reduce((sum, contribution) => sum + contribution, 0);
    return {
      words: words.map((word, i) => ({
        ...word,
        contribution: contributions[i] as number,
        attention: attention[i] as number,
      })),
      logit,
      baseline,
      completenessGap: Math.abs(total - (logit - baseline)),
    };
  }
}

/** Overlapping windows over the words; one, perhaps empty, when they fit. */
export function windowsOf(words: readonly Word[], maxWords: number): (readonly Word[])[] {
  if (words.length <= maxWords) return [words];
  const stride = maxWords - Math.min(OVERLAP, maxWords >> 1);
  const starts: number[] = [];
  for (let start = 0; start + maxWords < words.length; start += stride) starts.push(start);
  starts.push(words.length - maxWords);
  const count = Math.min(starts.length, MOST_WINDOWS);
  const step = (starts.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => {
    const start = starts[Math.round(i * step)] as number;
    return words.slice(start, start + maxWords);
  });
}

function feedsOf(batch: TextBatch): Record<string, ort.Tensor> {
  const tensors = Object.entries(batchTensors(batch));
  return Object.fromEntries(
    tensors.map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}

/** Parts of like length, none above the words of a batch. */
function* byLength<T extends { text: EncodedText }>(items: T[]): Generator<T[]> {
  const sorted = items.toSorted((a, b) => a.text.pieces.length - b.text.pieces.length);
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && (sorted[end] as T).text.pieces.length * (end + 1 - start) <= BATCH_WORDS)
      end++;
    yield sorted.slice(start, end);
    start = end;
  }
}
