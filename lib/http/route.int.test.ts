import { Agent, request as httpRequest } from "node:http";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../scripts/test/organization";
import {
  apiRequest,
  deskRequest,
  makeKey,
  makeUser,
  routeContext,
  sessionHeader,
} from "../../scripts/test/people";
import { serveRoutes } from "../../scripts/test/route-server";
import { route } from "./route";

const schemas = {
  body: z.object({
    name: z.string().max(20),
    tags: z.array(z.string()).max(3).optional(),
    metadata: z.strictObject({ reach: z.int().optional() }).optional(),
  }),
};
const echo = route({ auth: "public", schemas, limits: { maxBodyBytes: 1000 }, handle: ({ body }) => body });

/** The same where the body may carry files. */
const uploads = route({
  ...{ auth: "public", schemas, limits: { maxBodyBytes: 1000 }, takesUploads: true },
  handle: ({ body }) => body,
});

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as {
    status: number;
    code: string;
    detail: string;
    type: string;
    request_id: string;
    errors?: { pointer: string; message: string }[];
  };
}

describe("a body", () => {
  it("is parsed and answered", async () => {
    const response = await echo(apiRequest("/x", null, { body: { name: "Ada", tags: ["a"] } }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ name: "Ada", tags: ["a"] });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  it.each([
    ["malformed JSON", '{"name": ', 400, ""],
    ["an empty body", "", 400, ""],
    ["bytes that are not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), 400, ""],
    ["a nest too deep", "[".repeat(400) + "]".repeat(400), 400, ""],
    ["a wrong type", { name: 7 }, 422, "/name"],
    ["no object at all", "[]", 422, ""],
    ["a missing field", {}, 422, "/name"],
    ["an unknown field", { name: "Ada", nmae: "x" }, 422, "/nmae"],
    ["an unknown nested field", { name: "Ada", metadata: { "a/b": 1 } }, 422, "/metadata/a~1b"],
    ["a NUL character", { name: "A\u0000da" }, 422, "/name"],
    ["a NUL deeper down", { name: "Ada", tags: ["ok", "\u0000"] }, 422, "/tags/1"],
    ["a text too long", { name: "x".repeat(21) }, 422, "/name"],
    ["a prototype field", '{"name":"Ada","__proto__":{"admin":true}}', 422, "/__proto__"],
    ["too many bytes", { name: "x".repeat(2000) }, 413, ""],
  ])("with %s is refused", async (_what, body, status, pointer) => {
    const response = await echo(apiRequest("/x", null, { body: body as unknown }));
    expect(response.status).toBe(status);
    const problem = await problemOf(response);
    expect(problem.status).toBe(status);
    expect(problem.detail.length).toBeGreaterThan(10);
    if (pointer) expect(problem.errors?.[0]?.pointer).toBe(pointer);
  });

  it("without a JSON content type is refused", async () => {
    const headers = { "content-type": "text/plain" };
    const response = await echo(apiRequest("/x", null, { body: '{"name":"Ada"}', headers }));
    expect(response.status).toBe(415);
  });

  it("is refused by its declared length", async () => {
    const request = apiRequest("/x", null, { body: { name: "Ada" }, headers: { "content-length": "5000" } });
    expect((await echo(request)).status).toBe(413);
  });

  it.each([
    ["too long as declared", echo, "application/json", 413],
    ["of another type", echo, "text/plain", 415],
    ["too long without its files", uploads, "application/json", 413],
    ["of parts without a boundary", uploads, "multipart/form-data; boundary=", 400],
  ])("%s leaves the connection to the next request", async (_what, handler, type, status) => {
    const server = await serveRoutes({ "POST /x": handler });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (body: string, contentType: string) =>
      new Promise<[number | undefined, boolean]>((resolve, reject) => {
        const headers = { "content-type": contentType, "content-length": Buffer.byteLength(body) };
        const sent = httpRequest(`${server.url}/x`, { method: "POST", agent, headers }, (response) =>
          response.resume().once("end", () => resolve([response.statusCode, sent.reusedSocket])),
        );
        sent.once("error", reject).end(body);
      });
    const long = JSON.stringify({ name: "x".repeat(2_000_000) });
    expect(await send(long, type)).toEqual([status, false]);
    expect(await send('{"name":"Ada"}', "application/json")).toEqual([200, true]);
    agent.destroy();
    await server.close();
  });

  it("is refused while it streams in, and the connection given up when it does not end", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 400;
        controller.enqueue(new Uint8Array(400).fill(32));
      },
    });
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", body, headers, duplex: "half" };
    const response = await echo(new Request("http://localhost:3000/x", init as RequestInit));
    expect(response.status).toBe(413);
    expect(response.headers.get("connection")).toBe("close");
    expect(sent).toBeLessThan(10_000_000);
  });

  it("keeps right-to-left text, emoji and control characters as they are, and repairs broken surrogates", async () => {
    for (const name of ["שלום עולם", "👩‍👩‍👧‍👦 ok", "a\u0007\u001b[31m\u202eb"]) {
      const response = await echo(apiRequest("/x", null, { body: { name } }));
      expect(await response.json()).toEqual({ name });
    }
    const response = await echo(apiRequest("/x", null, { body: '{"name":"a\\ud83d!"}' }));
    expect(await response.json()).toEqual({ name: "a\uFFFD!" });
  });
});

