import type { ImportMapping, ImportSummary } from "#lib/domain/imports";
import { CATEGORIES, type DecisionKind } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { Import } from "./generated/client";
import { newId } from "./ids";

export type { Import };

export type NewImport = Pick<
  Import,
  "orgId" | "name" | "path" | "format" | "fingerprint" | "columns" | "createdBy"
> & { id?: string; mapping: ImportMapping };

/** A file that has arrived; nothing of it is taken yet. */
export function insertImport(tx: Db, input: NewImport): Promise<Import> {
  return tx.import.create({ data: { id: newId("imp"), ...input } });
}

/** Imports of an organisation, newest first. */
export function listImports(orgId: string, limit: number): Promise<Import[]> {
  return db().import.findMany({ where: { orgId }, orderBy: { id: "desc" }, take: limit });
}

/** An import of this organisation, or null. */
export function findImport(orgId: string, id: string): Promise<Import | null> {
  return db().import.findFirst({ where: { orgId, id } });
}

/** The latest import of the same file under the same mapping, or null. */
export function findSameImport(
  orgId: string,
  fingerprint: string,
  mapping: ImportMapping,
): Promise<Import | null> {
  return db().import.findFirst({
    where: { orgId, fingerprint, mapping: { equals: mapping } },
    orderBy: { id: "desc" },
  });
}

/** Sets an import going, from `ready` or where it stopped; null when it runs or is done. */
export async function markRunning(
  tx: Db,
  orgId: string,
  id: string,
  mapping: ImportMapping | undefined,
): Promise<Import | null> {
  const rows = await tx.import.updateManyAndReturn({
    // Another mapping for the rows to come would make one import of two kinds.
    where: { orgId, id, state: { in: ["ready", "stopped", "failed"] }, ...(mapping ? { cursor: 0 } : {}) },
    data: { state: "running", problem: null, leaseUntil: null, ...(mapping ? { mapping } : {}) },
  });
  return rows[0] ?? null;
}

/** Ends a running import for now; false when it does not run. */
export async function markStopped(tx: Db, orgId: string, id: string): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: { orgId, id, state: "running" },
    data: { state: "stopped" },
  });
  return count === 1;
}

