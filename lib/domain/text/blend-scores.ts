import { z } from "zod";
import { calibrate, calibrationSchema } from "../calibration";
import { CATEGORIES, categorySchema, type Scores } from "../taxonomy";

/**
 * How a deep model's probabilities are joined with those of the model before it: per category the deep one's weight in
 * the log-odds, 0 to 1, and the curve that makes the joint log-odds a probability again.
 */
export const blendSchema = z.partialRecord(
  categorySchema,
  z.object({ weight: z.number().min(0).max(1), calibration: calibrationSchema }),
);
export type Blend = z.infer<typeof blendSchema>;

/**
 * The blends of a model: the usual one, and what differs in some languages (ISO 639-1), where the same score is not the same
 * probability.
 */
export interface Blends {
  usual: Blend;
  languages: Readonly<Record<string, Blend>>;
}

export const NO_BLENDS: Blends = { usual: {}, languages: {} };

/** The blend for a language: its own curves where it has them. */
export function blendFor({ usual, languages }: Blends, language: string): Blend {
  const own = Object.hasOwn(languages, language) ? languages[language] : undefined;
  return own ? { ...usual, ...own } : usual;
}

/** Keeps the log-odds finite. */
const EDGE = 1e-4;

export const logOdds = (probability: number): number => {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(inside / (1 - inside));
};

/** The weighted mean of two probabilities' log-odds. */
export const jointLogOdds = (shallow: number, deep: number, weight: number): number =>
  weight * logOdds(deep) + (1 - weight) * logOdds(shallow);

/**
 * Two models' calibrated probabilities as one: the weighted mean of their log-odds, calibrated, so that neither a word
 * nor a turn of phrase decides alone. A category that has no blend, or that only one of them scored, keeps the deep
 * score, or else the other; where the deep one has all the weight it is calibrated also alone.
 */
export function blendScores(shallow: Scores, deep: Scores, blend: Blend): Scores {
  const blended: Scores = {};
  for (const category of CATEGORIES) {
    const [a, b, how] = [shallow[category], deep[category], blend[category]];
    const first = a ?? (how?.weight === 1 ? b : undefined);
    const score =
      first === undefined || b === undefined || how === undefined
        ? (b ?? a)
        : calibrate(how.calibration, jointLogOdds(first, b, how.weight));
    if (score !== undefined) blended[category] = score;
  }
  return blended;
}
