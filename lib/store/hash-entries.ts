import { z } from "zod";
import { categorySchema } from "#lib/domain/taxonomy";
import { HASH_LIST_KINDS, listActionSchema, type RuleMatch } from "#lib/domain/verdict";
import { db } from "./client";

/** A hash on a list, or one that was. */
export interface HashEntry extends Pick<RuleMatch, "value" | "category" | "action"> {
  id: string;
  kind: (typeof HASH_LIST_KINDS)[number];
  inForce: boolean;
}

export interface HashEntryChanges {
  version: number;
  entries: HashEntry[];
}

const kindSchema = z.enum(HASH_LIST_KINDS);

/** The version of an organisation's lists, all kinds together. */
export async function listVersionOf(orgId: string): Promise<number> {
  const where = { id: orgId };
  const { listVersion } = await db().organization.findUniqueOrThrow({ where, select: { listVersion: true } });
  return listVersion;
}

/** What changed about an organisation's hashes after a version (0: all in force), as of the version that comes with it. */
export async function hashEntriesSince(orgId: string, since: number): Promise<HashEntryChanges> {
  // The version first, as in `rulesInForce`: what is saved in between is read twice, never missed.
  const version = await listVersionOf(orgId);
  const rows = await db().listEntry.findMany({
    where: {
      orgId,
      kind: { in: [...HASH_LIST_KINDS] },
      ...(since === 0
        ? { removedAt: null }
        : { OR: [{ version: { gt: since } }, { removedIn: { gt: since } }] }),
    },
    select: { id: true, kind: true, value: true, category: true, action: true, removedAt: true },
    orderBy: { id: "asc" },
  });
  const entries = rows.map(({ id, kind, value, category, action, removedAt }) => ({
    id,
    value,
    kind: kindSchema.parse(kind),
    category: categorySchema.parse(category),
    action: listActionSchema.parse(action),
    inForce: removedAt === null,
  }));
  return { version, entries };
}

/** The hashes in force with their notes, oldest first, for the exchange file. */
export async function hashEntriesInForce(orgId: string) {
  return db().listEntry.findMany({
    where: { orgId, kind: { in: [...HASH_LIST_KINDS] }, removedAt: null },
    select: { kind: true, value: true, category: true, action: true, note: true },
    orderBy: { id: "asc" },
  });
}
