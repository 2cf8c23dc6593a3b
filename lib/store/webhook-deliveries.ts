import type { DeliveryQuery } from "#lib/domain/webhooks";
import { type Db, db } from "./client";
import { Prisma, type WebhookAttempt, type WebhookDelivery } from "./generated/client";

export type { WebhookDelivery };

export interface NewEvent {
  /** `webhook-id`. */
  id: string;
  orgId: string;
  type: string;
  subject: string;
  payload: string;
  /** An address of its own that hears of this event, beside the endpoints. */
  callback: { receiver: string; url: string } | null;
}

/**
 * Writes an event for every endpoint that asked for its type, switched off ones too, and for the callback. The
 * receivers to wake. Ids rise in the order in which events of one subject happen: call it after the statement that
 * locks the subject.
 */
export async function insertEvent(tx: Db, event: NewEvent): Promise<string[]> {
  const { id, orgId, type, subject, payload, callback } = event;
  const rows = await tx.$queryRaw<{ receiver: string }[]>`
    INSERT INTO "WebhookDelivery" ("orgId", "endpointId", "receiver", "url", "eventId", "type", "subject", "payload")
    SELECT ${orgId}, "endpointId", "receiver", "url", ${id}, ${type}, ${subject}, ${payload} FROM (
      SELECT "id" AS "endpointId", "id" AS "receiver", NULL AS "url" FROM "WebhookEndpoint"
      WHERE "orgId" = ${orgId} AND ${type} = ANY("events")
      UNION ALL
      SELECT NULL, ${callback?.receiver ?? null}::text, ${callback?.url ?? null}::text
      WHERE ${callback?.receiver ?? null}::text IS NOT NULL) AS receivers
    RETURNING "receiver"`;
  return rows.map((row) => row.receiver);
}

/** Writes an event for one endpoint, whatever it asked for. Its id. */
export async function insertDelivery(
  tx: Db,
  input: Pick<WebhookDelivery, "orgId" | "eventId" | "type" | "subject" | "payload"> & { endpointId: string },
): Promise<bigint> {
  const { id } = await tx.webhookDelivery.create({ data: { ...input, receiver: input.endpointId } });
  return id;
}

export type ClaimedDelivery = Pick<
  WebhookDelivery,
  "id" | "orgId" | "endpointId" | "eventId" | "type" | "payload" | "attempts" | "createdAt"
> & { url: string };

/**
 * Takes the next event that is due for a receiver, for `lockMs`: the first pending one of its subject, while the
 * endpoint is on. A receiver that fails is sent `failing` at a time, one that answers `healthy`. Null when there is
 * nothing to do.
 */
export async function claimDelivery(
  receiver: string,
  { lockMs, healthy, failing }: { lockMs: number; healthy: number; failing: number },
): Promise<ClaimedDelivery | null> {
  const rows = await db().$queryRaw<ClaimedDelivery[]>`
    UPDATE "WebhookDelivery" AS taken
    SET "attempts" = taken."attempts" + 1, "lockedUntil" = now() + ${lockMs} * interval '1 millisecond'
    FROM (
      SELECT d."id", coalesce(e."url", d."url") AS "url" FROM "WebhookDelivery" d
      LEFT JOIN "WebhookEndpoint" e ON e."id" = d."endpointId"
      WHERE d."receiver" = ${receiver} AND d."state" = 'pending' AND d."nextAt" <= now()
        AND (d."lockedUntil" IS NULL OR d."lockedUntil" <= now()) AND e."disabledAt" IS NULL
        AND NOT EXISTS (
          SELECT 1 FROM "WebhookDelivery" p
          WHERE p."receiver" = d."receiver" AND p."subject" = d."subject" AND p."state" = 'pending' AND p."id" < d."id")
        AND (
          SELECT count(*) FROM "WebhookDelivery" f
          WHERE f."receiver" = ${receiver} AND f."state" = 'pending' AND f."lockedUntil" > now()
        ) < CASE WHEN e."failingSince" IS NULL THEN ${healthy}::int ELSE ${failing}::int END
      ORDER BY d."id" LIMIT 1 FOR UPDATE OF d SKIP LOCKED) AS next
    WHERE taken."id" = next."id"
    RETURNING taken."id", taken."orgId", taken."endpointId", next."url", taken."eventId", taken."type",
      taken."payload", taken."attempts", taken."createdAt"`;
  return rows[0] ?? null;
}

