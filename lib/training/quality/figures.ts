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
  policy: PolicyBody;
  /** Rounds of the bootstrap; 0 leaves the intervals out. */
  rounds: number;
}

/** Rows up to which the bootstrap makes all its rounds; above, fewer, as the intervals are narrow there. */
const FULL_BOOTSTRAP = 20_000;

/**
 * Figures of every mapped label over all rows that answer it, and per group. The score of a question with several
 * categories is the highest of them; a category that was not scored counts as 0. F1, accuracy and the like are those of
 * "some category of the question is at or above its review threshold".
 */
export function qualityFigures(
  rows: readonly QualityRow[],
  scores: readonly Scores[],
  mappings: readonly LabelMapping[],
  options: FigureOptions,
): QualityFigures[] {
  return mappings.flatMap((mapping) => {
    const answered = rows.flatMap((row, at) => {
      const answer = answerIn(row, mapping);
      return answer === undefined ? [] : [{ answer, group: row.group, scores: scores[at] ?? {} }];
    });
    const groups = [...new Set(answered.flatMap(({ group }) => (group === undefined ? [] : [group])))].sort();
    const parts = [
      { group: "all", part: answered },
      ...groups.map((group) => ({ group, part: answered.filter((row) => row.group === group) })),
    ];
    return parts.flatMap(({ group, part }) =>
      part.length === 0
        ? []
        : [{ label: mapping.label, group, ...figuresOf(part, mapping.question, options) }],
    );
  });
}

function figuresOf(
  part: readonly { answer: 0 | 1; scores: Scores }[],
  question: Question,
  { policy, rounds }: FigureOptions,
) {
  const labels = part.map(({ answer }) => answer);
  const highest = ({ scores }: { scores: Scores }) => Math.max(...question.map((name) => scores[name] ?? 0));
  const ranked: Scored = { scores: part.map(highest), labels };
  // 1 where some category reaches its threshold, so that categories with different thresholds can share a question.
  const flagged: Scored = {
    scores: part.map(({ scores }) =>
      Number(question.some((name) => (scores[name] ?? 0) >= policy.categories[name].review)),
    ),
    labels,
  };
  const fewer = Math.max(20, Math.round((rounds * FULL_BOOTSTRAP) / Math.max(FULL_BOOTSTRAP, part.length)));
  const interval = (scored: Scored, figure: (resampled: Scored) => number): Interval =>
    rounds === 0
      ? { low: Number.NaN, high: Number.NaN }
      : bootstrapInterval(scored, figure, { rounds: fewer });
  return {
    question,
    rows: part.length,
    positives: labels.filter((label) => label === 1).length,
    auc: auc(ranked),
    aucInterval: interval(ranked, auc),
    averagePrecision: averagePrecision(ranked),
    averagePrecisionInterval: interval(ranked, averagePrecision),
    confusion: confusionAt(flagged, 0.5),
    f1Interval: interval(flagged, (resampled) => confusionAt(resampled, 0.5).f1),
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
