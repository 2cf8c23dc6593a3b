import { z } from "zod";
import { Failure } from "./failure";
import type { Category, Scores } from "./taxonomy";

/* Requests of the Perspective API, v1alpha1, its errors, and how the taxonomy maps to its attributes. */

/** Its limit: 20 kB of UTF-8. */
export const LONGEST_COMMENT_BYTES = 20_480;

export type PerspectiveErrorType =
  | "COMMENT_TOO_LONG"
  | "COMMENT_EMPTY"
  | "NO_REQUESTED_ATTRIBUTES"
  | "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
  | "INVALID_REQUEST";

/** An error of the Perspective API's own; `more` joins its detail object. */
export class PerspectiveError extends Failure {
  constructor(
    readonly errorType: PerspectiveErrorType,
    message: string,
    readonly more: Record<string, unknown> = {},
  ) {
    super("invalid_input", message);
  }
}

const both = (scores: Scores, a: Category, b: Category) => lowest(scores[a], scores[b]);
const lowest = (...values: (number | undefined)[]) =>
  values.every((value) => value !== undefined) ? Math.min(...(values as number[])) : undefined;
const highest = (...values: (number | undefined)[]) => {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
};

interface Attribute {
  /** Its probability; undefined where no model covers it. */
  read(scores: Scores): number | undefined;
  /** What a person who suggests this attribute says of a text. */
  category: Category;
}

const direct = (category: Category): Attribute => ({ category, read: (scores) => scores[category] });

const ATTRIBUTES: Record<string, Attribute> = {
  TOXICITY: direct("toxicity"),
  // No category of its own: toxic, and at the same time hateful, threatening, or an insult in foul language.
  SEVERE_TOXICITY: {
    category: "toxicity",
    read: (scores) =>
      lowest(scores.toxicity, highest(scores.hate, scores.violence, both(scores, "harassment", "profanity"))),
  },
  IDENTITY_ATTACK: direct("hate"),
  INSULT: direct("harassment"),
  PROFANITY: direct("profanity"),
  THREAT: direct("violence"),
  SEXUALLY_EXPLICIT: direct("sexual"),
  SPAM: direct("spam"),
};
export const ATTRIBUTE_NAMES = Object.keys(ATTRIBUTES);

/** An attribute by name, also under its `_EXPERIMENTAL` alias. */
export function findAttribute(name: string): Attribute | undefined {
  const base = name.replace(/_EXPERIMENTAL$/, "");
  return Object.hasOwn(ATTRIBUTES, base) ? ATTRIBUTES[base] : undefined;
}

/** Google reads `do_not_store` as it reads `doNotStore`. Names in capitals are data and stay. */
function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [
        key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        camelCase(entry),
      ]),
  );
}

const textEntrySchema = z.object({ text: z.string().default(""), type: z.string().optional() });
export type TextEntry = z.infer<typeof textEntrySchema>;

const contextSchema = z
  .object({
    entries: z.array(textEntrySchema).optional(),
    articleAndParentComment: z
      .object({ article: textEntrySchema.optional(), parentComment: textEntrySchema.optional() })
      .optional(),
  })
  .refine(({ entries, articleAndParentComment }) => !(entries?.length && articleAndParentComment), {
    message: "Context can have either entries or article_and_parent_comment, but both fields were populated.",
  });

const common = {
  comment: textEntrySchema.default({ text: "" }),
  context: contextSchema.optional(),
  languages: z.array(z.string().min(2).max(35)).max(20).default([]),
  clientToken: z.string().max(1000).optional(),
  sessionId: z.string().max(1000).optional(),
  communityId: z.string().max(1000).optional(),
};

const parametersSchema = z.object({
  scoreType: z.string().optional(),
  scoreThreshold: z.number().optional(),
});

/** A request as it is documented; names written with underscores are read as well. */
export const analyzeBodySchema = z.object({
  ...common,
  requestedAttributes: z.record(z.string().max(100), parametersSchema).default({}),
  spanAnnotations: z.boolean().default(false),
  /** Nothing of an analysis is ever stored. */
  doNotStore: z.boolean().default(false),
  dropUnsupportedAttributes: z.boolean().default(false),
});
export const analyzeRequestSchema = z.preprocess(camelCase, analyzeBodySchema);
export type AnalyzeRequest = z.infer<typeof analyzeRequestSchema>;

const valueSchema = z.object({ value: z.number(), type: z.string().optional() });

export const suggestBodySchema = z.object({
  ...common,
  attributeScores: z
    .record(
      z.string().max(100),
      z.object({
        summaryScore: valueSchema.optional(),
        spanScores: z.array(z.object({ score: valueSchema })).optional(),
      }),
    )
    .default({}),
});
export const suggestRequestSchema = z.preprocess(camelCase, suggestBodySchema);
export type SuggestRequest = z.infer<typeof suggestRequestSchema>;
