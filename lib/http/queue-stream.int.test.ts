import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections } from "#lib/services/close-connections";
import { notify } from "#lib/store/notify";
import { makeOrganization } from "../../scripts/test/organization";
import { streamQueues } from "./queue-stream";

let orgId: string;
beforeAll(async () => {
  orgId = await makeOrganization();
});
afterAll(closeConnections);

function open() {
  const abort = new AbortController();
  const body = streamQueues(orgId, abort.signal).body as ReadableStream<Uint8Array>;
  const reader = body.getReader();
  const next = async () => {
    const { done, value } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { abort, reader, next };
}

describe("the queue stream", () => {
  it("says how things are, and again when they change, once for several changes", async () => {
    const { next, reader } = open();
    expect(await next()).toMatch(/^data: \{"at".*\}\n\n$/);
    const again = next();
    for (let i = 0; i < 5; i++) await notify("tasks_changed", orgId);
    expect(await again).toContain("data: ");
    await reader.cancel();
  });

  it("ends when the reader goes, at any moment", async () => {
    await open().reader.cancel();
    const { next, reader } = open();
    await next();
    await reader.cancel();
  });

  it("ends when the request is aborted, at any moment", async () => {
    const { abort, next } = open();
    await next();
    abort.abort();
    expect(await next()).toBeNull();
    const gone = new AbortController();
    gone.abort();
    const body = streamQueues(orgId, gone.signal).body as ReadableStream<Uint8Array>;
    expect((await body.getReader().read()).done).toBe(true);
  });
});
