import type { PolicyBody } from "#lib/domain/policy";
import { expectedCalibrationError } from "#lib/domain/reliability";
import type { Scores } from "#lib/domain/taxonomy";
import {
  auc,
  averagePrecision,
  bootstrapInterval,
  type Confusion,
  confusionAt,
  type Scored,
} from "../metrics";
import type { LabelMapping, Question } from "./labels";
import { answerIn, type QualityRow } from "./rows";

interface Interval {
  low: number;
  high: number;
}

/** Figures of one question on one part of the data. */
export interface QualityFigures {
  label: string;
  question: Question;
  /** `all`, or the group's name. */
  group: string;
  rows: number;
  positives: number;
  auc: number;
  aucInterval: Interval;
  averagePrecision: number;
  averagePrecisionInterval: Interval;
  /** At the policy's review thresholds. */
  confusion: Confusion;
  f1Interval: Interval;
  ece: number;
}

export interface FigureOptions {
  /** Rounds of the bootstrap; 0 leaves the intervals out. */
  rounds: number;
}

/** Rows up to which the bootstrap makes all its rounds; above, fewer, as the intervals are narrow there. */
const FULL_BOOTSTRAP = 20_000;
/** Groups whose figures are printed: those with the most rows. */
export const MOST_GROUPS = 100;
const NO_GROUP = -1;
const SILENT = -1;

/** Of one mapping, by row. */
interface Column {
  mapping: LabelMapping;
  answers: Int8Array;
  /** The highest score of the question's categories. */
  highest: Float64Array;
  /** 1 where some category reaches its threshold, so that categories with different thresholds can share a question. */
  flagged: Uint8Array;
}

/** Keeps what the figures need of each row that was judged: some 10 bytes a mapping, whatever the texts' length. */
export class QualityTally {
  private readonly columns: Column[];
  private readonly group: Int32Array;
  private readonly groups = new Map<string, { index: number; rows: number }>();

  /** `rows` is the most that will come. F1 is measured at the policy's review thresholds. */
  constructor(
    rows: number,
    mappings: readonly LabelMapping[],
    private readonly policy: PolicyBody,
  ) {
    this.group = new Int32Array(rows).fill(NO_GROUP);
    this.columns = mappings.map((mapping) => ({
      mapping,
      answers: new Int8Array(rows).fill(SILENT),
      highest: new Float64Array(rows),
      flagged: new Uint8Array(rows),
    }));
  }

  /** Takes row `at` with its scores; a category that was not scored counts as 0. Rows may come in any order. */
  add(at: number, row: QualityRow, scores: Scores): void {
    if (row.group !== undefined) this.group[at] = this.groupOf(row.group);
    for (const { mapping, answers, highest, flagged } of this.columns) {
      answers[at] = answerIn(row, mapping) ?? SILENT;
      highest[at] = Math.max(...mapping.question.map((name) => scores[name] ?? 0));
      flagged[at] = Number(
        mapping.question.some((name) => (scores[name] ?? 0) >= this.policy.categories[name].review),
      );
    }
  }

  private groupOf(name: string): number {
    const known = this.groups.get(name);
    if (known) known.rows += 1;
    else this.groups.set(name, { index: this.groups.size, rows: 1 });
    return known?.index ?? this.groups.size - 1;
  }

  /** Groups that were seen; figures are printed of the largest (MOST_GROUPS). */
  get groupCount(): number {
    return this.groups.size;
  }

  /**
   * Figures of every mapping over all rows that answer it, and per group. The score of a question with several categories
   * is the highest of them. F1, accuracy and the like are those of "some category of the question is at or above its
   * review threshold".
   */
  figures({ rounds }: FigureOptions): QualityFigures[] {
    const largest = [...this.groups.entries()]
      .sort(([, a], [, b]) => b.rows - a.rows)
      .slice(0, MOST_GROUPS)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return this.columns.flatMap((column) => {
      const { all, byGroup } = this.parts(column);
      const parts = [
        { group: "all", part: all },
        ...largest.map(([group, { index }]) => ({ group, part: byGroup.get(index) ?? [] })),
      ];
      return parts.flatMap(({ group, part }) =>
        part.length === 0 ? [] : [{ label: column.mapping.label, group, ...figuresOf(column, part, rounds) }],
      );
    });
  }

  /** Rows that answer, all and by group. */
  private parts({ answers }: Column): { all: number[]; byGroup: Map<number, number[]> } {
    const all: number[] = [];
    const byGroup = new Map<number, number[]>();
    for (const [at, answer] of answers.entries()) {
      if (answer === SILENT) continue;
      all.push(at);
      const group = this.group[at] as number;
      const part = byGroup.get(group);
      if (part) part.push(at);
      else byGroup.set(group, [at]);
    }
    return { all, byGroup };
  }
}

function figuresOf({ mapping, answers, highest, flagged }: Column, part: readonly number[], rounds: number) {
  const labels = part.map((at) => answers[at] as number);
  const ranked: Scored = { scores: part.map((at) => highest[at] as number), labels };
  const decided: Scored = { scores: part.map((at) => flagged[at] as number), labels };
  const fewer = Math.max(20, Math.round((rounds * FULL_BOOTSTRAP) / Math.max(FULL_BOOTSTRAP, part.length)));
  const interval = (scored: Scored, figure: (resampled: Scored) => number): Interval =>
    rounds === 0
      ? { low: Number.NaN, high: Number.NaN }
      : bootstrapInterval(scored, figure, { rounds: fewer });
  return {
    question: mapping.question,
    rows: part.length,
    positives: labels.filter((label) => label === 1).length,
    auc: auc(ranked),
    aucInterval: interval(ranked, auc),
    averagePrecision: averagePrecision(ranked),
    averagePrecisionInterval: interval(ranked, averagePrecision),
    confusion: confusionAt(decided, 0.5),
    f1Interval: interval(decided, (resampled) => confusionAt(resampled, 0.5).f1),
    ece: expectedCalibrationError(ranked),
  };
}

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));
const between = ({ low, high }: Interval): string =>
  Number.isNaN(low) ? "" : ` [${figure(low)}, ${figure(high)}]`;

/** The figures as a table for a terminal. */
export function qualityTable(figures: readonly QualityFigures[]): string {
  const head = [
    "label",
    "as",
    "group",
    "rows",
    "positive",
    "AUC",
    "average precision",
    "F1",
    "macro-F1",
    "precision",
    "recall",
    "accuracy",
    "ECE",
  ];
  const lines = figures.map((f) => [
    f.label,
    f.question.join("|"),
    f.group,
    String(f.rows),
    String(f.positives),
    `${figure(f.auc)}${between(f.aucInterval)}`,
    `${figure(f.averagePrecision)}${between(f.averagePrecisionInterval)}`,
    `${figure(f.confusion.f1)}${between(f.f1Interval)}`,
    figure(f.confusion.macroF1),
    figure(f.confusion.precision),
    figure(f.confusion.recall),
    figure(f.confusion.accuracy),
    figure(f.ece),
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((cells) => (cells[column] as string).length)),
  );
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join("  ")
      .trimEnd();
  return [row(head), row(widths.map((width) => "-".repeat(width))), ...lines.map(row)].join("\n");
}
