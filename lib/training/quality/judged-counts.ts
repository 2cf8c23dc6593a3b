import type { Scores } from "#lib/domain/taxonomy";

/** What the cascade and the policy said of one row. */
export interface Judged {
  scores: Scores;
  decision: string;
  /** The last level that scored it. */
  level: number;
  /** From entering the cascade to the verdict. */
  ms: number;
  /** Whether some level gave no answer in time. */
  late: boolean;
}

/** Counts what was decided, and where. */
export class JudgedCounts {
  rows = 0;
  private readonly counts = new Map<string, number>();

  /** Counts a row and gives the number of rows so far. */
  add({ decision, level, scores, late }: Judged): number {
    this.rows += 1;
    const unscored = Object.keys(scores).length === 0;
    for (const name of [
      decision,
      `level ${level}`,
      ...(unscored ? ["unscored"] : []),
      ...(late ? ["late"] : []),
    ])
      this.counts.set(name, this.of(name) + 1);
    return this.rows;
  }

  private of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** The counts, for people to read. */
  lines(): string[] {
    const share = (name: string) => `${((100 * this.of(name)) / Math.max(1, this.rows)).toFixed(1)} %`;
    const decisions = ["APPROVE", "FLAG", "BLOCK"].map((name) => `${name} ${share(name)}`);
    const levels = [0, 1, 2].map((level) => `${level}: ${share(`level ${level}`)}`);
    const [late, unscored] = [this.of("late"), this.of("unscored")];
    return [
      `\n${this.rows} rows. Decisions: ${decisions.join(", ")}. Stopped at level ${levels.join(", ")}.`,
      ...(late > 0
        ? [`${late} rows timed out at some level, again by themselves too: their scores lack that level.`]
        : []),
      ...(unscored > 0
        ? [`${unscored} rows are in a language that no model covers: they go to a person unscored.`]
        : []),
    ];
  }
}
