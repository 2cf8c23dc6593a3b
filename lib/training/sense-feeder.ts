import { Tensor } from "onnxruntime-node";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { UnigramPieces } from "#lib/domain/text/unigram-pieces";
import { mixSeed, Random } from "./random";
import { RowBatches } from "./row-batches";
import type { SenseShape } from "./sense-model";
import type { TrainingRow } from "./set-reader";
import { misspell, spaceOut } from "./spelling-noise";
import { targetFeeds, uniform } from "./text-deep-feeder";
import { COLUMNS, FOREIGN_KINDS, SOURCE_LABELS, TEXT_KINDS } from "./text-deep-recipe";
import type { StepInputs } from "./train-loop";

/** Share of texts that are misspelt, of letters changed in them, and of texts in small letters. */
const MISSPELT = 0.12;
const MISSPELT_LETTERS = 0.1;
const SMALL = 0.15;
/** Signs of a text that are read, for each piece that there is room for: pieces of English have four and a half. */
const SIGNS_PER_PIECE = 11;
const BATCH = { batchLength: 3584, batchRows: 112 };

interface EncodedRow extends Pick<TrainingRow, "cells"> {
  ids: readonly number[];
  /** In pieces. */
  length: number;
}

const FOREIGN_COLUMNS = new Set(
  TEXT_KINDS.flatMap((kind, at) =>
    FOREIGN_KINDS.has(kind) ? [CATEGORIES.length + SOURCE_LABELS.length + at] : [],
  ),
);

/** Whether a row is of no kind that is written in another language. */
export const isEnglishRow = ({ cells: { columns, values } }: Pick<TrainingRow, "cells">): boolean =>
  !columns.some((column, at) => FOREIGN_COLUMNS.has(column) && values[at] === 1);

/**
 * Serves the training of a sentence encoder its batches: English texts, some of them misspelt, in pieces. A batch depends on
 * the seed and the step alone.
 */
export class SenseFeeder {
  private readonly batches: RowBatches<EncodedRow>;

  /** @param rowsOf the rows of an epoch, in any language */
  constructor(
    rowsOf: (epoch: number) => TrainingRow[],
    private readonly pieces: UnigramPieces,
    private readonly options: { seed: number; longest: number; shape: SenseShape },
  ) {
    const { seed, longest } = options;
    const encoded = (epoch: number) => {
      const random = new Random(mixSeed(seed, 9, epoch));
      return rowsOf(epoch)
        .filter(isEnglishRow)
        .map((row) => this.encoded(row, random));
    };
    this.batches = new RowBatches(encoded, { seed, longest, ...BATCH });
  }

  inputs(step: number): StepInputs {
    const rows = this.batches.at(step);
    const { feeds, rows: touched } = layOutPieces(rows.map(({ ids }) => ids));
    const { seed, shape } = this.options;
    const random = new Random(mixSeed(seed, 3, step));
    const columns = shape.wide + shape.high;
    const noise = uniform(random, rows.length * columns);
    return {
      rows: touched,
      feeds: {
        ...feeds,
        ...targetFeeds(rows, COLUMNS),
        pooled_noise: new Tensor("float32", noise, [rows.length, columns]),
      },
    };
  }

  private encoded({ text, cells }: TrainingRow, random: Random): EncodedRow {
    const disturbed = disturb(text, random);
    const written = random.next() < SMALL ? disturbed.toLowerCase() : disturbed;
    const ids = encodePieces(this.pieces, written, this.options.longest);
    return { cells, ids, length: ids.length };
  }
}

/** The first pieces of a text. */
export const encodePieces = (pieces: UnigramPieces, text: string, most: number): number[] =>
  pieces.encode(text, SIGNS_PER_PIECE * most).slice(0, most);

function disturb(text: string, random: Random): string {
  if (random.next() >= MISSPELT) return text;
  if (random.below(6) === 0) return spaceOut(text, random, 4);
  return misspell(text, random, MISSPELT_LETTERS * (0.5 + random.next()));
}

/**
 * Texts as the encoder's inputs, with the rows of its table that they touch; `ids` count among those. A text of no pieces
 * is one unknown piece.
 */
export function layOutPieces(texts: readonly (readonly number[])[]): {
  feeds: Record<"ids" | "mask", Tensor>;
  rows: Int32Array;
} {
  const length = Math.max(1, ...texts.map((ids) => ids.length));
  const ids = new Int32Array(texts.length * length);
  const mask = new Float32Array(texts.length * length);
  const local = new Map([[0, 0]]);
  for (const [text, own] of texts.entries()) {
    mask[text * length] = 1;
    for (const [at, id] of own.entries()) {
      const known = local.get(id);
      const row = known ?? local.size;
      if (known === undefined) local.set(id, row);
      ids[text * length + at] = row;
      mask[text * length + at] = 1;
    }
  }
  const dims = [texts.length, length];
  return {
    feeds: { ids: new Tensor("int32", ids, dims), mask: new Tensor("float32", mask, dims) },
    rows: Int32Array.from(local.keys()),
  };
}
