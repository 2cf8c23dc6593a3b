import type { ClaimBody, DecideAnswer, DecideBody, DeskTask, TakeAnswer } from "#lib/domain/desk";
import { request, requestOwn } from "./fetch";

/** The task and the fencing token that proves this tab holds it. */
export type Lease = Pick<DeskTask, "id" | "leaseToken">;

const path = (task: Pick<Lease, "id">, action: string) =>
  `/api/desk/tasks/${encodeURIComponent(task.id)}/${action}`;
const send = (task: Lease, action: string, body: object = {}) =>
  request(path(task, action), { method: "POST", body: { ...body, leaseToken: task.leaseToken } });

const RESERVE = "/api/desk/tasks/reserve";

/** The task this person already holds, the one they `left` a moment ago or the next one; null when nothing waits. */
export async function claimTask(left?: Lease): Promise<DeskTask | null> {
  const body: ClaimBody = { left: left && { taskId: left.id, leaseToken: left.leaseToken } };
  const options = { method: "POST" as const, body };
  return (await requestOwn<{ task: DeskTask | null }>("/api/desk/tasks/claim", options)).task;
}

/** The task that is likely to be next, kept ready for a short while; null when nothing else waits. */
export async function reserveTask(): Promise<DeskTask | null> {
  return (await requestOwn<{ task: DeskTask | null }>(RESERVE, { method: "POST", body: {} })).task;
}

/** Lets go of the task that was kept ready; sent even while the page is closing. */
export function freeReserved(): Promise<void> {
  return request(RESERVE, { method: "DELETE", keepalive: true });
}

/** Says that a reserved task is on screen now; its lease begins. */
export function takeTask(task: Lease): Promise<TakeAnswer> {
  return requestOwn(path(task, "take"), { method: "POST", body: { leaseToken: task.leaseToken } });
}

/** Keeps the lease alive; when it ends now. */
export function keepLease(task: Lease): Promise<{ leaseUntil: string }> {
  return requestOwn(path(task, "heartbeat"), { method: "POST", body: { leaseToken: task.leaseToken } });
}

/** Gives a task back; sent even while the page is closing. */
export function releaseTask({ id, leaseToken }: Lease): Promise<void> {
  return request(path({ id }, "release"), { method: "POST", body: { leaseToken }, keepalive: true });
}

/** Leaves a task to others, with a reason. */
export function skipTask(task: Lease, reason = ""): Promise<void> {
  return send(task, "skip", { reason });
}

/** Hands a task to the leads, or to the specialists of a queue. */
export function escalateTask(task: Lease, reason: string, queue?: string): Promise<void> {
  return send(task, "escalate", { reason, queue });
}

/** Sends a decision, even while the page is closing. */
export function decideTask(task: Lease, body: Omit<DecideBody, "leaseToken">): Promise<DecideAnswer> {
  const full: DecideBody = { ...body, leaseToken: task.leaseToken };
  return requestOwn(path(task, "decide"), { method: "POST", body: full, keepalive: true });
}

/** Takes a decision back; the task is this person's again, under a new lease. */
export async function undoDecision(decisionId: string): Promise<DeskTask | null> {
  const options = { method: "POST" as const, body: {} };
  const address = `/api/desk/decisions/${encodeURIComponent(decisionId)}/undo`;
  return (await requestOwn<{ task: DeskTask | null }>(address, options)).task;
}
