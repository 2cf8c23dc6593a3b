import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { ApiRequest, RequestHeaders } from "./api-request";
import { JsonReply, type Reply } from "./reply";

/** Bodies up to this size are read at once: a stream per request costs more than what is in it. */
const SMALL = 65_536;

/**
 * Node's request as routes read it, with a signal that is aborted when the client goes away before it has its answer. The
 * web's own `Request` would cost a small one more than all that is done for it.
 */
export async function asApiRequest(request: IncomingMessage, response: ServerResponse): Promise<ApiRequest> {
  const small = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY) <= SMALL;
  const whole = small ? await bytesOf(request) : undefined;
  return new NodeRequest(request, response, whole);
}

class NodeRequest implements ApiRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body: ApiRequest["body"];
  private gone: AbortController | undefined;

  constructor(
    request: IncomingMessage,
    private readonly response: ServerResponse,
    readonly whole: Uint8Array | undefined,
  ) {
    this.url = `http://${hostOf(request)}${request.url}`;
    this.method = request.method ?? "";
    this.headers = new NodeHeaders(request.headers);
    this.body = whole ? null : (Readable.toWeb(request) as ReadableStream<Uint8Array<ArrayBuffer>>);
  }

  /** Made when it is first asked for. */
  get signal(): AbortSignal {
    this.gone ??= goneController(this.response);
    return this.gone.signal;
  }
}

function goneController(response: ServerResponse): AbortController {
  const gone = new AbortController();
  const left = () => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.closed) left();
  else response.once("close", left);
  return gone;
}

class NodeHeaders implements RequestHeaders {
  constructor(private readonly headers: IncomingHttpHeaders) {}

  get(name: string): string | null {
    const value = this.headers[name.toLowerCase()];
    if (value === undefined) return null;
    return Array.isArray(value) ? value.join(", ") : value;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}

/** Node holds a sender to its Content-Length. */
function bytesOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

/** The Host header where it is one; it only completes the address and is trusted for nothing. */
function hostOf({ headers: { host } }: IncomingMessage): string {
  return host && /^[\w.-]+(:\d+)?$/.test(host) ? host : "localhost";
}

/** Writes a route's reply to Node's response, with further headers that it does not set itself, in one piece. */
export async function writeReply(
  response: ServerResponse,
  reply: Reply,
  further: Readonly<Record<string, string>>,
): Promise<void> {
  const body = reply instanceof JsonReply ? reply.body : await reply.text();
  const head = ["content-length", String(Buffer.byteLength(body))];
  for (const name in further)
    if (!reply.headers.has(name.toLowerCase())) head.push(name, further[name] as string);
  for (const [name, value] of reply.headers) head.push(name, value);
  // Raw headers and a body that is text leave together, and are not looked at one by one.
  response.writeHead(reply.status, head).end(body);
}
