import { type Claimant, suits } from "./claims";
import { type Db, db } from "./client";
import { Prisma } from "./generated/client";
import type { ReviewTask } from "./tasks";

const { sql } = Prisma;

/** A task on a near-duplicate that is not closed, with what decides whether this person may decide it along. */
export interface ClusterTask
  extends Pick<
    ReviewTask,
    | "id"
    | "itemId"
    | "kind"
    | "state"
    | "leaseToken"
    | "opinionsNeeded"
    | "blindModel"
    | "adjudication"
    | "severity"
    | "dueAt"
  > {
  /** Within this person's languages, categories, queues and role. */
  suits: boolean;
  /** They passed it on before, or are not to have it. */
  passed: boolean;
  /** Its answer is known, and people are checked on copies of it. */
  golden: boolean;
  /** Somebody else's lease on it runs. */
  taken: boolean;
}

/** What waits on these items. */
export function tasksOn(who: Claimant, itemIds: string[]): Promise<ClusterTask[]> {
  return db().$queryRaw<ClusterTask[]>`
    SELECT t."id", t."itemId", t."kind", t."state", t."leaseToken", t."opinionsNeeded", t."blindModel",
      t."adjudication", t."severity", t."dueAt", (${suits(who)}) AS "suits", ${who.userId} = ANY(t."excluded") AS "passed",
      (t."state" = 'leased' AND t."leaseUntil" > now()) AS "taken",
      EXISTS (SELECT 1 FROM "GoldenItem" g WHERE g."itemId" = t."itemId" AND g."retiredAt" IS NULL) AS "golden"
    FROM "ReviewTask" t
    WHERE t."orgId" = ${who.orgId} AND t."itemId" = ANY(${itemIds}) AND t."state" <> 'closed' AND NOT t."stock"`;
}

/**
 * Gives a reviewer the tasks that are still open under these fencing tokens, in one statement that waits for nobody; those
 * that others have or take at this moment are not among the answer. Their words count as seen, and
 * they themselves as shown, where they did not before.
 */
export function takeTogether(
  tx: Db,
  { orgId, userId }: Pick<Claimant, "orgId" | "userId">,
  wanted: { taskId: string; leaseToken: number }[],
  seconds: number,
): Promise<ReviewTask[]> {
  const ids = wanted.map(({ taskId }) => taskId);
  const tokens = wanted.map(({ leaseToken }) => leaseToken);
  return tx.$queryRaw<ReviewTask[]>(sql`
    WITH taken AS (
      UPDATE "ReviewTask" SET "state" = 'leased', "leaseOwner" = ${userId}, "leaseToken" = "leaseToken" + 1,
        "leaseUntil" = now() + make_interval(secs => ${seconds}), "reservedBy" = NULL, "reservedUntil" = NULL
      WHERE "id" IN (
        SELECT t."id" FROM unnest(${ids}::text[], ${tokens}::int4[]) AS wanted(id, token)
        JOIN "ReviewTask" t ON t."id" = wanted.id AND t."leaseToken" = wanted.token
        WHERE t."orgId" = ${orgId} AND t."state" = 'open' AND NOT (${userId} = ANY(t."excluded"))
        FOR UPDATE OF t SKIP LOCKED)
      RETURNING *),
    noted AS (
      INSERT INTO "SeenText" ("userId", "textHash", "taskId")
      SELECT DISTINCT ON ("textHash") ${userId}, "textHash", "id" FROM taken WHERE "textHash" IS NOT NULL
      ON CONFLICT DO NOTHING),
    shown AS (
      INSERT INTO "Exposure" ("userId", "taskId", "severity") SELECT ${userId}, "id", "severity" FROM taken
      ON CONFLICT DO NOTHING)
    SELECT * FROM taken`);
}
