import { type DecideBody, UNDO_SECONDS } from "#lib/domain/desk";
import { Failure } from "#lib/domain/failure";
import type { PolicyBody } from "#lib/domain/policy";
import { clauseLine, reasonsOf } from "#lib/domain/policy-tree";
import { leaseProblem } from "#lib/domain/review";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import type { AuditInput } from "#lib/store/audit";
import type { Db } from "#lib/store/client";
import { type Decision, insertDecision } from "#lib/store/decisions";
import { insertOpinion } from "#lib/store/opinions";
import { findTask, type LeaseHolder, moveLeased, type ReviewTask } from "#lib/store/tasks";
import type { Reviewer } from "./claim-for";

/** A decision as it is to be recorded on one task or on several. */
export interface Ruling {
  body: Omit<DecideBody, "leaseToken">;
  policy: { version: number; body: PolicyBody };
  undoUntil: Date;
  /** Common to all that are decided together. */
  clusterId?: string;
}

/** The end of the undo window of a decision made now. */
export const undoEnd = () => new Date(Date.now() + UNDO_SECONDS * 1000);

/** The task to be decided. Throws `not_found`. */
export async function taskAtHand(reviewer: Reviewer, taskId: string): Promise<ReviewTask> {
  const task = await findTask(reviewer.orgId, taskId);
  if (!task) throw new Failure("not_found", "This task does not exist any more.");
  return task;
}

/**
 * Records a person's decision on a task that they hold: the lease is fenced, the opinion counted, the effects wait. Answers
 * what the audit log is to say, which is appended last. Throws `stale_lease` when the lease no longer holds, and
 * `invalid_input` for an appeal without an answer.
 */
export async function recordDecision(
  tx: Db,
  reviewer: Reviewer,
  task: ReviewTask,
  leaseToken: number,
  { body, policy, undoUntil, clusterId }: Ruling,
): Promise<{ decision: Decision; audit: AuditInput }> {
  const { decision: outcome, categories, note } = body;
  const { orgId, userId } = reviewer;
  const { id: taskId, itemId, kind } = task;
  if (kind === "appeal" && note === "")
    throw new Failure("invalid_input", "Answer the appeal: the author is shown your reason.", {
      errors: [{ pointer: "/note", message: "A reason is required when an appeal is decided." }],
    });
  const ground = outcome === "BLOCK" ? groundOf(policy.body, body) : null;
  const isOpinion = task.opinionsNeeded > 1;
  if (!(await moveLeased(tx, "decide", holderOf(reviewer, taskId, leaseToken))))
    await refuseStale(reviewer, taskId, leaseToken);
  // Whoever settles a disagreement is not one more voice in it.
  if (!task.adjudication)
    await insertOpinion(tx, { taskId, reviewerId: userId, decision: outcome, categories, reason: note });
  const decision = await insertDecision(tx, {
    orgId,
    itemId,
    taskId,
    actor: userId,
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
    clusterId,
  });
  return {
    decision,
    audit: {
      orgId,
      actor: userId,
      // What an opinion says stands in the log once all have been given: a reviewer might read it before.
      action: isOpinion ? "opinion.given" : "item.reviewed",
      subject: itemId,
      payload: {
        decisionId: decision.id,
        taskId,
        kind,
        policyVersion: policy.version,
        ...(clusterId ? { clusterId } : {}),
        ...(isOpinion ? {} : { outcome, categories }),
        ...(isOpinion || !ground ? {} : { clause: ground.reason.clause.id, severity: ground.severity }),
      },
    },
  };
}

/** The clause a take-down stands on and how grave the breach is: what the reviewer named, else the policy's own. */
function groundOf(policy: PolicyBody, { categories, clause, severity }: Ruling["body"]) {
  const reasons = reasonsOf(policy, categories);
  const reason = clause === undefined ? reasons[0] : reasons.find((each) => each.clause.id === clause);
  if (!reason)
    throw new Failure("invalid_input", "The policy has changed and this clause is not part of it any more.", {
      errors: [{ pointer: "/clause", message: "Pick a clause of one of the categories named." }],
    });
  return { reason, severity: severity ?? reason.clause.severity };
}

/** Has a decision take effect when its undo window has passed; the sweep does it where this fails. */
export async function scheduleEffects(decisionId: string): Promise<void> {
  try {
    await enqueue("apply-decision", { decisionId }, { delayMs: UNDO_SECONDS * 1000 + 100 });
  } catch (error) {
    log("record-decision").warn({ decisionId, err: error }, "not scheduled, the sweep will do it");
  }
}

/** The lease as the store knows it. */
export const holderOf = ({ orgId, userId }: Reviewer, taskId: string, leaseToken: number): LeaseHolder => ({
  orgId,
  userId,
  taskId,
  leaseToken,
});

/** Says why a write with a lease was refused. */
export async function refuseStale(reviewer: Reviewer, taskId: string, leaseToken: number): Promise<never> {
  const problem = leaseProblem(await findTask(reviewer.orgId, taskId), {
    userId: reviewer.userId,
    leaseToken,
  });
  throw problem ?? new Failure("stale_lease", "This item changed hands at this moment. Take the next one.");
}
