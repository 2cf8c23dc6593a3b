import type { PolicyBody } from "./policy";
import { CATEGORIES, type Category } from "./taxonomy";

export interface GivenOpinion {
  decision: "APPROVE" | "BLOCK";
  categories: Category[];
}

export type Consensus =
  | { settled: true; decision: "APPROVE" | "BLOCK"; categories: Category[] }
  | { settled: false; why: "tie" | "no_common_rule" };

/** Severity at which neither leaving a post up nor taking it down is the smaller mistake. */
const EVEN = 3;

/** The categories that more than half of those who block name, in the order of the taxonomy. */
function commonCategories(blocking: GivenOpinion[]): Category[] {
  return CATEGORIES.filter(
    (category) =>
      blocking.filter(({ categories }) => categories.includes(category)).length * 2 > blocking.length,
  );
}

/**
 * What several opinions come to. A majority decides. A tie goes to the smaller mistake: above middling severity the
 * post is taken down, below it stays; at middling severity a lead decides. So does a lead when most would take a post
 * down but no rule is named by most of them, because its author is told the rule.
 */
export function consensusOf(opinions: GivenOpinion[], policy: PolicyBody): Consensus {
  const blocking = opinions.filter(({ decision }) => decision === "BLOCK");
  const approving = opinions.length - blocking.length;
  if (approving > blocking.length) return { settled: true, decision: "APPROVE", categories: [] };
  const categories = commonCategories(blocking);
  if (approving === blocking.length) {
    const named = blocking.flatMap((opinion) => opinion.categories);
    const severity = Math.max(0, ...named.map((category) => policy.categories[category].severity));
    if (severity < EVEN) return { settled: true, decision: "APPROVE", categories: [] };
    if (severity === EVEN) return { settled: false, why: "tie" };
  }
  if (categories.length === 0) return { settled: false, why: "no_common_rule" };
  return { settled: true, decision: "BLOCK", categories };
}
