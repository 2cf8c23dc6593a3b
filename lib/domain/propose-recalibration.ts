import { type Calibration, calibrate, fitCentredIsotonic, fitPlatt } from "./calibration";
import { expectedCalibrationError } from "./reliability";
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

/** What recalibrating one category would do, measured on halves that the curve was not fitted on. */
export interface CategoryProposal {
  category: Category;
  labels: number;
  positives: number;
  /** Expected calibration error as it is, and with a new curve. */
  before: number;
  after: number;
  /** Null where there are too few labels or nothing is gained; `reason` says which. */
  curve: Calibration | null;
  reason: "adopted" | "too_few_labels" | "no_gain";
}

const FEWEST_LABELS = 100;
const FEWEST_OF_EACH = 15;
/** From here on the steps of centred isotonic regression are worth more than Platt's smooth curve. */
const ENOUGH_FOR_STEPS = 500;

/**
 * What a label says of a category: 1, 0, or undefined where it is silent. A label about some categories says nothing of
 * the others; one that calls a text harmful without saying how says nothing of any.
 */
export function outcomeOf(text: JudgedText, category: Category): 0 | 1 | undefined {
  if (text.about.length > 0 && !text.about.includes(category)) return undefined;
  if (text.categories.includes(category)) return 1;
  return text.harmful && text.categories.length === 0 ? undefined : 0;
}

/** For each category with scores: a curve from labels alone, and what it gains on labels it was not fitted on. */
export function proposeRecalibration(texts: readonly JudgedText[]): CategoryProposal[] {
  return CATEGORIES.flatMap((category) => {
    const sample = sampleOf(texts, category);
    return sample.scores.length > 0 ? [proposalFor(category, sample)] : [];
  });
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

function proposalFor(category: Category, sample: Sample): CategoryProposal {
  const labels = sample.scores.length;
  const positives = sample.outcomes.filter((outcome) => outcome === 1).length;
  const before = errorOf(sample, AS_IT_IS);
  if (labels < FEWEST_LABELS || Math.min(positives, labels - positives) < FEWEST_OF_EACH)
    return { category, labels, positives, before, after: before, curve: null, reason: "too_few_labels" };
  const fitted = positives >= ENOUGH_FOR_STEPS ? fitCentredIsotonic : fitPlatt;
  const [even, odd] = [half(sample, 0), half(sample, 1)];
  const after = (errorOf(odd, fitted(even)) + errorOf(even, fitted(odd))) / 2;
  const gained = after < (errorOf(odd, AS_IT_IS) + errorOf(even, AS_IT_IS)) / 2;
  return {
    category,
    labels,
    positives,
    before,
    after,
    curve: gained ? fitted(sample) : null,
    reason: gained ? "adopted" : "no_gain",
  };
}

const AS_IT_IS: Calibration = { kind: "platt", slope: 1, offset: 0 };

/** One of two halves, scattered, so that no rhythm in the order of labels sorts them. */
function half(sample: Sample, which: number): Sample {
  const keep = (_: number, at: number) => Math.imul(at + 1, 0x9e3779b1) >>> 31 === which;
  return {
    scores: sample.scores.filter(keep),
    outcomes: sample.outcomes.filter(keep),
    weights: sample.weights.filter(keep),
  };
}

function errorOf({ scores, outcomes, weights }: Sample, curve: Calibration): number {
  return expectedCalibrationError({
    scores: scores.map((score) => calibrate(curve, score)),
    labels: outcomes,
    weights,
  });
}
