import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiRequest } from "./api-request";
import { JsonReply } from "./reply";

let server: Server;
let url: string;
const held: ServerResponse[] = [];

beforeAll(async () => {
  process.env.DATABASE_URL ??= "postgresql://unused";
  process.env.LOG_LEVEL = "silent";
  const { limitScoring } = await import("./scoring-front");
  server = createServer((_request, response) => held.push(response));
  await limitScoring(server, { most: 2, longestWaitMs: 1000 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string) => fetch(url + path, { method: "POST", body: "{}" });
async function until(condition: () => boolean) {
  while (!condition()) await sleep(2);
}

it("turns scoring requests away when enough are under way, in their own shapes, and no others", async () => {
  const running = [post("/v1/moderations"), post("/v1alpha1/comments:analyze?key=k")];
  await until(() => held.length === 2);

  const openai = await post("/v1/moderations");
  expect(openai.status).toBe(503);
  expect(openai.headers.get("content-type")).toBe("application/json");
  expect(openai.headers.get("retry-after")).toBe("1");
  expect(await openai.json()).toMatchObject({ error: { type: "server_error", code: "service_unavailable" } });
  const google = await post("/v1alpha1/comments:analyze");
  expect(await google.json()).toMatchObject({ error: { code: 503, status: "UNAVAILABLE" } });

  const other = post("/api/v1/moderate");
  await until(() => held.length === 3);
  held.pop()?.end("other");
  expect(await (await other).text()).toBe("other");

  held.shift()?.end("done");
  await Promise.race(running);
  const next = post("/v1/moderations");
  await until(() => held.length === 2);
  for (const response of held.splice(0)) response.end("done");
  expect((await next).status).toBe(200);
  await Promise.all(running);
});

describe("with handlers", () => {
  let front: Server;
  let address: string;
  const seen: { url: string; params: unknown; body: string; aborted: boolean }[] = [];
  let hold: Promise<void> | undefined;

  beforeAll(async () => {
    const { limitScoring } = await import("./scoring-front");
    const handle = async (request: ApiRequest, context: { params: Promise<Record<string, string>> }) => {
      const body = await new Response(request.whole ? Buffer.from(request.whole) : request.body).text();
      const entry = { url: request.url, params: await context.params, body, aborted: false };
      seen.push(entry);
      request.signal.addEventListener("abort", () => {
        entry.aborted = true;
      });
      await hold;
      const own = { "x-own": "1", "referrer-policy": "own" };
      return request.headers.get("X-Plain")
        ? new JsonReply({ length: body.length }, 201, own)
        : Response.json({ length: body.length }, { status: 201, headers: own });
    };
    front = createServer((_request, response) => response.end("next"));
    await limitScoring(
      front,
      { most: 4, longestWaitMs: 1000 },
      {
        handlers: { "/v1/moderations": handle, "/v1alpha1/": handle },
        headers: { "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin" },
        secureHeaders: { "Strict-Transport-Security": "max-age=1" },
      },
    );
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    front.closeAllConnections();
    front.close();
  });

  it.each([
    ["a Response", 40_000],
    ["a Response", 400],
    ["a JsonReply", 40_000],
    ["a JsonReply", 400],
  ])("answers scoring itself by %s, with the headers that every answer has", async (kind, length) => {
    const body = "é".repeat(length);
    const headers: HeadersInit = kind === "a JsonReply" ? { "x-plain": "1" } : {};
    const response = await fetch(`${address}/v1/moderations?x=1`, { method: "POST", headers, body });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({ length });
    expect(response.headers.get("x-own")).toBe("1");
    expect(response.headers.get("referrer-policy")).toBe("own");
    expect(Number(response.headers.get("openai-processing-ms"))).toBeGreaterThanOrEqual(0);
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    expect(response.headers.get("strict-transport-security")).toBeNull();
    const secure = { "x-forwarded-proto": "https" };
    const second = await fetch(`${address}/v1alpha1/comments%3Aanalyze?key=k`, {
      method: "POST",
      headers: secure,
      body: "{}",
    });
    expect(second.headers.get("strict-transport-security")).toBe("max-age=1");
    expect(seen.at(-1)).toMatchObject({
      url: `${address}/v1alpha1/comments%3Aanalyze?key=k`,
      params: { method: "comments%3Aanalyze" },
    });
  });

  it.each([
    ["GET", "/v1/moderations"],
    ["POST", "/v1/moderations/more"],
    ["POST", "/v1alpha1/comments:analyze/x"],
    ["POST", "/api/v1/moderate"],
  ])("leaves %s %s to Next", async (method, path) => {
    expect(await (await fetch(address + path, { method })).text()).toBe("next");
  });

  it("tells the handler when the client has gone", async () => {
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const client = new AbortController();
    const before = seen.length;
    const { signal } = client;
    const lost = fetch(`${address}/v1/moderations`, { method: "POST", body: "{}", signal });
    await until(() => seen.length > before);
    client.abort();
    await expect(lost).rejects.toThrow();
    await until(() => seen[before]?.aborted === true);
    release();
  });
});
