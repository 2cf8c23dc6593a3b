import { type ExitBounds, isCertain } from "#lib/domain/cascade";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import {
  boundsAt,
  type DerivedExit,
  type ExitRow,
  measureExit,
  missedBelow,
  stopShares,
} from "./exit-bounds";

/** Shares of ordinary harmless texts that may stop by each category alone, tried from the widest. */
const WIDTHS = [
  0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.91, 0.88, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2,
];

/** What of the trials gets past an exit. */
interface TrialsPast {
  /** Of padded copies of harmful texts that are caught as they stand: the share that stops though level 2 would catch it. */
  copiesPast: number;
  /** Of those texts: the share of which at least one copy does. */
  textsPast: number;
  /** Of hard sentences that level 2 would catch: the share that stops as harmless. */
  hardPast: number;
  /** The same of harmful texts by authors who knew neither sets nor templates. */
  unseenPast: number;
}

/** One width of the exit as harmless: what it saves, what it costs, what padding gets past it. */
export interface ExitChoice extends DerivedExit, TrialsPast {
  /** Share of ordinary harmless texts that each category alone lets stop; null where they differ. */
  width: number | null;
  /** Share of ordinary traffic, of which `VIOLATING` is harmful, that stops. */
  share: number;
  /** The largest loss of AUC of any category, its standard error added, and whose it is. */
  loss: number;
  worst?: Category;
}

/** A harmful text that is hard to judge: its scores at level 1, and whether level 2 would catch it. */
export interface HardText {
  first: Scores;
  caught: boolean;
}

/** What an exit is tried against, beside ordinary rows. */
export interface ExitTrials {
  /** The padded copies of each of some harmful texts that are caught as they stand. */
  copies: readonly (readonly HardText[])[];
  /** Harmful sentences of the project's own templates. */
  hard: readonly HardText[];
  /** Harmful texts by authors who knew neither sets nor templates. */
  unseen: readonly HardText[];
  /** The highest lower bounds there may be. */
  stopsBelow: Readonly<Partial<Record<Category, number>>>;
}

const NO_TRIALS: ExitTrials = { copies: [], hard: [], unseen: [], stopsBelow: {} };

/**
 * What may be lost: AUC of a category with its standard error, and of padded copies, hard sentences and unseen texts the share that stops
 * and would be caught.
 */
export interface ExitBudget {
  auc: number;
  copiesPast: number;
  hardPast: number;
  unseenPast: number;
}

const keeps = ({ loss, copiesPast, hardPast, unseenPast }: ExitChoice, budget: ExitBudget): boolean =>
  loss <= budget.auc &&
  copiesPast <= budget.copiesPast &&
  hardPast <= budget.hardPast &&
  unseenPast <= budget.unseenPast;

/** The widest of some choices that keeps the budget; empty where none does. */
export function widestWithin(choices: readonly ExitChoice[], budget: ExitBudget): DerivedExit {
  const found = choices.find((choice) => keeps(choice, budget));
  return { bounds: found?.bounds ?? {}, misses: found?.misses ?? {} };
}

/**
 * Every width of an exit of level 1, widest first, with what it saves and costs on `rows` and what it lets past of the
 * trials. Rows without first scores are left to level 2. A text stops as harmless when
 * every category scores below its lower bound, and as harmful where nearly all texts that score as high are.
 */
export function exitChoices(rows: readonly ExitRow[], trials: ExitTrials = NO_TRIALS): ExitChoice[] {
  return WIDTHS.map((width) => ({
    width,
    ...exitAt(rows, boundsAt(rows, width, trials.stopsBelow), trials),
  }));
}

/**
 * The exit whose categories have each a width of its own. From the widest on, the category that loses most is narrowed until none
 * loses too much, then one is narrowed, by as much as it takes, whose narrowing holds back most of what is past the budget for the
 * share that it costs: of several categories that let a text past, one is enough. At the end each is as wide again as the others
 * allow. Null where even the narrowest do not keep the budget.
 */
