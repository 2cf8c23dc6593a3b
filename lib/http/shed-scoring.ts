import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { env } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { OPENAI_DIALECT } from "./openai-dialect";
import { PERSPECTIVE_DIALECT } from "./perspective-dialect";

const RETRY_SECONDS = 1;
const FULL = new Failure(
  "unavailable",
  "Too many texts are being scored at the moment. Try again in a second.",
  {
    retryAfterSeconds: RETRY_SECONDS,
  },
);

/** Routes that score, by the beginning of their path, with how each refuses. */
const SCORING = [
  { path: "/v1/moderations", dialect: OPENAI_DIALECT },
  { path: "/v1alpha1/", dialect: PERSPECTIVE_DIALECT },
];

/**
 * Turns scoring requests away once `most` are under way, before Next has seen them: its routing is most of what a
 * small request costs, and requests that wait for it would make all others late.
 */
export async function limitScoring(server: Server, most: number): Promise<void> {
  const refusals = await Promise.all(
    SCORING.map(async ({ path, dialect }) => ({ path, body: await dialect.error(FULL).text() })),
  );
  const emit = server.emit;
  let underWay = 0;
  const refused = (request: IncomingMessage, response: ServerResponse): boolean => {
    const refusal = request.method === "POST" && refusals.find(({ path }) => request.url?.startsWith(path));
    if (!refusal) return false;
    if (underWay < most) {
      underWay += 1;
      response.once("close", () => {
        underWay -= 1;
      });
      return false;
    }
    const headers = { "content-type": "application/json", "retry-after": String(RETRY_SECONDS) };
    response.writeHead(503, headers).end(refusal.body);
    return true;
  };
  server.emit = (event: string, ...args: unknown[]) =>
    event === "request" && refused(...(args as [IncomingMessage, ServerResponse]))
      ? true
      : Reflect.apply(emit, server, [event, ...args]);
}

/** Limits the server that Next makes in this process, at its first request. */
export function shedScoring(): void {
  const known = new WeakSet<Server>();
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (known.has(server)) return;
    known.add(server);
    void limitScoring(server, env().SCORE_REQUESTS);
  });
}
