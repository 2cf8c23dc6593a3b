import { z } from "zod";
import { HISTORY_TYPES } from "../desk-items";
import { mediaKindSchema } from "../media";
import { categorySchema, decisionSchema, interventionSchema, scoresSchema } from "../taxonomy";
import { explanationSchema, modalitySchema, STAGE_OUTCOMES } from "../verdict";

const moment = z.iso.datetime();
const probability = z.number().min(0).max(1);

const stageSchema = z.object({
  name: z.string(),
  model: z.string(),
  ms: z.number(),
  outcome: z.enum(STAGE_OUTCOMES),
  reason: z.string().optional(),
});

export const historyLineSchema = z.object({
  at: moment,
  type: z.enum(HISTORY_TYPES),
  by: z.enum(["machine", "person", "author", "platform"]),
  decision: decisionSchema.nullable(),
});

/** An item as the public API shows it; the fields are the contract's. */
export const itemResourceSchema = z.object({
  id: z.string(),
  content_id: z.string().describe("Your own id of the post."),
  status: z.enum(["processing", "decided"]),
  progress: z
    .partialRecord(mediaKindSchema, probability)
    .optional()
    .describe("While a long film is being taken apart: how much of it is done."),
  decision: decisionSchema.optional().describe("What holds now."),
  interventions: z.array(interventionSchema).optional(),
  requires_human_review: z.boolean().optional().describe("A person is still to look."),
  overall_safety_score: probability.optional().describe("1 minus the highest category probability."),
  confidence: probability.optional().describe("How sure the decision is; 1 is certain."),
  scores: scoresSchema
    .optional()
    .describe("Calibrated probabilities; a category that no model covers is absent."),
  modality_scores: z
    .partialRecord(modalitySchema, z.object({ safety: probability, categories: z.array(categorySchema) }))
    .optional(),
  explanations: z.array(explanationSchema).optional(),
  stages: z.array(stageSchema).optional(),
  policy_version: z.int().optional(),
  model_versions: z.record(z.string(), z.string()).optional(),
  processing_time_ms: z.int().optional(),
  appeal_url: z.string().optional().describe("Where the author can appeal a take-down."),
  erased_at: moment.optional().describe("When what the author posted was erased."),
  history: z.array(historyLineSchema).optional(),
});
export type ItemResource = z.infer<typeof itemResourceSchema>;

export const ITEM_STATUSES = ["processing", "decided", "in_review"] as const;

/** GET /api/v1/items */
export const itemListQuerySchema = z.object({
  decision: decisionSchema.optional(),
  status: z.enum(ITEM_STATUSES).optional().describe("in_review: a person is still to look."),
  category: categorySchema.optional().describe("Items whose verdict this category decided."),
  user_id: z.string().min(1).max(200).optional().describe("Your own id of the author."),
  community: z.string().min(1).max(200).optional(),
  content_id: z.string().min(1).max(200).optional(),
  received_after: z.iso.datetime({ offset: true }).optional().describe("At or after."),
  received_before: z.iso.datetime({ offset: true }).optional().describe("Before."),
  cursor: z.string().max(200).optional().describe("next_cursor of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ItemListQuery = z.infer<typeof itemListQuerySchema>;

export const listedItemSchema = z.object({
  id: z.string(),
  content_id: z.string(),
  status: z.enum(ITEM_STATUSES),
  decision: decisionSchema.nullable(),
  decided_by: z.enum(["machine", "person", "platform"]).nullable(),
  confidence: probability.nullable(),
  overall_safety_score: probability.nullable(),
  scores: scoresSchema,
  user_id: z.string().nullable(),
  community: z.string().nullable(),
  language: z.string().nullable(),
  received_at: moment,
});
export type ListedItem = z.infer<typeof listedItemSchema>;

export const itemListSchema = z.object({
  items: z.array(listedItemSchema),
  next_cursor: z.string().nullable().describe("The cursor of the next page; null on the last."),
});
export type ItemList = z.infer<typeof itemListSchema>;
