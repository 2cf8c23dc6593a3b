import { markdownTable } from "./markdown-table";
import type { Figures } from "./text-screen-figures";

const TITLES = {
  category: "category",
  source: "set",
  rows: "rows",
  positives: "positives",
  auc: "AUC (95 %)",
  averagePrecision: "average precision",
  bestF1: "best F1",
  ece: "ECE",
  plainEce: "plain ECE",
} as const;
type Column = keyof typeof TITLES;
/** What every card tells of a model. */
const ALWAYS: readonly Column[] = [
  "category",
  "source",
  "rows",
  "positives",
  "auc",
  "averagePrecision",
  "bestF1",
];

/** With three digits; what could not be measured is "-". */
const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

function cell(figures: Figures, column: Column): string | number {
  if (column === "auc")
    return `${figure(figures.auc)} (${figure(figures.interval.low)}-${figure(figures.interval.high)})`;
  const value = figures[column];
  return typeof value === "number" && column !== "rows" && column !== "positives" ? figure(value) : value;
}

/** A card's table of figures by category and set; `more` names the errors of calibration that it has as well. */
export function figuresTable(
  figures: readonly Figures[],
  more: readonly ("ece" | "plainEce")[] = [],
): string {
  const columns = [...ALWAYS, ...more];
  return markdownTable(
    columns.map((column) => TITLES[column]),
    figures.map((each) => columns.map((column) => cell(each, column))),
  );
}
