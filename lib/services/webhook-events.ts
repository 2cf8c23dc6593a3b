import { createHash } from "node:crypto";
import { type EventData, type EventType, MOST_PAYLOAD_BYTES } from "#lib/domain/webhooks";
import { enqueueMany } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import type { Db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { insertEvent } from "#lib/store/webhook-deliveries";

export interface WebhookEvent<T extends EventType> {
  orgId: string;
  type: T;
  /** Id of what it is about; events of one subject are delivered in order. */
  subject: string;
  data: EventData<T>;
  /** The `callback_url` that came with the item. */
  callbackUrl?: string | null;
}

/**
 * Writes an event for all who want it, in the transaction of what it tells and after the statement that locks its
 * subject. The receivers, for `wakeReceivers` once the transaction is committed.
 */
export function recordEvent<T extends EventType>(tx: Db, event: WebhookEvent<T>): Promise<string[]> {
  const { orgId, type, subject, data, callbackUrl } = event;
  return insertEvent(tx, {
    id: newId("msg"),
    orgId,
    type,
    subject,
    payload: payloadOf(type, data),
    callback: callbackUrl ? { receiver: callbackReceiver(orgId, callbackUrl), url: callbackUrl } : null,
  });
}

/** Has the workers send what is due. When the queue is down the sweep does it. */
export async function wakeReceivers(receivers: string[]): Promise<void> {
  if (receivers.length === 0) return;
  const payloads = [...new Set(receivers)].map((receiver) => ({ receiver }));
  try {
    await enqueueMany("deliver-webhooks", payloads);
  } catch (error) {
    log("webhooks").warn({ err: error }, "not enqueued, the sweep will do it");
  }
}

/** The body of a message, as it is signed. */
export function payloadOf<T extends EventType>(type: T, data: EventData<T>): string {
  const payload = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  if (Buffer.byteLength(payload) > MOST_PAYLOAD_BYTES)
    throw new Error(`an event ${type} is longer than ${MOST_PAYLOAD_BYTES} bytes`);
  return payload;
}

/** Names a callback address in the outbox and on the queue: ids, never what others wrote. */
function callbackReceiver(orgId: string, url: string): string {
  return `cb_${createHash("sha256").update(`${orgId}\n${url}`).digest("hex").slice(0, 40)}`;
}
