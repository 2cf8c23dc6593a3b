import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { env } from "#lib/config/env";
import { Admission, type AdmissionLimits } from "#lib/domain/admission";
import { Failure } from "#lib/domain/failure";
import type { ApiRequest } from "./api-request";
import { OPENAI_DIALECT } from "./openai-dialect";
import { PERSPECTIVE_DIALECT } from "./perspective-dialect";
import type { Reply } from "./reply";
import { asApiRequest, writeReply } from "./web-request";

const FULL = new Failure(
  "unavailable",
  "Too many texts are being scored at the moment. Try again when the Retry-After header says.",
);

/** A route's `reply`. */
type Handler = (request: ApiRequest, context: { params: Promise<Record<string, string>> }) => Promise<Reply>;

/** Routes that score, by the beginning of their path, with how each refuses, and the header that says how long it took. */
const SCORING = [
  { path: "/v1/moderations", rest: /^$/, dialect: OPENAI_DIALECT, tookHeader: "openai-processing-ms" },
  {
    path: "/v1alpha1/",
    rest: /^comments(:|%3[aA])\w+$/,
    dialect: PERSPECTIVE_DIALECT,
    tookHeader: "sightline-processing-ms",
  },
] as const;

export interface ScoringFront {
  /** The same handlers that Next has, by the beginning of their path; without one, Next answers. */
  handlers?: Partial<Record<(typeof SCORING)[number]["path"], Handler>>;
  /** Headers of every answer, which Next would add; the latter where the client came by https. */
  headers?: Record<string, string>;
  secureHeaders?: Record<string, string>;
}

/**
 * Answers scoring requests in front of Next, whose routing is most of what a small request costs. Requests that would
 * wait too long, and make all others late, are turned away by their first line, before anything of them is read.
 */
export async function limitScoring(
  server: Server,
  limits: AdmissionLimits,
  front: ScoringFront = {},
): Promise<void> {
  const routes = await Promise.all(
    SCORING.map(async (route) => {
      const refusal = await route.dialect.error(FULL).text();
      const headers = {
        ...front.headers,
        "Content-Type": "application/json",
        "Content-Length": String(Buffer.byteLength(refusal)),
      };
      const refusalHeaders = Object.entries(headers).flat();
      return { ...route, handle: front.handlers?.[route.path], refusal, refusalHeaders };
    }),
  );
  const emit = server.emit;
  const admission = new Admission(limits);
  const taken = (request: IncomingMessage, response: ServerResponse): boolean => {
    const route = request.method === "POST" && routes.find(({ path }) => request.url?.startsWith(path));
    if (!route) return false;
    const comeAgain = admission.begin();
    if (comeAgain !== null) {
      // Raw headers and a body that is text leave in one piece, at half the cost of an answer.
      response.writeHead(503, [...route.refusalHeaders, "Retry-After", String(comeAgain)]).end(route.refusal);
      return true;
    }
    response.once("close", () => admission.end(performance.now()));
    const rest = (request.url ?? "").slice(route.path.length).split("?")[0] as string;
    if (!route.handle || !route.rest.test(rest)) return false;
    void answer(request, response, route.handle, rest, front, route.tookHeader);
    return true;
  };
  server.emit = (event: string, ...args: unknown[]) =>
    event === "request" && taken(...(args as [IncomingMessage, ServerResponse]))
      ? true
      : Reflect.apply(emit, server, [event, ...args]);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: Handler,
  method: string,
  { headers, secureHeaders }: ScoringFront,
  tookHeader: string,
): Promise<void> {
  const started = performance.now();
  try {
    const secure = request.headers["x-forwarded-proto"] === "https";
    const params = Promise.resolve({ method });
    const reply = await handle(await asApiRequest(request, response), { params });
    const took = { [tookHeader]: String(Math.round(performance.now() - started)) };
    await writeReply(response, reply, { ...headers, ...took, ...(secure ? secureHeaders : {}) });
  } catch {
    // Handlers answer their own errors: what is left is a connection that broke.
    response.destroy();
  }
}

/** Serves scoring in front of the server that Next makes in this process, from its first request on. */
export function frontScoring(front: ScoringFront): void {
  const { NODE_ENV, SCORE_REQUESTS, SCORE_WAIT_MS } = env();
  const limits = { most: SCORE_REQUESTS, longestWaitMs: SCORE_WAIT_MS };
  const known = new WeakSet<Server>();
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (known.has(server)) return;
    known.add(server);
    // The development server reloads its routes: there Next answers.
    void limitScoring(server, limits, NODE_ENV === "production" ? front : {});
  });
}
