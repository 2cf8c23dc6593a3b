import { dueMs, rankOf } from "#lib/domain/priority";
import { TASK_EVENTS } from "#lib/domain/review";
import type { Priority } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { ReviewTask } from "./generated/client";
import { newId } from "./ids";

export type { ReviewTask };

/** What a task is served by: who may take it, and when. */
export interface TaskFacts {
  language: string | null;
  community: string | null;
  categories: string[];
  /** Of the gravest category in question, 1 to 5. */
  severity: number;
  /** Expected harm in [0, 1]. */
  harm: number;
  topScore: number | null;
  textHash: string | null;
}

export interface NewTask extends Partial<TaskFacts> {
  orgId: string;
  itemId: string;
  kind: ReviewTask["kind"];
  priority: Priority;
  arrivedAt: Date;
  queue?: string;
  opinionsNeeded?: number;
  appealId?: string;
  excluded?: string[];
  blindModel?: boolean;
  stock?: boolean;
}

/** Opens a task, due by its priority. */
export async function insertTask(tx: Db, input: NewTask): Promise<string> {
  const { arrivedAt, ...columns } = input;
  const arrivedMs = arrivedAt.getTime();
  const dueAt = new Date(dueMs(input.priority, arrivedMs));
  const rank = rankOf(input.priority, arrivedMs);
  const { id } = await tx.reviewTask.create({ data: { ...columns, id: newId("tsk"), dueAt, rank } });
  return id;
}

interface Holder {
  orgId: string;
  userId: string;
}

/**
 * The task that this person already holds, its lease renewed under a new token; null when there is none. Of several it is
 * the `preferred` one, else the one that ends first.
 */
export async function resumeLease(
  who: Holder,
  leaseSeconds: number,
  preferred = "",
): Promise<ReviewTask | null> {
  const rows = await db().$queryRaw<ReviewTask[]>`
    UPDATE "ReviewTask" SET
      "leaseToken" = "leaseToken" + 1, "leaseUntil" = now() + make_interval(secs => ${leaseSeconds})
    WHERE "id" = (
      SELECT "id" FROM "ReviewTask"
      WHERE "state" = 'leased' AND "leaseUntil" > now() AND "leaseOwner" = ${who.userId} AND "orgId" = ${who.orgId}
      ORDER BY "id" = ${preferred} DESC, "leaseUntil" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *`;
  return rows[0] ?? null;
}

export interface LeaseHolder {
  orgId: string;
  taskId: string;
  userId: string;
  leaseToken: number;
}

type LeaseEvent = Exclude<
  keyof typeof TASK_EVENTS,
  "claim" | "expire" | "settle" | "undo" | "reopen" | "collect"
>;

interface LeaseChanges {
  exclude?: string;
  /** To the leads, or to the specialists of a queue. */
  escalation?: { by: string; reason: string; queue?: string };
}

/** Moves a task that this person holds; false when the lease no longer holds. */
export async function moveLeased(
  tx: Db,
  event: LeaseEvent,
  { orgId, taskId, userId, leaseToken }: LeaseHolder,
  { exclude, escalation }: LeaseChanges = {},
): Promise<boolean> {
  const { from, to } = TASK_EVENTS[event];
  const { count } = await tx.reviewTask.updateMany({
    where: { id: taskId, orgId, state: from, leaseOwner: userId, leaseToken },
    data: {
      state: to,
      leaseUntil: null,
      ...(to === "open" ? { leaseOwner: null } : {}),
      ...(exclude ? { excluded: { push: exclude } } : {}),
      ...(escalation ? { escalatedBy: escalation.by, escalation: escalation.reason } : {}),
      ...(escalation?.queue ? { queue: escalation.queue, specialists: true } : {}),
      ...(escalation && !escalation.queue ? { leadsOnly: true } : {}),
    },
  });
  return count === 1;
}

/** Extends a lease; null when it no longer holds. */
export async function extendLease(holder: LeaseHolder, leaseSeconds: number): Promise<Date | null> {
  const rows = await db().$queryRaw<{ leaseUntil: Date }[]>`
    UPDATE "ReviewTask" SET "leaseUntil" = now() + make_interval(secs => ${leaseSeconds})
    WHERE "id" = ${holder.taskId} AND "orgId" = ${holder.orgId} AND "state" = 'leased'
      AND "leaseOwner" = ${holder.userId} AND "leaseToken" = ${holder.leaseToken}
    RETURNING "leaseUntil"`;
  return rows[0]?.leaseUntil ?? null;
}

/** Gives a task whose decision was taken back to the same person again; null when it is no longer held. */
export async function releaseHeld(
  tx: Db,
  taskId: string,
  userId: string,
  leaseSeconds: number,
): Promise<ReviewTask | null> {
  const rows = await tx.$queryRaw<ReviewTask[]>`
    UPDATE "ReviewTask" SET "state" = 'leased', "leaseToken" = "leaseToken" + 1,
      "leaseUntil" = now() + make_interval(secs => ${leaseSeconds})
    WHERE "id" = ${taskId} AND "state" = 'held' AND "leaseOwner" = ${userId} RETURNING *`;
  return rows[0] ?? null;
}

