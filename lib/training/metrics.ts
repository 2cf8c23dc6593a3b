import { Random } from "./random";

/** Scores (any scale for ranking figures, probabilities for calibration) with labels 0 or 1. */
export interface Scored {
  scores: ArrayLike<number>;
  labels: ArrayLike<number>;
}

function descending(scores: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, at) => at);
  return order.sort((a, b) => (scores[b] as number) - (scores[a] as number));
}

/** Calls `visit` once per distinct score, highest first, with the positives and negatives that have it. */
function forEachTie(
  { scores, labels }: Scored,
  visit: (positives: number, negatives: number, score: number) => void,
) {
  const order = descending(scores);
  let at = 0;
  while (at < order.length) {
    const score = scores[order[at] as number] as number;
    let positives = 0;
    let negatives = 0;
    while (at < order.length && scores[order[at] as number] === score) {
      if ((labels[order[at] as number] as number) >= 0.5) positives += 1;
      else negatives += 1;
      at += 1;
    }
    visit(positives, negatives, score);
  }
}

/** Area under the ROC curve: the chance that a positive outranks a negative, ties half. NaN without both kinds. */
export function auc(scored: Scored): number {
  let above = 0;
  let sum = 0;
  let negativesSeen = 0;
  forEachTie(scored, (positives, negatives) => {
    sum += negatives * (above + positives / 2);
    above += positives;
    negativesSeen += negatives;
  });
  return sum / (above * negativesSeen);
}

/** Of each positive, in the order given: the share of negatives that it outranks, ties half; their mean is the AUC. */
export function placements({ scores, labels }: Scored): number[] {
  const of = (kind: boolean) => Array.from(scores).filter((_, at) => (labels[at] as number) >= 0.5 === kind);
  const negatives = Float64Array.from(of(false)).sort();
  return of(true).map(
    (score) => (below(negatives, score) + below(negatives, score, true)) / 2 / negatives.length,
  );
}