/** Takes a running import for `leaseMs`; null when somebody is at it, or it does not run. */
export async function leaseImport(id: string, leaseMs: number): Promise<Import | null> {
  const now = new Date();
  const rows = await db().import.updateManyAndReturn({
    where: { id, state: "running", OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
    data: { leaseUntil: new Date(now.getTime() + leaseMs) },
  });
  return rows[0] ?? null;
}

/** Keeps the lease; false when the import was stopped meanwhile. */
export async function keepImport(id: string, leaseMs: number): Promise<boolean> {
  const { count } = await db().import.updateMany({
    where: { id, state: "running" },
    data: { leaseUntil: new Date(Date.now() + leaseMs) },
  });
  return count === 1;
}

export interface ImportStep {
  from: number;
  to: number;
  accepted: number;
  known: number;
  refused: number;
}

/** Moves the cursor over rows that are stored in the same transaction; false when it stands elsewhere. */
export async function moveCursor(tx: Db, id: string, step: ImportStep): Promise<boolean> {
  const { from, to, accepted, known, refused } = step;
  const { count } = await tx.import.updateMany({
    where: { id, state: "running", cursor: from },
    data: {
      cursor: to,
      accepted: { increment: accepted },
      known: { increment: known },
      refused: { increment: refused },
    },
  });
  return count === 1;
}

export interface ImportRowResult {
  row: number;
  itemId: string | null;
  error: string | null;
}

/** What became of some rows; in the transaction that moves the cursor past them. */
export async function insertImportRows(tx: Db, importId: string, rows: ImportRowResult[]): Promise<void> {
  await tx.importRow.createMany({ data: rows.map((row) => ({ ...row, importId })) });
}

/** The file has been read to its end. */
export async function markEnded(id: string): Promise<void> {
  await db().import.updateMany({ where: { id, state: "running" }, data: { ended: true } });
}

/** Ends an import for good, or because of a problem. */
export async function finishImport(id: string, problem: string | null): Promise<void> {
  await db().import.updateMany({
    where: { id, state: "running" },
    data: { state: problem === null ? "done" : "failed", problem, finishedAt: new Date(), leaseUntil: null },
  });
}

/** Lets go of an import that others may take up at once. */
export async function releaseImport(id: string): Promise<void> {
  await db().import.updateMany({ where: { id }, data: { leaseUntil: null } });
}

/** Running imports that nobody is at. */
export async function abandonedImports(now: Date): Promise<string[]> {
  const rows = await db().import.findMany({
    where: { state: "running", leaseUntil: { lt: now } },
    select: { id: true },
    take: 20,
  });
  return rows.map((row) => row.id);
}

/** How many of an import's items wait for a verdict. */
export async function countWaiting(id: string): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS "n" FROM "Item" i
    WHERE i."state" = 'received' AND EXISTS (
      SELECT 1 FROM "ImportRow" r WHERE r."itemId" = i."id" AND r."importId" = ${id})`;
  return row?.n ?? 0;
}

export interface RowOutcome {
  row: number;
  error: string | null;
  itemId: string | null;
  decision: DecisionKind | null;
  state: string | null;
  confidence: number | null;
  scores: Record<string, number>;
  /** Why media of the item could not be judged, for people. */
  mediaProblems: string[];
}

/** What became of rows `from` to `to`, both included, in their order. */
export async function readOutcomes(importId: string, from: number, to: number): Promise<RowOutcome[]> {
  const rows = await db().importRow.findMany({
    where: { importId, row: { gte: from, lte: to } },
    orderBy: { row: "asc" },
    include: {
      item: {
        select: {
          decision: true,
          state: true,
          verdict: { select: { confidence: true, scores: true } },
          media: { where: { problem: { not: null } }, select: { kind: true, problem: true } },
        },
      },
    },
  });
  return rows.map(({ row, error, itemId, item }) => ({
    row,
    error,
    itemId,
    decision: item?.decision ?? null,
    state: item?.state ?? null,
    confidence: item?.verdict?.confidence ?? null,
    scores: (item?.verdict?.scores ?? {}) as Record<string, number>,
    mediaProblems: item?.media.map(({ kind, problem }) => `${kind}: ${problem}`) ?? [],
  }));
}

/** What an import came to so far. */
export async function summariseImport(found: Import): Promise<ImportSummary> {
  const [decided, categories] = await Promise.all([
    db().$queryRaw<{ decision: DecisionKind; n: number }[]>`
      SELECT i."decision"::text AS "decision", count(*)::int AS "n" FROM "ImportRow" r
      JOIN "Item" i ON i."id" = r."itemId" WHERE r."importId" = ${found.id} AND i."decision" IS NOT NULL GROUP BY 1`,
    db().$queryRaw<{ category: string; n: number }[]>`
      SELECT v."body"->'decidedBy'->>0 AS "category", count(*)::int AS "n" FROM "ImportRow" r
      JOIN "Verdict" v ON v."itemId" = r."itemId"
      WHERE r."importId" = ${found.id} AND v."decision" <> 'APPROVE' AND v."body"->'decidedBy'->>0 IS NOT NULL GROUP BY 1`,
  ]);
  const decisions = { APPROVE: 0, FLAG: 0, BLOCK: 0 };
  for (const { decision, n } of decided) decisions[decision] = n;
  const known = categories.filter(({ category }) => (CATEGORIES as readonly string[]).includes(category));
  return {
    rows: found.cursor,
    refused: found.refused,
    decisions,
    categories: Object.fromEntries(known.map(({ category, n }) => [category, n])),
  };
}
