import { z } from "zod";
import { FAILURE_CODES } from "./failure";
import { categorySchema, MODALITIES } from "./taxonomy";
import { verdictSchema } from "./verdict";

/* What the web process and the scoring service say to each other: POST /score. */

/** Most texts in one request. */
export const MOST_SCORED = 256;
/** Longest text that is scored, in UTF-16 code units: Perspective's 20 kB and a little more than an item may have. */
export const LONGEST_SCORED = 20_480;

const scoreInputSchema = z.object({
  /** May be empty beside a picture. */
  text: z.string().max(LONGEST_SCORED),
  /** An address (http or https) or a data URL of a picture that belongs to the text. */
  image: z.string().optional(),
  /** What the caller says the language is, ISO 639-1. */
  language: z.string().nullable(),
});
export type ScoreInput = z.infer<typeof scoreInputSchema>;

export const scoreRequestSchema = z.object({
  orgId: z.string(),
  inputs: z.array(scoreInputSchema).min(1).max(MOST_SCORED),
  /** The caller waits this long; what is not done by then is dropped. */
  deadlineMs: z.int().min(1).max(60_000),
});
export type ScoreRequest = z.infer<typeof scoreRequestSchema>;

const scoredTextSchema = z.object({
  /** As an item with this text would get, scores included where a list entry alone decides; without its reasons. */
  verdict: verdictSchema.omit({ explanations: true }),
  /** Categories at or above their review threshold, or named by a list entry that matched. */
  flagged: z.array(categorySchema),
  /** What the language detector found; null when it found nothing. */
  language: z.object({ code: z.string(), confidence: z.number() }).nullable(),
  /** `name@version` of the models that scored it, first to last. */
  models: z.array(z.string()),
  /** Which categories were scored, by the modality that they were scored in. */
  scoredIn: z.partialRecord(z.enum(MODALITIES), z.array(categorySchema)).optional(),
});
export type ScoredText = z.infer<typeof scoredTextSchema>;

export const scoreAnswerSchema = z.object({ policyVersion: z.int(), results: z.array(scoredTextSchema) });
export type ScoreAnswer = z.infer<typeof scoreAnswerSchema>;

/** Most requests that travel together. */
export const MOST_TOGETHER = 64;

/** What POST /score takes: requests of any callers, each checked, judged and refused for itself. */
export const scoreGroupSchema = z.object({ requests: z.array(z.unknown()).min(1).max(MOST_TOGETHER) });

/** What the scoring service answers instead, with the status of the failure. */
export const scoreRefusalSchema = z.object({
  code: z.enum(FAILURE_CODES),
  message: z.string(),
  retryAfterSeconds: z.number().optional(),
});
export type ScoreRefusal = z.infer<typeof scoreRefusalSchema>;

/** One line of JSON of the answer to a group: a request, by its place, is answered or refused, in whatever order they end. */
export const scoreLineSchema = z.union([
  z.object({ at: z.int(), answer: scoreAnswerSchema }),
  z.object({ at: z.int(), refusal: scoreRefusalSchema }),
]);
export type ScoreLine = z.infer<typeof scoreLineSchema>;
