import { mixSeed, Random } from "./random";

export interface BatchLimits {
  seed: number;
  /** Words or pieces per row; what is longer is cut. */
  longest: number;
  /** Words or pieces per batch, padding included, and rows per batch at most. */
  batchLength: number;
  batchRows: number;
}

/** Rows that are sorted by length together: enough for little padding, few enough for mixed batches. */
const POOL = 4096;

/** The rows of each step of a training run, of like length together. What a step gets depends on the seed and the step alone. */
export class RowBatches<Row extends { length: number }> {
  private epoch = -1;
  private firstStep = 1;
  private batches: Row[][] = [];

  constructor(
    private readonly rowsOf: (epoch: number) => Row[],
    private readonly limits: BatchLimits,
  ) {}

  /** @param step 1 and up */
  at(step: number): Row[] {
    if (step < this.firstStep) this.rewind();
    while (step >= this.firstStep + this.batches.length) this.nextEpoch();
    return this.batches[step - this.firstStep] as Row[];
  }

  private rewind(): void {
    this.epoch = -1;
    this.firstStep = 1;
    this.batches = [];
  }

  private nextEpoch(): void {
    this.firstStep += this.batches.length;
    this.epoch++;
    const rows = this.rowsOf(this.epoch);
    this.batches = [];
    for (let start = 0; start < rows.length; start += POOL) {
      const pool = rows.slice(start, start + POOL).sort((a, b) => a.length - b.length);
      this.batches.push(...this.slice(pool));
    }
    new Random(mixSeed(this.limits.seed, 2, this.epoch)).shuffle(this.batches);
  }

  private slice(sorted: readonly Row[]): Row[][] {
    const { longest, batchLength, batchRows } = this.limits;
    const batches: Row[][] = [];
    let current: Row[] = [];
    for (const row of sorted) {
      const length = Math.max(1, Math.min(row.length, longest));
      if (
        current.length > 0 &&
        (length * (current.length + 1) > batchLength || current.length === batchRows)
      ) {
        batches.push(current);
        current = [];
      }
      current.push(row);
    }
    if (current.length > 0) batches.push(current);
    return batches;
  }
}
