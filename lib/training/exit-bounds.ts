import { type ExitBounds, isCertain } from "#lib/domain/cascade";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { auc } from "./metrics";
import { columnOf, type HeldOutRow } from "./text-screen-corpus";

/** A held-out text as level 1 scores it, and as level 2 would. */
export interface ExitRow {
  row: HeldOutRow;
  first: Scores;
  second: Scores;
}

/** What stopping at level 1 saves and costs. */
export interface ExitFigures {
  /** Share of ordinary traffic, of which `VIOLATING` is harmful, that stops at level 1. */
  share: number;
  /** Share of harmful and of harmless texts that stop there. */
  harmfulShare: number;
  harmlessShare: number;
  /** Per category with enough positives: AUC when level 2 always runs, and with the exit. */
  quality: { category: Category; positives: number; always: number; cascade: number }[];
}

/** The share of realistic traffic that breaks some rule. */
export const VIOLATING = 0.05;
/** Sets whose harmless rows are what platforms mostly see: comments, tweets, forum posts, messages. */
const ORDINARY: ReadonlySet<string> = new Set(["jigsaw20k", "tweeteval_offensive", "cad", "sms_smishing"]);
/** Shares of ordinary harmless texts that may stop by each category alone, tried from the widest. */
const WIDTHS = [
  0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.91, 0.88, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2,
];
/** Where there are too few positives to measure what an exit costs, no more than this share may be missed. */
const MOST_UNMEASURED = 0.05;
const FEWEST = 30;
/** Positives from which on a category's loss is measured. */
const ENOUGH = 50;
/** Texts that must score as high for a certain harm. */
const ENOUGH_CERTAIN = 100;
/** Certain harm: of the texts that score this high, this share is harmful. */
const PRECISION = 0.99;
/** A bound that nothing reaches. */
const NEVER = 1.01;

const isPositive = (row: HeldOutRow, column: number): boolean => (row.known[column] as number) >= 0.5;
const isHarmful = ({ row }: Pick<ExitRow, "row">): boolean => row.known.some((target) => target >= 0.5);
/** Harmless as far as its set looked, and of a kind that platforms see. */
export function isOrdinary(each: Pick<ExitRow, "row">): boolean {
  return ORDINARY.has(each.row.source) && !isHarmful(each);
}

export interface DerivedExit {
  bounds: ExitBounds;
  /** Share of each category's positives that scores below its lower bound. */
  misses: Partial<Record<Category, number>>;
}

/** One width of the exit as harmless: what it saves, what it costs, what padding gets past it. */
export interface ExitChoice extends DerivedExit {
  /** Share of ordinary harmless texts that each category alone lets stop; null where they differ. */
  width: number | null;
  /** Share of ordinary traffic, of which `VIOLATING` is harmful, that stops. */
  share: number;
  /** The largest loss of AUC of any category, and whose it is. */
  loss: number;
  worst?: Category;
  /** Of padded copies of harmful texts that are caught as they stand: the share that stops though level 2 would catch it. */
  copiesPast: number;
  /** Of those texts: the share of which at least one copy does. */
  textsPast: number;
  /** Of hard sentences that level 2 would catch: the share that stops as harmless. */
  hardPast: number;
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
  /** Harmful sentences of the project's own. */
  hard: readonly HardText[];
  /** Scores from which a person is asked: no text stops as harmless at them. */
  askedFrom: Readonly<Partial<Record<Category, number>>>;
}

const NO_TRIALS: ExitTrials = { copies: [], hard: [], askedFrom: {} };

/** What may be lost: AUC of a category, and of padded copies and of hard sentences the share that stops and would be caught. */
export interface ExitBudget {
  auc: number;
  copiesPast: number;
  hardPast: number;
}

/** The widest of some choices that keeps the budget; empty where none does. */
export function widestWithin(choices: readonly ExitChoice[], budget: ExitBudget): DerivedExit {
  const found = choices.find(
    ({ loss, copiesPast, hardPast }) =>
      loss <= budget.auc && copiesPast <= budget.copiesPast && hardPast <= budget.hardPast,
  );
  return { bounds: found?.bounds ?? {}, misses: found?.misses ?? {} };
}

/**
 * Every width of an exit of level 1, widest first, with what it saves and costs on `rows` and what it lets past of the
 * trials. Rows without first scores are left to level 2. A text stops as harmless when
 * every category scores below its lower bound, and as harmful where nearly all texts that score as high are.
 */
export function exitChoices(rows: readonly ExitRow[], trials: ExitTrials = NO_TRIALS): ExitChoice[] {
  return WIDTHS.map((width) => ({ width, ...exitAt(rows, boundsAt(rows, width, trials), trials) }));
}

