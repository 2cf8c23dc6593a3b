import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import type { z } from "zod";
import { Failure, type FailureCode } from "#lib/domain/failure";
import {
  type ScoreAnswer,
  type ScoreLine,
  type ScoreRefusal,
  scoreGroupSchema,
  scoreRequestSchema,
} from "#lib/domain/score";
import { type TraceEvent, traceRequestSchema } from "#lib/domain/trace";
import { log } from "#lib/observe/log";
import type { Scorer } from "#lib/services/score-texts";
import type { Tracer } from "#lib/services/trace-text";

export interface ScoreServerOptions {
  host: string;
  /** 0 is any free port. */
  port: number;
  /** What callers send as `Authorization: Bearer`. */
  secret: string;
  scorer: Scorer;
  /** Absent: there is no POST /trace. */
  tracer?: Tracer;
}

export interface ScoreServer {
  /** Where this worker can be reached, e.g. http://127.0.0.1:41234. */
  url: string;
  /** Takes no more requests and resolves when the last one is answered, or cut off after `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

const NDJSON = "application/x-ndjson";
/** 256 texts of the longest kind, as escaped as JSON can be. */
const MOST_BYTES = 32_000_000;
/** Longer than callers keep idle connections, so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000;

const STATUS: Partial<Record<FailureCode, number>> = {
  malformed: 400,
  unauthenticated: 401,
  not_found: 404,
  too_large: 413,
  invalid_input: 422,
  unsupported: 422,
  unsupported_media_type: 415,
  unavailable: 503,
  timeout: 504,
};

/**
 * Serves the web processes: `POST /score`, a group of requests in, for each a line of JSON with its scores or a refusal
 * out; and `POST /trace`, one text in, its way through the cascade out, a line of JSON per step.
 */
export async function startScoreServer(options: ScoreServerOptions): Promise<ScoreServer> {
  const { host, port } = options;
  const secret = digest(options.secret);
  let closing = false;
  const server = createServer((request, response) => {
    // Connections are kept alive, and would keep a server that stops from ending.
    response.once("close", () => closing && server.closeIdleConnections());
    answer(request, response, secret, options).catch((error) => refuse(response, error));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, port, host);
  return {
    url: addressOf(server, host),
    close: (deadlineMs) => {
      closing = true;
      const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
      return new Promise((resolve) => {
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  secret: Buffer,
  { scorer, tracer }: ScoreServerOptions,
): Promise<void> {
  const given = digest((request.headers.authorization ?? "").replace(/^Bearer /, ""));
  if (!timingSafeEqual(given, secret)) throw new Failure("unauthenticated", "The secret is not right.");
  if (request.method === "POST" && request.url === "/score") {
    const { requests } = await read(request, scoreGroupSchema);
    scoreTogether(response, requests, scorer);
  } else if (request.method === "POST" && request.url === "/trace" && tracer) {
    const { deadlineMs, ...wanted } = await read(request, traceRequestSchema);
    const tell = (event: TraceEvent) => {
      if (!response.headersSent) response.writeHead(200, { "content-type": NDJSON });
      response.write(`${JSON.stringify(event)}\n`);
    };
    const caller = new AbortController();
    response.once("close", () => response.writableFinished || caller.abort(gone()));
    await inTime(caller, deadlineMs, (signal) => tracer.trace({ ...wanted, signal }, tell));
    response.end();
  } else throw new Failure("not_found", "There are POST /score and POST /trace, and nothing else.");
}

/** Answers each request of a group by a line as soon as it ends: none waits for another, or fails with it. */
function scoreTogether(response: ServerResponse, requests: unknown[], scorer: Scorer): void {
  const callers = requests.map(() => new AbortController());
  response.once("close", () => {
    if (!response.writableFinished) for (const caller of callers) caller.abort(gone());
  });
  let ended: string[] = [];
  let left = requests.length;
  // What ends in the same turn of the event loop is sent together.
  const send = () => {
    const lines = ended.join("");
    ended = [];
    if (response.destroyed) return;
    if (!response.headersSent) response.writeHead(200, { "content-type": NDJSON });
    if (left === 0) response.end(lines);
    else response.write(lines);
  };
  const end = (line: ScoreLine) => {
    left -= 1;
    if (ended.push(`${JSON.stringify(line)}\n`) === 1) setImmediate(send);
  };
  for (const [at, request] of requests.entries())
    scoreOne(request, callers[at] as AbortController, scorer).then(
      (answer) => end({ at, answer }),
      (error) => end({ at, refusal: refusalOf(failureOf(error)) }),
    );
}

async function scoreOne(request: unknown, caller: AbortController, scorer: Scorer): Promise<ScoreAnswer> {
  const { orgId, inputs, deadlineMs } = fitting(scoreRequestSchema, request);
  return inTime(caller, deadlineMs, (signal) => scorer.score({ orgId, inputs, signal }));
}

const gone = () => new Failure("timeout", "The caller has gone.");

/** Runs work until it ends, its caller has gone, or its time is over. */
function inTime<T>(
  caller: AbortController,
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal } = caller;
  return new Promise<T>((resolve, reject) => {
    const late = () => caller.abort(new Failure("timeout", `It could not be done within ${deadlineMs} ms.`));
    const timer = setTimeout(late, deadlineMs);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    work(signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

async function read<S extends z.ZodType>(request: IncomingMessage, schema: S): Promise<z.output<S>> {
  const bytes = await readBytes(request);
  return fitting(schema, parse(bytes.toString()));
}

function fitting<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Failure("malformed", "The request does not fit the schema.");
  return result.data;
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > MOST_BYTES) reject(new Failure("too_large", "The request is too large."));
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks, size)));
    request.once("error", reject);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("malformed", "The request is not JSON.");
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  const failure = failureOf(error);
  const { code, message, retryAfterSeconds } = failure;
  if (response.headersSent) {
    response.end(`${JSON.stringify({ type: "error", code, message } satisfies TraceEvent)}\n`);
    return;
  }
  if (retryAfterSeconds) response.setHeader("retry-after", String(Math.ceil(retryAfterSeconds)));
  send(response, STATUS[code] ?? 500, refusalOf(failure));
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  log("score-server").error({ err: error }, "a request failed unexpectedly");
  return new Failure("unavailable", "The scoring service failed on this request.");
}

function refusalOf({ code, message, retryAfterSeconds }: Failure): ScoreRefusal {
  return { code, message, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.byteLength });
  response.end(bytes);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A server on all interfaces is announced by its machine's name, which others must be able to resolve. */
function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? hostname() : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

const digest = (text: string) => createHash("sha256").update(text).digest();
