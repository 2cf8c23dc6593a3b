import type { TeachingCount } from "./model-kinds";
import { outcomeOf } from "./propose-recalibration";
import type { Category } from "./taxonomy";

/** Equal labels. */
interface CountedLabel {
  categories: readonly Category[];
  about: readonly Category[];
  harmful: boolean;
  /** Whether the item holds one part alone. */
  alone: boolean;
  count: number;
}

/**
 * Labels that can teach each category: those that speak of it. With `harmAlone`, harm counts of items with one part alone, as
 * of others nobody knows which part was meant.
 */
export function teachingCounts(
  labels: readonly CountedLabel[],
  categories: readonly Category[],
  { harmAlone }: { harmAlone: boolean },
): TeachingCount[] {
  return categories.map((category) => {
    const counts = { harmful: 0, harmless: 0 };
    for (const { alone, count, ...label } of labels) {
      const outcome = outcomeOf(label, category);
      if (outcome === 0) counts.harmless += count;
      if (outcome === 1 && (alone || !harmAlone)) counts.harmful += count;
    }
    return { category, ...counts };
  });
}