/** How many of these, smallest first, lie below a value; with `orAt` those that equal it as well. */
function below(sorted: Float64Array, value: number, orAt = false): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const each = sorted[middle] as number;
    if (each < value || (orAt && each === value)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Average precision: precision at each positive, averaged (step-wise, as scikit-learn does). NaN without positives. */
export function averagePrecision(scored: Scored): number {
  let found = 0;
  let seen = 0;
  let sum = 0;
  forEachTie(scored, (positives, negatives) => {
    found += positives;
    seen += positives + negatives;
    sum += positives * (found / seen);
  });
  return sum / found;
}

export interface Confusion {
  precision: number;
  recall: number;
  f1: number;
  accuracy: number;
  /** Mean of the F1 of positives and of negatives. */
  macroF1: number;
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const f1Of = (hits: number, misses: number) => ratio(2 * hits, 2 * hits + misses);

/** Figures of the yes/no decision `score >= threshold`. */
export function confusionAt({ scores, labels }: Scored, threshold: number): Confusion {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (let at = 0; at < scores.length; at += 1) {
    const yes = (scores[at] as number) >= threshold;
    const truth = (labels[at] as number) >= 0.5;
    if (yes && truth) tp += 1;
    else if (yes) fp += 1;
    else if (truth) fn += 1;
    else tn += 1;
  }
  const f1 = f1Of(tp, fp + fn);
  return {
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1,
    accuracy: ratio(tp + tn, scores.length),
    macroF1: (f1 + f1Of(tn, fp + fn)) / 2,
  };
}

/** The threshold with the highest F1 of the positives, and that F1. */
export function bestF1(scored: Scored): { threshold: number; f1: number } {
  const total = Array.from({ length: scored.labels.length }, (_, at) => scored.labels[at] as number).filter(
    (label) => label >= 0.5,
  ).length;
  let best = { threshold: 1, f1: 0 };
  let [found, wrong] = [0, 0];
  forEachTie(scored, (positives, negatives, score) => {
    found += positives;
    wrong += negatives;
    const f1 = f1Of(found, wrong + total - found);
    if (f1 > best.f1) best = { threshold: score, f1 };
  });
  return best;
}

export interface GroupAuc {
  group: string;
  rows: number;
  positives: number;
  /** Within the group. */
  subgroup: number;
  /** Background positives against the group's negatives: low when kind mentions of the group score high. */
  bpsn: number;
  /** Background negatives against the group's positives: low when attacks on the group score low. */
  bnsp: number;
}

/**
 * AUC by identity group (Borkan et al. 2019). `members` has each group's rows, and a row may be in several; a group's
 * background is every row that is not in it. NaN where fewer than `least` rows of either kind are compared.
 */
export function groupAucs(
  scored: Scored,
  members: ReadonlyMap<string, readonly number[]>,
  least = 1,
): GroupAuc[] {
  const all = kindsOf(
    scored,
    Array.from({ length: scored.scores.length }, (_, at) => at),
  );
  const share = (won: number, positives: number, negatives: number) =>
    positives < least || negatives < least ? Number.NaN : won / (positives * negatives);
  return [...members].map(([group, rows]) => {
    const own = kindsOf(scored, rows);
    const [yes, no] = [own.positives.length, own.negatives.length];
    // Pairs with the background are those with all rows without those within the group.
    const within = pairsWon(own.positives, own.negatives);
    return {
      group,
      rows: rows.length,
      positives: yes,
      subgroup: share(within, yes, no),
      bpsn: share(pairsWon(all.positives, own.negatives) - within, all.positives.length - yes, no),
      bnsp: share(pairsWon(own.positives, all.negatives) - within, yes, all.negatives.length - no),
    };
  });
}

/** The scores of these rows by label, smallest first. */
function kindsOf({ scores, labels }: Scored, rows: readonly number[]) {
  const of = (kind: boolean) =>
    Float64Array.from(
      rows.filter((at) => (labels[at] as number) >= 0.5 === kind),
      (at) => scores[at] as number,
    ).sort();
  return { positives: of(true), negatives: of(false) };
}

/** Pairs in which a positive outranks a negative, ties half. Both smallest first; the shorter is gone through. */
function pairsWon(positives: Float64Array, negatives: Float64Array): number {
  const outranked = (sorted: Float64Array, value: number) =>
    (below(sorted, value) + below(sorted, value, true)) / 2;
  if (positives.length <= negatives.length)
    return positives.reduce((sum, score) => sum + outranked(negatives, score), 0);
  return negatives.reduce((sum, score) => sum + positives.length - outranked(positives, score), 0);
}

/** A percentile bootstrap interval of `figure` over rows; resamples without a figure (NaN) are left out. */
export function bootstrapInterval(
  scored: Scored,
  figure: (resampled: Scored) => number,
  { rounds = 200, level = 0.95, seed = 1 } = {},
): { low: number; high: number } {
  const random = new Random(seed);
  const size = scored.scores.length;
  const scores = new Float64Array(size);
  const labels = new Float64Array(size);
  const figures: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < size; at += 1) {
      const drawn = random.below(size);
      scores[at] = scored.scores[drawn] as number;
      labels[at] = scored.labels[drawn] as number;
    }
    const value = figure({ scores, labels });
    if (!Number.isNaN(value)) figures.push(value);
  }
  figures.sort((a, b) => a - b);
  const at = (share: number) =>
    figures[Math.min(figures.length - 1, Math.max(0, Math.round(share * (figures.length - 1))))] ??
    Number.NaN;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

/** Spearman's rank correlation; ties get their mean rank. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length - 1) / 2;
  let [both, ofX, ofY] = [0, 0, 0];
  for (let at = 0; at < x.length; at += 1) {
    const [dx, dy] = [(x[at] as number) - mean, (y[at] as number) - mean];
    both += dx * dy;
    ofX += dx * dx;
    ofY += dy * dy;
  }
  return both / Math.sqrt(ofX * ofY);
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = descending(values);
  const found = new Float64Array(order.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = values[order[from] as number];
    while (to < order.length && values[order[to] as number] === value) to += 1;
    for (let at = from; at < to; at += 1) found[order[at] as number] = (from + to - 1) / 2;
  }
  return found;
}
