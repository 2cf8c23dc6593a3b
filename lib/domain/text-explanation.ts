import type { Category } from "./taxonomy";
import type { Explanation } from "./verdict";

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
