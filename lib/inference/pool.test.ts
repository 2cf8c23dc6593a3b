import { afterEach, describe, expect, it, vi } from "vitest";
import { InferencePool } from "./pool";
import type { PoolOptions } from "./pool-options";
import type { Codec } from "./thread-messages";

interface Echo {
  input: unknown;
  size: number;
}

const echo: Codec<unknown, Echo> = {
  pack: (inputs) => inputs,
  unpack: (outputs) => (outputs as unknown[]).map((input, _, all) => ({ input, size: all.length })),
  size: (input) => (typeof input === "string" ? input.length : 1),
};

const pools: InferencePool[] = [];
async function start(options: Partial<PoolOptions> = {}) {
  const pool = await InferencePool.start({
    threads: 1,
    threadUrl: new URL("./pool.fixture.mjs", import.meta.url),
    setup: { models: [], providers: [] },
    codecs: { echo, a: echo, b: echo },
    ...options,
  });
  pools.push(pool);
  return pool;
}
const ask = (pool: InferencePool, input: unknown, timeoutMs = 5_000) =>
  pool.infer<Echo>("echo", input, timeoutMs);

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(200)));
});

describe("InferencePool", () => {
  it("answers each input with its own output", async () => {
    const pool = await start({ threads: 2 });
    const inputs = Array.from({ length: 300 }, (_, at) => at);
    const outputs = await Promise.all(inputs.map((input) => ask(pool, input)));
    expect(outputs.map(({ input }) => input)).toEqual(inputs);
    expect(pool.status()).toMatchObject({ threads: 2, ready: 2, restarts: 0, waiting: 0 });
  });

  it("batches what arrives together, up to its limit", async () => {
    const pool = await start({ maxBatch: 8 });
    const sizes = (await Promise.all(Array.from({ length: 20 }, (_, at) => ask(pool, at)))).map(
      ({ size }) => size,
    );
    expect(Math.max(...sizes)).toBe(8);
    expect((await ask(pool, "alone")).size).toBe(1);
  });

  it("batches no more than a model reads at once, but always one", async () => {
    const sized = { ...echo, mostSize: 10 };
    const pool = await start({ codecs: { echo: sized } });
    const inputs = ["held", "x".repeat(4), "x".repeat(6), "x", "x".repeat(40), "x".repeat(9), "xx"];
    const outputs = await Promise.all(inputs.map((input) => ask(pool, input)));
    expect(outputs.map(({ input }) => input)).toEqual(inputs);
    expect(outputs.map(({ size }) => size)).toEqual([2, 2, 2, 2, 1, 1, 1]);
  });

  it("lets few that come while a thread works wait for company, and half a batch go at once", async () => {
    const inTurns = async (pool: InferencePool, inputs: string[]) => {
      const asked: Promise<Echo>[] = [];
      for (const input of inputs) {
        asked.push(ask(pool, input));
        await new Promise(setImmediate);
        await new Promise(setImmediate);
      }
      return (await Promise.all(asked)).map(({ size }) => size);
    };
    expect(await inTurns(await start(), ["held", "a", "b", "c"])).toEqual([1, 3, 3, 3]);
    expect(await inTurns(await start({ maxBatch: 4 }), ["held", "a", "b", "c"])).toEqual([1, 2, 2, 1]);
  });

  it("does not mix models in a batch", async () => {
    const pool = await start();
    const outputs = await Promise.all(
      ["a", "b", "a", "b"].map((model) => pool.infer<Echo>(model, model, 5_000)),
    );
    expect(outputs).toEqual(["a", "b", "a", "b"].map((input) => ({ input, size: 2 })));
  });

  it("lets nothing costly go before what is waiting, one at a time", async () => {
    const later = { ...echo, afterOthers: true, mostPerBatch: 1 };
    const pool = await start({ codecs: { echo, later } });
    const order: unknown[] = [];
    const note = async (model: string, input: string) => {
      const { size } = await pool.infer<Echo>(model, input, 5_000);
      order.push([input, size]);
    };
    await Promise.all([
      note("echo", "slow"),
      ...["l1", "l2"].map((input) => note("later", input)),
      ...["s1", "s2"].map((input) => note("echo", input)),
    ]);
    expect(order).toEqual([
      ["slow", 3],
      ["s1", 3],
      ["s2", 3],
      ["l1", 1],
      ["l2", 1],
    ]);
  });

  it("times out what takes too long and goes on", async () => {
    const pool = await start();
    await expect(ask(pool, "slow", 10)).rejects.toMatchObject({ code: "timeout", retryable: true });
    expect(await ask(pool, "next")).toMatchObject({ input: "next" });
  });

  it("replaces a thread that dies, and only the input that did it fails", async () => {
    const pool = await start();
    const settled = await Promise.allSettled(["one", "crash", "two"].map((input) => ask(pool, input)));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(settled[1]).toMatchObject({ reason: { code: "unavailable" } });
    expect(pool.status().restarts).toBe(2);
    expect(await ask(pool, "after")).toMatchObject({ input: "after" });
  });

  it("replaces a thread that hangs", async () => {
    const pool = await start({ stuckMs: 100 });
    await expect(ask(pool, "hang")).rejects.toMatchObject({ code: "unavailable" });
    expect(await ask(pool, "after")).toMatchObject({ input: "after" });
  });

  it("asks nothing of a thread that hangs in native code, which cannot be ended, and says why it waits", async () => {
    const pool = await start({ stuckMs: 150 });
    const [first, second] = [ask(pool, "hang natively"), ask(pool, "patient")];
    first.catch(() => {});
    const lastError = "A batch of echo took longer than 150 ms.";
    await vi.waitFor(() => expect(pool.status()).toMatchObject({ ready: 0, restarts: 0, lastError }));
    await expect(first).rejects.toMatchObject({ code: "unavailable" });
    expect(await second).toMatchObject({ input: "patient" });
  });

  it("goes on, and says why, where the system gives no thread, and asks for one again", async () => {
    const nowhere = new URL("http://localhost/thread.mjs");
    const pool = await start({ threadUrl: nowhere });
    expect(pool.status()).toMatchObject({ ready: 0, models: {}, lastError: expect.stringContaining("URL") });
    await vi.waitFor(() => expect(pool.status().restarts).toBe(2));
    await expect(ask(pool, "x", 20)).rejects.toMatchObject({ code: "timeout" });
  });

  it("isolates an input that the model throws on", async () => {
    const pool = await start();
    const settled = await Promise.allSettled(["one", "throw", "two"].map((input) => ask(pool, input)));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(settled[1]).toMatchObject({
      reason: { code: "internal", message: expect.stringContaining("bad input") },
    });
    expect(pool.status().restarts).toBe(0);
  });

  it("refuses work beyond its queue", async () => {
    const pool = await start({ maxBatch: 1, maxQueue: 2 });
    const settled = await Promise.allSettled(["slow", "b", "c", "d"].map((input) => ask(pool, input)));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    expect(settled[2]).toMatchObject({ reason: { code: "unavailable", retryAfterSeconds: 1 } });
  });

  it("bounds what waits by its size, too", async () => {
    const pool = await start({ maxBatch: 1, maxQueueSize: 20 });
    const settled = await Promise.allSettled(
      ["slow", "x".repeat(16), "four", "", "x"].map((input) => ask(pool, input)),
    );
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    expect(await ask(pool, "x".repeat(20))).toMatchObject({ size: 1 });
  });

  it("finishes what it has when it closes, and takes no more", async () => {
    const pool = await start();
    const last = ask(pool, "slow");
    const closing = pool.close();
    await expect(ask(pool, "late")).rejects.toMatchObject({ code: "unavailable" });
    expect(await last).toMatchObject({ input: "slow" });
    await closing;
  });

  it("gives up what does not finish in time when it closes", async () => {
    const pool = await start();
    const stuck = expect(ask(pool, "hang", 60_000)).rejects.toMatchObject({ code: "unavailable" });
    await pool.close(50);
    await stuck;
  });

  it("starts without threads that work, and says so", async () => {
    const pool = await start({ setup: { models: [], providers: ["broken"] } });
    expect(pool.status()).toMatchObject({ ready: 0, models: {} });
    await expect(ask(pool, "x", 20)).rejects.toMatchObject({ code: "timeout" });
  });

  describe("that may go on with another model by itself", () => {
    const both = (pool: InferencePool, input: unknown) =>
      pool.inferFurther<Echo, Echo>("a", input, 5_000, { model: "b", timeoutMs: 300 });

    it("answers first, then what the thread went on with; undefined where that was not worth while", async () => {
      const pool = await start();
      const asked = ["on", "off", "on again"].map((input) => both(pool, input));
      const firsts = await Promise.all(asked.map(({ first }) => first));
      expect(firsts.map(({ input }) => input)).toEqual(["on", "off", "on again"]);
      const others = await Promise.all(asked.map(({ further }) => further));
      expect(others.map((other) => other?.input)).toEqual(["b of on", undefined, "b of on again"]);
      expect(pool.status()).toMatchObject({ ready: 1, restarts: 0, waiting: 0 });
    });

    it("leaves large batches to whoever asked", async () => {
      const pool = await start();
      const { first, further } = both(pool, `on${"!".repeat(5_000)}`);
      expect((await first).size).toBe(1);
      expect(await further).toBeUndefined();
    });

    it.each(["on, then throw", "on, then crash"])(
      "keeps its first answer and leaves the rest: %s",
      async (input) => {
        const pool = await start();
        const { first, further } = both(pool, input);
        expect((await first).input).toBe(input);
        expect(await further).toBeUndefined();
        expect((await ask(pool, "next")).input).toBe("next");
      },
    );

    it("gives up what takes too long, on its own time-out", async () => {
      const pool = await start();
      const { first, further } = both(pool, "on, then hang");
      const began = performance.now();
      const late = expect(further).rejects.toMatchObject({ code: "timeout" });
      expect((await first).input).toBe("on, then hang");
      await late;
      expect(performance.now() - began).toBeLessThan(3_000);
    });

    it("leaves the device on which it hangs then, not that of the first", async () => {
      const pool = await start({ stuckMs: 1_000, setup: { models: [], providers: ["gpu"] } });
      const { first, further } = both(pool, "on, then hang");
      const late = expect(further).rejects.toMatchObject({ code: "timeout" });
      expect((await first).input).toBe("on, then hang");
      await late;
      const refused = [{ provider: "gpu", reason: "failed at work: no answer within 1 s" }];
      await vi.waitFor(() => expect(pool.models.b).toEqual({ ok: true, provider: "cpu", refused }), 10_000);
    });

    it("waits for nothing where the first was not answered", async () => {
      const pool = await start();
      const thrown = both(pool, "throw");
      await expect(thrown.first).rejects.toMatchObject({ code: "internal" });
      expect(await thrown.further).toBeUndefined();
      const crashed = both(pool, "crash");
      await expect(crashed.first).rejects.toMatchObject({ code: "unavailable" });
      expect(await crashed.further).toBeUndefined();
    });
  });
});
