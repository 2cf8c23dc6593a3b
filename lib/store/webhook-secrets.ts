import { type Db, db } from "./client";
import { newId } from "./ids";
import { seal, unseal } from "./sealed";

const PURPOSE = "webhook secret";

/** Whose secret: an endpoint's, or (null) the organisation's own for callback addresses. */
export interface SecretOwner {
  orgId: string;
  endpointId: string | null;
}

/** Secrets that sign at this moment, the newest first. */
export async function secretsInForce({ orgId, endpointId }: SecretOwner, now: Date, tx: Db = db()) {
  const rows = await tx.webhookSecret.findMany({
    where: { orgId, endpointId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ sealed, createdAt, expiresAt }) => ({
    secret: unseal(sealed, PURPOSE),
    createdAt,
    expiresAt,
  }));
}

/** Stores a secret; those before it sign until `oldUntil`, and older ones are dropped. */
export async function putSecret(
  tx: Db,
  owner: SecretOwner,
  secret: string,
  { now, oldUntil }: { now: Date; oldUntil: Date },
): Promise<void> {
  // One rotation leaves two secrets, never more: whoever rotates in a hurry ends the one before the last.
  await tx.webhookSecret.deleteMany({ where: { ...owner, expiresAt: { not: null } } });
  await tx.webhookSecret.updateMany({ where: owner, data: { expiresAt: oldUntil } });
  await tx.webhookSecret.create({
    data: { ...owner, id: newId("whs"), sealed: seal(secret, PURPOSE), createdAt: now },
  });
}

/** When each owner's secret was made and until when an older one signs, by endpoint id (null: callbacks). */
export async function secretDates(orgId: string, now: Date) {
  const rows = await db().webhookSecret.findMany({
    where: { orgId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { endpointId: true, createdAt: true, expiresAt: true },
  });
  const dates = new Map<string | null, { since: Date | null; oldUntil: Date | null }>();
  for (const { endpointId, createdAt, expiresAt } of rows) {
    const entry = dates.get(endpointId) ?? { since: null, oldUntil: null };
    if (expiresAt) entry.oldUntil = expiresAt;
    else entry.since = createdAt;
    dates.set(endpointId, entry);
  }
  return dates;
}
