import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { ApiRequest } from "./api-request";

/** Bodies up to this size are read at once: a stream per request costs more than what is in it. */
const SMALL = 65_536;

/**
 * Node's request as routes read it, with a signal that is aborted when the client goes away before it has its answer. The
 * web's own `Request` would cost a small one more than all that is done for it.
 */
export async function asApiRequest(request: IncomingMessage, response: ServerResponse): Promise<ApiRequest> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const small = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY) <= SMALL;
  return {
    url: `http://${hostOf(request)}${request.url}`,
    method: request.method ?? "",
    headers,
    signal: gone.signal,
    ...(small
      ? { body: null, whole: await bytesOf(request) }
      : { body: Readable.toWeb(request) as ReadableStream<Uint8Array<ArrayBuffer>> }),
  };
}

/** Node holds a sender to its Content-Length. */
function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

/** The Host header where it is one; it only completes the address and is trusted for nothing. */
function hostOf({ headers: { host } }: IncomingMessage): string {
  return host && /^[\w.-]+(:\d+)?$/.test(host) ? host : "localhost";
}

/** Writes the web's response to Node's, with further headers that it does not set itself. */
export async function writeWebResponse(
  response: ServerResponse,
  reply: Response,
  further: Record<string, string>,
): Promise<void> {
  const body = await reply.text();
  for (const [name, value] of Object.entries(further)) response.setHeader(name, value);
  for (const [name, value] of reply.headers) response.setHeader(name, value);
  response.setHeader("content-length", Buffer.byteLength(body));
  response.writeHead(reply.status).end(body);
}
