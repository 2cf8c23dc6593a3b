import type { AuditAction } from "#lib/domain/audit";
import {
  type ClaimBody,
  type DecideBody,
  type DeskTask,
  type EscalationQueues,
  LEASE_SECONDS,
  RESERVE_SECONDS,
  UNDO_SECONDS,
} from "#lib/domain/desk";
import { Failure } from "#lib/domain/failure";
import { appendAudit } from "#lib/store/audit";
import { freeReserved } from "#lib/store/claims";
import { inTransaction } from "#lib/store/client";
import { findDecision, markUndone } from "#lib/store/decisions";
import { notify } from "#lib/store/notify";
import { deleteOpinions } from "#lib/store/opinions";
import { activePolicy } from "#lib/store/policies";
import { specialistQueues } from "#lib/store/reviewer-skills";
import { extendLease, moveLeased, releaseHeld, reopenHeld, resumeLease } from "#lib/store/tasks";
import { claimantFor, claimFor, type Reviewer, reserveFor, takeFor } from "./claim-for";
import { deskTask } from "./desk-task";
import {
  holderOf,
  recordDecision,
  refuseStale,
  scheduleEffects,
  taskAtHand,
  undoEnd,
} from "./record-decision";

export type { Reviewer };

/**
 * The task this person already holds (of several the one they name as `left`), the one they left a moment ago if nobody had
 * it since, or the best one waiting for them; null when there is none. They see it now.
 */
export async function claimTask(reviewer: Reviewer, left?: ClaimBody["left"]): Promise<DeskTask | null> {
  const task =
    (await resumeFor(reviewer, left?.taskId)) ??
    (left ? await takeFor(reviewer, left, LEASE_SECONDS) : null) ??
    (await claimFor(reviewer, LEASE_SECONDS));
  if (!task) return null;
  await notify("tasks_changed", reviewer.orgId);
  return deskTask(task);
}

/** The task this person holds already; in a break it goes back instead, for then nothing is served. */
async function resumeFor(reviewer: Reviewer, preferred?: string) {
  const task = await resumeLease(reviewer, LEASE_SECONDS, preferred);
  if (!task || (await claimantFor(reviewer))) return task;
  await releaseTask(reviewer, task.id, task.leaseToken);
  return null;
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
  return until ?? refuseStale(reviewer, taskId, leaseToken);
}

/** Gives a task back; anybody may get it next, this person too. */
export async function releaseTask(reviewer: Reviewer, taskId: string, leaseToken: number): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await moveLeased(tx, "release", holderOf(reviewer, taskId, leaseToken))))
      await refuseStale(reviewer, taskId, leaseToken);
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

/**
 * Hands a task with a reason to the leads, or to the specialists of a queue; it does not come back to this person.
 * Throws `invalid_input` for a queue that nobody else is named for.
 */
export async function escalateTask(
  reviewer: Reviewer,
  taskId: string,
  leaseToken: number,
  reason: string,
  queue?: string,
): Promise<void> {
  const offered = queue ? await specialistQueues(reviewer.orgId, reviewer.userId) : [];
  if (queue && !offered.some(({ name }) => name === queue))
    throw new Failure(
      "invalid_input",
      "Nobody else is named for this queue. Escalate to the leads instead.",
      {
        errors: [{ pointer: "/queue", message: "Pick a queue that others are named for." }],
      },
    );
  return passOn(reviewer, { taskId, leaseToken, reason, queue, event: "escalate", action: "task.escalated" });
}

/** The queues that a task can be escalated to, with how many others are named for each. */
export async function escalationQueues({ orgId, userId }: Reviewer): Promise<EscalationQueues> {
  return { queues: await specialistQueues(orgId, userId) };
}

interface PassedOn {
  taskId: string;
  leaseToken: number;
  reason: string;
  queue?: string;
  event: "skip" | "escalate";
  action: AuditAction;
}

/** A held task goes to others for a reason, which the audit log keeps; the person who passes it on is done with it. */
async function passOn(reviewer: Reviewer, { taskId, leaseToken, reason, queue, event, action }: PassedOn) {
  const { orgId, userId } = reviewer;
  await inTransaction(async (tx) => {
    const moved = await moveLeased(tx, event, holderOf(reviewer, taskId, leaseToken), {
      exclude: userId,
      escalation: event === "escalate" ? { by: userId, reason, queue } : undefined,
    });
    if (!moved) await refuseStale(reviewer, taskId, leaseToken);
    await notify("tasks_changed", orgId, tx);
    const payload = { reason, ...(queue ? { queue } : {}) };
    await appendAudit(tx, { orgId, actor: userId, action, subject: taskId, payload });
  });
}

/**
 * Decides a held task. The effects (what the author is told, labels, the item's state) wait until the undo
 * window has passed. A stale lease is refused with `stale_lease` and changes nothing.
 */
export async function decideTask(
  reviewer: Reviewer,
  taskId: string,
  { leaseToken, ...body }: DecideBody,
): Promise<{ decisionId: string; undoUntil: Date }> {
  const task = await taskAtHand(reviewer, taskId);
  const ruling = { body, policy: await activePolicy(reviewer.orgId), undoUntil: undoEnd() };
  const { decision } = await inTransaction(async (tx) => {
    const recorded = await recordDecision(tx, reviewer, task, leaseToken, ruling);
    await notify("tasks_changed", reviewer.orgId, tx);
    await appendAudit(tx, recorded.audit);
    return recorded;
  });
  await scheduleEffects(decision.id);
  return { decisionId: decision.id, undoUntil: ruling.undoUntil };
}

/**
 * Takes one's own decision back while nothing has left the house, with all that were made together with it. Its task is
 * theirs again; the others go back to their queues.
 */
export async function undoDecision(reviewer: Reviewer, decisionId: string): Promise<DeskTask> {
  const { orgId, userId } = reviewer;
  const decision = await findDecision(orgId, decisionId);
  if (!decision?.taskId || decision.actor !== userId)
    throw new Failure("not_found", "There is no decision of yours to take back here.");
  const { taskId } = decision;
  const task = await inTransaction(async (tx) => {
    const undone = await markUndone(tx, decision, userId);
    const taskIds = undone.flatMap((each) => each.taskId ?? []);
    const others = taskIds.filter((id) => id !== taskId);
    const held = undone.length > 0 ? await releaseHeld(tx, taskId, userId, LEASE_SECONDS) : null;
    if (!held || (await reopenHeld(tx, others, userId)) !== others.length)
      throw new Failure(
        "conflict",
        `A decision can be taken back for ${UNDO_SECONDS} seconds; this one has taken effect.`,
      );
    await deleteOpinions(tx, taskIds, userId);
    await notify("tasks_changed", orgId, tx);
    for (const { id, itemId, taskId: of, clusterId } of undone)
      await appendAudit(tx, {
        orgId,
        actor: userId,
        action: "decision.undone",
        subject: itemId,
        payload: { decisionId: id, taskId: of, ...(clusterId ? { clusterId } : {}) },
      });
    return held;
  });
  return deskTask(task);
}
