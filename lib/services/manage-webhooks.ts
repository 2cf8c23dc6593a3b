import { Failure } from "#lib/domain/failure";
import {
  type ChangeWebhook,
  type Delivery,
  type DeliveryPage,
  type DeliveryQuery,
  eventTypeSchema,
  type NewSecret,
  type NewWebhook,
  type Webhook,
  type Webhooks,
} from "#lib/domain/webhooks";
import { appendAudit } from "#lib/store/audit";
import { type Db, inTransaction } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { findUserNames } from "#lib/store/user-names";
import {
  countDeliveries,
  insertDelivery,
  type LoggedDelivery,
  listDeliveries,
  reopenDelivery,
  settleMissed,
} from "#lib/store/webhook-deliveries";
import {
  changeEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  removeEndpoint,
  type WebhookEndpoint,
} from "#lib/store/webhook-endpoints";
import { secretDates } from "#lib/store/webhook-secrets";
import { checkReceiver } from "./webhook-address";
import { payloadOf, wakeReceivers } from "./webhook-events";
import { rotateSecret } from "./webhook-keys";

const COUNTED_MS = 7 * 86_400_000;
const PAGE = 25;
/** In place of an endpoint's id: the organisation's callback addresses. */
export const CALLBACKS = "callbacks";

const missing = () => new Failure("not_found", "There is no such webhook.");

/** All endpoints of an organisation, with how they fare. */
export async function listWebhooks(orgId: string): Promise<Webhooks> {
  const now = new Date();
  const [rows, counts, dates] = await Promise.all([
    listEndpoints(orgId),
    countDeliveries(orgId, new Date(now.getTime() - COUNTED_MS)),
    secretDates(orgId, now),
  ]);
  const names = await findUserNames(rows.flatMap((row) => row.createdBy ?? []));
  const webhooks = rows.map((row): Webhook => {
    const mine = { delivered: 0, pending: 0, failed: 0 };
    for (const { endpointId, state, count } of counts) if (endpointId === row.id) mine[state] = count;
    return toWebhook(row, {
      createdBy: (row.createdBy && names.get(row.createdBy)) ?? null,
      oldSecretUntil: dates.get(row.id)?.oldUntil ?? null,
      counts: mine,
    });
  });
  const own = dates.get(null);
  return { webhooks, callbacks: { secretSince: iso(own?.since), oldSecretUntil: iso(own?.oldUntil) } };
}

/** Makes an endpoint; the secret is in the answer and nowhere else. */
export async function createWebhook(
  orgId: string,
  wanted: NewWebhook & { note: string },
  by: string,
): Promise<{ webhook: Webhook; secret: string }> {
  checkReceiver(wanted.url, "/url");
  const { row, secret } = await inTransaction(async (tx) => {
    const made = await insertEndpoint(tx, { ...wanted, orgId, createdBy: by });
    const key = await rotateSecret(tx, { orgId, endpointId: made.id });
    await audit(tx, orgId, by, "webhook.created", made.id, { url: shown(made.url), events: made.events });
    return { row: made, secret: key.secret };
  });
  const names = await findUserNames([by]);
  const counts = { delivered: 0, pending: 0, failed: 0 };
  return {
    webhook: toWebhook(row, { createdBy: names.get(by) ?? null, oldSecretUntil: null, counts }),
    secret,
  };
}

/** Changes an endpoint, or switches it on or off. Switched on, it is sent what it missed unless told otherwise. */
export async function changeWebhook(
  orgId: string,
  id: string,
  change: ChangeWebhook,
  by: string,
): Promise<void> {
  const { enabled, missed = "send", ...rest } = change;
  if (rest.url !== undefined) checkReceiver(rest.url, "/url");
  await inTransaction(async (tx) => {
    const before = await findEndpoint(orgId, id, tx);
    if (!before) throw missing();
    const toggled = enabled !== undefined && enabled === (before.disabledAt !== null);
    const state = !toggled
      ? {}
      : enabled
        ? { disabledAt: null, disabledReason: null, failingSince: null }
        : { disabledAt: new Date(), disabledReason: "Switched off by an admin." };
    await changeEndpoint(tx, orgId, id, { ...rest, ...state });
    if (toggled && enabled) await settleMissed(tx, id, missed);
    const told = { ...rest, ...(rest.url ? { url: shown(rest.url) } : {}), ...(toggled ? { enabled } : {}) };
    await audit(tx, orgId, by, "webhook.changed", id, told);
  });
  if (enabled) await wakeReceivers([id]);
}

