import { z } from "zod";
import { MAX_TEXT } from "./content";
import { FAILURE_CODES } from "./failure";
import { policyBodySchema } from "./policy";
import { categorySchema, decisionSchema, STAGE_MODALITIES } from "./taxonomy";
import { stageResultSchema, verdictSchema } from "./verdict";

/* A text on its way through the cascade, told as it happens: one JSON object per line. Nothing is stored. */

export const traceBodySchema = z.strictObject({
  text: z.string().min(1, "Type something.").max(MAX_TEXT),
  language: z.string().max(20).nullable().default(null),
});
export type TraceBody = z.infer<typeof traceBodySchema>;

/** What the web process asks of the scoring service: POST /trace. */
export const traceRequestSchema = z.object({
  orgId: z.string(),
  text: z.string().max(MAX_TEXT),
  language: z.string().nullable(),
  deadlineMs: z.int().min(1).max(60_000),
});
export type TraceRequest = z.infer<typeof traceRequestSchema>;

const stretch = z.object({ start: z.int(), end: z.int() });

export const traceEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("plan"),
    stages: z.array(
      z.object({ name: z.string(), level: z.int(), model: z.string(), modality: z.enum(STAGE_MODALITIES) }),
    ),
    policyVersion: z.int(),
    policy: policyBodySchema,
  }),
  /** A stage has begun. */
  z.object({ type: z.literal("begin"), stage: z.string() }),
  z.object({ type: z.literal("stage"), result: stageResultSchema }),
  z.object({ type: z.literal("verdict"), verdict: verdictSchema, ms: z.number() }),
  /** The words without which it would be approved, as the cascade itself confirmed; null when few words do not do it. */
  z.object({
    type: z.literal("flip"),
    flip: z
      .object({
        removed: z.array(stretch),
        decision: decisionSchema,
        /** The score that stood highest against its threshold, without the words. */
        category: categorySchema,
        score: z.number(),
      })
      .nullable(),
    passes: z.int(),
    ms: z.number(),
  }),
  z.object({ type: z.literal("error"), code: z.enum(FAILURE_CODES), message: z.string() }),
]);
export type TraceEvent = z.infer<typeof traceEventSchema>;
