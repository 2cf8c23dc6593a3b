import { afterEach, expect, it, vi } from "vitest";
import { claimTask, decideTask, escalateTask, releaseTask, skipTask } from "./tasks";

const lease = { id: "tsk/1", leaseToken: 4 };

function listen(status: number, body: unknown) {
  const calls: [string, RequestInit][] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push([path, init]);
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

it("claims, and knows when nothing waits", async () => {
  const calls = listen(200, { task: null });
  expect(await claimTask()).toBeNull();
  expect(calls[0]).toMatchObject(["/api/desk/tasks/claim", { method: "POST" }]);
});

it("sends the fencing token with every action", async () => {
  const calls = listen(204, null);
  await skipTask(lease);
  await escalateTask(lease, "look here");
  await releaseTask(lease);
  expect(calls.map(([path, init]) => [path, JSON.parse(String(init.body))])).toEqual([
    ["/api/desk/tasks/tsk%2F1/skip", { reason: "", leaseToken: 4 }],
    ["/api/desk/tasks/tsk%2F1/escalate", { reason: "look here", leaseToken: 4 }],
    ["/api/desk/tasks/tsk%2F1/release", { leaseToken: 4 }],
  ]);
  expect(calls[2]?.[1].keepalive).toBe(true);
});

it("decides and learns until when it can be undone", async () => {
  const answer = { decisionId: "dec_1", undoUntil: "2026-03-01T12:00:10.000Z" };
  listen(200, answer);
  expect(await decideTask(lease, { decision: "BLOCK", categories: ["spam"], note: "" })).toEqual(answer);
});
