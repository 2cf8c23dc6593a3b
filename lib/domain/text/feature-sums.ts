import type { FeatureBuffer } from "./features";

/** Outputs that share one number of the table, and numbers in use per row: room for nine outputs. */
const LANES = 3;
const USED = 3;
/** A row takes four numbers, 32 bytes, so that it never lies in two cache lines. */
const ROW_BITS = 2;
/** Each output has 17 of a number's 53 exact bits. */
const LANE = 2 ** 17;
/** Takes weights from -128..127 to 0..255, so that lanes never borrow from each other. */
const SHIFT = 128;
/** So many weights fit in a lane: 512 x 255 < LANE. */
const MOST_BEFORE_SPILL = 512;

/**
 * The weights of a linear model over hashed features, three outputs to a number, so that one addition adds three. Sums
 * are whole numbers below 2^53: exact, and the same in any order and any company.
 */
export class FeatureTable {
  private readonly numbers: Float64Array;
  private readonly spilled = new Float64Array(USED * LANES);

  /** @param weights buckets by outputs, row-major */
  constructor(
    weights: Int8Array,
    readonly outputs: number,
  ) {
    if (outputs > USED * LANES)
      throw new Error(`A feature table holds ${USED * LANES} outputs, not ${outputs}.`);
    const buckets = weights.length / outputs;
    this.numbers = new Float64Array(buckets << ROW_BITS);
    for (let bucket = 0; bucket < buckets; bucket += 1)
      for (let output = 0; output < outputs; output += 1) {
        const at = (bucket << ROW_BITS) + Math.floor(output / LANES);
        const weight = (weights[bucket * outputs + output] as number) + SHIFT;
        this.numbers[at] = (this.numbers[at] as number) + weight * LANE ** (output % LANES);
      }
  }

  /** Writes the sum of the features' weights per output to `sums`. */
  sum({ ids, length }: Pick<FeatureBuffer, "ids" | "length">, sums: Float64Array): void {
    sums.fill(0, 0, this.outputs);
    this.add(ids, 0, length, sums);
  }

  /** Adds the weights of `ids[from]` to `ids[to]` (exclusive) to `sums`, which begins at `at`. */
  add(ids: Int32Array, from: number, to: number, sums: Float64Array, at = 0): void {
    this.collect(ids, from, to);
    for (let output = 0; output < this.outputs; output += 1)
      sums[at + output] = (sums[at + output] as number) + (this.spilled[output] as number);
  }

  /** Takes them away again. */
  subtract(ids: Int32Array, from: number, to: number, sums: Float64Array): void {
    this.collect(ids, from, to);
    for (let output = 0; output < this.outputs; output += 1)
      sums[output] = (sums[output] as number) - (this.spilled[output] as number);
  }

  private collect(ids: Int32Array, start: number, end: number): void {
    const { numbers, spilled } = this;
    spilled.fill(-SHIFT * (end - start));
    for (let from = start; from < end; from += MOST_BEFORE_SPILL) {
      const to = Math.min(end, from + MOST_BEFORE_SPILL);
      let first = 0;
      let second = 0;
      let third = 0;
      let at = from;
      // Two at a time: most of the time goes into waiting for rows, and these wait together.
      for (; at < to - 1; at += 2) {
        const row = (ids[at] as number) << ROW_BITS;
        const next = (ids[at + 1] as number) << ROW_BITS;
        first += (numbers[row] as number) + (numbers[next] as number);
        second += (numbers[row + 1] as number) + (numbers[next + 1] as number);
        third += (numbers[row + 2] as number) + (numbers[next + 2] as number);
      }
      if (at < to) {
        const row = (ids[at] as number) << ROW_BITS;
        first += numbers[row] as number;
        second += numbers[row + 1] as number;
        third += numbers[row + 2] as number;
      }
      spill(spilled, 0, first);
      spill(spilled, LANES, second);
      spill(spilled, 2 * LANES, third);
    }
  }
}

/** Adds a number's lanes to three places from `at`. */
function spill(spilled: Float64Array, at: number, number: number): void {
  const upper = Math.floor(number / LANE);
  const top = Math.floor(upper / LANE);
  spilled[at] = (spilled[at] as number) + (number - upper * LANE);
  spilled[at + 1] = (spilled[at + 1] as number) + (upper - top * LANE);
  spilled[at + 2] = (spilled[at + 2] as number) + top;
}
