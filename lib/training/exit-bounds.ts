import { type ExitBounds, isCertain } from "#lib/domain/cascade";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { placements } from "./metrics";
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
  /**
   * Per category with enough positives: AUC when level 2 always runs, and with the exit; `error` is the standard error of
   * what is lost, as the positives at hand are a sample (DeLong et al. 1988, of the positives alone: negatives are many).
   */
  quality: { category: Category; positives: number; always: number; cascade: number; error: number }[];
}

/** The share of realistic traffic that breaks some rule. */
export const VIOLATING = 0.05;
/** Sets whose harmless rows are what platforms mostly see: comments, tweets, forum posts, messages. */
const ORDINARY: ReadonlySet<string> = new Set(["jigsaw20k", "tweeteval_offensive", "cad", "sms_smishing"]);
/** Where there are too few positives to measure what an exit costs, no more than this share may be missed. */
export const MOST_UNMEASURED = 0.05;
const FEWEST = 30;
/** Positives from which on a category's loss is measured. */
export const ENOUGH = 50;
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
 * positives are known to measure a loss, also few of these may lie below; none lies above `stopsBelow`.
 */
export function boundsAt(
  rows: readonly ExitRow[],
  width: number,
  stopsBelow: Readonly<Partial<Record<Category, number>>>,
): ExitBounds {
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
    const low = Math.min(isMeasured ? wanted : Math.min(wanted, most), stopsBelow[category] ?? NEVER);
    bounds[category] = { low: rounded(low), high: rounded(certainFrom(scored, category)) };
  }
  return bounds;
}

const sortedScores = (rows: readonly ExitRow[], category: Category): number[] =>
  rows.map(({ first }) => first[category] as number).sort((a, b) => a - b);

/** The share of a category's positives that scores below a bound. */
export function missedBelow(rows: readonly ExitRow[], category: Category, low: number): number {
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

/** Which of the harmful and of the harmless texts stop, and of ordinary traffic, of which `VIOLATING` is harmful. */
export function stopShares(
  rows: readonly ExitRow[],
  bounds: ExitBounds,
): Pick<ExitFigures, "share" | "harmfulShare" | "harmlessShare"> {
  const shareOf = (kind: readonly ExitRow[]) =>
    kind.filter(({ first }) => isCertain(first, bounds)).length / (kind.length || 1);
  const [harmfulShare, harmlessShare] = [shareOf(rows.filter(isHarmful)), shareOf(rows.filter(isOrdinary))];
  return { share: VIOLATING * harmfulShare + (1 - VIOLATING) * harmlessShare, harmfulShare, harmlessShare };
}

/** What the bounds save and cost on `rows`. */
export function measureExit(rows: readonly ExitRow[], bounds: ExitBounds): ExitFigures {
  const stops = rows.map(({ first }) => isCertain(first, bounds));
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
    const places = (scores: number[]) => placements({ scores, labels });
    const always = places(part.map((each) => each.always));
    const cascade = places(part.map((each) => each.cascade));
    const lost = always.map((place, at) => place - (cascade[at] as number));
    const error = standardError(lost);
    return [{ category, positives, always: mean(always), cascade: mean(cascade), error }];
  });
  return { ...stopShares(rows, bounds), quality };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Four digits are plenty; the bound is never widened by rounding. */
const rounded = (bound: number): number => Math.floor(bound * 1e4) / 1e4;
