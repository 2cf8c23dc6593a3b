import { CALLS } from "./calls";
import type { Calls, Problem } from "./types";

export type * from "./types";

export interface ClientOptions {
  /** Where Sightline runs, e.g. `https://moderation.example.org`. */
  baseUrl: string;
  /** `sl_...`; not needed for appeals. */
  apiKey?: string;
  /** How often a request is sent again after 429, 503 or a lost connection. Default 2. */
  retries?: number;
  fetch?: typeof fetch;
}

export interface Reply<T> {
  status: number;
  /** Undefined where there is no body: 204, and 304 when you have this version already. */
  data: T;
  etag: string | null;
  location: string | null;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** A refusal. Native calls carry the whole problem document; drop-ins their own shape in `body`. */
export class SightlineError extends Error {
  override readonly name = "SightlineError";

  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly retryAfterSeconds: number | null,
  ) {
    const problem = body as Partial<Problem> & { error?: { message?: string } };
    super(problem?.detail ?? problem?.error?.message ?? `Sightline answered ${status}`);
  }

  /** Stable code to go by, e.g. `content_conflict`. */
  get code(): Problem["code"] | undefined {
    return (this.body as Partial<Problem>)?.code;
  }

  /** Each wrong field, by JSON pointer. */
  get errors(): NonNullable<Problem["errors"]> {
    return (this.body as Partial<Problem>)?.errors ?? [];
  }

  get requestId(): string | undefined {
    return (this.body as Partial<Problem>)?.request_id;
  }
}

type Name = keyof Calls;
type Call<N extends Name> =
  Record<string, never> extends Calls[N]["input"]
    ? (input?: Calls[N]["input"], options?: CallOptions) => Promise<Reply<Calls[N]["output"]>>
    : (input: Calls[N]["input"], options?: CallOptions) => Promise<Reply<Calls[N]["output"]>>;

/** Calls that answer page by page. */
type Paged = { [N in Name]: Calls[N]["output"] extends { next_cursor: string | null } ? N : never }[Name];

export type Sightline = { [N in Name]: Call<N> } & {
  /** Every page of a list, one after the other. */
  pages<N extends Paged>(
    name: N,
    input: Calls[N]["input"],
    options?: CallOptions,
  ): AsyncIterable<Calls[N]["output"]>;
};

interface Input {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  idempotencyKey?: string;
  ifMatch?: string;
  ifNoneMatch?: string;
}

const wait = (seconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/**
 * A client for Sightline's public API. POSTs carry an Idempotency-Key, so that sending one again does nothing twice;
 * what was refused for now (429, 503) or lost on the way is sent again after Retry-After.
 */
export function createClient({
  baseUrl,
  apiKey,
  retries = 2,
  fetch: send = fetch,
}: ClientOptions): Sightline {
  const base = baseUrl.replace(/\/$/, "");

  async function call(
    route: string,
    input: Input = {},
    { signal }: CallOptions = {},
  ): Promise<Reply<unknown>> {
    const [method = "GET", template = "/"] = route.split(" ");
    const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(input.params?.[name] ?? ""));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(input.query ?? {}))
      if (value !== undefined) query.set(name, String(value));
    const headers: Record<string, string> = { accept: "application/json" };
    if (apiKey) headers.authorization = `Bearer ${apiKey}`;
    if (input.body !== undefined) headers["content-type"] = "application/json";
    if (method === "POST") headers["idempotency-key"] = input.idempotencyKey ?? crypto.randomUUID();
    if (input.ifMatch) headers["if-match"] = input.ifMatch;
    if (input.ifNoneMatch) headers["if-none-match"] = input.ifNoneMatch;
    const url = `${base}${path}${query.size > 0 ? `?${query}` : ""}`;
    const body = input.body === undefined ? undefined : JSON.stringify(input.body);

    for (let attempt = 0; ; attempt++) {
      const response = await send(url, { method, headers, body, signal }).catch((error) => {
        if (attempt >= retries || signal?.aborted) throw error;
        return null;
      });
      const asked = response?.headers.get("retry-after");
      const pause = asked ? Number(asked) : 0.5 * 2 ** attempt;
      const again = !response || response.status === 429 || response.status === 503;
      if (again && attempt < retries) {
        await wait(pause, signal);
        continue;
      }
      if (!response) throw new TypeError("no answer");
      const text = await response.text();
      const data = text === "" ? undefined : JSON.parse(text);
      if (!response.ok && response.status !== 304)
        throw new SightlineError(response.status, data, asked ? Number(asked) : null);
      const { status, headers: got } = response;
      return { status, data, etag: got.get("etag"), location: got.get("location") };
    }
  }

  async function* pages(name: string, input: Input, options?: CallOptions) {
    let cursor: string | null = null;
    do {
      const query: Record<string, unknown> =
        cursor === null ? { ...input.query } : { ...input.query, cursor };
      const { data } = (await call(CALLS[name] ?? "", { ...input, query }, options)) as Reply<{
        next_cursor: string | null;
      }>;
      yield data;
      cursor = data.next_cursor;
    } while (cursor !== null);
  }

  const calls = Object.entries(CALLS).map(([name, route]) => [
    name,
    (input?: Input, options?: CallOptions) => call(route, input, options),
  ]);
  return { ...Object.fromEntries(calls), pages } as Sightline;
}
