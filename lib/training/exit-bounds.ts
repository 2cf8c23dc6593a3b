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
/** Shares of a category's positives that may score below its bound, tried in turn. */
const MISSES = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.13, 0.17, 0.21, 0.25, 0.3];
/** Where there are too few positives to measure what an exit costs, no more than this share may be missed. */
const MOST_UNMEASURED = 0.05;
const FEWEST = 30;
const ENOUGH = 100;
/** Certain harm: of the texts that score this high, this share is harmful. */
const PRECISION = 0.99;
/** A bound that nothing reaches. */
const NEVER = 1.01;

const isPositive = (row: HeldOutRow, column: number): boolean => (row.known[column] as number) >= 0.5;
const isHarmful = ({ row }: ExitRow): boolean => row.known.some((target) => target >= 0.5);
/** Harmless as far as its set looked, and of a kind that platforms see. */
const isOrdinary = (each: ExitRow): boolean => ORDINARY.has(each.row.source) && !isHarmful(each);

export interface DerivedExit {
  bounds: ExitBounds;
  /** Share of each category's positives that scores below its lower bound. */
  misses: Partial<Record<Category, number>>;
}

/** What is known of one category's scores at level 1. */
interface Ladder {
  category: Category;
  /** Lower bounds to choose from, and the share of positives below each. */
  steps: { low: number; misses: number }[];
  high: number;
}

/**
 * A wide exit of level 1 that costs no category more than `budget` of AUC on `rows`. A text stops as harmless when every
 * category scores below its lower bound, under which lies some share of that category's positives; it stops as harmful
 * where nearly all texts that score as high are. Starting from the narrowest exit, the bound is raised, step by step, whose
 * raise lets most traffic stop and keeps the budget. Empty where even the narrowest exit does not.
 */
export function deriveExit(rows: readonly ExitRow[], budget: number): DerivedExit {
  const ladders = CATEGORIES.flatMap((category) => ladderOf(rows, category));
  const rungs = ladders.map(() => 0);
  const within = (at: readonly number[]): number | null => {
    const { share, quality } = measureExit(rows, boundsAt(ladders, at));
    return quality.some(({ always, cascade }) => always - cascade > budget) ? null : share;
  };
  let share = within(rungs);
  if (share === null) return { bounds: {}, misses: {} };
  // Raised bounds only help together, so the step taken is the best, not only one that helps at once.
  const open = new Set(ladders.keys());
  while (open.size > 0) {
    let best: { ladder: number; share: number } | null = null;
    for (const ladder of [...open]) {
      const raised = rungs.with(ladder, (rungs[ladder] as number) + 1);
      const isLast = (raised[ladder] as number) >= (ladders[ladder] as Ladder).steps.length;
      const reached = isLast ? null : within(raised);
      if (reached === null) open.delete(ladder);
      else if (best === null || reached > best.share) best = { ladder, share: reached };
    }
    if (best === null) break;
    rungs[best.ladder] = (rungs[best.ladder] as number) + 1;
    share = best.share;
  }
  const misses = ladders.map(({ category, steps }, at) => [
    category,
    steps[rungs[at] as number]?.misses ?? 0,
  ]);
  return { bounds: boundsAt(ladders, rungs), misses: Object.fromEntries(misses) };
}

function boundsAt(ladders: readonly Ladder[], rungs: readonly number[]): ExitBounds {
  return Object.fromEntries(
    ladders.map(({ category, steps, high }, at) => [
      category,
      { low: (steps[rungs[at] as number] as Ladder["steps"][number]).low, high },
    ]),
  );
}

function ladderOf(rows: readonly ExitRow[], category: Category): Ladder[] {
  const column = columnOf(category);
  const scored = rows.filter(({ first }) => first[category] !== undefined);
  const labelled = scored.filter(({ row }) => isPositive(row, column)).length;
  const most = labelled >= ENOUGH ? 1 : MOST_UNMEASURED;
  const positives = positivesOf(scored, column).map(({ first }) => first[category] as number);
  if (positives.length === 0) return [];
  positives.sort((a, b) => a - b);
  const steps = MISSES.filter((misses) => misses <= most).map((misses) => ({
    low: rounded(positives[Math.floor(misses * positives.length)] as number),
    misses,
  }));
  return [{ category, steps, high: rounded(certainFrom(scored, category)) }];
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
    if (at + 1 >= ENOUGH && harmful / (at + 1) >= PRECISION) bound = each.score;
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
