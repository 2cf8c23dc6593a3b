import type { Condition, QueueRule } from "#lib/domain/queue-rules";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";

export type FieldName = Condition["field"];

export const FIELD_TITLES: Record<FieldName, string> = {
  category: "Category",
  language: "Language",
  community: "Community",
  score: "Highest score",
  severity: "Severity",
  priority: "Priority",
  kind: "Kind of work",
};
export const FIELD_NAMES = Object.keys(FIELD_TITLES) as FieldName[];

export const KIND_TITLES = { review: "Review", appeal: "Appeal", spot_check: "Spot check" } as const;
export const PRIORITY_TITLES = { high: "High", medium: "Medium", low: "Low" } as const;

const either = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** One condition in words: "category is Spam or Hate". */
function conditionWords(condition: Condition): string {
  switch (condition.field) {
    case "category":
      return `category is ${either.format(condition.in.map((category) => CATEGORY_TITLES[category]))}`;
    case "priority":
      return `priority is ${either.format(condition.in.map((priority) => PRIORITY_TITLES[priority].toLowerCase()))}`;
    case "kind":
      return `it is ${either.format(condition.in.map((kind) => `a ${KIND_TITLES[kind].toLowerCase()}`)).replace("a appeal", "an appeal")}`;
    case "language":
    case "community":
      return `${condition.field} is ${either.format(condition.in)}`;
    case "score":
    case "severity":
      return `${condition.field === "score" ? "highest score" : "severity"} is ${condition.from} to ${condition.to}`;
  }
}

/** A rule in one line. */
export function ruleWords(rule: QueueRule): string {
  return rule.map(conditionWords).join(", and ");
}

/** What a new condition begins with. */
export function newCondition(field: FieldName): Condition {
  switch (field) {
    case "score":
      return { field, from: 0.8, to: 1 };
    case "severity":
      return { field, from: 4, to: 5 };
    default:
      return { field, in: [] } as Condition;
  }
}

/** What a person typed between commas or on lines. */
export function listOf(typed: string): string[] {
  return [...new Set(typed.split(/[,\n]+/).map((word) => word.trim()))].filter(Boolean);
}
