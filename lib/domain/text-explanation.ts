import { channelOf, mergeScores } from "./cascade";
import { CATEGORY_TITLES, type Category } from "./taxonomy";
import type { Explanation, Span, StageResult } from "./verdict";

/**
 * What says best why the words were taken for a category: of several stages the last, which looked deepest and whose figure
 * the score goes by. Null when none explained it.
 */
export function textExplanation(
  explanations: readonly Explanation[],
  category: Category | null,
): Explanation | null {
  return (
    explanations.findLast(
      (each) => each.modality === "text" && each.category === category && !each.contributions,
    ) ?? null
  );
}

/** What the spans say, in words and without quoting the text. */
export function summariseSpans(category: Category, score: number, spans: Span[]): string {
  const said = `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %`;
  let total = 0;
  let strongest: Span | undefined;
  for (const span of spans) {
    if (span.weight <= 0) continue;
    total += span.weight;
    if (span.weight > (strongest?.weight ?? 0)) strongest = span;
  }
  if (!strongest) return `${said}: no part of the text points to it.`;
  const share = Math.round((strongest.weight / total) * 100);
  return `${said}: the strongest sign, ${share} % of all that points to it, is at character ${strongest.start + 1}.`;
}

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