describe("query and path", () => {
  const find = route({
    auth: "public",
    schemas: {
      params: z.object({ id: z.string().startsWith("itm_") }),
      query: z.object({ limit: z.coerce.number().int().max(100).default(20) }),
    },
    handle: ({ params, query }) => ({ ...params, ...query }),
  });

  it("are parsed", async () => {
    const response = await find(apiRequest("/x?limit=5", null), routeContext({ id: "itm_1" }));
    expect(await response.json()).toEqual({ id: "itm_1", limit: 5 });
  });

  it.each([
    ["/x?limit=500", "/query/limit"],
    ["/x?limti=5", "/query/limti"],
    ["/x?limit=%00", "/query/limit"],
  ])("%s is refused", async (path, pointer) => {
    const response = await find(apiRequest(path, null), routeContext({ id: "itm_1" }));
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors?.[0]?.pointer).toBe(pointer);
  });

  it("an id of the wrong form is not found", async () => {
    expect((await find(apiRequest("/x", null), routeContext({ id: "nope" }))).status).toBe(404);
  });
});

describe("errors", () => {
  it("that are expected become their problem", async () => {
    const busy = route({
      auth: "public",
      handle: () => {
        throw new Failure("unavailable", "The models are loading.", { retryAfterSeconds: 2.2 });
      },
    });
    const response = await busy(apiRequest("/x", null));
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await problemOf(response)).toMatchObject({
      code: "unavailable",
      detail: "The models are loading.",
      type: expect.stringMatching(/\/docs\/errors#unavailable$/),
    });
  });

  it("that are not say nothing but their id", async () => {
    const broken = route({
      auth: "public",
      handle: () => {
        throw new Error("secret innards");
      },
    });
    const response = await broken(apiRequest("/x", null, { headers: { "x-request-id": "req-12345678" } }));
    expect(response.status).toBe(500);
    const problem = await problemOf(response);
    expect(problem.request_id).toBe("req-12345678");
    expect(JSON.stringify(problem)).not.toContain("innards");
  });

  it("of an unreachable database ask to try again", async () => {
    const down = route({
      auth: "public",
      handle: () => {
        throw Object.assign(new Error("x"), {
          cause: Object.assign(new Error("y"), { code: "ECONNREFUSED" }),
        });
      },
    });
    expect((await down(apiRequest("/x", null))).status).toBe(503);
  });
});

describe("API keys", () => {
  const read = route({ auth: { scope: "items:read" }, handle: ({ principal }) => principal });
  let orgId: string;
  beforeAll(async () => {
    orgId = await makeOrganization();
  });

  it("say who calls", async () => {
    const { key, secret } = await makeKey(orgId, ["items:read"]);
    const response = await read(apiRequest("/x", secret));
    expect(await response.json()).toMatchObject({
      kind: "key",
      orgId,
      keyId: key.id,
      actor: `key:${key.id}`,
    });
    expect(response.headers.get("ratelimit")).toMatch(/^"default";r=999;t=\d+$/);
    expect(JSON.stringify(key)).not.toContain(secret.slice(10));
  });

  it.each([
    ["none", {}, 401],
    ["another scheme", { authorization: "Basic YTpi" }, 401],
    ["no secret", { authorization: "Bearer " }, 401],
    ["an unknown one", { authorization: "Bearer sl_unknown" }, 401],
  ])("%s: refused", async (_what, headers, status) => {
    const response = await read(apiRequest("/x", null, { headers: headers as Record<string, string> }));
    expect(response.status).toBe(status);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
  });

  it("without the scope are refused by its name", async () => {
    const { secret } = await makeKey(orgId, ["moderate"]);
    const response = await read(apiRequest("/x", secret));
    expect(response.status).toBe(403);
    expect((await problemOf(response)).detail).toContain('"items:read"');
  });

  it("that were revoked are refused as such", async () => {
    const { key, secret } = await makeKey(orgId, ["items:read"]);
    await db().apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } });
    const response = await read(apiRequest("/x", secret));
    expect(response.status).toBe(401);
    expect((await problemOf(response)).detail).toContain("revoked");
  });

  it("run out of tokens and are told when to come back", async () => {
    const { secret } = await makeKey(orgId, ["items:read"], { ratePerSecond: 0.1, burst: 3 });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => read(apiRequest("/x", secret))));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 429, 429, 429]);
    const refused = answers.find((answer) => answer.status === 429);
    const wait = Number(refused?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(10);
  });
});

