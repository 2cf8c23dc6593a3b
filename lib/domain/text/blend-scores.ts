import { CATEGORIES, type Scores } from "../taxonomy";

/** Keeps the log-odds finite. */
const EDGE = 1e-4;

const logOdds = (probability: number): number => {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(inside / (1 - inside));
};

/**
 * Two models' calibrated probabilities as one: the weighted mean of their log-odds, so that neither a word nor
 * a turn of phrase decides alone. A category that only one of them scored keeps that score.
 * @param weight of `deep`, 0 to 1
 */
export function blendScores(shallow: Scores, deep: Scores, weight: number): Scores {
  const blended: Scores = {};
  for (const category of CATEGORIES) {
    const [a, b] = [shallow[category], deep[category]];
    if (a === undefined || b === undefined) {
      const only = b ?? a;
      if (only !== undefined) blended[category] = only;
      continue;
    }
    const odds = weight * logOdds(b) + (1 - weight) * logOdds(a);
    blended[category] = 1 / (1 + Math.exp(-odds));
  }
  return blended;
}
