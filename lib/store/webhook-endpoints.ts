import { type Db, db } from "./client";
import type { WebhookEndpoint } from "./generated/client";
import { newId } from "./ids";

export type { WebhookEndpoint };

export interface NewEndpoint {
  orgId: string;
  url: string;
  note: string;
  events: string[];
  createdBy: string | null;
}

/** A new endpoint. */
export function insertEndpoint(tx: Db, input: NewEndpoint): Promise<WebhookEndpoint> {
  return tx.webhookEndpoint.create({ data: { ...input, id: newId("whe") } });
}

/** Endpoints of an organisation, oldest first. */
export function listEndpoints(orgId: string): Promise<WebhookEndpoint[]> {
  return db().webhookEndpoint.findMany({ where: { orgId }, orderBy: { id: "asc" } });
}

/** An endpoint of this organisation, or null. */
export function findEndpoint(orgId: string, id: string, tx: Db = db()): Promise<WebhookEndpoint | null> {
  return tx.webhookEndpoint.findFirst({ where: { orgId, id } });
}

/** Changes an endpoint of this organisation; null when it is not there. */
export async function changeEndpoint(
  tx: Db,
  orgId: string,
  id: string,
  data: Partial<
    Pick<WebhookEndpoint, "url" | "note" | "events" | "disabledAt" | "disabledReason" | "failingSince">
  >,
): Promise<WebhookEndpoint | null> {
  const rows = await tx.webhookEndpoint.updateManyAndReturn({ where: { orgId, id }, data });
  return rows[0] ?? null;
}

/** Removes an endpoint with its secrets and deliveries; null when it is not there. */
export async function removeEndpoint(tx: Db, orgId: string, id: string): Promise<WebhookEndpoint | null> {
  const found = await findEndpoint(orgId, id, tx);
  if (found) await tx.webhookEndpoint.delete({ where: { id } });
  return found;
}

/** Notes whether an endpoint answers: `failingSince` is the first failure since the last success. */
export async function noteHealth(tx: Db, id: string, ok: boolean): Promise<void> {
  await tx.webhookEndpoint.updateMany({
    where: { id, failingSince: ok ? { not: null } : null },
    data: { failingSince: ok ? null : new Date() },
  });
}

/** Switches an endpoint off because it fails; false when it is off already. */
export async function switchOff(tx: Db, id: string, reason: string): Promise<boolean> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id, disabledAt: null },
    data: { disabledAt: new Date(), disabledReason: reason },
  });
  return count === 1;
}
