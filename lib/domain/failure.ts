/** Stable error codes; each maps to one problem type in lib/http/problem.ts. */
export const FAILURE_CODES = [
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "malformed",
  "unsupported_media_type",
  "not_found",
  "conflict",
  "content_conflict",
  "idempotency_key_missing",
  "idempotency_in_progress",
  "idempotency_mismatch",
  "precondition_failed",
  "precondition_required",
  "stale_lease",
  "gone",
  "too_large",
  "unsupported",
  "rate_limited",
  "unavailable",
  "timeout",
  "internal",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export interface FieldError {
  /** JSON pointer (RFC 6901) into the request body, e.g. `/metadata/reach`. */
  pointer: string;
  message: string;
}

interface FailureOptions {
  /** Whether the same call may succeed later without change. */
  retryable?: boolean;
  errors?: FieldError[];
  /** Seconds the caller should wait, sent as Retry-After. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** An expected error whose message is safe and useful to show to the caller. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly retryable: boolean;
  readonly errors: FieldError[];
  readonly retryAfterSeconds?: number;

  constructor(code: FailureCode, message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "Failure";
    this.code = code;
    this.retryable = options.retryable ?? ["rate_limited", "unavailable", "timeout"].includes(code);
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
