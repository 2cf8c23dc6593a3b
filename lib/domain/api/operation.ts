import type { z } from "zod";
import type { Scope } from "../access";
import type { FailureCode } from "../failure";

/** How one status is answered; without a schema there is no body. */
export interface Answer {
  description: string;
  schema?: z.ZodType;
  /** Headers beyond those that every answer has, with what they say. */
  headers?: Record<string, string>;
}

/** A documented call. The tests send each one to a running server and hold the answer against the schemas. */
export interface Example {
  title: string;
  /** What the path stands for: `{ id: "item" }` is the id of an item that the tests (and readers) made before. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  status: number;
}

/** One endpoint of the public API: what validates it and what documents it are the same object. */
export interface Operation<
  A extends "public" | { scope: Scope } = "public" | { scope: Scope },
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
> {
  /** Name of the call in clients, e.g. `listItems`. */
  id: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As in OpenAPI: `/api/v1/items/{id}`. */
  path: string;
  /** The file that serves it, where that is not the path with its parameters in square brackets. */
  route?: string;
  tag: string;
  summary: string;
  description?: string;
  auth: A;
  params?: P;
  query?: Q;
  body?: B;
  maxBodyBytes?: number;
  /** The body may carry files, in base64 or as multipart/form-data. */
  takesUploads?: boolean;
  /** Whether `Idempotency-Key` is honoured, or must be sent because a repetition would do harm. */
  idempotency?: "optional" | "required";
  /** The answer carries an ETag; `If-None-Match` is honoured. */
  etag?: boolean;
  /** Whether a write honours `If-Match`, or must come with it. */
  ifMatch?: "optional" | "required";
  /** Whose manners errors have; default: problem documents. */
  errors?: "openai" | "google";
  answers: Record<number, Answer>;
  /** Refusals beyond those that follow from the rest (authentication, limits, validation). */
  problems?: FailureCode[];
  examples: [Example, ...Example[]];
}

/** Keeps the exact types of an operation, so that its route handler gets typed parameters. */
export function operation<
  const A extends "public" | { scope: Scope },
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(described: Operation<A, P, Q, B>): Operation<A, P, Q, B> {
  return described;
}

/** Every failure that an operation may answer with, in the order of the statuses they stand for. */
export function failuresOf(described: Operation): FailureCode[] {
  const { auth, params, query, body, idempotency, ifMatch, problems = [] } = described;
  const codes: FailureCode[] = ["internal", "unavailable", ...problems];
  if (auth !== "public") codes.push("unauthenticated", "forbidden", "rate_limited");
  if (params) codes.push("not_found", "invalid_input");
  if (query) codes.push("invalid_input");
  if (body) codes.push("malformed", "too_large", "unsupported_media_type", "invalid_input");
  if (idempotency) codes.push("idempotency_in_progress", "idempotency_mismatch", "invalid_input");
  if (idempotency === "required") codes.push("idempotency_key_missing");
  if (ifMatch) codes.push("precondition_failed");
  if (ifMatch === "required") codes.push("precondition_required");
  return [...new Set(codes)];
}