export function narrowedExit(
  rows: readonly ExitRow[],
  trials: ExitTrials,
  budget: ExitBudget,
): ExitChoice | null {
  const steps = WIDTHS.map((width) => boundsAt(rows, width, trials.stopsBelow));
  const categories = CATEGORIES.filter((category) => steps[0]?.[category]);
  const at = new Map(categories.map((category) => [category, 0]));
  const stepOf = (category: Category) => at.get(category) as number;
  const bounds = (changed?: Category, step?: number): ExitBounds =>
    Object.fromEntries(
      categories.map((category) => {
        const own = category === changed ? (step as number) : stepOf(category);
        return [category, steps[own]?.[category] as { low: number; high: number }];
      }),
    );
  const chosen = (changed?: Category, step?: number): ExitChoice => ({
    width: null,
    ...exitAt(rows, bounds(changed, step), trials),
  });
  const over = (past: number, most: number) => Math.max(0, past / most - 1);
  /** How far past the budget the trials are. */
  const excess = ({ copiesPast, hardPast, unseenPast }: TrialsPast): number =>
    over(copiesPast, budget.copiesPast) +
    over(hardPast, budget.hardPast) +
    over(unseenPast, budget.unseenPast);
  const cheapest = (now: ExitChoice): readonly [Category, number] | undefined => {
    let best: { gain: number; found: readonly [Category, number] } | undefined;
    for (const category of categories)
      for (let step = stepOf(category) + 1; step < WIDTHS.length; step++) {
        const under = bounds(category, step);
        const gain =
          (excess(now) - excess(trialsPast(trials, under))) /
          (now.share - stopShares(rows, under).share + 1e-4);
        if (gain > (best?.gain ?? 0)) best = { gain, found: [category, step] };
      }
    return best?.found;
  };
  let choice = chosen();
  while (!keeps(choice, budget)) {
    const { loss, worst } = choice;
    const losing = worst && ([worst, stepOf(worst) + 1] as const);
    const next = loss > budget.auc ? losing : cheapest(choice);
    if (!next || next[1] >= WIDTHS.length) return null;
    at.set(...next);
    choice = chosen();
  }
  for (;;) {
    const wider = categories
      .filter((category) => stepOf(category) > 0)
      .map((category) => ({ category, widened: chosen(category, stepOf(category) - 1) }))
      .filter(({ widened }) => keeps(widened, budget) && widened.share > choice.share)
      .sort((a, b) => b.widened.share - a.widened.share)[0];
    if (!wider) return choice;
    at.set(wider.category, stepOf(wider.category) - 1);
    choice = wider.widened;
  }
}

/** What an exit with these bounds saves, costs and lets past. */
function exitAt(rows: readonly ExitRow[], bounds: ExitBounds, trials: ExitTrials): Omit<ExitChoice, "width"> {
  const { quality, share } = measureExit(rows, bounds);
  const misses = Object.entries(bounds).map(([category, { low }]) => [
    category,
    missedBelow(rows, category as Category, low),
  ]);
  // Of few positives one that is missed by chance, or by chance is not, decides: what may be lost counts, not what was.
  const losses = quality.map(({ category, always, cascade, error }) => ({
    category,
    loss: always - cascade + error,
  }));
  const worst = losses.reduce<{ category?: Category; loss: number }>(
    (most, each) => (each.loss > most.loss ? each : most),
    { loss: 0 },
  );
  return {
    bounds,
    misses: Object.fromEntries(misses),
    share,
    loss: worst.loss,
    worst: worst.category,
    ...trialsPast(trials, bounds),
  };
}

/** What of the trials gets past these bounds. */
function trialsPast(trials: ExitTrials, bounds: ExitBounds): TrialsPast {
  const { copies, texts } = pastOf(trials.copies, bounds);
  return {
    copiesPast: copies,
    textsPast: texts,
    hardPast: sharePast(trials.hard, bounds),
    unseenPast: sharePast(trials.unseen, bounds),
  };
}

/** The share of padded copies that stop though level 2 would catch them, and of texts with such a copy. */
function pastOf(attacked: readonly (readonly HardText[])[], bounds: ExitBounds) {
  const past = attacked.map(
    (each) => each.filter(({ first, caught }) => caught && stopsAsHarmless(first, bounds)).length,
  );
  const copies = attacked.reduce((sum, { length }) => sum + length, 0);
  return {
    copies: past.reduce((sum, count) => sum + count, 0) / (copies || 1),
    texts: past.filter((count) => count > 0).length / (past.length || 1),
  };
}

/** The share of some harmful texts that stops as harmless though level 2 would catch it. */
export const sharePast = (texts: readonly HardText[], bounds: ExitBounds): number =>
  pastOf([texts], bounds).copies;

const stopsAsHarmless = (scores: Scores, bounds: ExitBounds): boolean =>
  isCertain(scores, bounds) &&
  Object.entries(bounds).every(([category, { high }]) => (scores[category as Category] ?? 0) < high);
