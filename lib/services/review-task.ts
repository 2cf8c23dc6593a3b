import type { AuditAction } from "#lib/domain/audit";
import {
  type DecideBody,
  type DeskTask,
  LEASE_SECONDS,
  RESERVE_SECONDS,
  UNDO_SECONDS,
} from "#lib/domain/desk";
import { Failure } from "#lib/domain/failure";
import type { PolicyBody } from "#lib/domain/policy";
import { clauseLine, reasonsOf } from "#lib/domain/policy-tree";
import { leaseProblem } from "#lib/domain/review";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { appendAudit } from "#lib/store/audit";
import { freeReserved } from "#lib/store/claims";
import { inTransaction } from "#lib/store/client";
import { findDecision, insertDecision, markUndone } from "#lib/store/decisions";
import { notify } from "#lib/store/notify";
import { deleteOpinion, insertOpinion } from "#lib/store/opinions";
import { activePolicy } from "#lib/store/policies";
import {
  extendLease,
  findTask,
  type LeaseHolder,
  moveLeased,
  releaseHeld,
  resumeLease,
} from "#lib/store/tasks";
import { claimFor, type Reviewer, reserveFor, takeFor } from "./claim-for";
import { deskTask } from "./desk-task";

export type { Reviewer };

const holderOf = ({ orgId, userId }: Reviewer, taskId: string, leaseToken: number): LeaseHolder => ({
  orgId,
  userId,
  taskId,
  leaseToken,
});

/** The task this person already holds, or the best one waiting for them; null when there is none. They see it now. */
export async function claimTask(reviewer: Reviewer): Promise<DeskTask | null> {
  const task = (await resumeLease(reviewer, LEASE_SECONDS)) ?? (await claimFor(reviewer, LEASE_SECONDS));
  if (!task) return null;
  await notify("tasks_changed", reviewer.orgId);
  return deskTask(task);
}

/**
 * The task that comes next, kept ready for a short while so that it can be painted at once. Nobody has seen it yet;
 * `takeTask` says when they do.
 */
export async function reserveTask(reviewer: Reviewer): Promise<DeskTask | null> {
  await freeReserved(reviewer);
  const task = await reserveFor(reviewer, RESERVE_SECONDS);
  return task && deskTask(task);
}

/** Puts a reserved task into the hands of the person who now sees it. Refused when somebody else had it meanwhile. */
export async function takeTask(
  reviewer: Reviewer,
  taskId: string,
  leaseToken: number,
): Promise<{ leaseToken: number; leaseUntil: Date }> {
  const task = await takeFor(reviewer, { taskId, leaseToken }, LEASE_SECONDS);
  if (!task?.leaseUntil)
    throw new Failure("stale_lease", "A colleague was given this item at this moment. Take the next one.");
  await notify("tasks_changed", reviewer.orgId);
  return { leaseToken: task.leaseToken, leaseUntil: task.leaseUntil };
}

/** Lets go of the task that was kept ready; anybody may get it next. */
export async function freeReservation(reviewer: Reviewer): Promise<void> {
  await freeReserved(reviewer);
}

/** Keeps a lease alive; the new end. */
export async function keepLease(reviewer: Reviewer, taskId: string, leaseToken: number): Promise<Date> {
  const until = await extendLease(holderOf(reviewer, taskId, leaseToken), LEASE_SECONDS);
  return until ?? refuse(reviewer, taskId, leaseToken);
}

/** Gives a task back; anybody may get it next, this person too. */
export async function releaseTask(reviewer: Reviewer, taskId: string, leaseToken: number): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await moveLeased(tx, "release", holderOf(reviewer, taskId, leaseToken))))
      await refuse(reviewer, taskId, leaseToken);
    await notify("tasks_changed", reviewer.orgId, tx);
  });
}

/** Leaves a task to others; it never comes back to this person. */
export function skipTask(
  reviewer: Reviewer,
  taskId: string,
  leaseToken: number,
  reason: string,
): Promise<void> {
  return passOn(reviewer, { taskId, leaseToken, reason, event: "skip", action: "task.skipped" });
}

/** Hands a task to the leads with a reason; it does not come back to this person. */
export function escalateTask(
  reviewer: Reviewer,
  taskId: string,
  leaseToken: number,
  reason: string,
): Promise<void> {
  return passOn(reviewer, { taskId, leaseToken, reason, event: "escalate", action: "task.escalated" });
}

interface PassedOn {
  taskId: string;
  leaseToken: number;
  reason: string;
  event: "skip" | "escalate";
  action: AuditAction;
}

/** A held task goes to others for a reason, which the audit log keeps; the person who passes it on is done with it. */
async function passOn(reviewer: Reviewer, { taskId, leaseToken, reason, event, action }: PassedOn) {
  const { orgId, userId } = reviewer;
  await inTransaction(async (tx) => {
    const moved = await moveLeased(tx, event, holderOf(reviewer, taskId, leaseToken), {
      exclude: userId,
      escalation: event === "escalate" ? { by: userId, reason } : undefined,
    });
    if (!moved) await refuse(reviewer, taskId, leaseToken);
    await notify("tasks_changed", orgId, tx);
    await appendAudit(tx, { orgId, actor: userId, action, subject: taskId, payload: { reason } });
  });
}

