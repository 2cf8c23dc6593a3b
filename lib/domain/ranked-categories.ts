import type { DeskTask } from "./desk";
import { CATEGORIES, type Category } from "./terms";

/** Categories in the order to look at them: those that decided, then by score; unscored ones last. */
export function rankedCategories({ verdict }: Pick<DeskTask, "verdict">): Category[] {
  const scores = verdict?.scores ?? {};
  const decided = verdict?.decidedBy ?? [];
  const rest = CATEGORIES.filter((category) => !decided.includes(category));
  rest.sort((a, b) => (scores[b] ?? -1) - (scores[a] ?? -1));
  return [...decided, ...rest];
}
