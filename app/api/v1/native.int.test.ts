import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "#lib/domain/api/batch";
import type { ItemList, ItemResource } from "#lib/domain/api/item";
import type { ListEntryResource } from "#lib/domain/api/list";
import { exportBodySchema } from "#lib/domain/item-query";
import { EVENT_DATA } from "#lib/domain/webhooks";
import { viewAppeal } from "#lib/services/appeals";
import { exportFile, readExports, requestExport } from "#lib/services/export-items";
import { claimTask, decideTask } from "#lib/services/review-task";
import { verifyChain } from "#lib/store/audit";
import { db } from "#lib/store/client";
import type { Caller } from "../../../scripts/test/http";
import { makeUser } from "../../../scripts/test/people";
import { type PublicApi, startPublicApi } from "../../../scripts/test/public-api";

let api: PublicApi;
let caller: Caller;
let serial = 0;

beforeAll(async () => {
  api = await startPublicApi();
  caller = await api.newCaller();
});
afterAll(() => api.close());

const newId = () => `post-${++serial}`;
/** Has a post judged; its text names its scores. */
async function post(text: string, metadata: object = {}, who = caller): Promise<ItemResource> {
  const body = { content_id: newId(), text, metadata, wait_ms: 10_000 };
  const { status, body: item } = await who.send<ItemResource>("/api/v1/moderate", { body });
  expect(status).toBe(200);
  return item;
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let turn = 0; turn < 400; turn++) {
    const value = await read();
    if (done(value)) return value;
    await sleep(50);
  }
  throw new Error("it never came to that");
}

describe("batches", () => {
  const batch = (contents: object[], more: object = {}, headers = {}) =>
    caller.send<Batch>("/api/v1/moderate/batch", { body: { contents, ...more }, headers });
  const read = async (id: string, query = "") =>
    (await caller.send<Batch>(`/api/v1/batches/${id}${query}`)).body;

  it("judge every content, and tell wrong ones apart", async () => {
    const known = await post("toxicity=0.1");
    const made = await batch(
      [
        { content_id: "b-1", text: "toxicity=0.1", metadata: { user_id: "b-author" } },
        { content_id: "b-2", text: "toxicity=0.99" },
        { content_id: "b-3", text: "toxicity=0.7" },
        { content_id: "b-4" },
        { content_id: "b-5", text: "x", colour: "red" },
        { text: "no id" },
        { content_id: known.content_id, text: "something else" },
        { content_id: "b-1", text: "toxicity=0.1", metadata: { user_id: "b-author" } },
      ],
      { callback_url: "https://example.com/batches" },
    );
    expect(made.status).toBe(202);
    expect(made.headers.get("location")).toBe(`/api/v1/batches/${made.body.id}`);
    expect(made.body).toMatchObject({ status: "running", total: 8, priority: "low" });
    const done = await until(
      () => read(made.body.id),
      ({ status }) => status === "done",
    );
    expect(done.progress).toEqual({ waiting: 0, processing: 0, decided: 4, failed: 4, cancelled: 0 });
    const results = done.results.map(({ content_id, status, decision, error }) => [
      content_id,
      status,
      decision ?? error?.code,
    ]);
    expect(results).toEqual([
      ["b-1", "decided", "APPROVE"],
      ["b-2", "decided", "BLOCK"],
      ["b-3", "decided", "FLAG"],
      ["b-4", "failed", "invalid_input"],
      ["b-5", "failed", "invalid_input"],
      [null, "failed", "invalid_input"],
      [known.content_id, "failed", "content_conflict"],
      ["b-1", "decided", "APPROVE"],
    ]);
    expect(done.results[4]?.error?.errors).toEqual([{ pointer: "/colour", message: "Unknown field." }]);
    expect(done.results[0]?.item_id).toBe(done.results[7]?.item_id);
    expect(done.finished_at).not.toBeNull();
    const told = await db().webhookDelivery.findMany({ where: { subject: made.body.id } });
    expect(told.map(({ payload }) => JSON.parse(payload))).toMatchObject([
      { type: "batch.finished", data: { status: "done", total: 8, decided: 4, failed: 4, cancelled: 0 } },
    ]);
    const [event] = told.map(({ payload }) => JSON.parse(payload));
    expect(EVENT_DATA["batch.finished"].strict().parse(event.data).id).toBe(made.body.id);
  });

  it("come page by page", async () => {
    const contents = Array.from({ length: 7 }, (_, at) => ({
      content_id: `page-${at}`,
      text: "toxicity=0.1",
    }));
    const { id } = (await batch(contents)).body;
    const first = await read(id, "?limit=3");
    expect(first.results.map(({ index }) => index)).toEqual([0, 1, 2]);
    const last = await read(id, `?limit=3&cursor=${Number(first.next_cursor) + 3}`);
    expect(last.results.map(({ index }) => index)).toEqual([6]);
    expect(last.next_cursor).toBeNull();
  });

  it("of a thousand are taken, cancelled half way, and then left alone", async () => {
    const contents = Array.from({ length: 1000 }, (_, at) => ({
      content_id: `many-${at}`,
      text: "toxicity=0.1",
    }));
    const { id } = (await batch(contents)).body;
    await until(
      () => read(id),
      ({ progress }) => progress.decided > 0,
    );
    const cancelled = await caller.send<Batch>(`/api/v1/batches/${id}/cancel`, { method: "POST" });
    expect(cancelled.status).toBe(200);
    expect(cancelled.body.status).toBe("cancelled");
    const { progress } = await until(
      () => read(id),
      (now) => now.progress.processing === 0,
    );
    expect(progress.waiting).toBe(0);
    expect(progress.decided + progress.cancelled).toBe(1000);
    expect(progress.cancelled).toBeGreaterThan(0);
    const again = await caller.send<Batch>(`/api/v1/batches/${id}/cancel`, { method: "POST" });
    expect(again.body.progress).toEqual(progress);
    const items = await db().item.count({
      where: { orgId: caller.orgId, contentId: { startsWith: "many-" } },
    });
    expect(items).toBe(progress.decided);
  });

  it("that are done cannot be cancelled, and too many or none are refused", async () => {
    const { id } = (await batch([{ content_id: "only", text: "toxicity=0.1" }])).body;
    await until(
      () => read(id),
      ({ status }) => status === "done",
    );
    expect((await caller.send(`/api/v1/batches/${id}/cancel`, { method: "POST" })).status).toBe(409);
    expect((await batch([])).status).toBe(422);
    expect((await batch(Array.from({ length: 1001 }, () => ({})))).status).toBe(422);
  });
});

