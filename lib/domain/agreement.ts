/*
 * How well people agree, corrected for chance: Krippendorff's alpha for nominal data, with intervals by bootstrap
 * (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"; Hayes and Krippendorff 2007 for the bootstrap),
 * and Wilson's interval for rates (Wilson 1927).
 */

/** The values that raters gave to one unit; who did not rate it is absent. */
export type Unit = readonly (string | number)[];

export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A uniform draw in [0, 1) that follows from the seed (mulberry32). */
export function seededDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What one unit adds: its values counted, how many there are, and the disagreement within it. */
interface Share {
  counts: number[];
  m: number;
  disagreement: number;
}

function sharesOf(units: readonly Unit[]): Share[] {
  const names = [...new Set(units.flat())];
  const index = new Map(names.map((name, at) => [name, at]));
  return units
    .filter((unit) => unit.length > 1)
    .map((unit) => {
      const counts = new Array<number>(names.length).fill(0);
      for (const value of unit) {
        const place = index.get(value) as number;
        counts[place] = (counts[place] as number) + 1;
      }
      const m = unit.length;
      const same = counts.reduce((sum, count) => sum + count * (count - 1), 0);
      // Ordered pairs of different values, each unit weighing as many as it has values.
      return { counts, m, disagreement: (m * (m - 1) - same) / (m - 1) };
    });
}

function alphaOf(shares: readonly Share[]): number | null {
  const totals = new Array<number>(shares[0]?.counts.length ?? 0).fill(0);
  let n = 0;
  let disagreement = 0;
  for (const share of shares) {
    n += share.m;
    disagreement += share.disagreement;
    for (let value = 0; value < totals.length; value++)
      totals[value] = (totals[value] as number) + (share.counts[value] as number);
  }
  const expected = n * (n - 1) - totals.reduce((sum, count) => sum + count * (count - 1), 0);
  return expected <= 0 ? null : 1 - ((n - 1) * disagreement) / expected;
}

/**
 * Krippendorff's alpha for nominal values: 1 is full agreement, 0 what chance would give. Units with fewer than two
 * values say nothing and are left out. Null when no unit is left or all values are the same, where alpha is undefined.
 */
export function krippendorffAlpha(units: readonly Unit[]): number | null {
  return alphaOf(sharesOf(units));
}

/** The value below which a share of sorted numbers lies. */
const at = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN;

/**
 * Alpha with a 95 % interval: units are drawn again with replacement, so many times, and the middle 95 % of the alphas
 * is the interval. The same units and seed give the same interval.
 */
export function alphaWithInterval(units: readonly Unit[], draws = 1000, seed = 1): Interval | null {
  const shares = sharesOf(units);
  const value = alphaOf(shares);
  if (value === null) return null;
  const draw = seededDraw(seed);
  const alphas: number[] = [];
  for (let i = 0; i < draws; i++) {
    const sample = shares.map(() => shares[Math.floor(draw() * shares.length)] as Share);
    // A sample in which nobody could have disagreed agrees fully.
    alphas.push(alphaOf(sample) ?? 1);
  }
  alphas.sort((a, b) => a - b);
  return { value, low: at(alphas, 0.025), high: at(alphas, 0.975) };
}

const Z = 1.959964;

/** A rate with Wilson's 95 % interval; null without observations. */
export function rateWithInterval(hits: number, of: number): Interval | null {
  if (of === 0) return null;
  const p = hits / of;
  const scale = 1 + Z ** 2 / of;
  const centre = (p + Z ** 2 / (2 * of)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2))) / scale;
  return { value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** The difference of two rates with Newcombe's 95 % interval (1998, method 10); null when one has no observations. */
export function rateDifference(
  now: [hits: number, of: number],
  before: [hits: number, of: number],
): Interval | null {
  const [a, b] = [rateWithInterval(...now), rateWithInterval(...before)];
  if (!a || !b) return null;
  const value = a.value - b.value;
  const low = value - Math.sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2);
  const high = value + Math.sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2);
  return { value, low, high };
}