/** Puts tasks that this person decided together with another one back into their queues; answers how many. */
export async function reopenHeld(tx: Db, taskIds: string[], userId: string): Promise<number> {
  const { from, to } = TASK_EVENTS.reopen;
  const { count } = await tx.reviewTask.updateMany({
    where: { id: { in: taskIds }, state: from, leaseOwner: userId },
    data: { state: to, leaseOwner: null, leaseUntil: null },
  });
  return count;
}

/** Closes a task whose undo window has passed. */
export async function settleTask(tx: Db, taskId: string): Promise<void> {
  const { from, to } = TASK_EVENTS.settle;
  await tx.reviewTask.updateMany({
    where: { id: taskId, state: from },
    data: { state: to, closedAt: new Date() },
  });
}

/** Puts a task before the next person, its decision being one opinion of several. */
export async function collectMore(tx: Db, taskId: string, exclude: string): Promise<void> {
  const { from, to } = TASK_EVENTS.collect;
  await tx.reviewTask.updateMany({
    where: { id: taskId, state: from },
    data: { state: to, leaseOwner: null, leaseUntil: null, excluded: { push: exclude } },
  });
}

/** Puts a task on which people disagree before a lead who has given no opinion. */
export async function askLead(tx: Db, taskId: string, exclude: string): Promise<void> {
  await collectMore(tx, taskId, exclude);
  await tx.reviewTask.update({
    where: { id: taskId },
    data: { leadsOnly: true, adjudication: true, opinionsNeeded: 1 },
  });
}

/** Puts tasks whose lease ran out back into their queue; returns how many. */
export async function expireLeases(limit: number): Promise<number> {
  return db().$executeRaw`
    UPDATE "ReviewTask" SET "state" = 'open', "leaseOwner" = NULL, "leaseUntil" = NULL WHERE "id" IN (
      SELECT "id" FROM "ReviewTask" WHERE "state" = 'leased' AND "leaseUntil" < now()
      LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}

/** A task of this organisation, or null. */
export function findTask(orgId: string, id: string): Promise<ReviewTask | null> {
  return db().reviewTask.findFirst({ where: { orgId, id } });
}

/** People who hold a lease now. */
export async function countActiveReviewers(orgId: string): Promise<number> {
  const rows = await db().$queryRaw<{ n: number }[]>`
    SELECT count(DISTINCT "leaseOwner")::int AS n FROM "ReviewTask"
    WHERE "orgId" = ${orgId} AND "state" = 'leased' AND "leaseUntil" > now()`;
  return rows[0]?.n ?? 0;
}

/** A task by id, inside a transaction. Throws when it does not exist. */
export function taskOf(tx: Db, id: string): Promise<ReviewTask> {
  return tx.reviewTask.findUniqueOrThrow({ where: { id } });
}

/** The tasks on an item that are not closed. */
export function activeTasks(tx: Db, itemId: string): Promise<ReviewTask[]> {
  return tx.reviewTask.findMany({
    where: { itemId, state: { not: "closed" } },
    orderBy: { createdAt: "asc" },
  });
}

/** Moves a waiting task up, never down: to a priority as if it arrived now, to an expected harm in [0, 1]. */
export async function raiseTask(
  tx: Db,
  id: string,
  { priority, harm, now }: { priority: Priority; harm: number; now: Date },
): Promise<void> {
  const rank = rankOf(priority, now.getTime());
  await tx.$executeRaw`
    UPDATE "ReviewTask" SET "rank" = LEAST("rank", ${rank}), "harm" = GREATEST("harm", ${harm}),
      "dueAt" = LEAST("dueAt", ${new Date(dueMs(priority, now.getTime()))}),
      "priority" = LEAST("priority", ${priority}::"Priority")
    WHERE "id" = ${id} AND "state" = 'open'`;
}

/** Closes the tasks on an item that wait or are being looked at; a lease on one of them is over. */
export async function closeTasks(tx: Db, itemId: string): Promise<void> {
  await tx.reviewTask.updateMany({
    where: { itemId, state: { in: ["open", "leased"] } },
    data: { state: "closed", closedAt: new Date(), leaseUntil: null },
  });
}

/** Those of the items that wait for people who are not to see what the models think. */
export async function blindItems(itemIds: string[]): Promise<Set<string>> {
  const rows = await db().reviewTask.findMany({
    where: { itemId: { in: itemIds }, blindModel: true, state: { not: "closed" } },
    select: { itemId: true },
  });
  return new Set(rows.map(({ itemId }) => itemId));
}

/** Whether an item waits for people who are not to see what the models think. */
export async function isBlind(itemId: string): Promise<boolean> {
  return (await blindItems([itemId])).has(itemId);
}
