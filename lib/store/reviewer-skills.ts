import type { Skills } from "#lib/domain/people";
import type { Category } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";

/** The skills that leads set for everybody of an organisation who has any, by person. */
export async function listSkills(orgId: string): Promise<Map<string, Skills>> {
  const rows = await db().reviewerSkills.findMany({ where: { user: { orgId } } });
  return new Map(
    rows.map(({ userId, languages, categories, queues }) => [
      userId,
      { languages, queues, categories: categories as Category[] },
    ]),
  );
}

/** Queues that active people are named for by their skills, and how many others than `userId` are. */
export async function specialistQueues(
  orgId: string,
  userId: string,
): Promise<{ name: string; people: number }[]> {
  return db().$queryRaw`
    SELECT q."name", count(*)::int AS "people" FROM "Queue" q
    JOIN "ReviewerSkills" s ON q."name" = ANY(s."queues") JOIN "User" u ON u."id" = s."userId"
    WHERE q."orgId" = ${orgId} AND u."orgId" = ${orgId} AND u."active" AND u."id" <> ${userId}
    GROUP BY q."name", q."position" ORDER BY q."position", q."name"`;
}

/** Sets what a person may be given. */
export async function putSkills(tx: Db, userId: string, skills: Skills): Promise<void> {
  await tx.reviewerSkills.upsert({ where: { userId }, create: { userId, ...skills }, update: skills });
}

/** What a person may be given. */
export interface ClaimLimits extends Skills {
  /** What they have asked never to be given. */
  optOut: string[];
  /** Queues for trained people that are not among their skills. */
  closedQueues: string[];
}

/** What a person may be given and what they have asked never to be given; for their own claims alone. */
export async function readClaimLimits(orgId: string, userId: string): Promise<ClaimLimits> {
  const rows = await db().$queryRaw<ClaimLimits[]>`
    SELECT coalesce(s."languages", '{}') AS "languages", coalesce(s."categories", '{}') AS "categories",
      coalesce(s."queues", '{}') AS "queues", coalesce(c."optOut", '{}') AS "optOut",
      ARRAY(SELECT q."name" FROM "Queue" q WHERE q."orgId" = ${orgId} AND q."trainedOnly"
        AND NOT q."name" = ANY(coalesce(s."queues", '{}'))) AS "closedQueues"
    FROM (SELECT ${userId}::text AS id) me
    LEFT JOIN "ReviewerSkills" s ON s."userId" = me.id LEFT JOIN "PrivateCare" c ON c."userId" = me.id`;
  return rows[0] ?? { languages: [], categories: [], queues: [], optOut: [], closedQueues: [] };
}
