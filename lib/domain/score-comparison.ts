import { z } from "zod";

/** One text's score before and after, in [0, 1]. */
export interface ScorePair {
  /** Where the text stands in its table, from 1. */
  row: number;
  before: number;
  after: number;
}

const thresholdSchema = z.object({
  before: z.number(),
  /** The threshold that as many texts reach; null when none reached the old one. */
  after: z.number().nullable(),
  /** Texts at or above the old threshold. */
  texts: z.int(),
  /** Share of all texts that stay on their side of the threshold, in [0, 1]. */
  agreement: z.number(),
});
export type ThresholdEquivalent = z.infer<typeof thresholdSchema>;

const movedSchema = z.object({
  row: z.int(),
  before: z.number(),
  after: z.number(),
  /** Change of the share of texts that score lower, in [-1, 1]. */
  shift: z.number(),
});

export const scoreComparisonSchema = z.object({
  texts: z.int(),
  /** Null where either side is constant. */
  pearson: z.number().nullable(),
  /** Correlation of ranks: whether both put the same texts first, whatever the numbers. */
  spearman: z.number().nullable(),
  thresholds: z.array(thresholdSchema),
  /** The texts whose place among all changed most, in either direction. */
  moved: z.array(movedSchema),
});
export type ScoreComparison = z.infer<typeof scoreComparisonSchema>;

/** Fewer texts above a threshold than this say little about it. */
export const FEW_TEXTS = 20;

/** Pearson's correlation, or null when a side does not vary. */
export function pearson(x: number[], y: number[]): number | null {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((value, at) => {
    const [dx, dy] = [value - meanX, (y[at] as number) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

/** Ranks from 1; equal values share the mean of their places. */
export function ranks(values: number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const ranked = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (let at = from; at < to; at++) ranked[(order[at] as { at: number }).at] = (from + to + 1) / 2;
    from = to;
  }
  return ranked;
}

/**
 * The new threshold by quantile mapping: half way between the lowest score that must reach it and the highest that
 * must not, so that as many texts reach it as reached the old one (ties aside).
 */
function equivalent(pairs: ScorePair[], descending: number[], before: number): ThresholdEquivalent {
  const reached = pairs.filter((pair) => pair.before >= before).length;
  if (reached === 0) return { before, after: null, texts: 0, agreement: 1 };
  const lowest = descending[reached - 1] as number;
  const after = (lowest + (descending[reached] ?? lowest)) / 2;
  const same = pairs.filter((pair) => pair.before >= before === pair.after >= after).length;
  return { before, after, texts: reached, agreement: same / pairs.length };
}

/** How old scores of texts compare with new ones. Needs at least one pair. */
export function compareScores(pairs: ScorePair[], thresholds: number[], most: number): ScoreComparison {
  const before = pairs.map((pair) => pair.before);
  const after = pairs.map((pair) => pair.after);
  const [rankBefore, rankAfter] = [ranks(before), ranks(after)];
  const descending = [...after].sort((a, b) => b - a);
  const moved = pairs
    .map((pair, at) => ({
      ...pair,
      shift: ((rankAfter[at] as number) - (rankBefore[at] as number)) / pairs.length,
    }))
    .sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift) || a.row - b.row);
  return {
    texts: pairs.length,
    pearson: pearson(before, after),
    spearman: pearson(rankBefore, rankAfter),
    thresholds: thresholds.map((threshold) => equivalent(pairs, descending, threshold)),
    moved: moved.slice(0, most),
  };
}
