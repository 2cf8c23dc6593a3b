import { createHash } from "node:crypto";
import { Failure } from "#lib/domain/failure";
import { canonicalJson } from "#lib/store/audit";
import { claimRequest, dropClaim, keepAnswer, type RequestKey } from "#lib/store/idempotency";
import type { ApiRequest } from "./api-request";
import type { KeyPrincipal } from "./principal";
import { PROBLEMS, problemResponse } from "./problem";

const HEADER = "idempotency-key";
/** A structured-field string, or the bare value that most clients send. */
const VALUE = /^[\x21-\x7e]{1,255}$/;
const KEPT_HEADERS = ["content-type", "location", "etag"];
const RETRY_SECONDS = 1;

/** The key of a request; null without one. Throws `malformed` for one that cannot be used. */
export function idempotencyKeyOf(request: ApiRequest): string | null {
  const header = request.headers.get(HEADER)?.trim();
  if (header === undefined) return null;
  const value = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!VALUE.test(value))
    throw new Failure("malformed", "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
  return value;
}

/** Throws `idempotency_key_missing` unless the request has a key. */
export function requireIdempotencyKey(request: ApiRequest): void {
  if (idempotencyKeyOf(request) === null)
    throw new Failure(
      "idempotency_key_missing",
      "Repeating this request would do it twice: send an Idempotency-Key header, such as a new UUID.",
    );
}

interface Asked {
  principal: KeyPrincipal;
  body: unknown;
  uploads: { kind: string; sha256: string }[];
  requestId: string;
}

/** The item that an answer speaks of. */
function itemOf(body: string): string | null {
  return /"(?:id|item_id)":"(itm_[0-9a-z]+)"/.exec(body)?.[1] ?? null;
}

/**
 * Runs a request once for its Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a repetition gets the first
 * answer again, one that comes meanwhile 409, and another request under the same key 422. What another try may mend
 * (5xx, 429) is not kept. Keys belong to one API key and last 24 hours.
 */
export async function onceOnly(
  request: ApiRequest,
  { principal, body, uploads, requestId }: Asked,
  run: () => Promise<Response>,
): Promise<Response> {
  const key = idempotencyKeyOf(request);
  if (key === null) return run();
  const held: RequestKey = { keyId: principal.keyId, key };
  const files = uploads.map(({ kind, sha256 }) => `${kind}:${sha256}`);
  const asked = [request.method, new URL(request.url).pathname, canonicalJson(body ?? null), ...files].join(
    "\n",
  );
  const claim = await claimRequest(held, principal.orgId, createHash("sha256").update(asked).digest("hex"));
  if (claim.state === "running")
    throw new Failure("idempotency_in_progress", "A request with this Idempotency-Key is still running.", {
      retryAfterSeconds: RETRY_SECONDS,
    });
  if (claim.state === "other")
    throw new Failure(
      "idempotency_mismatch",
      "This Idempotency-Key came with another request before. Use a new one for a new request.",
    );
  if (claim.state === "answered") {
    const { status, headers, body: kept } = claim.answer;
    return new Response(kept === "" ? null : kept, {
      status,
      headers: { ...headers, "idempotency-replayed": "true" },
    });
  }
  return keep(held, requestId, run);
}

async function keep(held: RequestKey, requestId: string, run: () => Promise<Response>): Promise<Response> {
  try {
    const response = await run().catch((error) => {
      if (error instanceof Failure && isFinal(PROBLEMS[error.code].status))
        return problemResponse(error, requestId);
      throw error;
    });
    const body = await response.clone().text();
    const headers = Object.fromEntries(
      KEPT_HEADERS.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    );
    await keepAnswer(held, { status: response.status, headers, body }, itemOf(body));
    return response;
  } catch (error) {
    await dropClaim(held);
    throw error;
  }
}

/** Whether the same request would be answered the same way again. */
const isFinal = (status: number) => status < 500 && status !== 429;
