import { z } from "zod";
import { overrideBodySchema } from "./api/override";
import { deskAuthorSchema, deskItemSchema, deskVerdictSchema } from "./desk";
import { policyBodySchema } from "./policy";
import { categorySchema, decisionSchema } from "./taxonomy";
import { stageResultSchema } from "./verdict";

/* What the pages of items and the server say to each other under /api/desk/items. */

const moment = z.iso.datetime();

/** GET /api/desk/items, narrowed by `domain/item-query.itemQuerySchema`. */
export const itemRowSchema = z.object({
  id: z.string(),
  contentId: z.string(),
  state: z.enum(["received", "decided", "in_review"]),
  decision: decisionSchema.nullable(),
  decidedBy: z.string().nullable(),
  confidence: z.number().nullable(),
  topCategory: categorySchema.nullable(),
  topScore: z.number().nullable(),
  language: z.string().nullable(),
  community: z.string().nullable(),
  author: z.string().nullable(),
  receivedAt: moment,
  excerpt: z.string(),
});
export const itemPageSchema = z.object({ items: z.array(itemRowSchema), nextCursor: z.string().nullable() });
export type ItemPage = z.infer<typeof itemPageSchema>;

export const HISTORY_TYPES = [
  "received",
  "verdict",
  "review",
  "override",
  "undone",
  "appeal_filed",
  "appeal_decided",
] as const;

/** One line of an item's history: verdicts, decisions, appeals, in order. */
export const historyEntrySchema = z.object({
  at: moment,
  type: z.enum(HISTORY_TYPES),
  by: z.string(),
  decision: decisionSchema.nullable(),
  detail: z.string(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** GET /api/desk/items/{id} */
export const itemDetailSchema = z.object({
  item: deskItemSchema,
  state: itemRowSchema.shape.state,
  decision: decisionSchema.nullable(),
  verdict: deskVerdictSchema.nullable(),
  stages: z.array(stageResultSchema),
  policy: policyBodySchema,
  author: deskAuthorSchema.nullable(),
  history: z.array(historyEntrySchema),
  /** Whether the person who asks may turn round what is in force. */
  reversible: z.boolean(),
  /** Items that were decided together with this one and can be turned round with it, this one included. */
  together: z.int(),
  /** Scores and marks are kept back until a person has decided. */
  blind: z.boolean(),
  /** Whether copies of it check how people decide; null for those who are checked. */
  golden: z.boolean().nullable(),
});
export type ItemDetail = z.infer<typeof itemDetailSchema>;

/** POST /api/desk/items/{id}/reverse; `together` turns round what was decided together with it as well. */
export const reverseBodySchema = overrideBodySchema.safeExtend({ together: z.boolean().default(false) });
export type ReverseBody = z.infer<typeof reverseBodySchema>;
