import type { Category } from "#lib/domain/taxonomy";
import { markAnswered } from "#lib/store/appeals";
import { appendAudit } from "#lib/store/audit";
import { countForAuthor } from "#lib/store/authors";
import { type Db, inTransaction } from "#lib/store/client";
import { type Decision, insertLabel, markEffective } from "#lib/store/decisions";
import { itemOf, setItemDecision } from "#lib/store/items";
import { notify } from "#lib/store/notify";
import { settleReports } from "#lib/store/reports";
import { taskOf } from "#lib/store/tasks";
import { concludeTask } from "./conclude-task";
import { appealDecided, itemReviewed } from "./item-events";
import { offerAppeal } from "./route-item";
import { recordEvent, wakeReceivers } from "./webhook-events";

/** A reviewer's word, and what several agree on or a second person says on an appeal, as training weight. */
const LABEL_WEIGHT = { review: 1, several: 2, appeal: 2 } as const;

/** Lets a human decision take effect, once, after its undo window. */
export async function applyDecision(decisionId: string): Promise<void> {
  const receivers = await inTransaction(async (tx) => {
    const given = await markEffective(tx, decisionId);
    if (!given?.taskId) return [];
    const task = await taskOf(tx, given.taskId);
    const decision = await concludeTask(tx, given, task, await itemOf(tx, task.itemId));
    await notify("tasks_changed", task.orgId, tx);
    if (!decision) return [];
    const before = await setItemDecision(tx, decision.itemId, decision.outcome, decision.actor);
    const source = task.appealId ? "appeal" : "review";
    await insertLabel(tx, {
      orgId: decision.orgId,
      itemId: decision.itemId,
      decisionId: decision.id,
      categories: decision.outcome === "BLOCK" ? (decision.categories as Category[]) : [],
      harmful: decision.outcome === "BLOCK",
      source,
      weight: LABEL_WEIGHT[given.isOpinion || task.adjudication ? "several" : source],
    });
    await settleReports(tx, decision.itemId, decision.outcome === "BLOCK");
    if (task.appealId) await answerAppeal(tx, task.appealId, decision, before.authorId);
    else if (decision.outcome === "BLOCK") await takeDown(tx, decision, before.authorId);
    await notify("item_decided", decision.itemId, tx);
    const told = await recordEvent(tx, itemReviewed(before, decision, task.kind));
    if (task.appealId) told.push(...(await recordEvent(tx, appealDecided(before, decision, task.appealId))));
    if (task.appealId)
      await appendAudit(tx, {
        orgId: decision.orgId,
        actor: decision.actor,
        action: "appeal.decided",
        subject: task.appealId,
        payload: {
          decisionId: decision.id,
          itemId: decision.itemId,
          outcome: decision.outcome === "APPROVE" ? "overturned" : "upheld",
        },
      });
    return told;
  });
  await wakeReceivers(receivers);
}

async function takeDown(tx: Db, decision: Decision, authorId: string | null): Promise<void> {
  if (authorId) await countForAuthor(tx, authorId, { blocked: 1 });
  await offerAppeal(tx, decision.orgId, decision.id);
}

async function answerAppeal(
  tx: Db,
  appealId: string,
  decision: Decision,
  authorId: string | null,
): Promise<void> {
  const overturned = decision.outcome === "APPROVE";
  await markAnswered(tx, appealId, {
    state: overturned ? "overturned" : "upheld",
    reason: decision.note,
    decidedBy: decision.actor,
  });
  if (overturned && authorId) await countForAuthor(tx, authorId, { blocked: -1, overturned: 1 });
}
