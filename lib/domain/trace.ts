import { z } from "zod";
import { MAX_TEXT } from "./content";
import { FAILURE_CODES } from "./failure";
import { MEDIA_LIMITS } from "./media";
import { policyBodySchema } from "./policy";
import { categorySchema, decisionSchema, STAGE_MODALITIES } from "./taxonomy";
import { stageResultSchema, verdictSchema } from "./verdict";

/* A post on its way through the cascade, told as it happens: one JSON object per line. Nothing is stored. */

/** A data URL of the largest picture that is taken, in base64. */
const LONGEST_IMAGE = Math.ceil((MEDIA_LIMITS.image.bytes * 4) / 3) + 100;
const imageSchema = z
  .string()
  .max(LONGEST_IMAGE, "The picture is larger than 10 MB.")
  .regex(/^(https?:|data:)/i, "Give an address (http or https) or a data URL.");

export const traceBodySchema = z
  .strictObject({
    text: z.string().max(MAX_TEXT).default(""),
    language: z.string().max(20).nullable().default(null),
    /** An address or a data URL. */
    image: imageSchema.optional(),
  })
  .refine(({ text, image }) => text.length > 0 || image !== undefined, {
    path: ["text"],
    message: "Type something, or add a picture.",
  });

/** What the web process asks of the scoring service: POST /trace. */
export const traceRequestSchema = z.object({
  orgId: z.string(),
  text: z.string().max(MAX_TEXT),
  language: z.string().nullable(),
  image: z.string().optional(),
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
  /** The picture as people are shown it, re-encoded: a data URL that nobody keeps. */
  z.object({ type: z.literal("picture"), view: z.string(), width: z.int(), height: z.int() }),
  /** A stage has begun; stages that do not need one another run side by side. */
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
  /** Of a text with a picture: what becomes of either without the other, as the cascade itself found. */
  z.object({
    type: z.literal("parts"),
    without: z.array(
      z.object({
        /** What was taken away. */
        part: z.enum(["text", "image"]),
        decision: decisionSchema,
        /** The score that then stands highest against its threshold. */
        category: categorySchema,
        score: z.number(),
      }),
    ),
    ms: z.number(),
  }),
  z.object({ type: z.literal("error"), code: z.enum(FAILURE_CODES), message: z.string() }),
]);
export type TraceEvent = z.infer<typeof traceEventSchema>;
