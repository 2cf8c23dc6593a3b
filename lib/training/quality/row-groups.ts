const NO_GROUP = -1;
/** The number of the first set of several groups; those of further sets go down from here. */
const FIRST_SET = -2;

/**
 * The groups of rows. Of a row one number is kept: its group's, or that of its set of groups, each of which is kept once.
 */
export class RowGroups {
  private readonly rows: Int32Array;
  private readonly groups = new Map<string, { index: number; rows: number }>();
  private readonly sets: Int32Array[] = [];
  private readonly setNumbers = new Map<string, number>();

  /** `rows` is the most that will come. */
  constructor(rows: number) {
    this.rows = new Int32Array(rows).fill(NO_GROUP);
  }

  /** Puts row `at` in these groups, each named once. */
  add(at: number, names: readonly string[]): void {
    const indices = Int32Array.from(names, (name) => this.indexOf(name)).sort();
    this.rows[at] = indices.length > 1 ? this.setOf(indices) : (indices[0] ?? NO_GROUP);
  }

  private indexOf(name: string): number {
    const known = this.groups.get(name);
    if (known) known.rows += 1;
    else this.groups.set(name, { index: this.groups.size, rows: 1 });
    return known?.index ?? this.groups.size - 1;
  }

  private setOf(indices: Int32Array): number {
    const key = indices.join(" ");
    const known = this.setNumbers.get(key);
    if (known !== undefined) return known;
    const number = FIRST_SET - this.sets.length;
    this.sets.push(indices);
    this.setNumbers.set(key, number);
    return number;
  }

  /** How many groups there are. */
  get count(): number {
    return this.groups.size;
  }

  /** The groups with the most rows, at most so many, by name. */
  largest(most: number): { name: string; index: number }[] {
    return [...this.groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .sort(([, a], [, b]) => b.rows - a.rows)
      .slice(0, most)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { index }]) => ({ name, index }));
  }

  /** The groups of row `at`, by their index. */
  of(at: number): Iterable<number> {
    const number = this.rows[at] ?? NO_GROUP;
    if (number === NO_GROUP) return [];
    return number >= 0 ? [number] : (this.sets[FIRST_SET - number] ?? []);
  }
}