/**
 * The exit whose categories have each a width of its own. From the widest on, the category that loses most is narrowed until none
 * loses too much, then the one whose narrowing holds back most of what is past the budget for the share that it costs. Null where
 * even the narrowest do not keep it.
 */
export function narrowedExit(
  rows: readonly ExitRow[],
  trials: ExitTrials,
  budget: ExitBudget,
): ExitChoice | null {
  const steps = WIDTHS.map((width) => boundsAt(rows, width, trials));
  const categories = CATEGORIES.filter((category) => steps[0]?.[category]);
  const at = new Map(categories.map((category) => [category, 0]));
  const canNarrow = (category: Category | undefined) =>
    category !== undefined && (at.get(category) ?? WIDTHS.length) < WIDTHS.length - 1;
  const bounds = (narrower?: Category): ExitBounds =>
    Object.fromEntries(
      categories.map((category) => {
        const step = (at.get(category) as number) + Number(category === narrower);
        return [category, steps[step]?.[category] as { low: number; high: number }];
      }),
    );
  const over = (past: number, most: number) => Math.max(0, past / most - 1);
  const saved = (under: ExitBounds) => ({
    past:
      over(pastOf(trials.copies, under).copies, budget.copiesPast) +
      over(pastOf([trials.hard], under).copies, budget.hardPast),
    share: stopShare(rows, under),
  });
  for (;;) {
    const choice = { width: null, ...exitAt(rows, bounds(), trials) };
    const loses = choice.loss > budget.auc;
    const before = saved(choice.bounds);
    if (!loses && before.past === 0) return choice;
    const gain = (category: Category): number => {
      const { past, share } = saved(bounds(category));
      return (before.past - past) / (before.share - share + 1e-4);
    };
    const open = categories.filter(canNarrow);
    const next = loses
      ? choice.worst
      : open.reduce<Category | undefined>(
          (best, each) => (!best || gain(each) > gain(best) ? each : best),
          undefined,
        );
    if (!next || !canNarrow(next)) return null;
    at.set(next, (at.get(next) as number) + 1);
  }
}

