import {
  claimAnswerSchema,
  type DecideBody,
  type DeskTask,
  decideAnswerSchema,
  heartbeatAnswerSchema,
} from "#lib/domain/desk";
import { request } from "./fetch";

/** The task and the fencing token that proves this tab holds it. */
export type Lease = Pick<DeskTask, "id" | "leaseToken">;

const path = (task: Lease, action: string) => `/api/desk/tasks/${encodeURIComponent(task.id)}/${action}`;
const send = (task: Lease, action: string, body: object = {}) =>
  request(path(task, action), { method: "POST", body: { ...body, leaseToken: task.leaseToken } });

/** The task this person already holds or the next one waiting; null when nothing waits. */
export async function claimTask(signal?: AbortSignal): Promise<DeskTask | null> {
  const answer = await request("/api/desk/tasks/claim", {
    method: "POST",
    body: {},
    schema: claimAnswerSchema,
    signal,
  });
  return answer.task;
}

export function keepLease(task: Lease) {
  const body = { leaseToken: task.leaseToken };
  return request(path(task, "heartbeat"), { method: "POST", body, schema: heartbeatAnswerSchema });
}

/** Gives a task back; sent even while the page is closing. */
export function releaseTask(task: Lease): Promise<void> {
  const body = { leaseToken: task.leaseToken };
  return request(path(task, "release"), { method: "POST", body, keepalive: true });
}

export function skipTask(task: Lease, reason = ""): Promise<void> {
  return send(task, "skip", { reason });
}

export function escalateTask(task: Lease, reason: string): Promise<void> {
  return send(task, "escalate", { reason });
}

export function decideTask(task: Lease, body: Omit<DecideBody, "leaseToken">) {
  const full: DecideBody = { ...body, leaseToken: task.leaseToken };
  return request(path(task, "decide"), { method: "POST", body: full, schema: decideAnswerSchema });
}

/** Takes a decision back; the task is this person's again, under a new lease. */
export async function undoDecision(decisionId: string): Promise<DeskTask | null> {
  const answer = await request(`/api/desk/decisions/${encodeURIComponent(decisionId)}/undo`, {
    method: "POST",
    body: {},
    schema: claimAnswerSchema,
  });
  return answer.task;
}
