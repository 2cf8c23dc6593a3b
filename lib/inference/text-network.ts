import * as ort from "onnxruntime-node";
import {
  batchTensors,
  type EncodedText,
  layOutBatch,
  PIECES_PER_WORD,
  type TextBatch,
  type TextEncoder,
} from "#lib/domain/text/word-features";
import { splitWords, type Word } from "#lib/domain/text/words";

export interface TextNetworkSize {
  /** Most words the network reads at once. */
  maxWords: number;
  /** Number of logits. */
  categories: number;
}

/** Logits of texts laid out at so many words each, row by row. */
export type ReadTexts = (texts: readonly EncodedText[], length: number) => Promise<Float32Array>;

/** Reads by the graph of a model's own file. */
export function readsByGraph(session: ort.InferenceSession): ReadTexts {
  return async (texts, length) => {
    const batch = layOutBatch(texts, { length, pieces: PIECES_PER_WORD });
    const { logits } = await session.run(feedsOf(batch), ["logits"]);
    return logits?.data as Float32Array;
  };
}

/** Words that one window shares with the next. */
const OVERLAP = 16;
/** A text is read in at most this many windows, spread over it, so that its cost is bounded. */
const MOST_WINDOWS = 24;
/** Words per run, padding included. */
export const BATCH_WORDS = 4096;
/** Texts are padded to a multiple of this many words. */
const BUCKET = 8;
const BLANK: EncodedText = { words: [], pieces: [], pairs: [] };
/** Short texts on which a single row is compared with a row beside another. */
const PROBES = ["hello", "what a day", "see you at the market at noon", "no", "thank you both, it was kind"];

/** A network over words with its preprocessing, as text-glance and text-deep are: texts in, logits out. */
export class TextNetwork {
  private company: Promise<boolean> | undefined;

  constructor(
    private readonly read: ReadTexts,
    protected readonly encoder: TextEncoder,
    protected readonly size: TextNetworkSize,
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

  /**
   * Logits of word sequences no longer than a window, in order. A text's logits are the same bits alone and in any
   * company: it is padded to a length that follows from its own words, forms have the same number of pieces always, and
   * where the network's last layers would take another path for a single row, it gets a blank companion.
   */
  async logitsOfWords(sequences: readonly (readonly Word[])[]): Promise<Float32Array[]> {
    const { categories } = this.size;
    const rows: Float32Array[] = new Array(sequences.length);
    const encoded = sequences.map((words, index) => ({ index, text: this.encoder.encodeWords(words) }));
    for (const { length, part } of this.buckets(encoded)) {
      const texts = part.map(({ text }) => text);
      if (texts.length === 1 && (await this.needsCompany())) texts.push(BLANK);
      const data = await this.read(texts, length);
      for (const [i, { index }] of part.entries()) {
        rows[index] = data.slice(i * categories, (i + 1) * categories);
      }
    }
    return rows;
  }

  /** Whether a single row gets other bits than the same row beside others, as the runtime's matrix product may do. */
  private needsCompany(): Promise<boolean> {
    this.company ??= (async () => {
      for (const words of PROBES) {
        const text = this.encoder.encodeWords(splitWords(words));
        const alone = Array.from(await this.read([text], BUCKET));
        const beside = Array.from((await this.read([text, BLANK], BUCKET)).subarray(0, this.size.categories));
        if (alone.some((logit, column) => logit !== beside[column])) return true;
      }
      return false;
    })();
    return this.company;
  }

  /** Texts of one padded length each, none of the parts above the words of a batch. */
  private *buckets<T extends { text: EncodedText }>(items: T[]): Generator<{ length: number; part: T[] }> {
    const byLength = new Map<number, T[]>();
    for (const item of items) {
      const words = Math.max(1, item.text.pieces.length);
      const length = Math.min(this.size.maxWords, Math.ceil(words / BUCKET) * BUCKET);
      const known = byLength.get(length);
      if (known) known.push(item);
      else byLength.set(length, [item]);
    }
    for (const [length, all] of byLength) {
      const most = Math.max(1, Math.floor(BATCH_WORDS / length));
      for (let start = 0; start < all.length; start += most)
        yield { length, part: all.slice(start, start + most) };
    }
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

/** A batch as the input tensors of the network. */
export function feedsOf(batch: TextBatch): Record<string, ort.Tensor> {
  const tensors = Object.entries(batchTensors(batch));
  return Object.fromEntries(
    tensors.map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}
