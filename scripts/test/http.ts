/* Calls to the public API over HTTP, for tests of any kind. */

export interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined without a body. */
  body: T;
}

/** A caller with a key of one organisation. */
export interface Caller {
  orgId: string;
  secret: string;
  send<T = Record<string, unknown>>(path: string, sent?: Sent): Promise<Reply<T>>;
}

/** Sends a request over HTTP and reads its answer. */
export async function send<T>(url: string, secret: string | null, { method, body, headers = {} }: Sent = {}) {
  const raw = body === undefined || typeof body === "string";
  const response = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    body: raw ? (body as string | undefined) : JSON.stringify(body),
    headers: {
      ...(secret ? { authorization: `Bearer ${secret}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === "" ? undefined : JSON.parse(text)) as T,
  };
}
