import { type Calibration, calibrate, fitCentredIsotonic, fitPlatt } from "./calibration";
import { expectedCalibrationError, type ReliabilityBin, reliability } from "./reliability";
import { CATEGORIES, type Category, type Scores } from "./taxonomy";
import { logOdds } from "./text/blend-scores";

/** A text that a person judged, with what the models had said. */
export interface JudgedText {
  /** Before any recalibration. */
  scores: Scores;
  /** Categories that apply. */
  categories: readonly Category[];
  /** Categories that the label speaks of; empty: of all. */
  about: readonly Category[];
  harmful: boolean;
  weight: number;
}

/** What recalibrating one category would do. What a new curve says of a label comes from the curve fitted on the other half. */
export interface CategoryProposal {
  category: Category;
  labels: number;
  positives: number;
  /** Expected calibration error as it is served now, and with a new curve. */
  before: number;
  after: number;
  /** Mean score against how often people agreed, likewise. */
  bins: { before: ReliabilityBin[]; after: ReliabilityBin[] };
  /** Null where there are too few labels or nothing is gained; `reason` says which. */
  curve: Calibration | null;
  reason: "adopted" | "too_few_labels" | "no_gain";
}

/** What a category takes: labels, and of each kind among them. */
export const FEWEST_LABELS = 100;
export const FEWEST_OF_EACH = 15;
/** From here on the steps of centred isotonic regression are worth more than Platt's smooth curve. */
const ENOUGH_FOR_STEPS = 500;

/**
 * What a label says of a category: 1, 0, or undefined where it is silent. A label about some categories says nothing of
 * the others; one that calls a text harmful without saying how says nothing of any.
 */
export function outcomeOf(
  text: Pick<JudgedText, "categories" | "about" | "harmful">,
  category: Category,
): 0 | 1 | undefined {
  if (text.about.length > 0 && !text.about.includes(category)) return undefined;
  if (text.categories.includes(category)) return 1;
  return text.harmful && text.categories.length === 0 ? undefined : 0;
}

/**
 * For each category with scores: a curve from labels alone, and what it gains on labels it was not fitted on, against the
 * scores as they are served: through the curves `inForce`, or as the models give them. A curve is adopted where both the
 * calibration error falls and the log loss does not rise.
 */
export function proposeRecalibration(
  texts: readonly JudgedText[],
  inForce: Partial<Record<Category, Calibration>> = {},
): CategoryProposal[] {
  return CATEGORIES.flatMap((category) => {
    const sample = sampleOf(texts, category);
    return sample.scores.length > 0 ? [proposalFor(category, sample, inForce[category] ?? AS_IT_IS)] : [];
  });
}

/** Labels of a category that stand on the same side of a threshold as the score that was served. */
export function agreementAt(
  texts: readonly JudgedText[],
  category: Category,
  threshold: number,
  curve: Calibration = AS_IT_IS,
): { agree: number; labels: number } {
  const { scores, outcomes } = sampleOf(texts, category);
  const agree = scores.filter((score, at) => calibrate(curve, score) >= threshold === (outcomes[at] === 1));
  return { agree: agree.length, labels: scores.length };
}

interface Sample {
  /** Log-odds. */
  scores: number[];
  outcomes: number[];
  weights: number[];
}

function sampleOf(texts: readonly JudgedText[], category: Category): Sample {
  const sample: Sample = { scores: [], outcomes: [], weights: [] };
  for (const text of texts) {
    const score = text.scores[category];
    const outcome = outcomeOf(text, category);
    if (score === undefined || outcome === undefined) continue;
    sample.scores.push(logOdds(score));
    sample.outcomes.push(outcome);
    sample.weights.push(text.weight);
  }
  return sample;
}

/** Equal-width bins that are shown. */
const BINS = 10;

function proposalFor(category: Category, sample: Sample, inForce: Calibration): CategoryProposal {
  const labels = sample.scores.length;
  const positives = sample.outcomes.filter((outcome) => outcome === 1).length;
  const now = saidBy(sample, inForce);
  const before = expectedCalibrationError(now);
  const known = { category, labels, positives, before };
  if (labels < FEWEST_LABELS || Math.min(positives, labels - positives) < FEWEST_OF_EACH) {
    const bins = { before: reliability(now, BINS), after: [] };
    return { ...known, after: before, bins, curve: null, reason: "too_few_labels" };
  }
  const curveOf = positives >= ENOUGH_FOR_STEPS ? fitCentredIsotonic : fitPlatt;
  const [even, odd] = [half(sample, 0), half(sample, 1)];
  const then = joined(saidBy(even, curveOf(odd)), saidBy(odd, curveOf(even)));
  const after = expectedCalibrationError(then);
  const gained = after < before && logLoss(then) <= logLoss(now);
  return {
    ...known,
    after,
    bins: { before: reliability(now, BINS), after: reliability(then, BINS) },
    curve: gained ? curveOf(sample) : null,
    reason: gained ? "adopted" : "no_gain",
  };
}

const AS_IT_IS: Calibration = { kind: "platt", slope: 1, offset: 0 };

interface Said {
  scores: number[];
  labels: number[];
  weights: number[];
}

/** Probabilities that a curve gives. */
const saidBy = ({ scores, outcomes, weights }: Sample, curve: Calibration): Said => ({
  scores: scores.map((score) => calibrate(curve, score)),
  labels: outcomes,
  weights,
});

const joined = (a: Said, b: Said): Said => ({
  scores: [...a.scores, ...b.scores],
  labels: [...a.labels, ...b.labels],
  weights: [...a.weights, ...b.weights],
});

/** Mean, by weight. */
function logLoss({ scores, labels, weights }: Said): number {
  let [sum, total] = [0, 0];
  scores.forEach((score, at) => {
    const inside = Math.min(1 - 1e-6, Math.max(1e-6, score));
    const weight = weights[at] as number;
    sum -= weight * Math.log(labels[at] === 1 ? inside : 1 - inside);
    total += weight;
  });
  return sum / total;
}

/** One of two halves, scattered, so that no rhythm in the order of labels sorts them. */
function half(sample: Sample, which: number): Sample {
  const keep = (_: number, at: number) => Math.imul(at + 1, 0x9e3779b1) >>> 31 === which;
  return {
    scores: sample.scores.filter(keep),
    outcomes: sample.outcomes.filter(keep),
    weights: sample.weights.filter(keep),
  };
}
