import { db } from "./client";
import { Prisma } from "./generated/client";

export interface BucketSize {
  /** Tokens that come back each second. */
  perSecond: number;
  /** Most tokens the bucket holds. */
  burst: number;
}

export interface Taken {
  granted: boolean;
  /** Tokens left. */
  left: number;
}

/**
 * Refills the bucket for the time since its last use and takes `cost` tokens if that many are there: one statement,
 * so processes need no lock. A negative cost gives tokens back.
 */
export async function takeTokens(key: string, size: BucketSize, cost = 1): Promise<Taken> {
  const { perSecond, burst } = size;
  const level = Prisma.sql`LEAST(${burst}::float8, bucket."tokens" + ${perSecond}::float8
    * GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - bucket."updatedAt")::float8))`;
  const rows = await db().$queryRaw<Taken[]>`
    WITH taken AS (
      INSERT INTO "RateBucket" AS bucket ("key", "tokens", "updatedAt")
      VALUES (${key}, LEAST(${burst}::float8, ${burst}::float8 - ${cost}::float8), clock_timestamp())
      ON CONFLICT ("key") DO UPDATE SET
        "tokens" = LEAST(${burst}::float8, ${level} - ${cost}::float8),
        "updatedAt" = clock_timestamp()
      WHERE ${level} >= ${cost}::float8
      RETURNING "tokens"
    )
    SELECT true AS granted, "tokens" AS left FROM taken
    UNION ALL
    SELECT false, ${level} FROM "RateBucket" AS bucket
    WHERE "key" = ${key} AND NOT EXISTS (SELECT 1 FROM taken)`;
  // Nothing comes back when another request made the bucket and emptied it between our two reads.
  return rows[0] ?? { granted: false, left: 0 };
}

/** Forgets buckets that nobody used for a day: they are full again. Answers how many. */
export function dropIdleBuckets(): Promise<number> {
  return db().$executeRaw`DELETE FROM "RateBucket" WHERE "updatedAt" < clock_timestamp() - interval '1 day'`;
}