/**
 * Decides a held task. The effects (what the author is told, labels, the item's state) wait until the undo
 * window has passed. A stale lease is refused with `stale_lease` and changes nothing.
 */
export async function decideTask(
  reviewer: Reviewer,
  taskId: string,
  body: DecideBody,
): Promise<{ decisionId: string; undoUntil: Date }> {
  const { leaseToken, decision: outcome, categories, note } = body;
  const task = await findTask(reviewer.orgId, taskId);
  if (!task) throw new Failure("not_found", "This task does not exist any more.");
  if (task.kind === "appeal" && note === "")
    throw new Failure("invalid_input", "Answer the appeal: the author is shown your reason.", {
      errors: [{ pointer: "/note", message: "A reason is required when an appeal is decided." }],
    });
  const policy = await activePolicy(reviewer.orgId);
  const ground = outcome === "BLOCK" ? groundOf(policy.body, body) : null;
  const isOpinion = task.opinionsNeeded > 1;
  const undoUntil = new Date(Date.now() + UNDO_SECONDS * 1000);
  const decision = await inTransaction(async (tx) => {
    if (!(await moveLeased(tx, "decide", holderOf(reviewer, taskId, leaseToken))))
      await refuse(reviewer, taskId, leaseToken);
    // Whoever settles a disagreement is not one more voice in it.
    if (!task.adjudication)
      await insertOpinion(tx, {
        taskId,
        reviewerId: reviewer.userId,
        decision: outcome,
        categories,
        reason: note,
      });
    const made = await insertDecision(tx, {
      orgId: reviewer.orgId,
      itemId: task.itemId,
      taskId,
      actor: reviewer.userId,
      outcome,
      categories,
      clause: ground && clauseLine(ground.reason),
      clauseId: ground?.reason.clause.id,
      severity: ground?.severity,
      message: body.message,
      note,
      policyVersion: policy.version,
      effectiveAt: undoUntil,
      effectiveDone: false,
      isOpinion,
    });
    await notify("tasks_changed", reviewer.orgId, tx);
    await appendAudit(tx, {
      orgId: reviewer.orgId,
      actor: reviewer.userId,
      // What an opinion says stands in the log once all have been given: a reviewer might read it before.
      action: isOpinion ? "opinion.given" : "item.reviewed",
      subject: task.itemId,
      payload: {
        decisionId: made.id,
        taskId,
        kind: task.kind,
        policyVersion: policy.version,
        ...(isOpinion ? {} : { outcome, categories }),
        ...(isOpinion || !ground ? {} : { clause: ground.reason.clause.id, severity: ground.severity }),
      },
    });
    return made;
  });
  await scheduleEffects(decision.id);
  return { decisionId: decision.id, undoUntil };
}

/** The clause a take-down stands on and how grave the breach is: what the reviewer named, else the policy's own. */
function groundOf(policy: PolicyBody, { categories, clause, severity }: DecideBody) {
  const reasons = reasonsOf(policy, categories);
  const reason = clause === undefined ? reasons[0] : reasons.find((each) => each.clause.id === clause);
  if (!reason)
    throw new Failure("invalid_input", "The policy has changed and this clause is not part of it any more.", {
      errors: [{ pointer: "/clause", message: "Pick a clause of one of the categories named." }],
    });
  return { reason, severity: severity ?? reason.clause.severity };
}

async function scheduleEffects(decisionId: string): Promise<void> {
  try {
    await enqueue("apply-decision", { decisionId }, { delayMs: UNDO_SECONDS * 1000 + 100 });
  } catch (error) {
    log("review-task").warn({ decisionId, err: error }, "not scheduled, the sweep will do it");
  }
}

/** Takes one's own decision back while nothing has left the house; the task is theirs again. */
export async function undoDecision(reviewer: Reviewer, decisionId: string): Promise<DeskTask> {
  const decision = await findDecision(reviewer.orgId, decisionId);
  if (!decision?.taskId || decision.actor !== reviewer.userId)
    throw new Failure("not_found", "There is no decision of yours to take back here.");
  const { taskId } = decision;
  const task = await inTransaction(async (tx) => {
    const undone = await markUndone(tx, decisionId, reviewer.userId);
    const held = undone ? await releaseHeld(tx, taskId, reviewer.userId, LEASE_SECONDS) : null;
    if (!held)
      throw new Failure(
        "conflict",
        `A decision can be taken back for ${UNDO_SECONDS} seconds; this one has taken effect.`,
      );
    await deleteOpinion(tx, taskId, reviewer.userId);
    await appendAudit(tx, {
      orgId: reviewer.orgId,
      actor: reviewer.userId,
      action: "decision.undone",
      subject: decision.itemId,
      payload: { decisionId, taskId },
    });
    return held;
  });
  return deskTask(task);
}

async function refuse(reviewer: Reviewer, taskId: string, leaseToken: number): Promise<never> {
  const problem = leaseProblem(await findTask(reviewer.orgId, taskId), {
    userId: reviewer.userId,
    leaseToken,
  });
  throw problem ?? new Failure("stale_lease", "This item changed hands at this moment. Take the next one.");
}
