import type { Failure, FailureCode } from "#lib/domain/failure";
import { PerspectiveError } from "#lib/domain/perspective";
import type { Dialect } from "./route";

/** Google's canonical error codes (google.rpc.Code) with their HTTP statuses. */
const CANONICAL: Record<FailureCode, [status: number, code: string]> = {
  malformed: [400, "INVALID_ARGUMENT"],
  invalid_input: [400, "INVALID_ARGUMENT"],
  unsupported: [400, "INVALID_ARGUMENT"],
  unsupported_media_type: [400, "INVALID_ARGUMENT"],
  too_large: [400, "INVALID_ARGUMENT"],
  unauthenticated: [401, "UNAUTHENTICATED"],
  forbidden: [403, "PERMISSION_DENIED"],
  not_found: [404, "NOT_FOUND"],
  gone: [404, "NOT_FOUND"],
  conflict: [409, "ABORTED"],
  content_conflict: [409, "ABORTED"],
  idempotency_key_missing: [400, "INVALID_ARGUMENT"],
  idempotency_in_progress: [409, "ABORTED"],
  idempotency_mismatch: [400, "INVALID_ARGUMENT"],
  precondition_failed: [409, "ABORTED"],
  precondition_required: [400, "FAILED_PRECONDITION"],
  stale_lease: [409, "ABORTED"],
  rate_limited: [429, "RESOURCE_EXHAUSTED"],
  unavailable: [503, "UNAVAILABLE"],
  timeout: [504, "DEADLINE_EXCEEDED"],
  internal: [500, "INTERNAL"],
};

/** The status that Google's APIs answer this failure with. */
export function googleStatus(code: FailureCode): number {
  return CANONICAL[code][0];
}

const ANALYZER = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";
const BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";

function detailsOf(failure: Failure): object[] {
  if (failure instanceof PerspectiveError)
    return [{ "@type": ANALYZER, errorType: failure.errorType, ...failure.more }];
  if (failure.code === "too_large") return [{ "@type": ANALYZER, errorType: "COMMENT_TOO_LONG" }];
  if (failure.errors.length === 0) return [];
  const fieldViolations = failure.errors.map(({ pointer, message }) => ({
    field: pointer.slice(1).replaceAll("/", "."),
    description: message,
  }));
  return [{ "@type": BAD_REQUEST, fieldViolations }];
}

/** The Perspective API's manners: the key as `?key=` or `X-Goog-Api-Key`, errors as Google's APIs have them. */
export const PERSPECTIVE_DIALECT: Dialect = {
  keyOf: (request) =>
    new URL(request.url).searchParams.get("key")?.trim() || request.headers.get("x-goog-api-key"),
  error: (failure) => {
    const [code, status] = CANONICAL[failure.code];
    const details = detailsOf(failure);
    const error = { code, message: failure.message, status, ...(details.length > 0 ? { details } : {}) };
    return Response.json({ error }, { status: code });
  },
};
