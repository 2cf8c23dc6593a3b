import { db } from "./client";
import type { Export, Prisma } from "./generated/client";
import { newId } from "./ids";

export type { Export };

/** An export that is still to be written. */
export function insertExport(input: {
  orgId: string;
  ownerId: string;
  format: string;
  filter: Prisma.InputJsonValue;
}): Promise<Export> {
  return db().export.create({ data: { ...input, id: newId("exp") } });
}

/** A person's own exports, newest first. */
export function listExports(ownerId: string): Promise<Export[]> {
  return db().export.findMany({ where: { ownerId }, orderBy: { createdAt: "desc" }, take: 20 });
}

/** A person's own export, or null. */
export function findExport(ownerId: string, id: string): Promise<Export | null> {
  return db().export.findFirst({ where: { id, ownerId } });
}

/** Claims the writing of an export; null when it is done. Running again after a crash starts the file anew. */
export async function startExport(id: string): Promise<Export | null> {
  const rows = await db().export.updateManyAndReturn({
    where: { id, state: { in: ["waiting", "running"] } },
    data: { state: "running", rows: 0, bytes: 0 },
  });
  return rows[0] ?? null;
}

/** How far an export is, or that it is over. */
export async function noteExport(
  id: string,
  change: Partial<Pick<Export, "state" | "rows" | "bytes" | "file" | "finishedAt">>,
): Promise<void> {
  await db().export.update({ where: { id }, data: change });
}

/** Exports from before `before`, with their files. */
export function findOldExports(before: Date): Promise<Export[]> {
  return db().export.findMany({ where: { createdAt: { lt: before } }, take: 100 });
}

/** Exports of an organisation that were asked for since. */
export function findExportsSince(orgId: string, since: Date): Promise<Export[]> {
  return db().export.findMany({ where: { orgId, createdAt: { gte: since } } });
}

/** Removes the row of an export; its file goes before. */
export async function deleteExport(id: string): Promise<void> {
  await db().export.deleteMany({ where: { id } });
}
