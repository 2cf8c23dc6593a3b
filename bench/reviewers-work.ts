import type { Verdict } from "../lib/domain/verdict";
import { db } from "../lib/store/client";
import { newId } from "../lib/store/ids";

/** A score that nothing else in the bench has: whoever reads it has seen what the models think. */
export const HIDDEN_SCORE = 0.777123;
/** How every note of a reviewer begins: whoever reads one has seen an opinion. */
export const NOTE = "said-by-";

const VERDICT = {
  decision: "FLAG",
  interventions: [],
  scores: { toxicity: HIDDEN_SCORE },
  overallSafetyScore: 1 - HIDDEN_SCORE,
  confidence: 0.6,
  decidedBy: ["toxicity"],
  reviewReason: "score",
  explanations: [],
} satisfies Verdict;

/** The tasks made here; second readings and what they lead to are made by the system on the way. */
export const MADE = new Set<string>();

let serial = 0;

/**
 * Adds items that wait for people: half need one opinion (task ids that end in an even digit), the others three, every
 * second of those without the models' scores.
 */
export async function addWork(orgId: string, count: number): Promise<void> {
  const now = Date.now();
  const work = Array.from({ length: count }, () => {
    const place = serial++;
    return { place, itemId: newId("itm"), taskId: `${newId("tsk")}${place % 10}` };
  });
  for (const { taskId } of work) MADE.add(taskId);
  await db().item.createMany({
    data: work.map(({ itemId, place }) => ({
      id: itemId,
      orgId,
      contentId: `bench-${place}`,
      bodyHash: "",
      text: `bench post ${place}`,
      modalities: ["text"],
      state: "in_review" as const,
      decision: "FLAG" as const,
      decidedBy: "machine",
    })),
  });
  await db().verdict.createMany({
    data: work.map(({ itemId }) => ({
      itemId,
      decision: "FLAG" as const,
      confidence: VERDICT.confidence,
      safety: VERDICT.overallSafetyScore,
      scores: VERDICT.scores,
      body: VERDICT,
      policyVersion: 1,
      modelVersions: {},
      processingMs: 1,
    })),
  });
  await db().reviewTask.createMany({
    data: work.map(({ itemId, taskId, place }) => ({
      id: taskId,
      orgId,
      itemId,
      priority: (["high", "medium", "low"] as const)[place % 3] as "high",
      rank: now / 1000 + place,
      dueAt: new Date(now + 3_600_000),
      opinionsNeeded: place % 2 === 0 ? 1 : 3,
      blindModel: place % 4 === 1,
    })),
  });
}
