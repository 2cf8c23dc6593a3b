import { z } from "zod";
import { alphaWithInterval, type Interval, rateDifference, rateWithInterval, type Unit } from "./agreement";
import { CATEGORIES, type Category, categorySchema, decisionSchema } from "./taxonomy";

const moment = z.iso.datetime();
const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** POST /api/desk/golden */
export const goldenBodySchema = z
  .object({
    itemId: z.string().max(100),
    decision: z.enum(["APPROVE", "BLOCK"]),
    categories: z.array(categorySchema).max(CATEGORIES.length).default([]),
    note: z.string().trim().max(500).default(""),
  })
  .refine((body) => (body.decision === "BLOCK") === body.categories.length > 0, {
    path: ["categories"],
    message: "A take-down names the rules that are broken, an approval none.",
  });
export type GoldenBody = z.infer<typeof goldenBodySchema>;

/** GET /api/desk/golden */
export const goldenListSchema = z.object({
  items: z.array(
    z.object({
      itemId: z.string(),
      decision: z.enum(["APPROVE", "BLOCK"]),
      categories: z.array(categorySchema),
      note: z.string(),
      createdAt: moment,
      excerpt: z.string(),
      served: z.int(),
      right: z.int(),
    }),
  ),
});
export type GoldenList = z.infer<typeof goldenListSchema>;

const agreementSchema = z.object({
  /** A category, a queue, or null for all decisions. */
  of: z.string().nullable(),
  /** Items that at least two people judged. */
  units: z.int(),
  alpha: intervalSchema.nullable(),
});

/** GET /api/desk/quality?days= */
export const qualitySchema = z.object({
  days: z.int(),
  overall: agreementSchema,
  categories: z.array(agreementSchema),
  queues: z.array(agreementSchema),
  pairs: z.array(
    z.object({ a: z.string(), b: z.string(), items: z.int(), agreement: intervalSchema.nullable() }),
  ),
  reviewers: z.array(
    z.object({
      name: z.string(),
      /** Share of opinions that were the consensus. */
      consensus: intervalSchema.nullable(),
      opinions: z.int(),
      /** Its change between the halves of the time. */
      drift: intervalSchema.nullable(),
      golden: intervalSchema.nullable(),
      goldenServed: z.int(),
      secondReview: intervalSchema.nullable(),
      secondReviewed: z.int(),
    }),
  ),
  golden: z.object({ served: z.int(), right: intervalSchema.nullable() }),
  secondReviews: z.object({ done: z.int(), agreed: intervalSchema.nullable() }),
  /** What leads are to settle, longest waiting first. */
  disagreements: z.array(
    z.object({
      taskId: z.string(),
      /** Fencing token that takes it, as long as nobody else did. */
      leaseToken: z.int(),
      /** Whether the lead who asks may take it: it is at a desk, theirs or another, or they judged or skipped it. */
      standing: z.enum(["free", "own", "taken", "excluded"]),
      itemId: z.string(),
      queue: z.string(),
      categories: z.array(z.string()),
      since: moment,
      opinions: z.array(z.object({ decision: decisionSchema, categories: z.array(z.string()) })),
    }),
  ),
});
export type Quality = z.infer<typeof qualitySchema>;
export type Agreement = z.infer<typeof agreementSchema>;

/** One person's judgement of one item. */
export interface Rating {
  itemId: string;
  queue: string;
  /** Categories that the models or lists raised. */
  questioned: string[];
  reviewerId: string;
  decision: string;
  categories: string[];
  /** What holds in the end. */
  outcome: string | null;
  at: Date;
}

function byItem(ratings: Rating[]): Rating[][] {
  const items = new Map<string, Rating[]>();
  for (const rating of ratings) {
    const others = items.get(rating.itemId) ?? [];
    // Who judged an item twice is heard once.
    if (!others.some(({ reviewerId }) => reviewerId === rating.reviewerId)) others.push(rating);
    items.set(rating.itemId, others);
  }
  return [...items.values()].filter((group) => group.length > 1);
}

const agreement = (of: string | null, units: Unit[]): Agreement => ({
  of,
  units: units.length,
  alpha: alphaWithInterval(units),
});

/** Alpha over all decisions, by category (does it apply or not) and by queue; what nobody was asked twice is left out. */
export function agreements(ratings: Rating[]): Pick<Quality, "overall" | "categories" | "queues"> {
  const items = byItem(ratings);
  const decisions = (groups: Rating[][]): Unit[] =>
    groups.map((group) => group.map(({ decision }) => decision));
  const inQuestion = (category: Category) =>
    items.filter((group) =>
      group.some(
        ({ questioned, categories }) => questioned.includes(category) || categories.includes(category),
      ),
    );
  const queues = [...new Set(items.flatMap((group) => group.map(({ queue }) => queue)))].sort();
  return {
    overall: agreement(null, decisions(items)),
    categories: CATEGORIES.map((category) =>
      agreement(
        category,
        inQuestion(category).map((group) =>
          group.map(({ categories }) => (categories.includes(category) ? 1 : 0)),
        ),
      ),
    ).filter(({ units }) => units > 0),
    queues: queues.map((queue) =>
      agreement(queue, decisions(items.filter((group) => group.some((rating) => rating.queue === queue)))),
    ),
  };
}

/** How often each two people decided the same on what both judged, by name. */
export function pairwise(ratings: Rating[], nameOf: (id: string) => string): Quality["pairs"] {
  const pairs = new Map<string, { a: string; b: string; same: number; items: number }>();
  for (const group of byItem(ratings))
    for (const [i, one] of group.entries())
      for (const other of group.slice(i + 1)) {
        const [a, b] = [nameOf(one.reviewerId), nameOf(other.reviewerId)].sort() as [string, string];
        const key = [one.reviewerId, other.reviewerId].sort().join(" ");
        const pair = pairs.get(key) ?? { a, b, same: 0, items: 0 };
        pair.items++;
        if (one.decision === other.decision) pair.same++;
        pairs.set(key, pair);
      }
  return [...pairs.values()]
    .sort((x, y) => x.a.localeCompare(y.a, "en") || x.b.localeCompare(y.b, "en"))
    .map(({ a, b, same, items }) => ({ a, b, items, agreement: rateWithInterval(same, items) }));
}

export interface Consensus {
  opinions: number;
  consensus: Interval | null;
  drift: Interval | null;
}

/** How often a person's opinions were what held in the end, and how that changed from before `middle` to after it. */
export function towardsConsensus(ratings: Rating[], reviewerId: string, middle: Date): Consensus {
  const own = byItem(ratings)
    .flat()
    .filter((rating) => rating.reviewerId === reviewerId && rating.outcome !== null);
  const tally = (part: Rating[]): [number, number] => [
    part.filter(({ decision, outcome }) => decision === outcome).length,
    part.length,
  ];
  const [before, after] = [own.filter(({ at }) => at < middle), own.filter(({ at }) => at >= middle)];
  return {
    opinions: own.length,
    consensus: rateWithInterval(...tally(own)),
    drift: rateDifference(tally(after), tally(before)),
  };
}
