import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { createClient, SightlineError } from "sightline/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "#lib/domain/api/operations/index";
import type { Caller } from "#scripts/test/http";
import { type PublicApi, startPublicApi } from "#scripts/test/public-api";
import { buildClient, CLIENT_FOLDER } from "./build";

describe("the built client", () => {
  it("is what its sources and the operations of the API make: run npm run build:client", async () => {
    for (const [name, text] of Object.entries(await buildClient()))
      expect(readFileSync(path.join(CLIENT_FOLDER, name), "utf8") === text, name).toBe(true);
  });

  it("is smaller than 10 kB", () => {
    const built = readFileSync(path.join(CLIENT_FOLDER, "sightline.mjs"));
    expect(built.byteLength).toBeLessThan(10_000);
    expect(gzipSync(built).byteLength).toBeLessThan(2000);
  });

  it("has every call", () => {
    const client = createClient({ baseUrl: "http://localhost" });
    for (const { id } of OPERATIONS) expect(client).toHaveProperty(id);
  });
});

describe("against a running server, the client", () => {
  let api: PublicApi;
  let caller: Caller;
  beforeAll(async () => {
    api = await startPublicApi();
    caller = await api.newCaller();
  });
  afterAll(() => api.close());
  const client = () => createClient({ baseUrl: `${api.url}/`, apiKey: caller.secret });

  it("has a post judged, reads it, and is told when nothing changed", async () => {
    const body = { content_id: "c-1", text: "spam=0.99", metadata: { user_id: "u/1 ä" }, wait_ms: 10_000 };
    const { data, status } = await client().moderate({ body });
    expect([status, data.decision]).toEqual([200, "BLOCK"]);
    const read = await client().readItem({ params: { id: data.id } });
    expect(read.data.history?.map(({ type }) => type)).toContain("verdict");
    const again = await client().readItem({ params: { id: data.id }, ifNoneMatch: read.etag ?? "" });
    expect([again.status, again.data]).toEqual([304, undefined]);
    const erased = await client().eraseAuthor({ params: { user_id: "u/1 ä" } });
    expect(erased.data.items).toBe(1);
  });

  it("goes through a list page by page", async () => {
    for (let at = 0; at < 5; at++)
      await client().moderate({ body: { content_id: `p-${at}`, text: "toxicity=0.1", wait_ms: 10_000 } });
    const seen: string[] = [];
    for await (const page of client().pages("listItems", { query: { limit: 2 } }))
      seen.push(...page.items.map(({ id }) => id));
    expect(new Set(seen).size).toBe(6);
  });

  it("changes under an ETag, and says what was refused", async () => {
    const added = await client().addListEntries({
      body: { entries: [{ kind: "keyword", value: "a client's word" }], category: "spam", action: "flag" },
    });
    const id = added.data.entries[0]?.id ?? "";
    const { etag } = await client().readListEntry({ params: { id } });
    const change = { params: { id }, body: { action: "block" as const }, ifMatch: etag ?? "" };
    expect((await client().changeListEntry(change)).data.action).toBe("block");
    const refused = await client()
      .changeListEntry(change)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SightlineError);
    expect(refused).toMatchObject({ status: 412, code: "precondition_failed" });
    const wrong = await client()
      .moderate({ body: { content_id: "" } })
      .catch((error: SightlineError) => error.errors.map(({ pointer }) => pointer));
    expect(wrong).toEqual(["/content_id"]);
  });

  it("sends again what was lost or refused for now, under the same Idempotency-Key", async () => {
    const keys: (string | null)[] = [];
    let calls = 0;
    const flaky: typeof fetch = async (url, init) => {
      keys.push(new Headers(init?.headers).get("idempotency-key"));
      calls += 1;
      if (calls === 1) throw new TypeError("connection lost");
      if (calls === 2) return new Response("{}", { status: 503, headers: { "retry-after": "0" } });
      return fetch(url, init);
    };
    const patient = createClient({ baseUrl: api.url, apiKey: caller.secret, fetch: flaky });
    const made = await patient.createBatch({
      body: { contents: [{ content_id: "b", text: "toxicity=0.1" }] },
    });
    expect(made.location).toBe(`/api/v1/batches/${made.data.id}`);
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(3);
  });
});
