import { z } from "zod";
import type { StageSpec } from "./cascade";
import { decide, type PolicyBody } from "./policy";
import { DECISIONS, type DecisionKind } from "./taxonomy";
import { type StageResult, stageResultSchema, type Verdict } from "./verdict";

/** What the models found on a past item; enough to decide it again under another policy. */
export const replayItemSchema = z.object({
  id: z.string(),
  contentId: z.string(),
  excerpt: z.string(),
  receivedAt: z.iso.datetime(),
  results: z.array(stageResultSchema),
});
export type ReplayItem = z.infer<typeof replayItemSchema>;

/** GET /api/desk/policy/replay: the most recent items, newest first. */
export const replayQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(5000).default(1000) });
export const replaySampleSchema = z.object({ items: z.array(replayItemSchema) });

export type DecisionCounts = Record<DecisionKind, number>;

export interface SideChange {
  item: ReplayItem;
  before: Verdict;
  after: Verdict;
}

export interface Replay {
  before: DecisionCounts;
  after: DecisionCounts;
  /** Items whose decision differs, newest first. */
  changes: SideChange[];
  /** Items a person would look at: flagged ones and the expected spot checks. */
  reviews: { before: number; after: number };
  /** Days between the oldest and the newest item. */
  days: number;
}

/** A stage that scored, or that said it could not for the item's language, is a model; rules score nothing. */
function planOf(results: StageResult[]): StageSpec[] {
  return results.map(({ stage, modality, model, scores, covered }) => ({
    name: stage,
    modality,
    model,
    timeoutMs: 0,
    level: Object.keys(scores).length > 0 || !covered ? 1 : 0,
  }));
}

function judge({ results }: ReplayItem, policy: PolicyBody): Verdict {
  return decide({ plan: planOf(results), results, spotCheckDraw: 1 }, policy);
}

function count(verdicts: Verdict[]): DecisionCounts {
  const counts = Object.fromEntries(DECISIONS.map((decision) => [decision, 0])) as DecisionCounts;
  for (const { decision } of verdicts) counts[decision]++;
  return counts;
}

const reviewsOf = (counts: DecisionCounts, policy: PolicyBody) =>
  counts.FLAG + counts.APPROVE * policy.spotCheckRate;

/** Decides past items under two policies and says what would differ. The stored scores are taken as they are. */
export function replayPolicies(items: ReplayItem[], before: PolicyBody, after: PolicyBody): Replay {
  const old = items.map((item) => judge(item, before));
  const fresh = items.map((item) => judge(item, after));
  const counts = { before: count(old), after: count(fresh) };
  const changes = items.flatMap((item, i) => {
    const [was, is] = [old[i] as Verdict, fresh[i] as Verdict];
    return was.decision === is.decision ? [] : [{ item, before: was, after: is }];
  });
  const times = items.map((item) => Date.parse(item.receivedAt));
  return {
    ...counts,
    changes,
    reviews: { before: reviewsOf(counts.before, before), after: reviewsOf(counts.after, after) },
    days: times.length < 2 ? 0 : (Math.max(...times) - Math.min(...times)) / 86_400_000,
  };
}
