import type { z } from "zod";

/** A field that the server refused; `pointer` is a JSON pointer into the body, e.g. `/note`. */
export interface FieldProblem {
  pointer: string;
  message: string;
}

/** An answer that is not a success, or none at all (`status` 0). `message` is safe to show. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    message: string,
    errors: FieldProblem[] = [],
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The first message about a field, e.g. `fieldMessage("/note")`. */
  fieldMessage(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message;
  }
}

export interface RequestOptions<Schema extends z.ZodType = z.ZodVoid> {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON; a form with files as multipart. */
  body?: unknown;
  /** What a success looks like; without it the answer is ignored. */
  schema?: Schema;
  signal?: AbortSignal;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
}

let skewMs = 0;

/** The server's clock in milliseconds, as far as its Date headers tell: deadlines count down by it. */
export function serverNow(): number {
  return Date.now() + skewMs;
}

function noteClock(response: Response, sentAt: number) {
  const date = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(date)) return;
  // The header has whole seconds, so only a difference beyond that and the journey is a wrong clock.
  const skew = date + 500 - (sentAt + Date.now()) / 2;
  skewMs = Math.abs(skew) > 2000 ? skew : 0;
}

const FALLBACKS: Record<number, string> = {
  401: "You are signed out. Sign in again to go on.",
  403: "Your role does not allow this.",
  404: "This does not exist, or no longer.",
  429: "Too many requests in a short time. Wait a moment and try again.",
};

async function problemOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as {
    title?: string;
    detail?: string;
    errors?: FieldProblem[];
  } | null;
  const message =
    body?.detail ??
    body?.title ??
    FALLBACKS[response.status] ??
    "The server could not do this just now. Try again in a moment.";
  const retryAfter = Number(response.headers.get("retry-after"));
  return new ApiError(response.status, message, body?.errors ?? [], retryAfter > 0 ? retryAfter : null);
}

async function send(
  path: string,
  { method = "GET", body, signal, keepalive }: Omit<RequestOptions, "schema">,
): Promise<Response> {
  const sentAt = Date.now();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined || body instanceof FormData ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
      signal,
      keepalive,
      cache: "no-store",
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, "The server cannot be reached. Check the connection; nothing of yours is lost.");
  }
  noteClock(response, sentAt);
  if (!response.ok) throw await problemOf(response);
  return response;
}

const unreadable = (status: number) =>
  new ApiError(status, "The server's answer could not be read. Reload the page.");

/**
 * Calls this server. Resolves with the parsed answer; rejects with an ApiError whose message says what happened.
 */
export async function request<Schema extends z.ZodType = z.ZodVoid>(
  path: string,
  { schema, ...options }: RequestOptions<Schema> = {},
): Promise<z.infer<Schema>> {
  const response = await send(path, options);
  if (!schema) return undefined as z.infer<Schema>;
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw unreadable(response.status);
  return parsed.data;
}

/**
 * Calls this server and takes its answer as it comes, for the desk and the shell, which carry no validation library:
 * page and server are one build, and the tests of each route hold its answer against the schema of that name.
 */
export async function requestOwn<Answer extends object>(
  path: string,
  options: Omit<RequestOptions, "schema"> = {},
): Promise<Answer> {
  const response = await send(path, options);
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== "object" || answer === null) throw unreadable(response.status);
  return answer as Answer;
}
