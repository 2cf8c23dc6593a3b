import { randomUUID } from "node:crypto";
import { publicUrl } from "#lib/config/env";
import type { Problem } from "#lib/domain/api/errors";
import { Failure, type FailureCode } from "#lib/domain/failure";
import { log } from "#lib/observe/log";
import { isStoreUnavailable } from "#lib/store/client";

interface ProblemKind {
  status: number;
  title: string;
  /** What the caller can do about it. */
  remedy: string;
}

/** What each failure code becomes; the page /docs/errors shows this table. */
export const PROBLEMS: Record<FailureCode, ProblemKind> = {
  malformed: {
    status: 400,
    title: "The request cannot be read",
    remedy: "Send well-formed JSON in UTF-8; detail says where reading stopped.",
  },
  unauthenticated: {
    status: 401,
    title: "Authentication is needed",
    remedy: "Send a key that is in force as a Bearer token, or sign in again.",
  },
  forbidden: {
    status: 403,
    title: "Not allowed",
    remedy: "Use a key with the scope that detail names, or ask an admin for the role.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    remedy: "Check the id; it may belong to another organisation.",
  },
  conflict: {
    status: 409,
    title: "The request conflicts with the present state",
    remedy: "Read the present state, then decide whether to try again.",
  },
  content_conflict: {
    status: 409,
    title: "The content id is taken by other content",
    remedy: "Send changed content under a new content_id.",
  },
  idempotency_key_missing: {
    status: 400,
    title: "An Idempotency-Key is needed",
    remedy: "Send a new random value in the Idempotency-Key header, and the same one when you try again.",
  },
  idempotency_in_progress: {
    status: 409,
    title: "The first request with this Idempotency-Key is still running",
    remedy: "Wait for the seconds in Retry-After and send the same request again.",
  },
  idempotency_mismatch: {
    status: 422,
    title: "The Idempotency-Key was used for another request",
    remedy: "Use a new key for a new request; send the first one again unchanged.",
  },
  precondition_failed: {
    status: 412,
    title: "It has changed since you read it",
    remedy: "Read it again, and send its new ETag in If-Match.",
  },
  precondition_required: {
    status: 428,
    title: "If-Match is needed",
    remedy: "Read it first, and send its ETag in If-Match.",
  },
  stale_lease: {
    status: 409,
    title: "The task is no longer held by you",
    remedy: "Take the next task; somebody else has this one, or it is done.",
  },
  gone: {
    status: 410,
    title: "No longer available",
    remedy: "The link was used or has run out; ask for a new one.",
  },
  too_large: {
    status: 413,
    title: "The request is too large",
    remedy: "Send less at once; detail names the limit.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The content type is not supported",
    remedy: "Send the header Content-Type: application/json.",
  },
  invalid_input: {
    status: 422,
    title: "The request has invalid fields",
    remedy: "Correct the fields that errors points at.",
  },
  unsupported: { status: 422, title: "Not supported", remedy: "Leave out what detail names." },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    remedy: "Wait for the seconds in Retry-After; the RateLimit header says what is left.",
  },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    remedy: "Report the request_id; the log has the details.",
  },
  unavailable: {
    status: 503,
    title: "Temporarily unavailable",
    remedy: "Try again after the seconds in Retry-After.",
  },
  timeout: {
    status: 504,
    title: "It took too long",
    remedy: "Try again; the request may have been carried out.",
  },
};

/** A new id for a request that brought none. */
export function newRequestId(): string {
  return randomUUID();
}

/** What to tell the caller about whatever was thrown; unexpected errors are logged and said to be ours. */
export function asFailure(error: unknown, requestId: string): Failure {
  if (error instanceof Failure) return error;
  if (isStoreUnavailable(error)) {
    log("http").error({ requestId, err: error }, "the database cannot be reached");
    return new Failure("unavailable", "The database cannot be reached. Try again in a few seconds.", {
      retryAfterSeconds: 5,
    });
  }
  log("http").error({ requestId, err: error }, "a request failed unexpectedly");
  return new Failure("internal", `Quote request ${requestId} when you report this; the log has the details.`);
}

/** Turns whatever was thrown into an `application/problem+json` answer. Unexpected errors are logged, never shown. */
export function problemResponse(error: unknown, requestId: string): Response {
  const failure = asFailure(error, requestId);
  const { status, title } = PROBLEMS[failure.code];
  const problem: Problem = {
    type: `${publicUrl()}/docs/errors#${failure.code}`,
    title,
    status,
    detail: failure.message,
    code: failure.code,
    request_id: requestId,
    ...(failure.errors.length > 0 ? { errors: failure.errors } : {}),
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (failure.retryAfterSeconds !== undefined)
    headers.set("retry-after", String(Math.ceil(failure.retryAfterSeconds)));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="Sightline"');
  return new Response(JSON.stringify(problem), { status, headers });
}
