import type { PolicyBody } from "#lib/domain/policy";
import { expectedCalibrationError } from "#lib/domain/reliability";
import type { Scores } from "#lib/domain/taxonomy";
import {
  auc,
  averagePrecision,
  bootstrapInterval,
  type Confusion,
  confusionAt,
  groupAucs,
  type Scored,
} from "../metrics";
import { type GroupFigures, LEAST_OF_A_KIND } from "./group-figures";
import type { LabelMapping, Question } from "./labels";
import { RowGroups } from "./row-groups";
import { answerIn, type QualityRow } from "./rows";
import { figure, textTable } from "./text-table";

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
  private readonly groups: RowGroups;

  /** `rows` is the most that will come. F1 is measured at the policy's review thresholds. */
  constructor(
    rows: number,
    mappings: readonly LabelMapping[],
    private readonly policy: PolicyBody,
  ) {
    this.groups = new RowGroups(rows);
    this.columns = mappings.map((mapping) => ({
      mapping,
      answers: new Int8Array(rows).fill(SILENT),
      highest: new Float64Array(rows),
      flagged: new Uint8Array(rows),
    }));
  }

  /** Takes row `at` with its scores; a category that was not scored counts as 0. Rows may come in any order. */
  add(at: number, row: QualityRow, scores: Scores): void {
    if (row.groups !== undefined) this.groups.add(at, row.groups);
    for (const { mapping, answers, highest, flagged } of this.columns) {
      answers[at] = answerIn(row, mapping) ?? SILENT;
      highest[at] = Math.max(...mapping.question.map((name) => scores[name] ?? 0));
      flagged[at] = Number(
        mapping.question.some((name) => (scores[name] ?? 0) >= this.policy.categories[name].review),
      );
    }
  }

  /** Groups that were seen; figures are printed of the largest (MOST_GROUPS). */
  get groupCount(): number {
    return this.groups.count;
  }

  /**
   * Figures of every mapping over all rows that answer it, and per group. The score of a question with several categories
   * is the highest of them. F1, accuracy and the like are those of "some category of the question is at or above its
   * review threshold".
   */
  figures({ rounds }: FigureOptions): QualityFigures[] {
    return this.columns.flatMap((column) => {
      const { all, groups } = this.parts(column);
      const parts = [["all", all] as const, ...groups];
      return parts.flatMap(([group, part]) =>
        part.length === 0 ? [] : [{ label: column.mapping.label, group, ...figuresOf(column, part, rounds) }],
      );
    });
  }

  /** How each mapping ranks within the groups, and between each group and all other rows that answer. */
  groupFigures(least = LEAST_OF_A_KIND): GroupFigures[] {
    return this.columns.map((column) => {
      const { all, groups } = this.parts(column);
      const places = new Int32Array(column.answers.length);
      for (const [place, at] of all.entries()) places[at] = place;
      const members = [...groups]
        .filter(([, part]) => part.length > 0)
        .map(([group, part]) => [group, part.map((at) => places[at] as number)] as const);
      const { label, question } = column.mapping;
      return { label, question, groups: groupAucs(rankedOf(column, all), new Map(members), least) };
    });
  }

  /** Rows that answer: all, and those of the largest groups by name. */
  private parts({ answers }: Column): { all: number[]; groups: Map<string, number[]> } {
    const shown = this.groups
      .largest(MOST_GROUPS)
      .map(({ name, index }) => ({ name, index, part: [] as number[] }));
    const byIndex = new Map(shown.map(({ index, part }) => [index, part]));
    const all: number[] = [];
    for (const [at, answer] of answers.entries()) {
      if (answer === SILENT) continue;
      all.push(at);
      for (const index of this.groups.of(at)) byIndex.get(index)?.push(at);
    }
    return { all, groups: new Map(shown.map(({ name, part }) => [name, part])) };
  }
}

const rankedOf = ({ answers, highest }: Column, part: readonly number[]): Scored => ({
  scores: part.map((at) => highest[at] as number),
  labels: part.map((at) => answers[at] as number),
});

function figuresOf(column: Column, part: readonly number[], rounds: number) {
  const { mapping, flagged } = column;
  const ranked = rankedOf(column, part);
  const { labels } = ranked;
  const decided: Scored = { scores: part.map((at) => flagged[at] as number), labels };
  const fewer = Math.max(20, Math.round((rounds * FULL_BOOTSTRAP) / Math.max(FULL_BOOTSTRAP, part.length)));
  const interval = (scored: Scored, figure: (resampled: Scored) => number): Interval =>
    rounds === 0
      ? { low: Number.NaN, high: Number.NaN }
      : bootstrapInterval(scored, figure, { rounds: fewer });
  return {
    question: mapping.question,
    rows: part.length,
    positives: part.filter((at) => column.answers[at] === 1).length,
    auc: auc(ranked),
    aucInterval: interval(ranked, auc),
    averagePrecision: averagePrecision(ranked),
    averagePrecisionInterval: interval(ranked, averagePrecision),
    confusion: confusionAt(decided, 0.5),
    f1Interval: interval(decided, (resampled) => confusionAt(resampled, 0.5).f1),
    ece: expectedCalibrationError(ranked),
  };
}

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
  return textTable(head, lines);
}
