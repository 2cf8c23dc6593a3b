import { z } from "zod";
import { callbackUrlSchema, moderateBodySchema } from "../content";
import { FAILURE_CODES } from "../failure";
import { decisionSchema, prioritySchema } from "../taxonomy";

const moment = z.iso.datetime();

export const MOST_IN_BATCH = 1000;
/** One megabyte of text and its JSON; larger batches are sent in parts. */
export const MOST_BATCH_BYTES = 32_000_000;

/** One post of a batch: as `POST /api/v1/moderate` takes it, without its own waiting. */
export const batchContentSchema = moderateBodySchema.omit({ wait_ms: true });

/**
 * POST /api/v1/moderate/batch. Each content is validated by itself, so that a wrong one is an error of its own and the
 * rest is judged; what it must look like is `batchContentSchema`.
 */
export const batchBodySchema = z.strictObject({
  contents: z
    .array(z.looseObject({ content_id: z.string().optional() }))
    .min(1, "Give at least one content.")
    .max(MOST_IN_BATCH, `At most ${MOST_IN_BATCH.toLocaleString("en")} contents.`),
  priority: prioritySchema
    .default("low")
    .describe("How soon, against other work: high is judged with what comes in by itself."),
  callback_url: callbackUrlSchema
    .optional()
    .describe(
      "Gets `batch.finished` at the end, and the webhook events of every content that has no callback_url of its own.",
    ),
});
export type BatchBody = z.infer<typeof batchBodySchema>;

export const BATCH_STATES = ["running", "done", "cancelled"] as const;

export const batchErrorSchema = z.object({
  code: z.enum(FAILURE_CODES),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
export type BatchError = z.infer<typeof batchErrorSchema>;

/** One content's outcome: its item, or why there is none. */
export const batchResultSchema = z.object({
  index: z.int().describe("Its place in contents, from 0."),
  content_id: z.string().nullable(),
  status: z.enum(["waiting", "processing", "decided", "failed", "cancelled"]),
  item_id: z.string().nullable(),
  decision: decisionSchema.nullable(),
  requires_human_review: z.boolean().nullable(),
  overall_safety_score: z.number().nullable(),
  error: batchErrorSchema.nullable().describe("Why this content was refused."),
});
export type BatchResult = z.infer<typeof batchResultSchema>;

export const batchSchema = z.object({
  id: z.string(),
  status: z.enum(BATCH_STATES),
  priority: prioritySchema,
  created_at: moment,
  finished_at: moment.nullable(),
  total: z.int(),
  progress: z
    .object({
      waiting: z.int(),
      processing: z.int(),
      decided: z.int(),
      failed: z.int(),
      cancelled: z.int(),
    })
    .describe("How many contents are where; decided, failed and cancelled are final."),
  results: z.array(batchResultSchema),
  next_cursor: z.string().nullable(),
});
export type Batch = z.infer<typeof batchSchema>;

/** GET /api/v1/batches/{id} */
export const batchQuerySchema = z.object({
  cursor: z.coerce.number().int().min(0).max(MOST_IN_BATCH).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
