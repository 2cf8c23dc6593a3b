import type { CategoryPolicy, PolicyBody, PolicyClause } from "./policy";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "./terms";

/** What the severities are called, 1 to 5. */
export const SEVERITY_WORDS = ["nuisance", "minor", "serious", "severe", "grave"] as const;

/** What an author is told under a clause that has no text of its own. */
export const STANDARD_MESSAGE =
  "Your post {content_id} is not shown any more, because it breaks this rule of {organization}: {rule}";

/** What a message may speak of; each stands in it in braces. */
export const MESSAGE_FIELDS = ["rule", "clause", "content_id", "organization"] as const;
export type MessageFacts = Record<(typeof MESSAGE_FIELDS)[number], string>;

/**
 * The clauses of a category. A version from before there were any has its one rule as the only clause: versions never
 * change, so they are read that way.
 */
export function clausesOf(category: Category, entry: CategoryPolicy): PolicyClause[] {
  if (entry.clauses && entry.clauses.length > 0) return entry.clauses;
  const { clause, rule, severity } = entry;
  return [{ id: clause, title: CATEGORY_TITLES[category], rule, severity }];
}

/** A clause with the category it belongs to. */
export interface Reason {
  category: Category;
  clause: PolicyClause;
}

/** Every clause of the categories, in their order. */
export function reasonsOf(policy: PolicyBody, categories: readonly Category[]): Reason[] {
  return categories.flatMap((category) =>
    clausesOf(category, policy.categories[category]).map((clause) => ({ category, clause })),
  );
}

/** The ids of all clauses, in order. */
export const clauseIds = (policy: PolicyBody): string[] =>
  reasonsOf(policy, CATEGORIES).map(({ clause }) => clause.id);

/** The clause with this id, or null when this version of the policy has none. */
export function findReason(policy: PolicyBody, clauseId: string): Reason | null {
  return reasonsOf(policy, CATEGORIES).find(({ clause }) => clause.id === clauseId) ?? null;
}

/** A clause as decisions and letters name it: "H-1 Hate: attacks on people for who they are." */
export function clauseLine({ category, clause }: Reason): string {
  const own = clause.title === CATEGORY_TITLES[category] ? "" : ` · ${clause.title}`;
  return `${clause.id} ${CATEGORY_TITLES[category]}${own}: ${clause.rule}`;
}

/** A message with its fields filled in; what it does not know stays as it is. */
export function fillMessage(template: string, facts: MessageFacts): string {
  return template.replace(/\{([a-z_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(facts, name) ? facts[name as keyof MessageFacts] : whole,
  );
}

/** What an author is told when a clause decides. */
export function messageFor(
  { clause }: Reason,
  facts: Pick<MessageFacts, "content_id" | "organization">,
): string {
  return fillMessage(clause.message || STANDARD_MESSAGE, { ...facts, clause: clause.id, rule: clause.rule });
}
