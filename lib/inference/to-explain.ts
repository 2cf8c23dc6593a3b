import { DEFAULT_POLICY } from "#lib/domain/policy";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";

/** Where no category asks for a person, the highest is explained from here. */
const EXPLAIN_FROM = 0.3;
/** Categories that are explained of one text at most: each path integral costs some fifty forward passes. */
export const MOST_EXPLAINED = 3;

/**
 * What of a deep model's scores is explained, the highest first: those that the default policy asks a person for, as low as they may be where
 * missing harm is grave; where it asks for none, the highest.
 */
export function toExplain(scores: Scores): Category[] {
  const reaching = (from: (category: Category) => number): Category[] =>
    CATEGORIES.filter((category) => (scores[category] ?? 0) >= from(category)).sort(
      (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
    );
  const asked = reaching((category) => DEFAULT_POLICY.categories[category].review);
  return asked.length > 0 ? asked.slice(0, MOST_EXPLAINED) : reaching(() => EXPLAIN_FROM).slice(0, 1);
}
