import { beforeAll, describe, expect, it } from "vitest";
import { shutDown } from "./shutdown";

beforeAll(() => {
  process.env.DATABASE_URL ??= "postgresql://unused";
  process.env.LOG_LEVEL = "silent";
});

describe("shutDown", () => {
  it("runs the steps in order", async () => {
    const order: string[] = [];
    const step = (name: string) => ({ name, run: async () => void order.push(name) });
    expect(await shutDown([step("queues"), step("models"), step("store")], 1000)).toBe(true);
    expect(order).toEqual(["queues", "models", "store"]);
  });

  it("goes on after a step that fails and one that never ends", async () => {
    const order: string[] = [];
    const clean = await shutDown(
      [
        { name: "broken", run: () => Promise.reject(new Error("no")) },
        { name: "endless", run: () => new Promise(() => {}) },
        { name: "last", run: () => void order.push("last") },
      ],
      30,
    );
    expect(clean).toBe(false);
    expect(order).toEqual(["last"]);
  });
});