describe("sessions", () => {
  const lead = route({
    auth: { role: "lead" },
    handle: ({ principal }) => ({ id: principal.userId, role: principal.role }),
  });
  let orgId: string;
  let user: User;
  beforeAll(async () => {
    orgId = await makeOrganization();
    user = await makeUser(orgId, "lead");
  });

  it("say who is there", async () => {
    const response = await lead(await deskRequest("/x", user));
    expect(await response.json()).toEqual({ id: user.id, role: "lead" });
  });

  it("are needed", async () => {
    expect((await lead(await deskRequest("/x", null))).status).toBe(401);
    const forged = await deskRequest("/x", null, { headers: { cookie: "next-auth.session-token=abc.def" } });
    expect((await lead(forged)).status).toBe(401);
  });

  it("of a lower role are refused", async () => {
    const moderator = await makeUser(orgId, "moderator");
    expect((await lead(await deskRequest("/x", moderator))).status).toBe(403);
  });

  it("end at once when the person is deactivated, loses the role, or all sessions are ended", async () => {
    const person = await makeUser(orgId, "admin");
    const status = async () => (await lead(await deskRequest("/x", person))).status;
    const change = (data: object) => db().user.update({ where: { id: person.id }, data });
    expect(await status()).toBe(200);
    await change({ role: "moderator" });
    expect(await status()).toBe(403);
    await change({ role: "admin", active: false });
    expect(await status()).toBe(401);
    await change({ active: true, sessionEpoch: 1 });
    expect(await status()).toBe(401);
  });

  it("end after twelve hours whatever happens", async () => {
    const hours = (n: number) => Math.floor(Date.now() / 1000) - n * 3600;
    const at = async (n: number) => ({ headers: { cookie: await sessionHeader(user, hours(n)) } });
    expect((await lead(await deskRequest("/x", null, await at(11)))).status).toBe(200);
    expect((await lead(await deskRequest("/x", null, await at(13)))).status).toBe(401);
  });

  it("are renewed by what a person does, not by what a page does by itself", async () => {
    const cookie = await sessionHeader(user);
    const background = route({ auth: { role: "lead" }, background: true, handle: () => ({}) });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
    const renewed = async (handler: typeof lead, method: string) => {
      const response = await handler(await deskRequest("/x", null, { method, headers: { cookie } }));
      expect(response.status).toBe(200);
      return response.headers.get("set-cookie");
    };
    expect(await renewed(lead, "POST")).toMatch(/session-token=[\w.-]+; Path=\/; Max-Age=3600; HttpOnly/);
    expect(await renewed(lead, "GET")).toBeNull();
    expect(await renewed(background, "POST")).toBeNull();
    vi.useRealTimers();
  });

  it.each([
    ["its own page by fetch metadata", { "sec-fetch-site": "same-origin", origin: "null" }, 200],
    ["its own page by origin", { origin: "http://localhost:3000" }, 200],
    ["the address behind a proxy", { origin: "https://desk.test", "x-forwarded-host": "desk.test" }, 200],
    ["another site", { origin: "https://elsewhere.test" }, 403],
    ["another site on this machine", { "sec-fetch-site": "same-site" }, 403],
    ["a sandboxed frame", { origin: "null" }, 403],
    ["no browser", { origin: "" }, 403],
  ])("take changes from %s: %s", async (_who, headers, status) => {
    const sent = { method: "POST", headers: headers as Record<string, string> };
    const response = await lead(await deskRequest("/x", user, sent));
    expect(response.status).toBe(status);
  });
});
