import { request as httpRequest } from "node:http";
import { expect, test } from "@playwright/test";
import { credentials } from "./credentials";

const authorization = () => ({ authorization: `Bearer ${credentials().apiKey}` });
const post = { content_id: "", text: "The ferry was late again and nobody told us.", wait_ms: 5000 };
let made = 0;
const fresh = (fields: object = {}) => ({ ...post, content_id: `api-${Date.now()}-${++made}`, ...fields });

test("a post is answered with its verdict, and read back with its history", async ({ request }) => {
  const data = fresh({
    metadata: { user_id: "u1", community: "c1", region: "DE", language: "en", reach: 12_000 },
  });
  const response = await request.post("/api/v1/moderate", { headers: authorization(), data });
  expect(response.status()).toBe(200);
  expect(response.headers().ratelimit).toMatch(/r=\d+/);
  const verdict = await response.json();
  expect(verdict).toMatchObject({
    content_id: data.content_id,
    status: "decided",
    decision: expect.stringMatching(/^(APPROVE|FLAG|BLOCK)$/),
    policy_version: expect.any(Number),
    processing_time_ms: expect.any(Number),
  });
  const again = await request.post("/api/v1/moderate", { headers: authorization(), data });
  expect((await again.json()).id).toBe(verdict.id);
  const read = await request.get(`/api/v1/items/${verdict.id}`, { headers: authorization() });
  expect((await read.json()).history.map((entry: { type: string }) => entry.type)).toContain("verdict");
});

test("a caller who does not wait gets 202 and where to look", async ({ request }) => {
  const data = fresh({ wait_ms: 0 });
  const response = await request.post("/api/v1/moderate", { headers: authorization(), data });
  expect([200, 202]).toContain(response.status());
  const { id } = await response.json();
  if (response.status() === 202) expect(response.headers().location).toBe(`/api/v1/items/${id}`);
  const status = async () =>
    (await (await request.get(`/api/v1/items/${id}`, { headers: authorization() })).json()).status;
  await expect.poll(status).toBe("decided");
});

test("every refusal is a problem document with a clear status", async ({ request }) => {
  const send = (data: unknown, headers: Record<string, string> = authorization()) =>
    request.post("/api/v1/moderate", { headers: { "content-type": "application/json", ...headers }, data });
  const cases: [string, Promise<{ status(): number }>, number][] = [
    ["malformed", send(Buffer.from('{"content_id":')), 400],
    ["no key", send(fresh(), {}), 401],
    ["bad key", send(fresh(), { authorization: "Bearer sl_nobody" }), 401],
    ["wrong type", send(fresh({ text: 5 })), 422],
    ["unknown field", send(fresh({ txet: "x" })), 422],
    ["NUL", send(fresh({ text: "a\u0000b" })), 422],
    ["image address", send(fresh({ image_url: "ftp://example.org/x.png" })), 422],
    ["a megabyte", send(fresh({ text: "x".repeat(1_000_000) })), 413],
    ["form", send(Buffer.from("a=b"), { ...authorization(), "content-type": "text/plain" }), 415],
    ["no such item", request.get("/api/v1/items/itm_none", { headers: authorization() }), 404],
    ["no such address", request.get("/api/v1/nothing", { headers: authorization() }), 404],
  ];
  for (const [what, answer, status] of cases) {
    const response = (await answer) as Awaited<ReturnType<typeof send>>;
    expect(response.status(), what).toBe(status);
    expect(response.headers()["content-type"], what).toContain("application/problem+json");
    expect((await response.json()).detail.length, what).toBeGreaterThan(10);
  }
  const stillFine = await send(fresh());
  expect(stillFine.status()).toBe(200);
});

test("a body without a declared length is refused before it is all sent", async ({ baseURL }) => {
  const chunk = Buffer.alloc(64 * 1024, 32);
  const attempt = () =>
    new Promise<{ status?: number; sent: number }>((resolve, reject) => {
      let sent = 0;
      const headers = { ...authorization(), "content-type": "application/json" };
      const sending = httpRequest(`${baseURL}/api/v1/moderate`, { method: "POST", headers }, (response) => {
        resolve({ status: response.statusCode ?? 0, sent });
        sending.destroy();
      });
      sending.on("error", (error: NodeJS.ErrnoException) =>
        // Closed while the next piece was on its way: the system throws away an answer that was not yet read.
        error.code === "EPIPE" || error.code === "ECONNRESET" ? resolve({ sent }) : reject(error),
      );
      const push = () => {
        if (sending.destroyed || sent >= 200 * 1024 * 1024) return;
        sent += chunk.length;
        sending.write(chunk, () => setImmediate(push));
      };
      push();
    });
  let status: number | undefined;
  for (let left = 5; left > 0 && status === undefined; left--) {
    const outcome = await attempt();
    expect(outcome.sent).toBeLessThan(50 * 1024 * 1024);
    status = outcome.status;
  }
  expect(status).toBe(413);
});
