import type { IncomingMessage } from "node:http";
import { retryDelayMs } from "#lib/domain/webhooks";
import { ForbiddenAddress, guardedRequest } from "#lib/media/guarded-request";
import { log } from "#lib/observe/log";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import {
  type Attempt,
  type ClaimedDelivery,
  claimDelivery,
  settleDelivery,
} from "#lib/store/webhook-deliveries";
import { findEndpoint, noteHealth, switchOff } from "#lib/store/webhook-endpoints";
import { callbackSecrets, endpointSecrets } from "./webhook-keys";
import { signatureHeaders } from "./webhook-signature";

/** A receiver should answer first and work later; the specification suggests 15 to 30 s at most. */
const ANSWER_MS = 10_000;
/** After this an event whose sender died is taken anew. Longer than any attempt. */
const LOCK_MS = 20_000;
/** Events on their way to one receiver at a time, and when it does not answer well. */
const HEALTHY = 8;
const FAILING = 2;
/** An event is given up after a day; when nothing else got through for this long either, the endpoint is dead. */
const SUSTAINED_MS = 20 * 3_600_000;
/** Loops per job: one hanging event holds up one of them. */
const LANES = 4;

interface Answer extends Attempt {
  retryAfterSeconds: number;
}

/**
 * Sends one receiver what is due, until nothing is. Several may run for the same receiver: each event is claimed, and
 * the next of its subject waits until it is delivered or given up.
 */
export async function deliverWebhooks(receiver: string): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, () => drain(receiver)));
}

async function drain(receiver: string): Promise<void> {
  for (;;) {
    const delivery = await claimDelivery(receiver, { lockMs: LOCK_MS, healthy: HEALTHY, failing: FAILING });
    if (!delivery) return;
    const { retryAfterSeconds, ...attempt } = await send(delivery);
    await settle(delivery, attempt, retryAfterSeconds);
  }
}

async function send(delivery: ClaimedDelivery): Promise<Answer> {
  const started = performance.now();
  const result = (over: Partial<Answer>): Answer => ({
    ms: Math.round(performance.now() - started),
    status: null,
    error: null,
    retryAfterSeconds: 0,
    ...over,
  });
  const { orgId, endpointId, eventId, payload } = delivery;
  const secrets = endpointId ? await endpointSecrets(orgId, endpointId) : await callbackSecrets(orgId);
  const headers = {
    ...signatureHeaders({ id: eventId, body: payload, at: new Date() }, secrets),
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(payload)),
    "user-agent": "Sightline-Webhooks/1",
  };
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    const answer = await guardedRequest(new URL(delivery.url), {
      method: "POST",
      headers,
      body: payload,
      signal,
    });
    // What it says is of no interest and may be endless.
    answer.destroy();
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return result({ status });
    const redirect = status >= 300 && status < 400;
    const error = redirect ? "It redirects; redirects are not followed." : `It answered ${status}.`;
    return result({ status, error, retryAfterSeconds: retryAfterOf(answer) });
  } catch (error) {
    return result({ error: reasonOf(error, signal) });
  }
}

function retryAfterOf({ headers }: IncomingMessage): number {
  const seconds = Number(headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

const NETWORK_ERRORS: Record<string, string> = {
  ENOTFOUND: "Its name does not resolve.",
  EAI_AGAIN: "Its name could not be resolved at that moment.",
  ECONNREFUSED: "It refuses connections.",
  ECONNRESET: "It closed the connection without an answer.",
  EHOSTUNREACH: "It cannot be reached.",
  ENETUNREACH: "It cannot be reached.",
  EPROTO: "The TLS handshake failed.",
};

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `No answer within ${ANSWER_MS / 1000} s.`;
  if (error instanceof ForbiddenAddress) return error.message;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return NETWORK_ERRORS[code] ?? (code ? `The connection failed: ${code}.` : message.slice(0, 200));
}

async function settle(delivery: ClaimedDelivery, attempt: Attempt, askedSeconds: number): Promise<void> {
  const { endpointId, orgId } = delivery;
  const ok = attempt.error === null;
  const wait = ok ? null : retryDelayMs(delivery.attempts, Math.random(), askedSeconds);
  const isGone = attempt.status === 410;
  const next = ok
    ? ({ state: "delivered" } as const)
    : wait === null || isGone
      ? ({ state: "failed" } as const)
      : ({ state: "pending", at: new Date(Date.now() + wait) } as const);
  await inTransaction(async (tx) => {
    if (!(await settleDelivery(tx, delivery, attempt, next)) || !endpointId) return;
    await noteHealth(tx, endpointId, ok);
    const endpoint = await findEndpoint(orgId, endpointId, tx);
    const failingMs = endpoint?.failingSince ? Date.now() - endpoint.failingSince.getTime() : 0;
    if (!isGone && !(next.state === "failed" && failingMs >= SUSTAINED_MS)) return;
    const reason = isGone ? "It answered 410: gone." : "Nothing has got through for a day.";
    if (!(await switchOff(tx, endpointId, reason))) return;
    await appendAudit(tx, {
      orgId,
      actor: "machine",
      action: "webhook.disabled",
      subject: endpointId,
      payload: { reason },
    });
  });
  if (!ok)
    log("webhooks").info(
      { delivery: String(delivery.id), attempt: delivery.attempts, status: attempt.status, next: next.state },
      "not delivered",
    );
}
