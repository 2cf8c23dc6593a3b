import * as ort from "onnxruntime-node";
import { plainlySpelt } from "#lib/domain/text/plain-spelling";
import { SENSE_READS } from "#lib/domain/text/sense-reads";
import { UNKNOWN_PIECE, type UnigramPieces } from "#lib/domain/text/unigram-pieces";
import { BUCKET, type ReadRows, SteadyRows } from "./steady-rows";
import { highestOfWindows, PROBES, windowsOf } from "./text-network";

/** The ids of a text's pieces, or of a window of them. */
type Pieces = readonly number[];

export interface SenseNetworkSize {
  /** Most pieces the network reads at once. */
  maxPieces: number;
  /** Number of logits. */
  categories: number;
}

/** Windows are as many as that takes in any writing. */
const MOST_WINDOWS = 20;
/** Pieces per run, padding included. */
const BATCH_PIECES = 2048;
/** What a text of no pieces is read as. */
const BLANK: Pieces = [UNKNOWN_PIECE];

/** A sentence encoder over unigram pieces with its preprocessing, as text-sense is: texts in, logits out. */
export class SenseNetwork {
  private readonly rows: SteadyRows<Pieces>;

  constructor(
    read: ReadRows<Pieces>,
    private readonly pieces: UnigramPieces,
    private readonly size: SenseNetworkSize,
  ) {
    this.rows = new SteadyRows(read, {
      categories: size.categories,
      lengthOf: (ids) => ids.length,
      longest: size.maxPieces,
      perRun: BATCH_PIECES,
      blank: BLANK,
      probes: () => PROBES.map((words) => this.idsOf(words).slice(0, BUCKET)),
    });
  }

  /**
   * One row of logits per text, the same bits alone and in any company (`SteadyRows`); of a text that is read in several
   * windows, the highest of each.
   */
  logits(texts: readonly string[]): Promise<Float32Array[]> {
    const windows = texts.map((text) => windowsOf(this.idsOf(text), this.size.maxPieces, MOST_WINDOWS));
    return highestOfWindows(windows, this.size.categories, (all) => this.rows.logits(all));
  }

  private idsOf(text: string): Pieces {
    const ids = this.pieces.encode(plainlySpelt(text), SENSE_READS);
    return ids.length > 0 ? ids : BLANK;
  }
}

/** Reads by the graph of the model's file. */
export function readsPieces(session: ort.InferenceSession): ReadRows<Pieces> {
  return async (rows, length) => {
    const { logits } = await session.run(feedsOf(rows, length), ["logits"]);
    return logits?.data as Float32Array;
  };
}

/** Rows as the network's inputs, [texts, length] each: ids, and 1 where there is a piece. */
function feedsOf(rows: readonly Pieces[], length: number): Record<"ids" | "mask", ort.Tensor> {
  const ids = new Int32Array(rows.length * length);
  const mask = new Float32Array(rows.length * length);
  for (const [row, own] of rows.entries()) {
    ids.set(own, row * length);
    mask.fill(1, row * length, row * length + own.length);
  }
  const dims = [rows.length, length];
  return { ids: new ort.Tensor("int32", ids, dims), mask: new ort.Tensor("float32", mask, dims) };
}
