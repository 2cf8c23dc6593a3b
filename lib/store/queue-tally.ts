import type { Priority } from "#lib/domain/taxonomy";
import { db } from "./client";

/*
 * Depths and flows of the queues. Triggers append every change of a task (TaskDelta), `foldTally` sums them up
 * (TaskTally); both together are exact at any moment, and reading them does not depend on how many tasks wait.
 */

export interface QueueCount {
  queue: string;
  priority: Priority;
  leadsOnly: boolean;
  waiting: number;
  leased: number;
  overdue: number;
  /** Due within the last tenth of the deadline, to the minute. */
  dueSoon: number;
  /** Arrived and decided within the last hour. */
  arrived: number;
  done: number;
  /** Decided within the last 15 minutes. */
  doneRecently: number;
  oldestAt: Date | null;
  nextDueAt: Date | null;
}

/** The stretch that shows how fast people are now, in minutes. */
export const RECENT_MINUTES = 15;

/** Depth, deadlines and flow of every queue that holds or held something. */
export function countQueues(orgId: string): Promise<QueueCount[]> {
  return db().$queryRaw<QueueCount[]>`
    WITH tally AS (
      SELECT "queue", "priority", "leadsOnly", "kind", "minute", sum("n")::int AS n FROM (
        SELECT "queue", "priority", "leadsOnly", "kind", "minute", "n" FROM "TaskTally" WHERE "orgId" = ${orgId}
        UNION ALL
        SELECT "queue", "priority", "leadsOnly", "kind", "minute", "n" FROM "TaskDelta" WHERE "orgId" = ${orgId}
      ) both_parts
      WHERE "kind" IN ('open', 'leased') OR "minute" > now() - interval '1 hour'
      GROUP BY 1, 2, 3, 4, 5),
    groups AS (
      SELECT "queue", "priority", "leadsOnly",
        coalesce(sum(n) FILTER (WHERE "kind" = 'open'), 0)::int AS waiting,
        coalesce(sum(n) FILTER (WHERE "kind" = 'leased'), 0)::int AS leased,
        coalesce(sum(n) FILTER (WHERE "kind" IN ('open', 'leased')
          AND "minute" < date_trunc('minute', now())), 0)::int AS late,
        coalesce(sum(n) FILTER (WHERE "kind" IN ('open', 'leased') AND "minute" >= date_trunc('minute', now())
          AND "minute" < now() + CASE "priority" WHEN 'high' THEN interval '30 seconds'
            WHEN 'medium' THEN interval '12 minutes' ELSE interval '144 minutes' END), 0)::int AS soon,
        coalesce(sum(n) FILTER (WHERE "kind" = 'arrived'), 0)::int AS arrived,
        coalesce(sum(n) FILTER (WHERE "kind" = 'done'), 0)::int AS done,
        coalesce(sum(n) FILTER (WHERE "kind" = 'done'
          AND "minute" > now() - make_interval(mins => ${RECENT_MINUTES})), 0)::int AS recent
      FROM tally GROUP BY 1, 2, 3)
    SELECT g."queue", g."priority"::text AS "priority", g."leadsOnly", g.waiting, g.leased, g.arrived, g.done,
      g.recent AS "doneRecently", g.late + edge.n AS "overdue", greatest(0, g.soon - edge.n) AS "dueSoon",
      oldest."createdAt" AS "oldestAt", next."dueAt" AS "nextDueAt"
    FROM groups g
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS n FROM "ReviewTask" t
      WHERE t."orgId" = ${orgId} AND t."queue" = g."queue" AND t."priority" = g."priority"
        AND t."leadsOnly" = g."leadsOnly" AND t."state" IN ('open', 'leased') AND NOT t."stock"
        AND t."dueAt" >= date_trunc('minute', now()) AND t."dueAt" < now()) edge
    LEFT JOIN LATERAL (
      SELECT t."createdAt" FROM "ReviewTask" t
      WHERE t."orgId" = ${orgId} AND t."queue" = g."queue" AND t."priority" = g."priority"
        AND t."leadsOnly" = g."leadsOnly" AND t."state" IN ('open', 'leased') AND NOT t."stock"
      ORDER BY t."createdAt" LIMIT 1) oldest ON true
    LEFT JOIN LATERAL (
      SELECT t."dueAt" FROM "ReviewTask" t
      WHERE t."orgId" = ${orgId} AND t."queue" = g."queue" AND t."priority" = g."priority"
        AND t."leadsOnly" = g."leadsOnly" AND t."state" IN ('open', 'leased') AND NOT t."stock"
      ORDER BY t."dueAt" LIMIT 1) next ON true
    WHERE g.waiting + g.leased + g.arrived + g.done > 0
    ORDER BY g."priority", g."leadsOnly", g."queue"`;
}