export interface Attempt {
  ms: number;
  status: number | null;
  error: string | null;
}

/** Writes what an attempt brought; false when the event was taken anew since, and nothing is changed. */
export async function settleDelivery(
  tx: Db,
  { id, attempts }: Pick<ClaimedDelivery, "id" | "attempts">,
  attempt: Attempt,
  next: { state: "delivered" | "failed" } | { state: "pending"; at: Date },
): Promise<boolean> {
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, attempts, state: "pending" },
    data:
      next.state === "pending"
        ? { lockedUntil: null, nextAt: next.at }
        : { lockedUntil: null, state: next.state, finishedAt: new Date() },
  });
  if (count === 0) return false;
  await tx.webhookAttempt.create({ data: { ...attempt, deliveryId: id } });
  return true;
}

/** Receivers that have something due which nobody is sending. */
export async function receiversDue(limit: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ receiver: string }[]>`
    SELECT DISTINCT d."receiver" FROM "WebhookDelivery" d
    LEFT JOIN "WebhookEndpoint" e ON e."id" = d."endpointId"
    WHERE d."state" = 'pending' AND d."nextAt" <= now() AND (d."lockedUntil" IS NULL OR d."lockedUntil" <= now())
      AND e."disabledAt" IS NULL
    LIMIT ${limit}`;
  return rows.map((row) => row.receiver);
}

export type LoggedDelivery = WebhookDelivery & { tries: WebhookAttempt[] };

/** Deliveries to one endpoint (null: to callback addresses), newest first, with their attempts. */
export function listDeliveries(
  orgId: string,
  endpointId: string | null,
  { state, before }: DeliveryQuery,
  limit: number,
): Promise<LoggedDelivery[]> {
  return db().webhookDelivery.findMany({
    where: { orgId, endpointId, state, ...(before ? { id: { lt: BigInt(before) } } : {}) },
    orderBy: { id: "desc" },
    take: limit,
    include: { tries: { orderBy: { id: "asc" } } },
  });
}

/** Makes a finished event of this organisation due again, from the first attempt; null when there is none. */
export async function reopenDelivery(tx: Db, orgId: string, id: bigint): Promise<WebhookDelivery | null> {
  const rows = await tx.webhookDelivery.updateManyAndReturn({
    where: { id, orgId, state: { not: "pending" } },
    data: { state: "pending", attempts: 0, nextAt: new Date(), lockedUntil: null, finishedAt: null },
  });
  return rows[0] ?? null;
}

/** Makes all that waits for an endpoint due now, or gives it up. How many. */
export async function settleMissed(tx: Db, endpointId: string, what: "send" | "skip"): Promise<number> {
  const { count } = await tx.webhookDelivery.updateMany({
    where: { endpointId, state: "pending" },
    data:
      what === "send"
        ? { attempts: 0, nextAt: new Date(), lockedUntil: null }
        : { state: "failed", finishedAt: new Date() },
  });
  return count;
}

/** Deliveries since `since` by endpoint and state. */
export async function countDeliveries(orgId: string, since: Date) {
  const rows = await db().webhookDelivery.groupBy({
    by: ["endpointId", "state"],
    where: { orgId, createdAt: { gte: since } },
    _count: true,
  });
  return rows.map(({ endpointId, state, _count }) => ({ endpointId, state, count: _count }));
}

/** Forgets up to `limit` deliveries from before `before`. */
export async function dropOldDeliveries(before: Date, limit: number): Promise<number> {
  return db().$executeRaw(Prisma.sql`
    DELETE FROM "WebhookDelivery" WHERE "id" IN (
      SELECT "id" FROM "WebhookDelivery" WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${limit})`);
}
