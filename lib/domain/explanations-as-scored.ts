import { channelOf, mergeScores } from "./cascade";
import { summariseSpans } from "./text-explanation";
import type { Explanation, StageResult } from "./verdict";

/**
 * The explanations of all stages, those of the text with the figure that stands: level 1 may have explained a category that a
 * deeper model, its join with level 1 or a recalibration then scored otherwise.
 */
export function explanationsAsScored(results: readonly StageResult[]): Explanation[] {
  const isText = (result: StageResult) => channelOf(result) === "text";
  const scores = mergeScores(results.filter(isText));
  return results.flatMap((result) =>
    result.explanations.map((each) => {
      const score = scores[each.category];
      if (!isText(result) || each.modality !== "text" || each.contributions || score === undefined)
        return each;
      return { ...each, summary: summariseSpans(each.category, score, each.spans) };
    }),
  );
}