export interface DueCount {
  queue: string;
  priority: Priority;
  leadsOnly: boolean;
  /** Minutes until they are due; negative is overdue. */
  due: number;
  waiting: number;
}

/**
 * Waiting tasks by when they are due: to the minute for a quarter of an hour, then in stretches of 5 minutes, after two
 * hours of 15, each counted from its start. All that is overdue stands together.
 */
export function countByDeadline(orgId: string): Promise<DueCount[]> {
  return db().$queryRaw<DueCount[]>`
    WITH open AS (
      SELECT "queue", "priority", "leadsOnly", "n",
        floor(extract(epoch FROM "minute" - date_trunc('minute', now())) / 60)::int AS ahead
      FROM (
        SELECT "queue", "priority", "leadsOnly", "minute", "n" FROM "TaskTally"
        WHERE "orgId" = ${orgId} AND "kind" = 'open'
        UNION ALL
        SELECT "queue", "priority", "leadsOnly", "minute", "n" FROM "TaskDelta"
        WHERE "orgId" = ${orgId} AND "kind" = 'open') both_parts)
    SELECT "queue", "priority"::text AS "priority", "leadsOnly", CASE
        WHEN ahead < 0 THEN -1 WHEN ahead < 15 THEN ahead WHEN ahead < 120 THEN ahead / 5 * 5 ELSE ahead / 15 * 15
      END AS "due", sum("n")::int AS "waiting"
    FROM open GROUP BY 1, 2, 3, 4 HAVING sum("n") > 0 ORDER BY 4`;
}

/** How long flows are kept. */
const FLOW_DAYS = 8;

/** Folds what triggers appended into the tally and forgets old flows; one process at a time. Answers rows folded. */
export async function foldTally(limit = 20_000): Promise<number> {
  const rows = await db().$queryRaw<{ folded: number }[]>`
    WITH mine AS (SELECT pg_try_advisory_xact_lock(hashtext('sightline task tally')) AS ok),
    taken AS (
      DELETE FROM "TaskDelta" WHERE (SELECT ok FROM mine)
        AND "id" IN (SELECT "id" FROM "TaskDelta" ORDER BY "id" LIMIT ${limit}) RETURNING *),
    folded AS (
      INSERT INTO "TaskTally" ("orgId", "kind", "minute", "queue", "priority", "leadsOnly", "n")
      SELECT "orgId", "kind", "minute", "queue", "priority", "leadsOnly", sum("n") FROM taken
      GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum("n") <> 0
      ON CONFLICT ("orgId", "kind", "minute", "queue", "priority", "leadsOnly")
      DO UPDATE SET "n" = "TaskTally"."n" + EXCLUDED."n")
    SELECT count(*)::int AS folded FROM taken`;
  const folded = rows[0]?.folded ?? 0;
  if (folded > 0)
    await db().$executeRaw`
      DELETE FROM "TaskTally" WHERE "n" = 0
        OR ("kind" IN ('arrived', 'done') AND "minute" < now() - make_interval(days => ${FLOW_DAYS}))`;
  return folded;
}
