import { z } from "zod";
import type { ScoredText } from "./score";
import type { Category, Scores } from "./taxonomy";

/* The shapes of OpenAI's moderation endpoint (API reference, "Moderations"), and how the taxonomy maps to its categories. */

const partSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), text: z.string() }),
  z.looseObject({ type: z.literal("image_url"), image_url: z.looseObject({ url: z.string() }) }),
]);

export const moderationRequestSchema = z.looseObject({
  input: z.union([z.string(), z.array(z.string()), z.array(partSchema)], {
    error: "Give a string, a list of strings, or a list of {type: text} and {type: image_url} parts.",
  }),
  model: z.string().max(200).default("omni-moderation-latest"),
});
export type ModerationRequest = z.infer<typeof moderationRequestSchema>;

/**
 * Which categories of the taxonomy an OpenAI category is read from; of several, all must apply and the lowest
 * probability counts, which is the most that both can have together. None: no model covers it.
 */
export const OPENAI_CATEGORIES = {
  harassment: ["harassment"],
  "harassment/threatening": ["harassment", "violence"],
  hate: ["hate"],
  "hate/threatening": ["hate", "violence"],
  illicit: [],
  "illicit/violent": [],
  "self-harm": ["self_harm"],
  "self-harm/intent": [],
  "self-harm/instructions": [],
  sexual: ["sexual"],
  "sexual/minors": [],
  violence: ["violence"],
  "violence/graphic": [],
} as const satisfies Record<string, readonly Category[]>;
export type OpenaiCategory = keyof typeof OPENAI_CATEGORIES;
const NAMES = Object.keys(OPENAI_CATEGORIES) as OpenaiCategory[];

export interface Moderation {
  flagged: boolean;
  categories: Record<OpenaiCategory, boolean>;
  category_scores: Record<OpenaiCategory, number>;
  category_applied_input_types: Record<OpenaiCategory, ("text" | "image")[]>;
  /** Sightline's own verdict, which clients of OpenAI ignore. */
  sightline: {
    decision: ScoredText["verdict"]["decision"];
    decided_by: Category[];
    review_reason: ScoredText["verdict"]["reviewReason"];
    scores: Scores;
    language: string | null;
  };
}

/** What is wrong with an input, with the parameter's name. */
export interface InputProblem {
  param: string;
  message: string;
}

/** One thing to judge: a text, or the texts and the picture of a list of parts. */
export interface ModerationInput {
  text: string;
  /** An address or a data URL. */
  image?: string;
}

/** What to judge: each string by itself, or all parts of a list as one. */
export function inputsOf(
  { input }: ModerationRequest,
  longest: number,
  most: number,
): ModerationInput[] | InputProblem {
  const list = typeof input === "string" ? [input] : input;
  if (list.length === 0) return { param: "input", message: "The list is empty: give at least one text." };
  if (list.length > most)
    return { param: "input", message: `At most ${most} texts per request; these are ${list.length}.` };
  const texts: string[] = [];
  const images: string[] = [];
  for (const [at, entry] of list.entries()) {
    const param = typeof input === "string" ? "input" : `input[${at}]`;
    if (typeof entry !== "string" && entry.type === "image_url") {
      const { url } = entry.image_url as { url: string };
      if (images.length > 0) return { param, message: "One image per request at most." };
      if (!/^(https?:|data:)/i.test(url))
        return { param, message: "Give an address (http or https) or a data URL." };
      images.push(url);
      continue;
    }
    const text = typeof entry === "string" ? entry : (entry as { text: string }).text;
    if (text.trim() === "") return { param, message: "The text is empty." };
    texts.push(text);
  }
  const wholes = list.some((entry) => typeof entry !== "string") ? [texts.join("\n\n")] : texts;
  const tooLong = wholes.findIndex((text) => text.length > longest);
  if (tooLong < 0) return wholes.map((text) => ({ text, ...(images[0] ? { image: images[0] } : {}) }));
  const param = wholes.length === 1 ? "input" : `input[${tooLong}]`;
  return { param, message: `The text is longer than ${longest} characters.` };
}

/** OpenAI's input types, which are named like our modalities. */
const APPLIED = ["text", "image"] as const;

/** The lowest of the parts' probabilities; null when a part has none. */
function scoreOf(scores: Scores, parts: readonly Category[]): number | null {
  if (parts.length === 0) return null;
  const values = parts.map((part) => scores[part]);
  return values.every((value) => value !== undefined) ? Math.min(...(values as number[])) : null;
}

const forEach = <T>(value: (name: OpenaiCategory) => T) =>
  Object.fromEntries(NAMES.map((name) => [name, value(name)])) as Record<OpenaiCategory, T>;

/**
 * One text's result. `flagged` is whether the organisation's policy would not simply approve it, which can be for
 * what OpenAI has no category for, such as spam.
 */
export function toModeration({ verdict, flagged, language, scoredIn = {} }: ScoredText): Moderation {
  const { scores, decision, decidedBy, reviewReason } = verdict;
  const applies = (name: OpenaiCategory) => {
    const parts: readonly Category[] = OPENAI_CATEGORIES[name];
    return parts.length > 0 && parts.every((part) => flagged.includes(part));
  };
  return {
    flagged: decision !== "APPROVE",
    categories: forEach(applies),
    category_scores: forEach((name) => scoreOf(scores, OPENAI_CATEGORIES[name]) ?? 0),
    category_applied_input_types: forEach((name) => {
      const parts: readonly Category[] = OPENAI_CATEGORIES[name];
      if (parts.length === 0) return [];
      return APPLIED.filter((type) => parts.every((part) => scoredIn[type]?.includes(part)));
    }),
    sightline: {
      decision,
      decided_by: decidedBy,
      review_reason: reviewReason,
      scores,
      language: language?.code ?? null,
    },
  };
}

/** Categories whose 0 means "not covered" in at least one of the results. */
export function notCovered(results: ScoredText[]): OpenaiCategory[] {
  return NAMES.filter((name) =>
    results.some(({ verdict }) => scoreOf(verdict.scores, OPENAI_CATEGORIES[name]) === null),
  );
}
