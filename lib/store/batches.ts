import type { BatchError } from "#lib/domain/api/batch";
import type { DecisionKind, Priority } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { Batch, BatchEntry } from "./generated/client";
import { Prisma } from "./generated/client";
import { newId } from "./ids";

export type { Batch, BatchEntry };

export interface NewBatch {
  orgId: string;
  apiKeyId: string;
  priority: Priority;
  callbackUrl: string | null;
}

/** One content as it was taken in: what to submit, or why it is refused. */
export type NewEntry = { contentId: string | null } & ({ body: object } | { error: BatchError });

/** Stores a batch with its contents. */
export async function insertBatch(tx: Db, batch: NewBatch, entries: NewEntry[]): Promise<Batch> {
  const row = await tx.batch.create({ data: { ...batch, id: newId("bat"), total: entries.length } });
  await tx.batchEntry.createMany({
    data: entries.map((entry, ord) => ({
      batchId: row.id,
      ord,
      contentId: entry.contentId,
      ...("body" in entry
        ? { state: "pending" as const, body: entry.body }
        : { state: "failed" as const, error: { ...entry.error } }),
    })),
  });
  return row;
}

/** Batches of a key that still run. */
export function countRunning(apiKeyId: string): Promise<number> {
  return db().batch.count({ where: { apiKeyId, state: "running" } });
}

/** A batch of this organisation, or null. */
export function findBatch(orgId: string, id: string): Promise<Batch | null> {
  return db().batch.findFirst({ where: { orgId, id } });
}

/** Notes that a batch is being worked on; null when it does not run any more. */
export async function touchBatch(id: string): Promise<Batch | null> {
  const rows = await db().batch.updateManyAndReturn({
    where: { id, state: "running" },
    data: { lastSeenAt: new Date() },
  });
  return rows[0] ?? null;
}

/** Contents that wait to become items, and those whose making was interrupted, first ones first. */
export function waitingEntries(batchId: string, limit: number): Promise<{ ord: number }[]> {
  return db().batchEntry.findMany({
    where: { batchId, OR: [{ state: "pending" }, { state: "submitted", itemId: null }] },
    orderBy: { ord: "asc" },
    take: limit,
    select: { ord: true },
  });
}

/** Takes a waiting content to make an item of it; null when it was cancelled meanwhile. */
export async function takeEntry(batchId: string, ord: number): Promise<{ body: unknown } | null> {
  const rows = await db().batchEntry.updateManyAndReturn({
    where: { batchId, ord, state: { in: ["pending", "submitted"] }, itemId: null },
    data: { state: "submitted" },
    select: { body: true },
  });
  return rows[0] ?? null;
}

/** What became of a content that was taken; its body is dropped. */
export async function settleEntry(
  batchId: string,
  ord: number,
  outcome: { itemId: string } | { error: BatchError },
): Promise<void> {
  const settled = "itemId" in outcome ? outcome : { state: "failed" as const, error: { ...outcome.error } };
  await db().batchEntry.updateMany({
    where: { batchId, ord, state: "submitted", itemId: null },
    data: { ...settled, body: Prisma.DbNull },
  });
}

export interface BatchCounts {
  waiting: number;
  processing: number;
  decided: number;
  failed: number;
  cancelled: number;
}

/** How many contents of a batch are where. */
export async function countBatch(batchId: string, tx: Db = db()): Promise<BatchCounts> {
  const rows = await tx.$queryRaw<BatchCounts[]>`
    SELECT count(*) FILTER (WHERE e."state" = 'pending')::int AS "waiting",
      count(*) FILTER (WHERE e."state" = 'submitted' AND (e."itemId" IS NULL OR i."state" = 'received'))::int
        AS "processing",
      count(*) FILTER (WHERE e."state" = 'submitted' AND i."state" <> 'received')::int AS "decided",
      count(*) FILTER (WHERE e."state" = 'failed')::int AS "failed",
      count(*) FILTER (WHERE e."state" = 'cancelled' OR (e."itemId" IS NOT NULL AND i."id" IS NULL))::int
        AS "cancelled"
    FROM "BatchEntry" e LEFT JOIN "Item" i ON i."id" = e."itemId" WHERE e."batchId" = ${batchId}`;
  return rows[0] as BatchCounts;
}

export interface BatchRow {
  ord: number;
  contentId: string | null;
  state: BatchEntry["state"];
  itemId: string | null;
  error: BatchError | null;
  itemState: "received" | "decided" | "in_review" | null;
  decision: DecisionKind | null;
  safety: number | null;
}

/** Contents of a batch with what became of them, from place `from` on. */
export function batchRows(batchId: string, from: number, limit: number): Promise<BatchRow[]> {
  return db().$queryRaw<BatchRow[]>`
    SELECT e."ord", e."contentId", e."state"::text, e."itemId", e."error", i."state"::text AS "itemState",
      i."decision"::text, v."safety"
    FROM "BatchEntry" e LEFT JOIN "Item" i ON i."id" = e."itemId" LEFT JOIN "Verdict" v ON v."itemId" = i."id"
    WHERE e."batchId" = ${batchId} AND e."ord" >= ${from} ORDER BY e."ord" LIMIT ${limit}`;
}

/** Marks a running batch as done; false when it was not running. */
export async function finishBatch(tx: Db, id: string): Promise<boolean> {
  const { count } = await tx.batch.updateMany({
    where: { id, state: "running" },
    data: { state: "done", finishedAt: new Date() },
  });
  return count === 1;
}

/** Stops a running batch: what is not an item yet will not be one. How many contents that are; null: not running. */
export async function cancelBatch(tx: Db, id: string): Promise<number | null> {
  const { count } = await tx.batch.updateMany({
    where: { id, state: "running" },
    data: { state: "cancelled", finishedAt: new Date() },
  });
  if (count === 0) return null;
  const cancelled = await tx.batchEntry.updateMany({
    where: { batchId: id, state: "pending" },
    data: { state: "cancelled", body: Prisma.DbNull },
  });
  return cancelled.count;
}

/** Running batches that nobody has worked on since `before`; marks them as seen. */
export function takeStrandedBatches(before: Date, limit: number): Promise<{ id: string }[]> {
  return db().$queryRaw<{ id: string }[]>`
    UPDATE "Batch" SET "lastSeenAt" = now() WHERE "id" IN (
      SELECT "id" FROM "Batch" WHERE "state" = 'running' AND "lastSeenAt" < ${before}
      ORDER BY "lastSeenAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING "id"`;
}