/** What an exit with these bounds saves, costs and lets past. */
function exitAt(rows: readonly ExitRow[], bounds: ExitBounds, trials: ExitTrials): Omit<ExitChoice, "width"> {
  const { quality, share } = measureExit(rows, bounds);
  const misses = Object.entries(bounds).map(([category, { low }]) => [
    category,
    missedBelow(rows, category as Category, low),
  ]);
  const losses = quality.map(({ category, always, cascade }) => ({ category, loss: always - cascade }));
  const worst = losses.reduce<{ category?: Category; loss: number }>(
    (most, each) => (each.loss > most.loss ? each : most),
    { loss: 0 },
  );
  const past = pastOf(trials.copies, bounds);
  return {
    bounds,
    misses: Object.fromEntries(misses),
    share,
    loss: worst.loss,
    worst: worst.category,
    copiesPast: past.copies,
    textsPast: past.texts,
    hardPast: pastOf([trials.hard], bounds).copies,
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

/** The share of ordinary traffic, of which `VIOLATING` is harmful, that stops. */
function stopShare(rows: readonly ExitRow[], bounds: ExitBounds): number {
  const shareOf = (kind: readonly ExitRow[]) =>
    kind.filter(({ first }) => isCertain(first, bounds)).length / (kind.length || 1);
  return VIOLATING * shareOf(rows.filter(isHarmful)) + (1 - VIOLATING) * shareOf(rows.filter(isOrdinary));
}

const stopsAsHarmless = (scores: Scores, bounds: ExitBounds): boolean =>
  isCertain(scores, bounds) &&
  Object.entries(bounds).every(([category, { high }]) => (scores[category as Category] ?? 0) < high);

/** Of derived bounds, the upper ones hold only where `reviewFrom` asks at least a person at such a score. */
export function withoutQuietHarm(
  exit: DerivedExit,
  reviewFrom: Readonly<Record<Category, number>>,
): DerivedExit {
  const kept = Object.entries(exit.bounds).map(([category, { low, high }]) => [
    category,
    { low, high: high >= reviewFrom[category as Category] ? high : NEVER },
  ]);
  return { ...exit, bounds: Object.fromEntries(kept) };
}

/**
 * What of derived bounds holds when words added to an insult outweigh it at level 1: certain harm alone, and only where
 * `reviewFrom` asks at least a person at such a score.
 */
export function certainHarm(exit: DerivedExit, reviewFrom: Readonly<Record<Category, number>>): DerivedExit {
  const kept = Object.entries(withoutQuietHarm(exit, reviewFrom).bounds).filter(
    ([, { high }]) => high < NEVER,
  );
  return {
    bounds: Object.fromEntries(kept.map(([category, { high }]) => [category, { low: 0, high }])),
    misses: {},
  };
}

/**
 * The bounds of one width: the lower ones are the scores that such a share of ordinary harmless texts stays below; where too few
 * positives are known to measure a loss, also few of these may lie below.
 */
function boundsAt(rows: readonly ExitRow[], width: number, { askedFrom }: ExitTrials): ExitBounds {
  const bounds: ExitBounds = {};
  for (const category of CATEGORIES) {
    const column = columnOf(category);
    const scored = rows.filter(({ first }) => first[category] !== undefined);
    const positives = positivesOf(scored, column);
    const harmless = sortedScores(scored.filter(isOrdinary), category);
    if (positives.length === 0 || harmless.length === 0) continue;
    const wanted = harmless[Math.floor(width * harmless.length)] as number;
    const isMeasured = scored.filter(({ row }) => isPositive(row, column)).length >= ENOUGH;
    const most = sortedScores(positives, category)[Math.floor(MOST_UNMEASURED * positives.length)] as number;
    const low = Math.min(isMeasured ? wanted : Math.min(wanted, most), askedFrom[category] ?? NEVER);
    bounds[category] = { low: rounded(low), high: rounded(certainFrom(scored, category)) };
  }
  return bounds;
}

const sortedScores = (rows: readonly ExitRow[], category: Category): number[] =>
  rows.map(({ first }) => first[category] as number).sort((a, b) => a - b);

/** The share of a category's positives that scores below a bound. */
function missedBelow(rows: readonly ExitRow[], category: Category, low: number): number {
  const scores = sortedScores(
    positivesOf(
      rows.filter(({ first }) => first[category] !== undefined),
      columnOf(category),
    ),
    category,
  );
  return scores.filter((score) => score < low).length / (scores.length || 1);
}

/** The rows of a category, guesses included where labels are few. */
function positivesOf(rows: readonly ExitRow[], column: number): ExitRow[] {
  const labelled = rows.filter(({ row }) => isPositive(row, column));
  return labelled.length >= FEWEST
    ? labelled
    : rows.filter(({ row }) => (row.targets[column] as number) >= 0.5);
}

/** The score from which nearly all labelled texts are harmful in some way, or one that nothing reaches. */
function certainFrom(rows: readonly ExitRow[], category: Category): number {
  const ranked = rows
    .map((each) => ({ score: each.first[category] as number, harmful: isHarmful(each) }))
    .sort((a, b) => b.score - a.score);
  let harmful = 0;
  let bound = NEVER;
  for (const [at, each] of ranked.entries()) {
    harmful += Number(each.harmful);
    if (at + 1 >= ENOUGH_CERTAIN && harmful / (at + 1) >= PRECISION) bound = each.score;
  }
  return bound;
}

/** What the bounds save and cost on `rows`. */
export function measureExit(rows: readonly ExitRow[], bounds: ExitBounds): ExitFigures {
  const stops = rows.map(({ first }) => isCertain(first, bounds));
  const shareOf = (wanted: (each: ExitRow) => boolean): number => {
    const found = rows.flatMap((each, at) => (wanted(each) ? [stops[at] as boolean] : []));
    return found.filter(Boolean).length / (found.length || 1);
  };
  const [harmfulShare, harmlessShare] = [shareOf(isHarmful), shareOf(isOrdinary)];
  const quality = CATEGORIES.flatMap((category) => {
    const column = columnOf(category);
    const part = rows.flatMap((each, at) => {
      const counts =
        isPositive(each.row, column) || (isOrdinary(each) && !Number.isNaN(each.row.known[column]));
      const second = each.second[category];
      if (!counts || second === undefined) return [];
      const cascade = stops[at] ? (each.first[category] ?? 0) : second;
      return [{ label: Number(isPositive(each.row, column)), always: second, cascade }];
    });
    const labels = part.map(({ label }) => label);
    const positives = labels.filter((label) => label === 1).length;
    if (positives < ENOUGH || labels.length - positives < ENOUGH) return [];
    const aucOf = (scores: number[]) => auc({ scores, labels });
    const always = aucOf(part.map((each) => each.always));
    return [{ category, positives, always, cascade: aucOf(part.map((each) => each.cascade)) }];
  });
  const share = VIOLATING * harmfulShare + (1 - VIOLATING) * harmlessShare;
  return { share, harmfulShare, harmlessShare, quality };
}

/** Four digits are plenty; the bound is never widened by rounding. */
const rounded = (bound: number): number => Math.floor(bound * 1e4) / 1e4;
