import { db } from "./client";

/** Notes that a person looks at an item of their organisation, and how many others do; null when there is no such item. */
export async function noteViewing(
  who: { orgId: string; userId: string },
  itemId: string,
  seconds: number,
): Promise<number | null> {
  const rows = await db().$queryRaw<{ others: number }[]>`
    WITH item AS (SELECT "id" FROM "Item" WHERE "id" = ${itemId} AND "orgId" = ${who.orgId}),
    mine AS (
      INSERT INTO "Viewing" ("userId", "itemId", "at") SELECT ${who.userId}, "id", now() FROM item
      ON CONFLICT ("userId") DO UPDATE SET "itemId" = EXCLUDED."itemId", "at" = EXCLUDED."at")
    SELECT (
      SELECT count(*)::int FROM "Viewing" other
      WHERE other."itemId" = item."id" AND other."userId" <> ${who.userId}
        AND other."at" > now() - make_interval(secs => ${seconds})) AS others
    FROM item`;
  return rows[0]?.others ?? null;
}
