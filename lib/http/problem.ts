import { randomUUID } from "node:crypto";
import { publicUrl } from "#lib/config/env";
import { Failure, type FailureCode, type FieldError } from "#lib/domain/failure";
import { log } from "#lib/observe/log";
import { isStoreUnavailable } from "#lib/store/client";

/** Status and title of each failure code; the page /docs/errors shows the same table. */
export const PROBLEMS: Record<FailureCode, { status: number; title: string }> = {
  malformed: { status: 400, title: "The request cannot be read" },
  invalid_input: { status: 422, title: "The request has invalid fields" },
  unsupported_media_type: { status: 415, title: "The content type is not supported" },
  unauthenticated: { status: 401, title: "Authentication is needed" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "The request conflicts with the present state" },
  content_conflict: { status: 409, title: "The content id is taken by other content" },
  stale_lease: { status: 409, title: "The task is no longer held by you" },
  gone: { status: 410, title: "No longer available" },
  too_large: { status: 413, title: "The request is too large" },
  unsupported: { status: 422, title: "Not supported" },
  rate_limited: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Temporarily unavailable" },
  timeout: { status: 504, title: "It took too long" },
  internal: { status: 500, title: "Something went wrong on our side" },
};

/** The body of every error answer: RFC 9457 with `code`, `request_id` and `errors[]` as extension members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: FailureCode;
  request_id: string;
  errors?: FieldError[];
}

/** A new id for a request that brought none. */
export function newRequestId(): string {
  return randomUUID();
}

function asFailure(error: unknown, requestId: string): Failure {
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
