import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testRedisUrl } from "#scripts/test/database";
import type { Handlers } from "./consume";
import { JOB_NAMES } from "./registry";

/*
 * The same promises on both backends. The environment is parsed once per module graph, so each backend gets a
 * fresh one.
 */
describe.each(["postgres", "redis"] as const)("queues on %s", (backend) => {
  let jobs: typeof import("./consume") & typeof import("./enqueue");
  let consumer: import("./consume").Consumer | undefined;
  const seen: string[] = [];
  const failures = new Map<string, number>();

  beforeAll(async () => {
    vi.resetModules();
    if (backend === "redis") process.env.REDIS_URL = testRedisUrl();
    else delete process.env.REDIS_URL;
    const [enqueueModule, consumeModule, connection] = await Promise.all([
      import("./enqueue"),
      import("./consume"),
      import("./connection"),
    ]);
    jobs = { ...enqueueModule, ...consumeModule };
    expect(connection.queueBackend()).toBe(backend);
    const handler = async ({ itemId }: { itemId: string }) => {
      const failed = failures.get(itemId) ?? 0;
      if (itemId.startsWith("flaky") && failed < 2) {
        failures.set(itemId, failed + 1);
        throw new Error("not yet");
      }
      seen.push(itemId);
    };
    const nothing = async () => {};
    const idle = Object.fromEntries(JOB_NAMES.map((name) => [name, nothing])) as unknown as Handlers;
    consumer = await jobs.consume({ ...idle, moderate: handler }, ["moderate", "sweep"]);
  });

  afterAll(async () => {
    await consumer?.close(3000);
    await jobs.closeQueues();
    delete process.env.REDIS_URL;
  });

  const until = async (what: () => boolean) => {
    for (let i = 0; i < 300 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(what()).toBe(true);
  };

  it("delivers every job once when nothing fails", async () => {
    await jobs.enqueueMany(
      "moderate",
      Array.from({ length: 200 }, (_, i) => ({ itemId: `itm-${i}` })),
    );
    await until(() => seen.length >= 200);
    expect(new Set(seen).size).toBe(200);
  });

  it("retries a job that fails, with backoff", async () => {
    await jobs.enqueue("moderate", { itemId: "flaky-1" });
    await until(() => seen.includes("flaky-1"));
    expect(failures.get("flaky-1")).toBe(2);
  });

  it("holds a delayed job back", async () => {
    await jobs.enqueue("moderate", { itemId: "later" }, { delayMs: 400 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(seen).not.toContain("later");
    await until(() => seen.includes("later"));
  });

  it("refuses a payload that does not fit before it is queued", async () => {
    await expect(jobs.enqueue("moderate", { item: "x" } as never)).rejects.toThrow();
  });

  it("keeps one scheduler per clocked job, however many workers start", async () => {
    const schedulers = await jobs.queue("sweep").getJobSchedulers();
    expect(schedulers).toHaveLength(1);
    expect(Number(schedulers[0]?.every)).toBe(5000);
  });
});

describe("a queue whose store was down when it was opened", () => {
  it("works once the store is back", async () => {
    vi.resetModules();
    const right = process.env.DATABASE_URL as string;
    process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
    const { enqueue, queue, closeQueues } = await import("./enqueue");
    const { env } = await import("#lib/config/env");
    await expect(enqueue("moderate", { itemId: "early" })).rejects.toMatchObject({ code: "unavailable" });
    process.env.DATABASE_URL = right;
    Object.assign(env(), { DATABASE_URL: right });
    await enqueue("moderate", { itemId: "late" });
    expect(await queue("moderate").getJobCountByTypes("waiting")).toBeGreaterThan(0);
    await closeQueues();
  });
});
