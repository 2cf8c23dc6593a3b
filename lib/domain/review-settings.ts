import { z } from "zod";
import type { PolicyBody } from "./policy";
import { type Category, categorySchema } from "./taxonomy";

/** Severity from which an item takes three opinions by default. */
const GRAVEST = 5;

/** How the people of an organisation decide, and how they are looked after; a missing field takes its default. */
export const reviewSettingsSchema = z.object({
  /** Opinions needed by category, where not the default of 1, or 3 for the gravest. */
  opinions: z.partialRecord(categorySchema, z.int().min(1).max(7)).default({}),
  /** Share of claims that are answered with an item whose answer is known. */
  goldenRate: z.number().min(0).max(0.2).default(0.03),
  /** Share of decisions that a second person reads again, before risk weighs in. */
  qaRate: z.number().min(0).max(0.5).default(0.05),
  /** Dose of one shift after which only benign work is served until a break is taken; see docs/wellbeing.md. */
  shiftBudget: z.number().min(10).max(2000).default(300),
  /** Dose of seven days after which only benign work is served. */
  weekBudget: z.number().min(10).max(10_000).default(1200),
  /** Most grave items in a row. */
  graveRun: z.int().min(1).max(20).default(3),
  breakMinutes: z.int().min(5).max(60).default(15),
  /** Work without a break after which the desk proposes one. */
  workMinutes: z.int().min(20).max(180).default(60),
});
export type ReviewSettings = z.infer<typeof reviewSettingsSchema>;
export const DEFAULT_REVIEW_SETTINGS: ReviewSettings = reviewSettingsSchema.parse({});

/** Opinions that a category needs where nobody chose a number: 1, or 3 for the gravest. */
export function usualOpinions(category: Category, policy: PolicyBody): number {
  return policy.categories[category].severity >= GRAVEST ? 3 : 1;
}

/** Opinions that a category needs. */
export function opinionsFor(category: Category, settings: ReviewSettings, policy: PolicyBody): number {
  return settings.opinions[category] ?? usualOpinions(category, policy);
}

export interface OpinionsInput {
  categories: Category[];
  settings: ReviewSettings;
  policy: PolicyBody;
  /** The queue's own number, which goes before the categories'. */
  queueOpinions: number | null;
  /** People who could be asked: nothing waits for opinions that nobody is there to give. */
  people: number;
}

/** Opinions that an item needs: its queue's, or the most that a category in question asks for; odd when capped. */
export function opinionsNeeded({
  categories,
  settings,
  policy,
  queueOpinions,
  people,
}: OpinionsInput): number {
  const wanted =
    queueOpinions ?? Math.max(1, ...categories.map((category) => opinionsFor(category, settings, policy)));
  if (wanted <= people) return wanted;
  return Math.max(1, people % 2 === 0 ? people - 1 : people);
}

/**
 * Chance in [0, 1] that a decision is read again: the set rate for an item of middling risk, up to twice that for grave
 * and doubtful ones, half for the harmless and certain.
 *
 * @param severity 1 to 5
 * @param uncertainty 1 minus the machine's confidence
 */
export function secondReviewChance(rate: number, severity: number, uncertainty: number): number {
  const risk = 0.5 + (severity - 1) / 4 + 0.5 * Math.min(1, Math.max(0, uncertainty));
  return Math.min(1, rate * risk);
}
