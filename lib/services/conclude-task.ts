import { consensusOf, type GivenOpinion } from "#lib/domain/consensus";
import { clauseOf } from "#lib/domain/policy";
import { secondReviewChance } from "#lib/domain/review-settings";
import type { Category, Priority } from "#lib/domain/taxonomy";
import { appendAudit } from "#lib/store/audit";
import { findGolden, insertCheck, lastReview, settleChecks } from "#lib/store/checks";
import type { Db } from "#lib/store/client";
import { type Decision, insertDecision } from "#lib/store/decisions";
import { type Item, setItemDecision } from "#lib/store/items";
import { listOpinions } from "#lib/store/opinions";
import { activePolicy } from "#lib/store/policies";
import { readReviewSettings } from "#lib/store/review-settings";
import { insertShadow } from "#lib/store/shadows";
import { askLead, collectMore, insertTask, type ReviewTask, settleTask } from "#lib/store/tasks";

/**
 * What follows for a task from a decision whose undo window has passed: the decision that is now in force, or null
 * when there is none, because opinions are missing, a lead is to decide, or the item was a check.
 */
export async function concludeTask(
  tx: Db,
  decision: Decision,
  task: ReviewTask,
  item: Item,
): Promise<Decision | null> {
  if (item.shadowOf) {
    await settleTask(tx, task.id);
    await setItemDecision(tx, item.id, decision.outcome, decision.actor);
    await recordCheck(tx, decision, task, item.shadowOf, item.shadowKind === "golden" ? "golden" : "qa");
    return null;
  }
  if (decision.isOpinion) return weighOpinions(tx, decision, task);
  await settleTask(tx, task.id);
  if (task.adjudication) await settleChecks(tx, item.id);
  else if (!task.appealId) await sampleForSecondReview(tx, decision, task);
  return decision;
}

async function weighOpinions(tx: Db, decision: Decision, task: ReviewTask): Promise<Decision | null> {
  const opinions = await listOpinions(tx, task.id);
  if (opinions.length < task.opinionsNeeded) {
    await collectMore(tx, task.id, decision.actor);
    return null;
  }
  const policy = await activePolicy(task.orgId, tx);
  const given = opinions.map(
    ({ decision: outcome, categories }) => ({ decision: outcome, categories }) as GivenOpinion,
  );
  const result = consensusOf(given, policy.body);
  const said = opinions.map(({ reviewerId, decision: outcome, categories }) => ({
    reviewerId,
    outcome,
    categories,
  }));
  if (!result.settled) {
    await askLead(tx, task.id, decision.actor);
    await appendAudit(tx, {
      orgId: task.orgId,
      actor: "machine",
      action: "opinions.disagree",
      subject: task.itemId,
      payload: { taskId: task.id, why: result.why, opinions: said },
    });
    return null;
  }
  await settleTask(tx, task.id);
  const [first] = result.categories;
  const made = await insertDecision(tx, {
    orgId: task.orgId,
    itemId: task.itemId,
    taskId: task.id,
    actor: "consensus",
    outcome: result.decision,
    categories: result.categories,
    clause: result.decision === "BLOCK" && first ? clauseOf(policy.body, first) : null,
    note: "",
    policyVersion: policy.version,
    effectiveAt: new Date(),
    effectiveDone: true,
  });
  await appendAudit(tx, {
    orgId: task.orgId,
    actor: "machine",
    action: "opinions.settled",
    subject: task.itemId,
    payload: {
      decisionId: made.id,
      taskId: task.id,
      outcome: made.outcome,
      categories: made.categories,
      opinions: said,
    },
  });
  return made;
}

/** Whether two decisions say the same: the same outcome and, for a take-down, at least one rule in common. */
export function sameDecision(a: Answer, b: Answer): boolean {
  if (a.decision !== b.decision) return false;
  return a.decision !== "BLOCK" || a.categories.some((category) => b.categories.includes(category));
}

interface Answer {
  decision: string;
  categories: string[];
}

async function recordCheck(
  tx: Db,
  decision: Decision,
  task: ReviewTask,
  itemId: string,
  kind: "golden" | "qa",
) {
  const golden = kind === "golden" ? await findGolden(tx, itemId) : null;
  const first = golden ? null : await lastReview(tx, itemId);
  const expected = golden ?? (first && { decision: first.outcome, categories: first.categories });
  if (!expected) return;
  const given = { decision: decision.outcome, categories: decision.categories };
  const agrees = sameDecision(given, expected);
  await insertCheck(tx, {
    ...given,
    taskId: task.id,
    orgId: task.orgId,
    kind,
    itemId,
    queue: task.queue,
    reviewerId: decision.actor,
    expected: expected.decision,
    expectedCategories: expected.categories,
    firstReviewerId: first?.actor ?? null,
    agrees,
  });
  if (kind === "qa" && !agrees) await askLeadAgain(tx, task, itemId, [decision.actor, first?.actor ?? ""]);
}

/** Puts an item that was read twice and judged differently before a lead. */
async function askLeadAgain(tx: Db, task: ReviewTask, itemId: string, knownTo: string[]): Promise<void> {
  const { orgId, queue, language, community, categories, severity, harm, topScore } = task;
  const id = await insertTask(tx, {
    ...{ orgId, itemId, queue, language, community, categories, severity, harm, topScore },
    kind: "review",
    priority: "medium",
    arrivedAt: new Date(),
    excluded: knownTo.filter(Boolean),
  });
  await tx.reviewTask.update({ where: { id }, data: { leadsOnly: true, adjudication: true } });
}

/** Now and then, and more often where it matters, a second person reads what one person decided. */
async function sampleForSecondReview(tx: Db, decision: Decision, task: ReviewTask): Promise<void> {
  const { qaRate } = await readReviewSettings(task.orgId, tx);
  const verdict = await tx.verdict.findUnique({
    where: { itemId: task.itemId },
    select: { confidence: true },
  });
  const chance = secondReviewChance(qaRate, task.severity, 1 - (verdict?.confidence ?? 0));
  if (Math.random() >= chance) return;
  await openShadowTask(tx, task.itemId, "qa", { ...task, priority: "low" }, [decision.actor]);
}

type Pattern = Pick<
  ReviewTask,
  | "orgId"
  | "queue"
  | "language"
  | "community"
  | "categories"
  | "severity"
  | "harm"
  | "topScore"
  | "textHash"
  | "blindModel"
> & { priority: Priority };

/** Copies an item and opens a task on the copy that looks like the pattern. */
export async function openShadowTask(
  tx: Db,
  itemId: string,
  kind: "golden" | "qa",
  pattern: Pattern,
  knownTo: string[],
): Promise<string> {
  const { id, receivedAt } = await insertShadow(tx, itemId, kind);
  const {
    orgId,
    queue,
    language,
    community,
    categories,
    severity,
    harm,
    topScore,
    textHash,
    priority,
    blindModel,
  } = pattern;
  return insertTask(tx, {
    ...{
      orgId,
      queue,
      language,
      community,
      categories: categories as Category[],
      severity,
      harm,
      topScore,
      textHash,
    },
    ...{ priority, blindModel },
    itemId: id,
    kind: "review",
    arrivedAt: receivedAt,
    excluded: knownTo,
    stock: kind === "golden",
  });
}
