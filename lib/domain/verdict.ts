import { z } from "zod";
import { FUSION_PARTS } from "./fusion/parts";
import { heatmapSchema, type PreparedMedia, regionSchema, riskSchema, transcriptSchema } from "./media";
import {
  categorySchema,
  decisionSchema,
  interventionSchema,
  MODALITIES,
  STAGE_MODALITIES,
  scoresSchema,
} from "./taxonomy";

export const modalitySchema = z.enum(MODALITIES);

/** A stretch of the original text in UTF-16 code units, end exclusive; `weight` is its share of the logit. */
export const spanSchema = z.object({ start: z.int().min(0), end: z.int().min(0), weight: z.number() });
export type Span = z.infer<typeof spanSchema>;

/** What one part of an item adds to a score that was made of all of them; negative where it speaks against it. */
export const contributionSchema = z.object({ part: z.enum(FUSION_PARTS), value: z.number() });

export const explanationSchema = z.object({
  modality: modalitySchema,
  category: categorySchema,
  summary: z.string(),
  /** Places in the item's text, or (for words read or heard) in the stage's transcript. */
  spans: z.array(spanSchema).default([]),
  /**
   * Completeness gap of spans by integrated gradients: |sum of contributions - change| / |change|, at most 1, where the change
   * is the model's logit less its logit of no words. Counted before words that only seem to speak against are left unmarked.
   * Absent where nothing was integrated (level 1 adds up by itself, packs show attention), and in what was stored before.
   */
  gap: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      "Share of the change in the model's logit that the attribution behind `spans` misses; 0 is none.",
    ),
  /** Places in the medium: boxes on a picture, seconds of a sound, both in a video. */
  regions: z.array(regionSchema).optional(),
  heatmap: heatmapSchema.optional(),
  /**
   * Of a score over all parts: what each part adds (Shapley values). They add up to the score less what is said of nothing.
   * `modality` is that of the part that adds most.
   */
  contributions: z.array(contributionSchema).optional(),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** What a list entry does to an item that it matches. */
export const LIST_ACTIONS = ["block", "flag", "allow"] as const;
export const listActionSchema = z.enum(LIST_ACTIONS);
export type ListAction = z.infer<typeof listActionSchema>;

/** Entries that are looked for in text, and hashes of known media. */
export const TEXT_LIST_KINDS = ["keyword", "regex"] as const;
export const HASH_LIST_KINDS = ["sha256", "pdq"] as const;
export const LIST_KINDS = [...TEXT_LIST_KINDS, ...HASH_LIST_KINDS] as const;
export const listKindSchema = z.enum(LIST_KINDS);
export type ListKind = z.infer<typeof listKindSchema>;
export type TextListKind = (typeof TEXT_LIST_KINDS)[number];
export type HashListKind = (typeof HASH_LIST_KINDS)[number];

/** One list entry as the text matcher needs it. */
export interface ListRule {
  id: string;
  kind: TextListKind;
  value: string;
  category: z.infer<typeof categorySchema>;
  action: ListAction;
}

export const ruleMatchSchema = z.object({
  entryId: z.string(),
  kind: listKindSchema,
  value: z.string(),
  category: categorySchema,
  action: listActionSchema,
  /** Place in the text, or in the stage's transcript; both 0 where a whole medium matched by its hash. */
  start: z.int(),
  end: z.int(),
  /** Bits by which a perceptual hash differs, 0 to 31. */
  distance: z.int().optional(),
  /** Second of the video at which the frame that matched is shown. */
  at: z.number().optional(),
});
export type RuleMatch = z.infer<typeof ruleMatchSchema>;

export const STAGE_OUTCOMES = ["continue", "exit", "skipped", "failed", "timeout"] as const;

/** What one cascade stage found. `ms` is wall time, `reason` says why it was skipped or failed. */
export const stageResultSchema = z.object({
  stage: z.string(),
  /** `name@version` of the model, or of the rule set. */
  model: z.string(),
  modality: z.enum(STAGE_MODALITIES),
  /**
   * What it judged of its modality: a picture's looks and the words on it are two channels. Within a channel later stages
   * know better, across channels the worse score counts. Absent: named like the modality.
   */
  channel: z.string().optional(),
  ms: z.number(),
  outcome: z.enum(STAGE_OUTCOMES),
  scores: scoresSchema.default({}),
  matches: z.array(ruleMatchSchema).default([]),
  explanations: z.array(explanationSchema).default([]),
  /** ISO 639-1 code of the language found, with the detector's confidence in [0, 1]. */
  language: z.object({ code: z.string(), confidence: z.number() }).optional(),
  /** False when the stage's model does not cover the item's language. */
  covered: z.boolean().default(true),
  reason: z.string().optional(),
  /** Words that the stage read or heard. */
  transcript: transcriptSchema.optional(),
  /** Risk over time, in order of time. */
  timeline: z.array(riskSchema).optional(),
  /** Of fusion: each score taken apart, `empty` and the contributions adding up to it. */
  shares: z
    .partialRecord(categorySchema, z.object({ empty: z.number(), parts: z.array(contributionSchema) }))
    .optional(),
});
export type StageResult = z.infer<typeof stageResultSchema>;

/** Why a person has to look; shown in the desk and in the API's history. */
export const REVIEW_REASONS = [
  "score",
  "rule",
  "models_unavailable",
  "language_not_covered",
  "media_not_judged",
  "spot_check",
] as const;

export const verdictSchema = z.object({
  decision: decisionSchema,
  interventions: z.array(interventionSchema),
  scores: scoresSchema,
  /** 1 minus the highest category probability. */
  overallSafetyScore: z.number(),
  /** How sure the decision is, in [0, 1]; 1 is certain. */
  confidence: z.number(),
  /** Categories at or above the threshold that decided, gravest first. */
  decidedBy: z.array(categorySchema),
  reviewReason: z.enum(REVIEW_REASONS).nullable(),
  explanations: z.array(explanationSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** The content of an item as the cascade sees it. */
export interface ItemContent {
  text: string | null;
  language: string | null;
  media?: readonly PreparedMedia[];
}
