import { readFileSync } from "node:fs";
import path from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { credentials } from "./credentials";

const folder = () => process.env.SIGHTLINE_DATA_DIR ?? ".data";

/** Process ids of the web server and the workers, as npm start notes them; they change with every restart. */
function children(): { web: number; workers: number } {
  const [web, workers] = JSON.parse(readFileSync(path.join(folder(), "run.json"), "utf8")).children;
  return { web, workers };
}

function postmaster(): number {
  const record = JSON.parse(readFileSync(path.join(folder(), "postgres.json"), "utf8"));
  const file = path.join(path.resolve(folder(), record.folder), "postmaster.pid");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

async function healthy(request: APIRequestContext): Promise<void> {
  await expect
    .poll(async () => (await request.get("/api/health").catch(() => null))?.status(), { timeout: 60_000 })
    .toBe(200);
}

test("kill -9 of a worker, the web process and Postgres: every accepted item gets exactly one verdict", async ({
  request,
}) => {
  test.setTimeout(240_000);
  await healthy(request);
  const headers = { authorization: `Bearer ${credentials().apiKey}` };
  const accepted = new Map<string, string>();
  let sending = true;
  let serial = 0;
  const run = Date.now();

  // A client as clients should be: it retries with the same content id until it gets an answer.
  const client = async () => {
    while (sending) {
      const content_id = `crash-${run}-${++serial}`;
      const text =
        serial % 5 === 0
          ? "You are a stupid fool, go away."
          : `A quiet note about the weather, number ${serial}.`;
      for (;;) {
        const response = await request
          .post("/api/v1/moderate", { headers, data: { content_id, text, wait_ms: 0 }, timeout: 5_000 })
          .catch(() => null);
        if (response && [200, 202].includes(response.status())) {
          accepted.set(content_id, (await response.json()).id);
          break;
        }
        if (!sending) break;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const clients = [client(), client(), client()];
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  await pause(2000);
  process.kill(children().workers, "SIGKILL");
  await pause(4000);
  process.kill(children().web, "SIGKILL");
  await pause(4000);
  process.kill(postmaster(), "SIGKILL");
  await pause(6000);
  await healthy(request);
  await pause(1500);
  sending = false;
  await Promise.all(clients);

  expect(accepted.size).toBeGreaterThan(50);
  const verdicts = async (id: string) => {
    const response = await request.get(`/api/v1/items/${id}`, { headers });
    expect(response.status()).toBe(200);
    const { history } = await response.json();
    return history.filter((entry: { type: string }) => entry.type === "verdict").length;
  };
  for (const id of accepted.values())
    await expect.poll(() => verdicts(id), { timeout: 90_000, intervals: [100, 500, 1000] }).toBe(1);
});
