/** Logits of rows laid out at one length each, row by row. */
export type ReadRows<Row> = (rows: readonly Row[], length: number) => Promise<Float32Array>;

export interface RowLayout<Row> {
  /** Number of logits. */
  categories: number;
  /** How many words or pieces a row has; at most, what the network reads at once. */
  lengthOf: (row: Row) => number;
  longest: number;
  /** Words or pieces per run, padding included. */
  perRun: number;
  /** A row of nothing, for company. */
  blank: Row;
  /** Rows of at most `BUCKET` words or pieces on which a single row is compared with a row beside another. */
  probes: () => readonly Row[];
}

/** Rows are padded to a multiple of this many words or pieces. */
export const BUCKET = 8;

/**
 * Reads rows in batches such that a row's logits are the same bits alone and in any company: it is padded to a length that
 * follows from itself, and where the network's last layers would take another path for a single row, it gets a blank companion.
 */
export class SteadyRows<Row> {
  private company: Promise<boolean> | undefined;

  constructor(
    private readonly read: ReadRows<Row>,
    private readonly layout: RowLayout<Row>,
  ) {}

  /** Logits of rows no longer than the network reads, in order. */
  async logits(rows: readonly Row[]): Promise<Float32Array[]> {
    const { categories, blank } = this.layout;
    const logits: Float32Array[] = new Array(rows.length);
    for (const { length, part } of this.buckets(rows)) {
      const together = part.map(({ row }) => row);
      if (together.length === 1 && (await this.needsCompany())) together.push(blank);
      const data = await this.read(together, length);
      for (const [i, { index }] of part.entries())
        logits[index] = data.slice(i * categories, (i + 1) * categories);
    }
    return logits;
  }

  /** Whether a single row gets other bits than the same row beside others, as the runtime's matrix product may do. */
  private needsCompany(): Promise<boolean> {
    this.company ??= (async () => {
      const { probes, blank, categories } = this.layout;
      for (const row of probes()) {
        const alone = Array.from(await this.read([row], BUCKET));
        const beside = Array.from((await this.read([row, blank], BUCKET)).subarray(0, categories));
        if (alone.some((logit, column) => logit !== beside[column])) return true;
      }
      return false;
    })();
    return this.company;
  }

  /** Rows of one padded length each, none of the parts above what a run takes. */
  private *buckets(rows: readonly Row[]): Generator<{ length: number; part: { index: number; row: Row }[] }> {
    const { lengthOf, longest, perRun } = this.layout;
    const byLength = new Map<number, { index: number; row: Row }[]>();
    for (const [index, row] of rows.entries()) {
      const length = Math.min(longest, Math.ceil(Math.max(1, lengthOf(row)) / BUCKET) * BUCKET);
      const known = byLength.get(length);
      if (known) known.push({ index, row });
      else byLength.set(length, [{ index, row }]);
    }
    for (const [length, all] of byLength) {
      const most = Math.max(1, Math.floor(perRun / length));
      for (let start = 0; start < all.length; start += most)
        yield { length, part: all.slice(start, start + most) };
    }
  }
}
