import type { PolicyBody } from "#lib/domain/policy";
import { type ReplayItem, replayItemSchema } from "#lib/domain/policy-replay";
import { type Db, db } from "./client";
import type { Policy } from "./generated/client";

/** An organisation's policy versions, newest first. */
export function listPolicies(orgId: string, limit: number): Promise<Policy[]> {
  return db().policy.findMany({ where: { orgId }, orderBy: { version: "desc" }, take: limit });
}

/** The version in force, with the organisation locked, so that versions are given out one at a time. */
export async function lockActiveVersion(tx: Db, orgId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ version: number }[]>`
    SELECT "activePolicyVersion" AS version FROM "Organization" WHERE "id" = ${orgId} FOR UPDATE`;
  if (!rows[0]) throw new Error(`organisation ${orgId} is missing`);
  return rows[0].version;
}

/** Adds the next version and puts it in force; its number. Call with the organisation locked. */
export async function insertPolicy(
  tx: Db,
  policy: { orgId: string; body: PolicyBody; note: string; createdBy: string },
): Promise<number> {
  const { orgId } = policy;
  const newest = await tx.policy.aggregate({ where: { orgId }, _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  await tx.policy.create({ data: { ...policy, version } });
  await tx.organization.update({ where: { id: orgId }, data: { activePolicyVersion: version } });
  return version;
}

/** What the models found on the most recent items, without the explanations. */
export async function recentRuns(orgId: string, limit: number): Promise<ReplayItem[]> {
  const rows = await db().$queryRaw<Record<string, unknown>[]>`
    SELECT item."id", item."contentId", COALESCE(LEFT(item."text", 160), '') AS excerpt,
      to_char(item."receivedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "receivedAt",
      COALESCE((
        SELECT jsonb_agg(stage."result" - 'explanations' - 'language' - 'ms' || '{"ms": 0}' ORDER BY stage."ord")
        FROM "StageResult" stage WHERE stage."itemId" = item."id"
      ), '[]') AS results
    FROM "Item" item JOIN "Verdict" verdict ON verdict."itemId" = item."id"
    WHERE item."orgId" = ${orgId}
    ORDER BY item."receivedAt" DESC, item."id" DESC LIMIT ${limit}`;
  return rows.map((row) => replayItemSchema.parse(row));
}