/** Removes an endpoint with all that waits for it. */
export async function removeWebhook(orgId: string, id: string, by: string): Promise<void> {
  await inTransaction(async (tx) => {
    const removed = await removeEndpoint(tx, orgId, id);
    if (!removed) throw missing();
    await audit(tx, orgId, by, "webhook.removed", id, { url: shown(removed.url) });
  });
}

/** A new secret for an endpoint, or (`callbacks`) for callback addresses; the one before signs as well for a day. */
export async function changeSecret(orgId: string, id: string, by: string): Promise<NewSecret> {
  const endpointId = id === CALLBACKS ? null : id;
  const { secret, oldSecretUntil } = await inTransaction(async (tx) => {
    if (endpointId && !(await findEndpoint(orgId, endpointId, tx))) throw missing();
    const made = await rotateSecret(tx, { orgId, endpointId });
    await audit(tx, orgId, by, "webhook.secret_changed", id, {});
    return made;
  });
  return { secret, oldSecretUntil: iso(oldSecretUntil) };
}

/** Sends an endpoint an event of its own. The delivery's id. */
export async function testWebhook(orgId: string, id: string): Promise<{ id: string }> {
  const endpoint = await findEndpoint(orgId, id);
  if (!endpoint) throw missing();
  if (endpoint.disabledAt) throw new Failure("conflict", "The webhook is off. Switch it on to test it.");
  const eventId = newId("msg");
  const payload = payloadOf("webhook.test", { message: "If you can verify this, all is well." });
  const delivery = await inTransaction((tx) =>
    insertDelivery(tx, { orgId, endpointId: id, eventId, type: "webhook.test", subject: eventId, payload }),
  );
  await wakeReceivers([id]);
  return { id: String(delivery) };
}

/** Sends a finished event again, under the same `webhook-id`. */
export async function sendAgain(orgId: string, deliveryId: string, by: string): Promise<void> {
  const receiver = await inTransaction(async (tx) => {
    const row = await reopenDelivery(tx, orgId, BigInt(deliveryId));
    if (!row) throw new Failure("conflict", "There is no such event, or it is on its way already.");
    await audit(tx, orgId, by, "webhook.sent_again", row.endpointId ?? CALLBACKS, { eventId: row.eventId });
    return row.receiver;
  });
  await wakeReceivers([receiver]);
}

/** What was sent to an endpoint, or to callback addresses, newest first. */
export async function readDeliveries(orgId: string, id: string, query: DeliveryQuery): Promise<DeliveryPage> {
  const endpointId = id === CALLBACKS ? null : id;
  if (endpointId && !(await findEndpoint(orgId, endpointId))) throw missing();
  const rows = await listDeliveries(orgId, endpointId, query, PAGE + 1);
  const page = rows.slice(0, PAGE);
  return {
    deliveries: page.map(toDelivery),
    nextBefore: rows.length > PAGE ? String(page.at(-1)?.id) : null,
  };
}

function audit(
  tx: Db,
  orgId: string,
  actor: string,
  action: `webhook.${"created" | "changed" | "removed" | "secret_changed" | "sent_again"}`,
  subject: string,
  payload: Record<string, unknown>,
): Promise<void> {
  return appendAudit(tx, { orgId, actor, action, subject, payload });
}

/** An address without its query, which may hold a password. */
function shown(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

const iso = (date: Date | null | undefined) => date?.toISOString() ?? null;

function toWebhook(
  row: WebhookEndpoint,
  extra: { createdBy: string | null; oldSecretUntil: Date | null; counts: Webhook["counts"] },
): Webhook {
  const { id, url, note, events, disabledAt, disabledReason, failingSince, createdAt } = row;
  return {
    id,
    url,
    note,
    disabledReason,
    events: events.map((type) => eventTypeSchema.parse(type)),
    disabledAt: iso(disabledAt),
    failingSince: iso(failingSince),
    createdAt: createdAt.toISOString(),
    createdBy: extra.createdBy,
    oldSecretUntil: iso(extra.oldSecretUntil),
    counts: extra.counts,
  };
}

function toDelivery(row: LoggedDelivery): Delivery {
  const { id, eventId, type, subject, state, createdAt, finishedAt, nextAt, url, payload, tries } = row;
  return {
    id: String(id),
    eventId,
    type,
    subject,
    state,
    payload,
    createdAt: createdAt.toISOString(),
    finishedAt: iso(finishedAt),
    nextAt: state === "pending" ? nextAt.toISOString() : null,
    address: url && shown(url),
    attempts: tries.map(({ at, ms, status, error }) => ({ at: at.toISOString(), ms, status, error })),
  };
}
