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
import { type ReadRows, SteadyRows } from "./steady-rows";

export interface TextNetworkSize {
  /** Most words the network reads at once. */
  maxWords: number;
  /** Number of logits. */
  categories: number;
}

/** Logits of texts laid out at so many words each, row by row. */
export type ReadTexts = ReadRows<EncodedText>;

/** Reads by the graph of a model's own file. */
export function readsByGraph(session: ort.InferenceSession): ReadTexts {
  return async (texts, length) => {
    const batch = layOutBatch(texts, { length, pieces: PIECES_PER_WORD });
    const { logits } = await session.run(feedsOf(batch), ["logits"]);
    return logits?.data as Float32Array;
  };
}

/** Words or pieces that one window shares with the next. */
const OVERLAP = 16;
/** A text is read in at most this many windows, spread over it, so that its cost is bounded. */
const MOST_WINDOWS = 24;
/** Words per run, padding included. */
export const BATCH_WORDS = 4096;
const BLANK: EncodedText = { words: [], pieces: [], pairs: [] };
/** Short texts on which a single row is compared with a row beside another. */
export const PROBES = [
  "hello",
  "what a day",
  "see you at the market at noon",
  "no",
  "thank you both, it was kind",
];

/** A network over words with its preprocessing, as text-glance and text-deep are: texts in, logits out. */
export class TextNetwork {
  private readonly rows: SteadyRows<EncodedText>;

  constructor(
    read: ReadTexts,
    protected readonly encoder: TextEncoder,
    protected readonly size: TextNetworkSize,
  ) {
    this.rows = new SteadyRows(read, {
      categories: size.categories,
      lengthOf: ({ pieces }) => pieces.length,
      longest: size.maxWords,
      perRun: BATCH_WORDS,
      blank: BLANK,
      probes: () => PROBES.map((words) => encoder.encodeWords(splitWords(words))),
    });
  }

  /** One row of logits per text; of a text that is read in several windows, the highest of each. */
  logits(texts: readonly string[]): Promise<Float32Array[]> {
    const windows = texts.map((text) => windowsOf(splitWords(text), this.size.maxWords));
    return highestOfWindows(windows, this.size.categories, (all) => this.logitsOfWords(all));
  }

  /**
   * Logits of word sequences no longer than a window, in order. A text's logits are the same bits alone and in any
   * company (`SteadyRows`): forms have the same number of pieces always.
   */
  logitsOfWords(sequences: readonly (readonly Word[])[]): Promise<Float32Array[]> {
    return this.rows.logits(sequences.map((words) => this.encoder.encodeWords(words)));
  }
}

/** Overlapping windows over words or pieces, at most `most` spread over them; one, perhaps empty, when they fit. */
export function windowsOf<T>(
  sequence: readonly T[],
  longest: number,
  most: number = MOST_WINDOWS,
): (readonly T[])[] {
  if (sequence.length <= longest) return [sequence];
  const stride = longest - Math.min(OVERLAP, longest >> 1);
  const starts: number[] = [];
  for (let start = 0; start + longest < sequence.length; start += stride) starts.push(start);
  starts.push(sequence.length - longest);
  const count = Math.min(starts.length, most);
  const step = (starts.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => {
    const start = starts[Math.round(i * step)] as number;
    return sequence.slice(start, start + longest);
  });
}

/** One row of logits per text: of each logit the highest of the text's windows, which are all read together. */
export async function highestOfWindows<Window>(
  byText: readonly (readonly Window[])[],
  categories: number,
  read: (windows: readonly Window[]) => Promise<Float32Array[]>,
): Promise<Float32Array[]> {
  const rows = await read(byText.flat() as Window[]);
  let next = 0;
  return byText.map(({ length }) => {
    const highest = new Float32Array(categories).fill(Number.NEGATIVE_INFINITY);
    for (const row of rows.slice(next, next + length))
      for (const [column, logit] of row.entries())
        highest[column] = Math.max(highest[column] as number, logit);
    next += length;
    return highest;
  });
}

/** A batch as the input tensors of the network. */
export function feedsOf(batch: TextBatch): Record<string, ort.Tensor> {
  const tensors = Object.entries(batchTensors(batch));
  return Object.fromEntries(
    tensors.map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}
