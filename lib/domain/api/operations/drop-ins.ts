import { z } from "zod";
import { moderationRequestSchema, OPENAI_CATEGORIES } from "../../openai-moderation";
import { analyzeBodySchema, suggestBodySchema } from "../../perspective";
import { categorySchema, decisionSchema, scoresSchema } from "../../taxonomy";
import { REVIEW_REASONS } from "../../verdict";
import { operation } from "../operation";

const TAG = "Drop-ins";
const names = Object.keys(OPENAI_CATEGORIES) as (keyof typeof OPENAI_CATEGORIES)[];
const eachCategory = <S extends z.ZodType>(schema: S) => z.record(z.enum(names), schema);

const moderationsAnswerSchema = z.object({
  id: z.string(),
  model: z.string(),
  results: z.array(
    z.object({
      flagged: z.boolean(),
      categories: eachCategory(z.boolean()),
      category_scores: eachCategory(z.number().min(0).max(1)),
      category_applied_input_types: eachCategory(z.array(z.enum(["text", "image"]))),
      sightline: z.looseObject({
        decision: decisionSchema,
        decided_by: z.array(categorySchema),
        review_reason: z.enum(REVIEW_REASONS).nullable(),
        scores: scoresSchema,
        language: z.string().nullable(),
      }),
    }),
  ),
});

const scoreSchema = z.object({ value: z.number().min(0).max(1), type: z.literal("PROBABILITY") });
const analyzeAnswerSchema = z.object({
  attributeScores: z.record(
    z.string(),
    z.object({
      spanScores: z.array(z.object({ begin: z.int(), end: z.int(), score: scoreSchema })),
      summaryScore: scoreSchema,
    }),
  ),
  languages: z.array(z.string()),
  detectedLanguages: z.array(z.string()).optional(),
  clientToken: z.string().optional(),
});
const suggestAnswerSchema = z.object({
  clientToken: z.string().optional(),
  requestedLanguages: z.array(z.string()).optional(),
});

export const openaiModerationsOperation = operation({
  id: "openaiModerations",
  method: "POST",
  path: "/v1/moderations",
  tag: TAG,
  summary: "OpenAI's moderation endpoint",
  description:
    "Point an OpenAI client's base URL here. Scores only: nothing is stored. Categories that no model covers are 0, and named in the header `sightline-not-covered`.",
  auth: { scope: "moderate" },
  errors: "openai",
  body: moderationRequestSchema,
  /** A picture of 10 MB in base64, and a text. */
  maxBodyBytes: 16_000_000,
  answers: {
    200: {
      description: "One result per text.",
      schema: moderationsAnswerSchema,
      headers: { "sightline-not-covered": "Categories whose 0 means that no model covers them." },
    },
  },
  problems: ["unsupported", "timeout"],
  examples: [
    { title: "One text", body: { input: "See you at the harbour at eight." }, status: 200 },
    { title: "Several texts", body: { input: ["Good morning.", "You are a fool."] }, status: 200 },
  ],
});

const COMMON = {
  method: "POST",
  route: "/v1alpha1/[method]",
  tag: TAG,
  auth: { scope: "moderate" },
  errors: "google",
  // 20 kB of text as escaped as JSON can be, with as much context again.
  maxBodyBytes: 262_144,
} as const;

export const analyzeCommentOperation = operation({
  ...COMMON,
  id: "analyzeComment",
  path: "/v1alpha1/comments:analyze",
  summary: "Perspective API: score a comment",
  description:
    "Scores only: nothing is stored. The key goes into the query (`?key=`), the header X-Goog-Api-Key, or Authorization.",
  body: analyzeBodySchema,
  answers: { 200: { description: "The scores that were asked for.", schema: analyzeAnswerSchema } },
  problems: ["timeout", "conflict"],
  examples: [
    {
      title: "Two attributes",
      body: {
        comment: { text: "You are a fool." },
        languages: ["en"],
        requestedAttributes: { TOXICITY: {}, INSULT: { scoreThreshold: 0.1 } },
      },
      status: 200,
    },
  ],
});

export const suggestScoreOperation = operation({
  ...COMMON,
  id: "suggestScore",
  path: "/v1alpha1/comments:suggestscore",
  summary: "Perspective API: say what a comment is",
  description: "Keeps the text with what is said of it as a label for the next model.",
  body: suggestBodySchema,
  answers: { 200: { description: "Kept.", schema: suggestAnswerSchema } },
  problems: ["conflict"],
  examples: [
    {
      title: "A moderator found it harmless",
      body: {
        comment: { text: "What a foolish idea." },
        attributeScores: { TOXICITY: { summaryScore: { value: 0 } } },
        clientToken: "comment:71",
      },
      status: 200,
    },
  ],
});

export const discoveryOperation = operation({
  id: "discovery",
  method: "GET",
  path: "/$discovery/rest",
  tag: TAG,
  summary: "Perspective API: discovery document",
  description: "For clients that are built on Google's description format.",
  auth: "public",
  errors: "google",
  query: z.looseObject({ version: z.string().default("v1alpha1") }),
  answers: { 200: { description: "Methods and types.", schema: z.looseObject({ kind: z.string() }) } },
  problems: ["not_found"],
  examples: [{ title: "The document", query: { version: "v1alpha1" }, status: 200 }],
});

export const DROP_IN_OPERATIONS = [
  openaiModerationsOperation,
  analyzeCommentOperation,
  suggestScoreOperation,
  discoveryOperation,
];
