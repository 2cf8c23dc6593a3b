import { z } from "zod";
import { CATEGORIES, type Category, categorySchema, type Priority, prioritySchema } from "./taxonomy";

/** The queue of whatever no rule takes. */
export const GENERAL_QUEUE = "general";

/** At least one of a few. */
const some = <T extends z.ZodType>(each: T, most: number) =>
  z.array(each).min(1, "Name at least one.").max(most, `At most ${most}.`);
const words = some(z.string().trim().min(1).max(100, "At most 100 characters each."), 50);

/** One condition on an item; several in one rule must all hold. */
export const conditionSchema = z.discriminatedUnion("field", [
  z.object({ field: z.literal("category"), in: some(categorySchema, CATEGORIES.length) }),
  z.object({ field: z.literal("language"), in: words }),
  z.object({ field: z.literal("community"), in: words }),
  z.object({ field: z.literal("priority"), in: some(prioritySchema, 3) }),
  z.object({
    field: z.literal("kind"),
    in: some(z.enum(["review", "appeal", "spot_check"]), 3),
  }),
  /** The highest score of any category. */
  z.object({
    field: z.literal("score"),
    from: z.number("Give a number from 0 to 1.").min(0, "From 0 to 1.").max(1, "From 0 to 1."),
    to: z.number("Give a number from 0 to 1.").min(0, "From 0 to 1.").max(1, "From 0 to 1.").default(1),
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
  /** Served to nobody but leads and those who have the queue among their skills. */
  trainedOnly: z.boolean().default(false),
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
  trainedOnly: z.boolean(),
});
export type DeskQueue = z.infer<typeof deskQueueSchema>;

/** GET /api/desk/queues/rules, in the order in which they are tried. */
export const deskQueuesSchema = z.object({ queues: z.array(deskQueueSchema) });

/** PUT /api/desk/queues/rules: every queue's name, in the order in which they shall be tried. */
export const queueOrderSchema = z.object({ names: z.array(z.string()).max(100) });

/** PUT and DELETE /api/desk/queues/rules/{name}: how many waiting items moved. */
export const queueMovedSchema = z.object({ moved: z.int() });

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
      /** The beginning of the text. */
      excerpt: z.string().nullable(),
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
