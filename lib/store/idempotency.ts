import { db } from "./client";
import { Prisma } from "./generated/client";

export interface RequestKey {
  keyId: string;
  key: string;
}

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export type Claim =
  | { state: "claimed" }
  | { state: "running" }
  | { state: "other" }
  | { state: "answered"; answer: StoredAnswer };

/** Answers are kept this long; afterwards a key is a new one. */
const KEPT = Prisma.sql`interval '24 hours'`;
/** Longer than any request takes: a key whose process died can be used again after it. */
const LOCK = Prisma.sql`interval '60 seconds'`;

/**
 * Takes a key for a request in one statement: of several requests with it, one gets `claimed`. A key that was never
 * answered because its process died is given out again once its lock has run out.
 * @param fingerprint hash of what the request asks for
 */
export async function claimRequest(
  { keyId, key }: RequestKey,
  orgId: string,
  fingerprint: string,
): Promise<Claim> {
  const claimed = await db().$queryRaw<unknown[]>`
    INSERT INTO "IdempotencyKey" AS held ("keyId", "key", "orgId", "fingerprint", "lockedUntil")
    VALUES (${keyId}, ${key}, ${orgId}, ${fingerprint}, now() + ${LOCK})
    ON CONFLICT ("keyId", "key") DO UPDATE SET
      "fingerprint" = EXCLUDED."fingerprint", "lockedUntil" = EXCLUDED."lockedUntil", "createdAt" = now(),
      "status" = NULL, "headers" = NULL, "body" = NULL, "itemId" = NULL
    WHERE held."createdAt" < now() - ${KEPT}
      OR (held."status" IS NULL AND held."lockedUntil" < now() AND held."fingerprint" = EXCLUDED."fingerprint")
    RETURNING 1`;
  if (claimed.length > 0) return { state: "claimed" };
  const row = await db().idempotencyKey.findUnique({ where: { keyId_key: { keyId, key } } });
  if (!row) return { state: "running" };
  if (row.fingerprint !== fingerprint) return { state: "other" };
  if (row.status === null) return { state: "running" };
  const headers = row.headers as Record<string, string>;
  return { state: "answered", answer: { status: row.status, headers, body: row.body ?? "" } };
}

/** Keeps the answer for whoever asks again. @param itemId the item that it speaks of, if any */
export async function keepAnswer(
  { keyId, key }: RequestKey,
  { status, headers, body }: StoredAnswer,
  itemId: string | null,
): Promise<void> {
  await db().idempotencyKey.updateMany({
    where: { keyId, key, status: null },
    data: { status, headers, body, itemId },
  });
}

/** Gives a key back: the request failed in a way that another try may mend. */
export async function dropClaim({ keyId, key }: RequestKey): Promise<void> {
  await db().idempotencyKey.deleteMany({ where: { keyId, key, status: null } });
}

/** Forgets answers that nobody may ask for any more; answers how many. */
export function dropOldAnswers(): Promise<number> {
  return db().$executeRaw`DELETE FROM "IdempotencyKey" WHERE "createdAt" < now() - ${KEPT}`;
}
