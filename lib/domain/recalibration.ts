import { z } from "zod";
import { calibrate, calibrationSchema } from "./calibration";
import { mergeScores } from "./cascade";
import { CATEGORIES, type Category, categorySchema, type Scores } from "./taxonomy";
import { logOdds } from "./text/blend-scores";
import type { StageResult } from "./verdict";

/**
 * Curves that turn the probabilities of some models into those of one organisation, fitted on its own labels. They hold
 * for the models they were fitted on and are ignored for any other.
 */
export const recalibrationSchema = z.object({
  /** `name@version` of the models whose scores they correct. */
  models: z.array(z.string()).min(1),
  curves: z.partialRecord(categorySchema, calibrationSchema),
  /** Labels they were fitted on. */
  labels: z.int().min(0),
});
export type Recalibration = z.infer<typeof recalibrationSchema>;

/** Stage results with the scores that the curves give; results of other models are left as they are. */
export function recalibrated(
  results: StageResult[],
  recalibration: Recalibration | undefined,
): StageResult[] {
  if (!recalibration) return results;
  const { models, curves } = recalibration;
  const corrected = results.map((result) => {
    if (!models.includes(result.model)) return result;
    const scores = Object.entries(result.scores).map(([category, score]) => {
      const curve = curves[category as Category];
      return [category, curve ? calibrate(curve, logOdds(score)) : score];
    });
    return { ...result, scores: Object.fromEntries(scores) };
  });
  return rebased(results, corrected);
}

/** What fusion made of scores that were corrected since moves with them, by as many log-odds as the worst of them. */
function rebased(results: StageResult[], corrected: StageResult[]): StageResult[] {
  const ofParts = (all: StageResult[]) => mergeScores(all.filter(({ modality }) => modality !== "joint"));
  if (!results.some(({ modality }) => modality === "joint")) return corrected;
  const [before, after] = [ofParts(results), ofParts(corrected)];
  return corrected.map((result) => {
    if (result.modality !== "joint") return result;
    const scores: Scores = { ...result.scores };
    for (const category of CATEGORIES) {
      const [fused, was, is] = [scores[category], before[category], after[category]];
      if (fused === undefined || was === undefined || is === undefined || was === is) continue;
      scores[category] = 1 / (1 + Math.exp(-(logOdds(fused) + logOdds(is) - logOdds(was))));
    }
    return { ...result, scores };
  });
}
