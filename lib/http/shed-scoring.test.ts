import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";

let server: Server;
let url: string;
const held: ServerResponse[] = [];

beforeAll(async () => {
  process.env.DATABASE_URL ??= "postgresql://unused";
  process.env.LOG_LEVEL = "silent";
  const { limitScoring } = await import("./shed-scoring");
  server = createServer((_request, response) => held.push(response));
  await limitScoring(server, 2);
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
