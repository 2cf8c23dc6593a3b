import type { Category } from "#lib/domain/taxonomy";
import { type DerivedExit, ENOUGH, type ExitFigures, MOST_UNMEASURED, VIOLATING } from "./exit-bounds";
import type { ExitBudget, ExitChoice } from "./exit-choice";
import { markdownTable } from "./markdown-table";

/** Where level 1 may stop, and what that saves and costs. */
export interface JudgedExit {
  exit: DerivedExit;
  /** On the validation split. */
  exitFigures: ExitFigures;
  /** All widths of an exit as harmless, on the calibration split, and what one had to keep to be served. */
  choices: readonly ExitChoice[];
  budget: ExitBudget;
  /** Share of the score at which the default policy asks a person that no lower bound lies above. */
  farBelow: number;
  /** Unseen harmful texts that chose nothing: how many, how many level 2 catches, and how many of these stop at level 1. */
  unseen: readonly { category: Category; texts: number; caught: number; past: number }[];
}

export const EXIT_TITLE = "Exit after level 1";

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/**
 * The section of a card on where level 1 may stop.
 * @param judges who scores at level 1, as a sentence names them
 */
export function exitSection(
  { exit, exitFigures, choices, budget, farBelow, unseen }: JudgedExit,
  judges: string,
): string {
  const bounds = Object.entries(exit.bounds);
  const stopsHarmless = bounds.some(([, { low }]) => low > 0);
  const rule =
    bounds.length === 0
      ? "None is certain enough: every text goes to level 2."
      : `${stopsHarmless ? `A text stops at level 1 as harmless when ${judges} put every category below its lower bound, and as harmful` : "A text stops at level 1 only as harmful:"} when they put one of
the categories at or above its upper bound, from which at least 99 % of texts were harmful on the calibration split, and where the
default policy asks at least a person at that score.

${markdownTable(
  ["category", ...(stopsHarmless ? ["harmless below"] : []), "harmful from"],
  bounds.map(([category, { low, high }]) => [
    category,
    ...(stopsHarmless ? [low.toFixed(4)] : []),
    high > 1 ? "never" : high.toFixed(4),
  ]),
)}`;
  return `## ${EXIT_TITLE}

${rule}

No lower bound lies above ${farBelow} of the score at which the default policy asks a person. A stop as harmless must cost no category more than ${(100 * budget.auc).toFixed(1)} points of AUC, the
standard error of the cost included: few positives must lose less than many. Of padded copies of harmful texts (\`padding-trial.ts\`)
no more than ${percent(budget.copiesPast)} may stop that level 2 would have caught: words that are added to an insult must not outweigh it at
level 1. Of harmful sentences of the project's own templates, a draw that was not trained on, no more than ${percent(budget.hardPast)} may stop that
level 2 would have caught: realistic traffic holds few of the kind. And of harmful texts by an author who knew neither sets nor templates
(\`probe/unseen-harm.ts\`, every other one) no more than ${percent(budget.unseenPast)}: the sets have few of violence and self-harm. What each width would save, cost and let past, on the calibration split with ${percent(VIOLATING)} of traffic violating:

${markdownTable(
  [
    "width",
    "stops",
    "most AUC lost, with error",
    "in",
    "padded copies past",
    "harmful texts with a copy past",
    "hard sentences past",
    "unseen texts past",
  ],
  choices.map(({ width, share, loss, worst, copiesPast, textsPast, hardPast, unseenPast }) => [
    width === null ? "each its own" : percent(width),
    percent(share),
    loss.toFixed(4),
    worst ?? "-",
    percent(copiesPast),
    percent(textsPast),
    percent(hardPast),
    percent(unseenPast),
  ]),
)}
${stopsHarmless ? "" : "\nNo width keeps that budget, so no text stops as harmless.\n"}
On the validation split **${percent(exitFigures.share)} stop at level 1** (${percent(exitFigures.harmlessShare)} of harmless texts,
${percent(exitFigures.harmfulShare)} of harmful ones).

${exitFiguresTable(exitFigures)}

A category with fewer than ${ENOUGH} positives on that split is not in the table: what a stop costs it cannot be told, and its lower bound passes at most
${percent(MOST_UNMEASURED)} of its positives on the calibration split.

Of the unseen harmful texts that chose nothing:

${markdownTable(
  ["category", "texts", "that level 2 catches", "of these, stop at level 1"],
  unseen.map(({ category, texts, caught, past }) => [category, texts, caught, past]),
)}`;
}

/** What an exit costs on the validation split, category by category. */
export const exitFiguresTable = ({ quality }: ExitFigures): string =>
  markdownTable(
    ["category", "positives", "AUC, asked always", "AUC of the cascade", "lost", "standard error"],
    quality.map(({ category, positives, always, cascade, error }) => [
      category,
      positives,
      figure(always),
      figure(cascade),
      figure(always - cascade),
      figure(error),
    ]),
  );
