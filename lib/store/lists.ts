import { z } from "zod";
import { categorySchema } from "#lib/domain/taxonomy";
import { type ListRule, listActionSchema, TEXT_LIST_KINDS } from "#lib/domain/verdict";
import { db } from "./client";

/** The keywords and patterns in force for an organisation, and the list version they make up. */
export async function rulesInForce(orgId: string): Promise<{ version: number; rules: ListRule[] }> {
  // The version first: an entry saved in between makes the version look old and is fetched again, never missed.
  const { listVersion } = await db().organization.findUniqueOrThrow({
    where: { id: orgId },
    select: { listVersion: true },
  });
  const rows = await db().listEntry.findMany({
    where: { orgId, removedAt: null, kind: { in: [...TEXT_LIST_KINDS] } },
    orderBy: { id: "asc" },
  });
  const rules = rows.map(({ id, kind, value, category, action }) => ({
    id,
    value,
    kind: z.enum(TEXT_LIST_KINDS).parse(kind),
    category: categorySchema.parse(category),
    action: listActionSchema.parse(action),
  }));
  return { version: listVersion, rules };
}

/** The list version of every organisation. */
export async function listVersions(): Promise<Map<string, number>> {
  const rows = await db().organization.findMany({ select: { id: true, listVersion: true } });
  return new Map(rows.map((row) => [row.id, row.listVersion]));
}
