import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { DeskTask } from "#lib/domain/desk";
import { Reserve } from "./reserve";

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const task = (id: string, seconds = 30) => ({ id, leaseToken: 1, leaseUntil: at(seconds) }) as DeskTask;

let calls: string[];
let waiting: DeskTask[];

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  waiting = [];
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) => {
    calls.push(`${method} ${path.replace("/api/desk/tasks/", "")}`);
    if (method === "DELETE") return new Response(null, { status: 204 });
    return Response.json({ task: waiting.shift() ?? null });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const done = Promise.resolve();

it("keeps one item ready and hands it out once", async () => {
  waiting = [task("t1"), task("t2")];
  const reserve = new Reserve(() => true);
  await Promise.all([reserve.ask(done), reserve.ask(done)]);
  expect(calls).toEqual(["POST reserve"]);
  expect(reserve.take()).toMatchObject({ task: { id: "t1" }, held: null });
  expect(reserve.take()).toBeNull();
});

it("waits for what must come first, and survives its failure", async () => {
  waiting = [task("t1")];
  const reserve = new Reserve(() => true);
  await reserve.ask(Promise.reject(new Error("taken by somebody else")));
  expect(reserve.take()?.task.id).toBe("t1");
});

it("lets an item go when its time is over, and asks again only while somebody is there", async () => {
  let there = true;
  waiting = [task("t1"), task("t2", 60), task("t3", 60)];
  const reserve = new Reserve(() => there);
  await reserve.ask(done);
  await vi.advanceTimersByTimeAsync(29_500);
  expect(calls).toEqual(["POST reserve", "POST reserve"]);
  expect(reserve.take()?.task.id).toBe("t2");
  await reserve.ask(done);
  there = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reserve.take()).toBeNull();
  expect(calls).toHaveLength(3);
});

it("gives back what it has when the desk is left, and what arrives after that", async () => {
  waiting = [task("t1"), task("t2")];
  const reserve = new Reserve(() => true);
  await reserve.ask(done);
  reserve.close();
  expect(calls.at(-1)).toBe("DELETE reserve");
  reserve.open();
  const late = reserve.ask(done);
  reserve.close();
  await late;
  expect(reserve.take()).toBeNull();
});

it("puts an item aside that is held, and releases it when the desk is left", async () => {
  const reserve = new Reserve(() => true);
  reserve.put({ task: task("t9", 100), held: Promise.resolve({ id: "t9", leaseToken: 4 }) });
  expect(reserve.take()?.task.id).toBe("t9");
  reserve.put({ task: task("t9", 100), held: Promise.resolve({ id: "t9", leaseToken: 4 }) });
  reserve.close();
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual(["POST t9/release"]);
});
