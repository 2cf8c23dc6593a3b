import { type Calibration, calibrate, fitCentredIsotonic, fitPlatt } from "#lib/domain/calibration";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { columnOf, type HeldOutRow } from "./text-screen-corpus";

/** A held-out row with the model's logits. */
export interface ScoredRow {
  row: HeldOutRow;
  logits: ArrayLike<number>;
}

interface Outcomes {
  scores: number[];
  outcomes: number[];
  weights: number[];
}

/** On a platform about one post in seven offends. */
const REALISTIC_SHARE = 0.15;
/** How many rows offend in the sets of other languages than English, which were picked for it. */
const OFFENSIVE_SHARES: Readonly<Record<string, number>> = {
  told_br: 0.44,
  cold_zh: 0.5,
  offenseval_tr: 0.19,
  russian_combined: 0.55,
};
/** Sets that say nothing of how common toxicity is: picked for it, or made up. */
const SELECTED = new Set([
  "civil_typed_spans",
  "toxic_spans",
  "davidson",
  "hatexplain",
  "bias_madlibs_en_intersectional_DEV",
]);
/** Below this many positives of its own a category's curve leans on guesses where the labels are silent. */
const ENOUGH = 150;
/** Below this many positives the steps of isotonic regression follow single rows: Platt's curve is used. */
const ENOUGH_FOR_STEPS = 500;

/**
 * The rows that a category is calibrated or measured on, weighted to realistic proportions: sets picked for toxicity
 * count little, and sets of other languages that offend more than a platform does count their offensive rows less.
 */
export function outcomesOf(scored: ScoredRow[], category: Category, guesses = false): Outcomes {
  const column = columnOf(category);
  const found: Outcomes = { scores: [], outcomes: [], weights: [] };
  for (const { row, logits } of scored) {
    const target = (guesses ? row.targets : row.known)[column] as number;
    if (Number.isNaN(target)) continue;
    const positive = target >= 0.5 ? 1 : 0;
    found.scores.push(logits[column] as number);
    found.outcomes.push(positive);
    found.weights.push(referenceWeight(row, category, positive));
  }
  return found;
}

/** What a row stands for in the reference population that probabilities are true of. */
export function referenceWeight(row: HeldOutRow, category: Category, positive: number): number {
  if (category !== "toxicity" && category !== "hate") return row.weight;
  if (row.language !== "en") return row.weight * (positive ? realistic(OFFENSIVE_SHARES[row.source]) : 1);
  return row.weight * (SELECTED.has(row.source) ? 0.1 : 1);
}

/** What an offensive row counts where this share of the rows offends, so that `REALISTIC_SHARE` of the weight does. */
const realistic = (share = 0.5): number => {
  const odds = (part: number) => part / (1 - part);
  return Math.min(1, odds(REALISTIC_SHARE) / odds(share));
};

export interface ChosenCalibration {
  calibration: Calibration;
  kind: string;
  rows: number;
  positives: number;
  /** Whether guesses stood in for labels. */
  guessed: boolean;
}

/**
 * Fits centred isotonic regression and Platt's curve on half of the rows, keeps the kind with the lower log loss on the rest, and fits it on all;
 * a category with few positives gets Platt.
 */
export function chooseCalibration(scored: ScoredRow[], category: Category): ChosenCalibration {
  const own = outcomesOf(scored, category);
  const guessed = own.outcomes.filter((outcome) => outcome === 1).length < ENOUGH;
  const sample = guessed ? outcomesOf(scored, category, true) : own;
  const [even, odd] = [pick(sample, 0), pick(sample, 1)];
  const positives = sample.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const steps =
    positives >= ENOUGH_FOR_STEPS && logLoss(fitCentredIsotonic(even), odd) < logLoss(fitPlatt(even), odd);
  const calibration = steps ? fitCentredIsotonic(sample) : fitPlatt(sample);
  return {
    calibration: rounded(calibration),
    kind: calibration.kind,
    rows: sample.scores.length,
    positives,
    guessed,
  };
}

function pick(sample: Outcomes, parity: number): Outcomes {
  const keep = (_: number, at: number) => at % 2 === parity;
  return {
    scores: sample.scores.filter(keep),
    outcomes: sample.outcomes.filter(keep),
    weights: sample.weights.filter(keep),
  };
}

function logLoss(calibration: Calibration, { scores, outcomes, weights }: Outcomes): number {
  return scores.reduce((sum, score, at) => {
    const p = Math.min(1 - 1e-6, Math.max(1e-6, calibrate(calibration, score)));
    return sum - (weights[at] as number) * Math.log(outcomes[at] ? p : 1 - p);
  }, 0);
}

/** Six digits are plenty, and keep the file small. */
function rounded(calibration: Calibration): Calibration {
  const round = (value: number) => Number(value.toFixed(6));
  if (calibration.kind === "platt")
    return { kind: "platt", slope: round(calibration.slope), offset: round(calibration.offset) };
  return { kind: "isotonic", x: calibration.x.map(round), y: calibration.y.map(round) };
}

/** All categories' calibrations, in the order of CATEGORIES. */
export function calibrateAll(scored: ScoredRow[]): ChosenCalibration[] {
  return CATEGORIES.map((category) => chooseCalibration(scored, category));
}
