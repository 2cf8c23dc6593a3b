import type { Rating } from "#lib/domain/quality";
import { db } from "./client";
import type { ReviewTask } from "./generated/client";

/** Judgements beyond this are left out, oldest first. */
const MOST_RATINGS = 50_000;

/**
 * What people said of items whose review is over: opinions on the item itself and second readings of a copy. Nothing
 * of a task that is still open is among them.
 */
export function listRatings(orgId: string, since: Date): Promise<Rating[]> {
  return db().$queryRaw<Rating[]>`
    SELECT r.*, held."outcome"::text AS "outcome" FROM (
      SELECT t."itemId", t."queue", t."categories" AS "questioned", o."reviewerId", o."decision"::text AS "decision",
        o."categories", o."createdAt" AS "at"
      FROM "Opinion" o JOIN "ReviewTask" t ON t."id" = o."taskId" JOIN "Item" i ON i."id" = t."itemId"
      WHERE t."orgId" = ${orgId} AND t."state" = 'closed' AND t."closedAt" >= ${since} AND t."kind" <> 'appeal'
        AND i."shadowOf" IS NULL
      UNION ALL
      SELECT c."itemId", c."queue", c."categories", c."reviewerId", c."decision"::text, c."categories", c."at"
      FROM "CheckResult" c WHERE c."orgId" = ${orgId} AND c."kind" = 'qa' AND c."at" >= ${since}
      ORDER BY 7 DESC LIMIT ${MOST_RATINGS}) r
    LEFT JOIN LATERAL (
      SELECT d."outcome" FROM "Decision" d
      WHERE d."itemId" = r."itemId" AND d."actor" <> 'machine' AND d."undoneAt" IS NULL AND NOT d."isOpinion"
      ORDER BY d."createdAt" DESC LIMIT 1) held ON true`;
}

/** Checks since then, by person and kind. */
export function countChecks(orgId: string, since: Date) {
  return db().checkResult.groupBy({
    by: ["kind", "reviewerId", "agrees"],
    where: { orgId, at: { gte: since } },
    _count: true,
  });
}

/** Tasks on which reviewers disagree and that no lead has settled, longest waiting first. */
export function listDisagreements(orgId: string, limit: number): Promise<ReviewTask[]> {
  return db().reviewTask.findMany({
    where: { orgId, adjudication: true, state: { in: ["open", "leased"] } },
    orderBy: { createdAt: "asc" },
    take: limit,
  });
}
