import type { Exposure } from "#lib/domain/wellbeing";
import { db } from "./client";
import type { Prisma, PrivateCare } from "./generated/client";

/*
 * What a person was shown and asked for. Every function takes the person's own id and nothing lists people: there is no
 * way from here to a table of others.
 */

export type { PrivateCare };

/** Room for a severity, 1 to 5, beside a moment. */
const PACK = 8;

/**
 * What a person was shown in the last seven days, oldest first. It is read before every claim and can be thousands: each
 * is packed into one number, and all into one answer.
 */
export async function readExposures(userId: string): Promise<Exposure[]> {
  const [row] = await db().$queryRaw<{ shown: string | null }[]>`
    SELECT array_to_string(array_agg(packed), ' ') AS "shown" FROM (
      SELECT (date_part('epoch', "at") * 1000)::int8 * ${PACK}::int4 + "severity" AS packed FROM "Exposure"
      WHERE "userId" = ${userId} AND "at" > now() - interval '7 days' ORDER BY "at") shown`;
  if (!row?.shown) return [];
  return row.shown.split(" ").map((packed) => ({
    at: Math.floor(Number(packed) / PACK),
    severity: Number(packed) % PACK,
  }));
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
