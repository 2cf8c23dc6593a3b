import type { ListQuery } from "#lib/domain/lists";
import type { Category } from "#lib/domain/taxonomy";
import type { ListAction, ListKind } from "#lib/domain/verdict";
import { type Db, db } from "./client";
import type { ListEntry } from "./generated/client";
import { newId } from "./ids";

export type { ListEntry };

export interface NewListEntry {
  kind: ListKind;
  value: string;
  category: Category;
  action: ListAction;
  note: string;
}

/** A page of the entries in force, newest first, with how many there are in all and their version. */
export async function searchEntries(orgId: string, filter: ListQuery, limit: number) {
  const { q, kind, action, category, cursor } = filter;
  const text = { contains: q, mode: "insensitive" } as const;
  const [rows, total, { listVersion }] = await Promise.all([
    db().listEntry.findMany({
      where: {
        orgId,
        removedAt: null,
        kind,
        action,
        category,
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(q ? { OR: [{ value: text }, { note: text }] } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    }),
    db().listEntry.count({ where: { orgId, removedAt: null } }),
    db().organization.findUniqueOrThrow({ where: { id: orgId }, select: { listVersion: true } }),
  ]);
  const page = rows.slice(0, limit);
  return {
    page,
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    total,
    version: listVersion,
  };
}

/** Gives out the next list version; until the transaction ends, nobody else changes this organisation's lists. */
export async function nextListVersion(tx: Db, orgId: string): Promise<number> {
  const { listVersion } = await tx.organization.update({
    where: { id: orgId },
    data: { listVersion: { increment: 1 } },
  });
  return listVersion;
}

/** Adds entries under a version, leaving out those that are in force already; the ones added. */
export async function insertEntries(
  tx: Db,
  orgId: string,
  entries: NewListEntry[],
  { version, by }: { version: number; by: string },
): Promise<ListEntry[]> {
  const same = (entry: NewListEntry | ListEntry) =>
    [entry.kind, entry.value, entry.category, entry.action].join("\n");
  const present = await tx.listEntry.findMany({
    where: { orgId, removedAt: null, value: { in: entries.map((entry) => entry.value) } },
  });
  const seen = new Set(present.map(same));
  const fresh = entries.filter((entry) => !seen.has(same(entry)) && seen.add(same(entry)));
  return tx.listEntry.createManyAndReturn({
    data: fresh.map((entry) => ({ ...entry, id: newId("lst"), orgId, version, createdBy: by })),
  });
}

/** Takes an entry out of force; null when it is not there. The row stays: past verdicts name it. */
export async function removeEntry(
  tx: Db,
  orgId: string,
  id: string,
  version: number,
): Promise<ListEntry | null> {
  const rows = await tx.listEntry.updateManyAndReturn({
    where: { id, orgId, removedAt: null },
    data: { removedAt: new Date(), removedIn: version },
  });
  return rows[0] ?? null;
}

/** An entry in force, or null. */
export function findEntry(orgId: string, id: string): Promise<ListEntry | null> {
  return db().listEntry.findFirst({ where: { id, orgId, removedAt: null } });
}

/**
 * Changes an entry in force under a version; null when it is not there. How it was stays, as a row of its own that this
 * version took out.
 */
export async function changeEntry(
  tx: Db,
  { orgId, id, version }: { orgId: string; id: string; version: number },
  change: { category?: Category; action?: ListAction; note?: string },
): Promise<{ before: ListEntry; after: ListEntry } | null> {
  const before = await tx.listEntry.findFirst({ where: { id, orgId, removedAt: null } });
  if (!before) return null;
  await tx.listEntry.create({
    data: { ...before, id: newId("lst"), removedAt: new Date(), removedIn: version },
  });
  return { before, after: await tx.listEntry.update({ where: { id }, data: { ...change, version } }) };
}
