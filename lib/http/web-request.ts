import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** Bodies up to this size are read at once: a stream per request costs more than what is in it. */
const SMALL = 65_536;

/** Node's request as the web's, aborted when the client goes away before it has its answer. */
export async function asWebRequest(request: IncomingMessage, response: ServerResponse): Promise<Request> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const small = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY) <= SMALL;
  return new Request(`http://${hostOf(request)}${request.url}`, {
    method: request.method,
    headers,
    body: small ? await bytesOf(request) : (Readable.toWeb(request) as ReadableStream),
    signal: gone.signal,
    duplex: "half",
  } as RequestInit);
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
  const body = Buffer.from(await reply.arrayBuffer());
  for (const [name, value] of Object.entries(further)) response.setHeader(name, value);
  for (const [name, value] of reply.headers) response.setHeader(name, value);
  response.setHeader("content-length", body.byteLength);
  response.writeHead(reply.status).end(body);
}
