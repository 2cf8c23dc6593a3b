import type { Category, Priority } from "#lib/domain/taxonomy";
import { db } from "./client";
import { Prisma } from "./generated/client";

/* Sums for /insights. Copies that check people are never among them. */

export interface DayVolume {
  day: string;
  received: number;
  approved: number;
  flagged: number;
  blocked: number;
  /** Judged by the machine for good: nobody had to look. */
  auto: number;
}

/** Items by the day they came, with what the machine made of them. */
export function countVolumes(orgId: string, since: Date): Promise<DayVolume[]> {
  return db().$queryRaw<DayVolume[]>`
    SELECT to_char(i."receivedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "day", count(*)::int AS "received",
      count(*) FILTER (WHERE v."decision" = 'APPROVE')::int AS "approved",
      count(*) FILTER (WHERE v."decision" = 'FLAG')::int AS "flagged",
      count(*) FILTER (WHERE v."decision" = 'BLOCK')::int AS "blocked",
      count(*) FILTER (WHERE v."decision" <> 'FLAG' AND v."body"->>'reviewReason' IS NULL)::int AS "auto"
    FROM "Item" i LEFT JOIN "Verdict" v ON v."itemId" = i."id"
    WHERE i."orgId" = ${orgId} AND i."receivedAt" >= ${since} AND i."shadowOf" IS NULL GROUP BY 1 ORDER BY 1`;
}

export interface DeadlineCount {
  priority: Priority;
  closed: number;
  kept: number;
  /** Seconds from arrival to decision. */
  median: number;
  p90: number;
}

/** Closed tasks by priority: deadlines kept, and how long they took. */
export function countDeadlines(orgId: string, since: Date): Promise<DeadlineCount[]> {
  return db().$queryRaw<DeadlineCount[]>`
    SELECT t."priority"::text AS "priority", count(*)::int AS "closed",
      count(*) FILTER (WHERE t."closedAt" <= t."dueAt")::int AS "kept",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t."closedAt" - t."createdAt"))::float8 AS "median",
      percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM t."closedAt" - t."createdAt"))::float8 AS "p90"
    FROM "ReviewTask" t JOIN "Item" i ON i."id" = t."itemId"
    WHERE t."orgId" = ${orgId} AND t."closedAt" >= ${since} AND i."shadowOf" IS NULL
    GROUP BY t."priority" ORDER BY t."priority"`;
}

/** Appeals that were decided. */
export async function countAppeals(
  orgId: string,
  since: Date,
): Promise<{ decided: number; overturned: number }> {
  const rows = await db().$queryRaw<{ decided: number; overturned: number }[]>`
    SELECT count(*)::int AS "decided", count(*) FILTER (WHERE "state" = 'overturned')::int AS "overturned"
    FROM "Appeal" WHERE "orgId" = ${orgId} AND "decidedAt" >= ${since}`;
  return rows[0] ?? { decided: 0, overturned: 0 };
}

/** The newest word of a person on each item that has a verdict. */
const newestLabels = (orgId: string, since: Date) => Prisma.sql`
  SELECT DISTINCT ON (l."itemId") l."itemId", l."categories", v."scores", v."body"
  FROM "Label" l JOIN "Verdict" v ON v."itemId" = l."itemId" JOIN "Item" i ON i."id" = l."itemId"
  WHERE l."orgId" = ${orgId} AND l."createdAt" >= ${since} AND cardinality(l."about") = 0 AND i."shadowOf" IS NULL
  ORDER BY l."itemId", l."createdAt" DESC`;

/** Items that the models or lists raised for a category and people judged, and how often people agreed. */
export function countPrecision(
  orgId: string,
  since: Date,
): Promise<{ category: Category; raised: number; confirmed: number }[]> {
  return db().$queryRaw`
    WITH judged AS (${newestLabels(orgId, since)})
    SELECT c.category, count(*)::int AS "raised",
      count(*) FILTER (WHERE c.category = ANY(judged."categories"))::int AS "confirmed"
    FROM judged CROSS JOIN LATERAL jsonb_array_elements_text(judged."body"->'decidedBy') AS c(category)
    GROUP BY 1 ORDER BY 1`;
}

/** Scores in bins against how often people agreed. */
export function countReliability(
  orgId: string,
  since: Date,
  bins: number,
): Promise<{ bin: number; labels: number; meanScore: number; positive: number }[]> {
  return db().$queryRaw`
    WITH judged AS (${newestLabels(orgId, since)})
    SELECT least(${bins}::int - 1, floor(s.value::float8 * ${bins}::int))::int AS "bin", count(*)::int AS "labels",
      avg(s.value::float8)::float8 AS "meanScore", avg((s.key = ANY(judged."categories"))::int)::float8 AS "positive"
    FROM judged CROSS JOIN LATERAL jsonb_each_text(judged."scores") AS s GROUP BY 1 ORDER BY 1`;
}

/** Items by their highest score, in bins. */
export function countScores(
  orgId: string,
  since: Date,
  bins: number,
): Promise<{ bin: number; items: number }[]> {
  return db().$queryRaw`
    SELECT greatest(0, least(${bins}::int - 1, floor((1 - v."safety") * ${bins}::int)))::int AS "bin", count(*)::int AS "items"
    FROM "Item" i JOIN "Verdict" v ON v."itemId" = i."id"
    WHERE i."orgId" = ${orgId} AND i."receivedAt" >= ${since} AND i."shadowOf" IS NULL GROUP BY 1 ORDER BY 1`;
}
