import type { Exposure } from "#lib/domain/wellbeing";
import { db } from "./client";
import type { Prisma, PrivateCare } from "./generated/client";

/*
 * What a person was shown and asked for. Every function takes the person's own id and nothing lists people: there is no
 * way from here to a table of others.
 */

export type { PrivateCare };

/** What a person was shown in the last seven days, oldest first. */
export async function readExposures(userId: string): Promise<Exposure[]> {
  const rows = await db().$queryRaw<Exposure[]>`
    SELECT (extract(epoch FROM "at") * 1000)::float8 AS "at", "severity" FROM "Exposure"
    WHERE "userId" = ${userId} AND "at" > now() - interval '7 days' ORDER BY "at"`;
  return rows;
}

/** Those of these tasks that a person was shown in the last seven days. */
export async function shownAmong(userId: string, taskIds: string[]): Promise<Set<string>> {
  const rows = await db().$queryRaw<{ taskId: string }[]>`
    SELECT "taskId" FROM "Exposure"
    WHERE "userId" = ${userId} AND "taskId" = ANY(${taskIds}) AND "at" > now() - interval '7 days'`;
  return new Set(rows.map(({ taskId }) => taskId));
}

/** Counts what a person is shown now; what they were shown before counts no second time. */
export async function insertExposures(
  userId: string,
  shown: { taskId: string; severity: number }[],
): Promise<void> {
  await db().exposure.createMany({
    data: shown.map(({ taskId, severity }) => ({ userId, taskId, severity })),
    skipDuplicates: true,
  });
}

/** A person's own settings, or null when they have set nothing. */
export function readCare(userId: string): Promise<PrivateCare | null> {
  return db().privateCare.findUnique({ where: { userId } });
}

/** Changes a person's own settings. */
export async function putCare(
  userId: string,
  change: Partial<{
    optOut: string[];
    shiftBudget: number | null;
    breakStartedAt: Date | null;
    defaults: Prisma.InputJsonValue;
  }>,
): Promise<void> {
  await db().privateCare.upsert({ where: { userId }, create: { userId, ...change }, update: change });
}

/** Forgets what was shown longer ago than a week, and what words were seen longer ago than a quarter. */
export async function forgetOldExposures(): Promise<void> {
  await db().$executeRaw`DELETE FROM "Exposure" WHERE "at" < now() - interval '8 days'`;
  await db().$executeRaw`DELETE FROM "SeenText" WHERE "at" < now() - interval '90 days'`;
}
