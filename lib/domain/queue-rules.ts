import { z } from "zod";
import { CATEGORIES, type Category, categorySchema, type Priority, prioritySchema } from "./taxonomy";

/** The queue of whatever no rule takes. */
export const GENERAL_QUEUE = "general";

const words = z.array(z.string().trim().min(1).max(100)).min(1).max(50);

/** One condition on an item; several in one rule must all hold. */
export const conditionSchema = z.discriminatedUnion("field", [
  z.object({ field: z.literal("category"), in: z.array(categorySchema).min(1).max(CATEGORIES.length) }),
  z.object({ field: z.literal("language"), in: words }),
  z.object({ field: z.literal("community"), in: words }),
  z.object({ field: z.literal("priority"), in: z.array(prioritySchema).min(1).max(3) }),
  z.object({
    field: z.literal("kind"),
    in: z
      .array(z.enum(["review", "appeal", "spot_check"]))
      .min(1)
      .max(3),
  }),
  /** The highest score of any category. */
  z.object({
    field: z.literal("score"),
    from: z.number().min(0).max(1),
    to: z.number().min(0).max(1).default(1),
  }),
  z.object({
    field: z.literal("severity"),
    from: z.int().min(1).max(5),
    to: z.int().min(1).max(5).default(5),
  }),
]);
export type Condition = z.infer<typeof conditionSchema>;

export const queueRuleSchema = z.array(conditionSchema).min(1, "Say which items belong here.").max(7);
export type QueueRule = z.infer<typeof queueRuleSchema>;

export const queueNameSchema = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "Use small letters, digits and hyphens, at most 40.")
  .refine((name) => name !== GENERAL_QUEUE, "The general queue takes what no rule takes; it needs no rule.");

/** PUT /api/desk/queues/rules/{name} */
export const queueBodySchema = z.object({
  rule: queueRuleSchema,
  /** Smaller first; the first rule that fits takes the item. */
  position: z.int().min(0).max(1000).default(0),
  /** Opinions needed; null leaves it to the categories. */
  opinions: z.int().min(1).max(7).nullable().default(null),
  /** Reviewers see no scores before they have given their opinion. */
  blindModel: z.boolean().default(false),
  /** Also moves what waits now and fits. */
  moveWaiting: z.boolean().default(false),
});
export type QueueBody = z.infer<typeof queueBodySchema>;

export const deskQueueSchema = z.object({
  name: z.string(),
  rule: queueRuleSchema,
  position: z.int(),
  opinions: z.int().nullable(),
  blindModel: z.boolean(),
});
export type DeskQueue = z.infer<typeof deskQueueSchema>;

/** GET /api/desk/queues/rules */
export const deskQueuesSchema = z.object({ queues: z.array(deskQueueSchema) });

/** POST /api/desk/queues/preview; `capped`: there are at least so many, counting stopped. */
export const rulePreviewSchema = z.object({
  matching: z.int(),
  capped: z.boolean(),
  sample: z.array(
    z.object({
      taskId: z.string(),
      itemId: z.string(),
      queue: z.string(),
      priority: prioritySchema,
      dueAt: z.iso.datetime(),
      categories: z.array(z.string()),
      language: z.string().nullable(),
      community: z.string().nullable(),
      topScore: z.number().nullable(),
    }),
  ),
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;

/** What rules look at. */
export interface RoutingFacts {
  kind: "review" | "appeal" | "spot_check";
  priority: Priority;
  categories: readonly Category[];
  severity: number;
  language: string | null;
  community: string | null;
  topScore: number | null;
}

function holds(condition: Condition, facts: RoutingFacts): boolean {
  switch (condition.field) {
    case "category":
      return condition.in.some((category) => facts.categories.includes(category));
    case "language":
      return facts.language !== null && condition.in.includes(facts.language);
    case "community":
      return facts.community !== null && condition.in.includes(facts.community);
    case "priority":
      return condition.in.includes(facts.priority);
    case "kind":
      return condition.in.includes(facts.kind);
    case "score":
      return facts.topScore !== null && facts.topScore >= condition.from && facts.topScore <= condition.to;
    case "severity":
      return facts.severity >= condition.from && facts.severity <= condition.to;
  }
}

/** Whether every condition of a rule holds. */
export function ruleFits(rule: QueueRule, facts: RoutingFacts): boolean {
  return rule.every((condition) => holds(condition, facts));
}

/** The first queue, in order of position and name, whose rule fits; null for the general queue. */
export function queueFor<Q extends Pick<DeskQueue, "name" | "position" | "rule">>(
  queues: Q[],
  facts: RoutingFacts,
): Q | null {
  const inOrder = [...queues].sort((a, b) => a.position - b.position || (a.name < b.name ? -1 : 1));
  return inOrder.find(({ rule }) => ruleFits(rule, facts)) ?? null;
}
