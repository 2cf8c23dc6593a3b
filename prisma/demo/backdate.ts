import { db } from "../../lib/store/client";

/** How far back the demo's history reaches, and how recent its last post is. */
const DAYS = 5;
const DAY_SECONDS = 86_400;

/**
 * Spreads what the demo just did over the last days. Items keep their order; what was done about them keeps its
 * delay behind them. Tasks that still wait are minutes old, so that not everything is overdue. The audit log keeps
 * its real dates: it is a chain, and nobody may rewrite it.
 */
export async function backdate(orgId: string): Promise<void> {
  await db().$executeRaw`
    WITH spread AS (
      SELECT i."id",
        now() - make_interval(secs => ${DAYS * DAY_SECONDS}
          * power(1 - (row_number() OVER (ORDER BY i."id") - 1)::float / count(*) OVER (), 2.2) + 20) AS "at"
      FROM "Item" i WHERE i."orgId" = ${orgId})
    UPDATE "Item" i SET "receivedAt" = s."at", "postedAt" = s."at" - interval '3 seconds',
      "decidedAt" = s."at" + interval '1 second'
    FROM spread s WHERE s."id" = i."id"`;
  await db().$executeRaw`
    UPDATE "Verdict" v SET "createdAt" = i."receivedAt" FROM "Item" i WHERE i."id" = v."itemId" AND i."orgId" = ${orgId}`;
  await db().$executeRaw`
    UPDATE "Author" a SET "firstSeen" = (SELECT min(i."receivedAt") FROM "Item" i WHERE i."authorId" = a."id")
    WHERE a."orgId" = ${orgId}`;
  await db().$executeRaw`
    UPDATE "ReviewTask" t SET
      "createdAt" = moved."at",
      "dueAt" = moved."at" + (t."dueAt" - t."createdAt"),
      "rank" = t."rank" - extract(epoch FROM t."createdAt" - moved."at"),
      "closedAt" = CASE WHEN t."closedAt" IS NULL THEN NULL ELSE moved."at" + interval '4 minutes' END
    FROM (
      SELECT t2."id", CASE
        WHEN t2."state" = 'closed' AND t2."kind" = 'appeal' THEN i."receivedAt" + (now() - i."receivedAt") * 0.6
        WHEN t2."state" = 'closed' THEN i."receivedAt"
        ELSE now() - make_interval(secs => 8 * row_number() OVER (PARTITION BY t2."state" ORDER BY t2."id" DESC))
      END AS "at"
      FROM "ReviewTask" t2 JOIN "Item" i ON i."id" = t2."itemId" WHERE t2."orgId" = ${orgId}) moved
    WHERE moved."id" = t."id"`;
  await db().$executeRaw`
    UPDATE "Item" i SET "receivedAt" = t."createdAt", "postedAt" = t."createdAt" - interval '3 seconds'
    FROM "ReviewTask" t
    WHERE t."itemId" = i."id" AND t."state" = 'open' AND t."kind" <> 'appeal' AND i."orgId" = ${orgId}`;
  await db().$executeRaw`
    UPDATE "Decision" d SET
      "createdAt" = coalesce(t."closedAt", i."receivedAt" + interval '1 second'),
      "effectiveAt" = coalesce(t."closedAt", i."receivedAt" + interval '1 second') + interval '10 seconds'
    FROM "Item" i, "Decision" d2 LEFT JOIN "ReviewTask" t ON t."id" = d2."taskId"
    WHERE d2."id" = d."id" AND i."id" = d."itemId" AND d."orgId" = ${orgId}`;
  await db().$executeRaw`
    UPDATE "Appeal" a SET "createdAt" = d."createdAt", "expiresAt" = d."createdAt" + interval '6 months',
      "filedAt" = t."createdAt", "decidedAt" = CASE WHEN a."decidedAt" IS NULL THEN NULL ELSE t."closedAt" END
    FROM "Decision" d, "Appeal" a2 LEFT JOIN "ReviewTask" t ON t."appealId" = a2."id"
    WHERE a2."id" = a."id" AND d."id" = a."decisionId" AND a."orgId" = ${orgId}`;
  await db().$executeRaw`
    UPDATE "ItemCategory" c SET "receivedAt" = i."receivedAt" FROM "Item" i WHERE i."id" = c."itemId" AND i."orgId" = ${orgId}`;
  await db().$executeRaw`
    UPDATE "Label" l SET "createdAt" = d."effectiveAt" FROM "Decision" d WHERE d."id" = l."decisionId" AND l."orgId" = ${orgId}`;
}
