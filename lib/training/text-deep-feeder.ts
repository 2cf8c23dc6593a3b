import { Tensor } from "onnxruntime-node";
import { batchTensors, layOutBatch, type TextBatch, type TextEncoder } from "#lib/domain/text/word-features";
import { mixSeed, Random } from "./random";
import { RowBatches } from "./row-batches";
import type { TrainingRow } from "./set-reader";
import { misspell, moveSpaces, spaceOut } from "./spelling-noise";
import { COLUMNS } from "./text-deep-recipe";
import type { StepInputs } from "./train-loop";

export interface FeedOptions {
  seed: number;
  /** Words per text; what is longer is cut. */
  maxWords: number;
  /** Words per batch, padding included, and texts per batch at most. */
  batchWords: number;
  batchTexts: number;
  width: number;
  /** Share of texts that are misspelt, and of letters changed in them. */
  misspelt: number;
  misspeltLetters: number;
  /** Share of the words' and n-grams' rows, and of the pairs' rows, that a batch does without. */
  dropped: { pieces: number; pairs: number };
  /** Output columns of the network in training; those of text-deep by default. */
  columns?: number;
}

/**
 * Serves a training run its batches: texts of like length together, misspelt at random. A batch depends on
 * the seed and the step alone.
 */
export class TextDeepFeeder {
  private readonly batches: RowBatches<TrainingRow>;

  constructor(
    rowsOf: (epoch: number) => TrainingRow[],
    private readonly encoder: TextEncoder,
    private readonly options: FeedOptions,
  ) {
    const { seed, maxWords: longest, batchWords: batchLength, batchTexts: batchRows } = options;
    this.batches = new RowBatches(rowsOf, { seed, longest, batchLength, batchRows });
  }

  inputs(step: number): StepInputs {
    const rows = this.batches.at(step);
    const random = new Random(mixSeed(this.options.seed, 3, step));
    const texts = rows.map(({ text }) =>
      this.encoder.encode(this.disturb(text, random), this.options.maxWords),
    );
    const batch = layOutBatch(texts);
    dropRows(batch.pieceRows, this.options.dropped.pieces, random);
    dropRows(batch.pairRows, this.options.dropped.pairs, random);
    const touched = localise(batch);
    return {
      rows: touched,
      feeds: {
        ...batchFeeds(batch),
        ...targetFeeds(rows, this.options.columns ?? COLUMNS),
        ...this.noise(batch, random),
      },
    };
  }

  private disturb(text: string, random: Random): string {
    if (random.next() >= this.options.misspelt) return text;
    const kind = random.below(8);
    if (kind === 0) return spaceOut(text, random, 4);
    if (kind === 1) return moveSpaces(text, random, 0.15);
    return misspell(text, random, this.options.misspeltLetters * (0.5 + random.next()));
  }

  private noise({ sizes }: TextBatch, random: Random): Record<string, Tensor> {
    const { width } = this.options;
    const positions = sizes.texts * sizes.length;
    return {
      noise: new Tensor("float32", uniform(random, positions * width), [positions, width]),
      pooled_noise: new Tensor("float32", uniform(random, sizes.texts * 2 * width), [sizes.texts, 2 * width]),
    };
  }
}

/** Puts row 0, which is nothing, in place of some rows: no verdict may hang on a single one of them. */
function dropRows(rows: Int32Array, share: number, random: Random): void {
  if (share === 0) return;
  for (let i = 0; i < rows.length; i++) if (rows[i] !== 0 && random.next() < share) rows[i] = 0;
}

/** The input tensors of a batch, by name. */
export function batchFeeds(batch: TextBatch): Record<string, Tensor> {
  const feeds = Object.entries(batchTensors(batch));
  return Object.fromEntries(
    feeds.map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)]),
  );
}

/**
 * Renumbers a batch's embedding rows to 0, 1, ... in place and returns the rows they stand for; row 0 stays
 * the row of the unknown.
 */
export function localise(batch: TextBatch): Int32Array {
  const local = new Map<number, number>([[0, 0]]);
  for (const rows of [batch.pieceRows, batch.pairRows]) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      let index = local.get(row);
      if (index === undefined) {
        index = local.size;
        local.set(row, index);
      }
      rows[i] = index;
    }
  }
  return Int32Array.from(local.keys());
}

/** Targets and their trust, [rows, width] each; a cell with no trust is not known. */
export function targetFeeds(
  rows: readonly Pick<TrainingRow, "cells">[],
  width: number,
): Record<string, Tensor> {
  const targets = new Float32Array(rows.length * width);
  const weights = new Float32Array(rows.length * width);
  for (const [i, { cells }] of rows.entries()) {
    for (const [j, column] of cells.columns.entries()) {
      targets[i * width + column] = cells.values[j] as number;
      weights[i * width + column] = cells.trust[j] as number;
    }
  }
  return {
    targets: new Tensor("float32", targets, [rows.length, width]),
    weights: new Tensor("float32", weights, [rows.length, width]),
  };
}

/** Uniform noise by xorshift (Marsaglia 2003), inlined because a batch needs some hundred thousand numbers. */
export function uniform(random: Random, length: number): Float32Array {
  const noise = new Float32Array(length);
  let x = random.below(2 ** 31) + 1;
  for (let i = 0; i < length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    noise[i] = (x >>> 8) / 16777216;
  }
  return noise;
}