describe("the list of items", () => {
  let who: Caller;
  const list = async (query: string) => (await who.send<ItemList>(`/api/v1/items${query}`)).body;
  beforeAll(async () => {
    who = await api.newCaller();
    for (let at = 0; at < 12; at++)
      await post(at % 3 === 0 ? "spam=0.99" : "toxicity=0.1", { user_id: `a${at % 2}`, community: "c" }, who);
  });

  it("goes through everything once, newest first, whatever the page's size", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: ItemList = await list(`?limit=5${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(12);
    expect([...new Set(seen)].sort().reverse()).toEqual(seen);
  });

  it.each([
    ["?decision=BLOCK", 4],
    ["?category=spam", 4],
    ["?category=spam&limit=2", 2],
    ["?category=hate", 0],
    ["?status=decided", 12],
    ["?status=processing", 0],
    ["?user_id=a1", 6],
    ["?user_id=a1&decision=BLOCK", 2],
    ["?user_id=nobody", 0],
    ["?community=c&limit=200", 12],
    ["?received_after=2100-01-01T00:00:00Z", 0],
    ["?received_before=2100-01-01T00:00:00%2B02:00&category=spam", 4],
  ])("%s", async (query, count) => {
    expect((await list(query)).items).toHaveLength(count);
  });

  it("tells who decided, and refuses cursors that are none", async () => {
    const [item] = (await list("?decision=BLOCK&limit=1")).items;
    expect(item).toMatchObject({
      decided_by: "machine",
      status: "decided",
      scores: { spam: 0.99 },
      user_id: /a/,
    });
    for (const cursor of ["x", "MTIz", "itm_0"])
      expect((await who.send(`/api/v1/items?cursor=${cursor}`)).status).toBe(422);
    expect((await who.send("/api/v1/items?colour=red")).status).toBe(422);
  });
});

describe("reports", () => {
  const report = (body: object, who = caller) =>
    who.send<{
      id: string;
      weight: number;
      status: string;
      review: { queued: boolean; priority: string | null };
    }>("/api/v1/reports", { body });

  it("open a task, and raise it as they add up", async () => {
    const item = await post("toxicity=0.1");
    const first = await report({ item_id: item.id, reporter_id: "r1" });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      weight: 0.5,
      status: "open",
      review: { queued: true, priority: "low" },
    });
    const second = await report({ content_id: item.content_id, reporter_id: "r2", category: "harassment" });
    expect(second.body.review.priority).toBe("medium");
    const again = await report({ item_id: item.id, reporter_id: "r1", note: "again" });
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    await report({ item_id: item.id, reporter_id: "r3" });
    expect((await report({ item_id: item.id, reporter_id: "r4" })).body.review.priority).toBe("high");
    const tasks = await db().reviewTask.findMany({ where: { itemId: item.id } });
    expect(tasks).toMatchObject([{ kind: "review", priority: "high", state: "open" }]);
    expect((await caller.send<ItemResource>(`/api/v1/items/${item.id}`)).body).toMatchObject({
      decision: "APPROVE",
      requires_human_review: true,
    });
  });

  it("are answered by what people decide, which is what their reporters count from then on", async () => {
    const who = await api.newCaller();
    const user = await makeUser(who.orgId, "moderator");
    const item = await post("toxicity=0.1", {}, who);
    const said = { reporter_id: "often-wrong", category: "spam", note: "It is sent to everybody." };
    await report({ item_id: item.id, ...said }, who);
    const reviewer = { orgId: who.orgId, userId: user.id, role: "moderator" as const };
    const task = await claimTask(reviewer);
    expect(task?.item.id).toBe(item.id);
    expect(task?.reports).toEqual({
      count: 1,
      weight: 0.5,
      categories: [{ category: "spam", count: 1 }],
      notes: ["It is sent to everybody."],
    });
    const { decisionId } = await decideTask(reviewer, task?.id ?? "", {
      leaseToken: task?.leaseToken ?? 0,
      decision: "APPROVE",
      categories: [],
      note: "",
    });
    await db().decision.update({
      where: { id: decisionId },
      data: { effectiveAt: new Date(Date.now() - 1) },
    });
    const { applyDecision } = await import("#lib/services/apply-decision");
    await applyDecision(decisionId);
    const other = await post("toxicity=0.1", {}, who);
    expect((await report({ item_id: other.id, reporter_id: "often-wrong" }, who)).body.weight).toBeCloseTo(
      1 / 3,
    );
    await db().reporter.updateMany({ where: { orgId: who.orgId }, data: { dismissed: 20 } });
    const third = await post("toxicity=0.1", {}, who);
    expect((await report({ item_id: third.id, reporter_id: "often-wrong" }, who)).body.review).toEqual({
      queued: false,
      priority: null,
    });
  });

  it("go to a person at once where a life may be at stake, and name one item", async () => {
    const item = await post("toxicity=0.1");
    const sent = await report({ item_id: item.id, reporter_id: "r1", category: "self_harm" });
    expect(sent.body.review.priority).toBe("high");
    expect((await report({ reporter_id: "r1" })).status).toBe(422);
    expect((await report({ item_id: item.id, content_id: "x", reporter_id: "r1" })).status).toBe(422);
    expect((await report({ content_id: "never-seen", reporter_id: "r1" })).status).toBe(404);
  });
});

describe("overrides", () => {
  const key = () => ({ "idempotency-key": `key-${++serial}` });
  const override = (id: string, body: object, headers: Record<string, string> = key()) =>
    caller.send<ItemResource>(`/api/v1/items/${id}/override`, { body, headers });
  const down = { decision: "BLOCK", categories: ["spam"], note: "The same everywhere." };

  it("are in force at once, with label, appeal, audit and counters", async () => {
    const item = await post("toxicity=0.7", { user_id: "over" });
    const [task] = await db().reviewTask.findMany({ where: { itemId: item.id } });
    const { status, body } = await override(item.id, down);
    expect(status).toBe(200);
    expect(body).toMatchObject({ decision: "BLOCK", requires_human_review: false, confidence: 1 });
    const token = body.appeal_url?.split("/appeal/")[1] ?? "";
    expect(await viewAppeal(token)).toMatchObject({ state: "available", decidedBy: "platform" });
    expect(body.history?.at(-1)).toMatchObject({ type: "override", by: "platform", decision: "BLOCK" });
    expect(await db().reviewTask.findUnique({ where: { id: task?.id } })).toMatchObject({ state: "closed" });
    expect(await db().label.findMany({ where: { itemId: item.id } })).toMatchObject([
      { source: "override", weight: 0.5, categories: ["spam"], harmful: true },
    ]);
    const back = await override(item.id, { decision: "APPROVE", note: "It was their own boat." });
    expect(back.body.decision).toBe("APPROVE");
    const author = await db().author.findFirst({ where: { orgId: caller.orgId, externalId: "over" } });
    expect(author).toMatchObject({ blocked: 0, overturned: 1 });
    const audit = await db().auditEvent.findMany({ where: { subject: item.id, action: "item.overridden" } });
    expect(audit).toHaveLength(2);
    expect(audit[0]?.payload).not.toContain("everywhere");
  });

  it("count for the state that was read, when asked to", async () => {
    const item = await post("toxicity=0.7");
    const read = await caller.send(`/api/v1/items/${item.id}`);
    const etag = read.headers.get("etag") ?? "";
    expect((await override(item.id, down, { ...key(), "if-match": '"other"' })).status).toBe(412);
    expect((await override(item.id, down, { ...key(), "if-match": etag })).status).toBe(200);
    expect((await override(item.id, down, { ...key(), "if-match": etag })).status).toBe(412);
  });

  it("come by the dozen at once: none waits for a second connection to the database while it holds one", async () => {
    const posts = await Promise.all(Array.from({ length: 24 }, () => post("spam=0.7")));
    const answers = await Promise.all(posts.map(({ id }) => override(id, down)));
    expect(answers.map(({ status }) => status)).toEqual(posts.map(() => 200));
  });

  it("need a key, a reason and a rule, and an item", async () => {
    const item = await post("toxicity=0.7");
    expect((await override(item.id, down, {})).body).toMatchObject({
      status: 400,
      code: "idempotency_key_missing",
    });
    expect((await override(item.id, { ...down, note: " " })).status).toBe(422);
    expect((await override(item.id, { ...down, categories: [] })).status).toBe(422);
    expect((await override("itm_none", down)).status).toBe(404);
  });
});

describe("Idempotency-Key", () => {
  const send = (key: string, text: string, path = "/api/v1/lists") =>
    caller.send(path, {
      headers: { "idempotency-key": key },
      body: { entries: [{ kind: "keyword", value: text }], category: "spam", action: "flag" },
    });

  it("gives the first answer again, bare or quoted, and refuses another body or path", async () => {
    const first = await send("once-1", "alpha beta");
    expect(first.status).toBe(201);
    const again = await send('"once-1"', "alpha beta");
    expect([again.status, again.body, again.headers.get("idempotency-replayed")]).toEqual([
      201,
      first.body,
      "true",
    ]);
    expect((await send("once-1", "gamma")).body).toMatchObject({ status: 422, code: "idempotency_mismatch" });
    expect((await send("x".repeat(256), "gamma")).status).toBe(400);
    expect((await send("with space", "gamma")).status).toBe(400);
  });

  it("lets one of many at once do it", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => send("once-2", "delta")));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    const busy = answers.find(({ status }) => status === 409);
    if (busy) expect(busy.body.code).toBe("idempotency_in_progress");
    const entries = await db().listEntry.count({ where: { orgId: caller.orgId, value: "delta" } });
    expect(entries).toBe(1);
  });

  it("keeps refusals, forgets what another try may mend, and survives a process that died", async () => {
    const report = {
      body: { content_id: "late-post", reporter_id: "r" },
      headers: { "idempotency-key": "once-3" },
    };
    expect((await caller.send("/api/v1/reports", report)).status).toBe(404);
    const body = { content_id: "late-post", text: "toxicity=0.1", wait_ms: 10_000 };
    await caller.send("/api/v1/moderate", { body });
    expect((await caller.send("/api/v1/reports", report)).status).toBe(404);
    await send("once-4", "epsilon");
    const stuck = {
      where: { key: "once-4" },
      data: { status: null, lockedUntil: new Date(Date.now() + 60_000) },
    };
    await db().idempotencyKey.updateMany(stuck);
    expect((await send("once-4", "epsilon")).status).toBe(409);
    await db().idempotencyKey.updateMany({ ...stuck, data: { lockedUntil: new Date(0) } });
    expect((await send("once-4", "epsilon")).body).toMatchObject({ added: 0, skipped: 1 });
  });
});

describe("ETags", () => {
  it("spare whoever has the answer, and change with it", async () => {
    const item = await post("toxicity=0.7");
    const path = `/api/v1/items/${item.id}`;
    const etag = (await caller.send(path)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await caller.send(path, { headers: { "if-none-match": known } });
      expect([again.status, again.body]).toEqual([304, undefined]);
    }
    await caller.send(`${path}/override`, {
      body: { decision: "APPROVE", note: "Fine." },
      headers: { "idempotency-key": "etag-1" },
    });
    const changed = await caller.send(path, { headers: { "if-none-match": etag } });
    expect(changed.status).toBe(200);
  });
});

describe("lists", () => {
  it("are added, read, changed under their ETag, and removed", async () => {
    const added = await caller.send<{ entries: ListEntryResource[] }>("/api/v1/lists", {
      body: {
        entries: [{ kind: "keyword", value: "zeta offer" }],
        category: "spam",
        action: "block",
        note: "First.",
      },
    });
    expect(added.status).toBe(201);
    const path = `/api/v1/lists/${added.body.entries[0]?.id}`;
    const read = await caller.send<ListEntryResource>(path);
    const etag = read.headers.get("etag") ?? "";
    const change = (headers: Record<string, string>) =>
      caller.send<ListEntryResource>(path, { method: "PATCH", body: { action: "flag" }, headers });
    expect((await change({})).body).toMatchObject({ status: 428, code: "precondition_required" });
    expect((await change({ "if-match": etag })).body).toMatchObject({ id: read.body.id, action: "flag" });
    expect((await change({ "if-match": etag })).body).toMatchObject({
      status: 412,
      code: "precondition_failed",
    });
    const found = await caller.send<{ total: number; entries: unknown[] }>("/api/v1/lists?q=zeta");
    expect(found.body.entries).toHaveLength(1);
    const gone = await caller.send(path, { method: "DELETE", headers: { "if-match": etag } });
    expect(gone.status).toBe(412);
    expect((await caller.send(path, { method: "DELETE" })).status).toBe(204);
    expect((await caller.send(path)).status).toBe(404);
  });
});

describe("erasure", () => {
  it("leaves nothing that the author wrote, and an audit chain that holds", async () => {
    const who = await api.newCaller();
    const secret = "unmistakable-word";
    const posts = ["toxicity=0.99", "toxicity=0.7", "toxicity=0.1"].map((scores) =>
      post(`${secret} ${scores}`, { user_id: "forget-me", community: secret }, who),
    );
    const items = await Promise.all(posts);
    const blocked = items[0] as ItemResource;
    const token = (blocked.appeal_url ?? "").split("/").at(-1);
    await who.send(`/api/appeals/${token}`, { body: { statement: `My ${secret} was a joke.` } });
    await who.send("/api/v1/reports", {
      body: { item_id: items[2]?.id, reporter_id: "r", note: `They wrote ${secret}` },
    });
    const other = await post("toxicity=0.1", { user_id: "stays" }, who);
    await who.send("/api/v1/reports", {
      body: { item_id: other.id, reporter_id: "forget-me", note: secret },
    });
    await who.send("/api/v1/moderate", {
      headers: { "idempotency-key": "erased-later" },
      body: {
        content_id: secret,
        text: `${secret} toxicity=0.2`,
        metadata: { user_id: "forget-me" },
        wait_ms: 10_000,
      },
    });
    const owner = await makeUser(who.orgId, "lead");
    const self = { orgId: who.orgId, userId: owner.id };
    const wanted = exportBodySchema.parse({ format: "csv", filter: {} });
    const { id: exportId } = await requestExport(self, wanted);
    await until(
      () => readExports(self),
      ({ exports }) => exports[0]?.state === "done",
    );
    const { file } = await exportFile(self, exportId);
    expect(readFileSync(file, "utf8")).toContain("forget-me");
    const { status, body } = await who.send("/api/v1/authors/forget-me", { method: "DELETE" });
    expect(status).toBe(200);
    expect(existsSync(file)).toBe(false);
    expect((await who.send(`/api/appeals/${token}`)).status).toBe(410);
    expect(await db().appeal.count({ where: { orgId: who.orgId, state: "open" } })).toBe(0);
    expect(body).toMatchObject({ items: 4, items_removed: 0, appeals: 1, reports: 1 });
    const item = await who.send<ItemResource>(`/api/v1/items/${blocked.id}`);
    expect(item.body).toMatchObject({ decision: "BLOCK", scores: { toxicity: 0.99 }, explanations: [] });
    expect(item.body.erased_at).toBeDefined();
    expect(await findEverywhere(who.orgId, secret)).toEqual([]);
    expect(await findEverywhere(who.orgId, "forget-me")).toEqual([]);
    expect(await verifyChain(who.orgId)).toMatchObject({ ok: true });
    expect((await who.send("/api/v1/authors/forget-me", { method: "DELETE" })).status).toBe(404);
    expect((await who.send<ItemList>("/api/v1/items?user_id=stays")).body.items).toHaveLength(1);
  });
});

/** Tables of the database that still hold these words, in any column. */
async function findEverywhere(_orgId: string, words: string): Promise<string[]> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name ~ '^[A-Z]'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db().$queryRawUnsafe<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM "${name}" t WHERE t::text LIKE $1`,
      `%${words}%`,
    );
    if ((row?.n ?? 0) > 0) found.push(name);
  }
  return found;
}
