import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES, type Role } from "#lib/domain/taxonomy";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import type { User } from "#lib/store/users";
import { ROUTE_ACCESS } from "../scripts/test/access-table";
import { type AppHandler, appHandlers } from "../scripts/test/app-files";
import type { Caller } from "../scripts/test/http";
import { ATTEMPTS, LINKS, type Things } from "../scripts/test/isolation-table";
import { apiRequest, deskRequest, makeUser } from "../scripts/test/people";
import { type PublicApi, startPublicApi } from "../scripts/test/public-api";

const handlers = (await appHandlers()).filter(({ path }) => !/^\/api\/auth\/|\[\.\.\./.test(path));
const nameOf = ({ method, path }: AppHandler) => `${method} ${path}`;
const hasParameter = ({ path }: AppHandler) => path.includes("[");

interface World {
  caller: Caller;
  people: Record<Role, User>;
}

let api: PublicApi;
let ours: World;
let theirs: World;
let things: Things;
/** Ids and words that only the other organisation has. */
let secrets: string[];

async function makeWorld(name: string): Promise<World> {
  const caller = await api.newCaller(name);
  const users = await Promise.all(ROLES.map((role) => makeUser(caller.orgId, role)));
  return { caller, people: Object.fromEntries(users.map((user) => [user.role, user])) as World["people"] };
}

/** Calls a route as somebody of this world who may. */
async function call(handler: AppHandler, { caller, people }: World, sent: Sent = {}) {
  const { params = {}, body, headers } = sent;
  const access = ROUTE_ACCESS[nameOf(handler)] ?? "public";
  const path = handler.path.replace(/\[(\w+)\]/g, (_, key: string) => encodeURIComponent(params[key] ?? ""));
  const request = {
    method: handler.method,
    headers,
    body: handler.method === "GET" ? undefined : (body ?? {}),
  };
  const made =
    access !== "public" && "role" in access
      ? await deskRequest(path, people[access.role], request)
      : apiRequest(path, access === "public" ? null : caller.secret, request);
  const response = await handler.handler(made, { params: Promise.resolve(params) });
  return { status: response.status, text: await textOf(response) };
}

interface Sent {
  params?: Record<string, string>;
  body?: object;
  headers?: Record<string, string>;
}

/** The whole answer; of a stream of events, the first. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

const routeOf = (name: string) => handlers.find((handler) => nameOf(handler) === name) as AppHandler;
async function made<T>(name: string, sent: Sent = {}): Promise<T> {
  const { status, text } = await call(routeOf(name), theirs, sent);
  if (status >= 300) throw new Error(`${name}: ${status} ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

const WORD = "quokka-secret";
/** Reads whose file this test does not make, and those of whoever holds a task. */
const NOT_FOR_ALL = /\/media\/|\/exports\/|\/imports\/\[id\]\/(errors|results)|\/cluster$/;

/** Fills the other organisation with one of everything, through its own routes. */
async function fill(): Promise<Things> {
  const post = async (text: string, more: object = {}) => {
    const body = { content_id: `${WORD}-${newId("itm")}`, text: `${WORD} ${text}`, wait_ms: 10_000, ...more };
    return (await theirs.caller.send<{ id: string; appeal_url?: string }>("/api/v1/moderate", { body })).body;
  };
  const metadata = { user_id: `${WORD}-author`, community: WORD };
  const endpoint = await made<{ webhook: { id: string } }>("POST /api/desk/webhooks", {
    body: { url: "https://hooks.invalid/x", note: WORD, events: ["item.decided"] },
  });
  await made("PUT /api/desk/queues/rules/[name]", {
    params: { name: WORD },
    body: { rule: [{ field: "community", in: [WORD] }] },
  });
  const item = await post("toxicity=0.7", { metadata });
  const blocked = await post("spam=0.99", { metadata });
  const appealToken = blocked.appeal_url?.split("/").at(-1) ?? "";
  const contents = [{ content_id: `${WORD}-batch`, text: "toxicity=0.1" }];
  const batch = await made<{ id: string }>("POST /api/v1/moderate/batch", { body: { contents } });
  const entries = [{ kind: "keyword", value: WORD }];
  const lists = await made<{ entries: { id: string }[] }>("POST /api/v1/lists", {
    body: { entries, category: "spam", action: "flag" },
  });
  await made("POST /api/v1/reports", { body: { item_id: item.id, reporter_id: WORD, note: WORD } });
  await made("POST /api/desk/golden", { body: { itemId: item.id, decision: "APPROVE", note: WORD } });
  const invite = await made<{ id: string }>("POST /api/desk/invites", {
    body: { role: "moderator", email: `${WORD}@example.org` },
  });
  const key = await made<{ key: { id: string } }>("POST /api/desk/keys", {
    body: { name: WORD, scopes: ["moderate"] },
  });
  const media = newId("med");
  await db().media.create({
    data: { id: media, orgId: theirs.caller.orgId, itemId: item.id, kind: "image" },
  });
  const { orgId } = theirs.caller;
  const imported = newId("imp");
  await db().import.create({
    data: {
      id: imported,
      orgId,
      name: `${WORD}.csv`,
      path: `/nowhere/${WORD}.csv`,
      format: "csv",
      fingerprint: WORD,
      columns: [WORD],
      mapping: {},
    },
  });
  const own = { orgId, ownerId: theirs.people.lead.id };
  const view = await db().savedView.create({
    data: { ...own, id: newId("viw"), name: WORD, search: `q=${WORD}`, shared: true },
  });
  const exported = await db().export.create({
    data: { ...own, id: newId("exp"), format: "csv", filter: {}, state: "done", file: `${WORD}.csv` },
  });
  const task = await db().reviewTask.findFirstOrThrow({ where: { orgId, itemId: item.id } });
  const decision = await db().decision.findFirstOrThrow({ where: { orgId, itemId: blocked.id } });
  const delivery = await db().webhookDelivery.findFirstOrThrow({ where: { orgId } });
  await db().policy.create({
    data: {
      orgId,
      version: 2,
      body: (await db().policy.findFirstOrThrow({ where: { orgId } })).body ?? {},
      note: WORD,
    },
  });
  return {
    appealToken,
    author: `${WORD}-author`,
    batch: batch.id,
    decision: decision.id,
    delivery: String(delivery.id),
    endpoint: endpoint.webhook.id,
    export: exported.id,
    golden: item.id,
    import: imported,
    invite: invite.id,
    item: item.id,
    key: key.key.id,
    list: lists.entries[0]?.id ?? "",
    media,
    person: theirs.people.moderator.id,
    queue: WORD,
    task: task.id,
    view: view.id,
  };
}

/** Tables that say whose each row is. */
async function ownedTables(): Promise<string[]> {
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'orgId' AND table_name ~ '^[A-Z]' ORDER BY 1`;
  return rows.map(({ name }) => name);
}

/** Tables that workers write by themselves: deliveries are tried again, tallies folded. */
const RESTLESS = /^(Webhook(Delivery|Attempt|Endpoint)|Task(Delta|Tally|Lane)|IdempotencyKey|ApiKey)$/;

/** A hash of everything an organisation has, table by table. */
async function stateOf(orgId: string): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const table of await ownedTables()) {
    if (RESTLESS.test(table)) continue;
    const [row] = await db().$queryRawUnsafe<{ rows: string | null }[]>(
      `SELECT string_agg(t::text, E'\\n' ORDER BY t::text) AS rows FROM "${table}" t WHERE "orgId" = $1`,
      orgId,
    );
    state[table] = createHash("sha256")
      .update(row?.rows ?? "")
      .digest("hex");
  }
  return state;
}

/** Every id that stands in an organisation's rows. */
async function idsOf(orgId: string): Promise<string[]> {
  const ids = new Set<string>();
  for (const table of await ownedTables()) {
    const rows = await db().$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${table}" t WHERE "orgId" = $1`,
      orgId,
    );
    for (const { row } of rows)
      for (const [id] of row.matchAll(/\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{20,30}\b/g)) ids.add(id);
  }
  return [...ids];
}

beforeAll(async () => {
  api = await startPublicApi();
  [ours, theirs] = [await makeWorld("Ours"), await makeWorld(WORD)];
  things = await fill();
  await sleep(1500);
  secrets = [WORD, theirs.caller.orgId, theirs.caller.secret, ...(await idsOf(theirs.caller.orgId))];
});
afterAll(() => api.close());

/** What an answer gives away beyond what was sent. */
function leaks(text: string, sent: Sent): string[] {
  const known = JSON.stringify(sent);
  return secrets.filter((secret) => text.includes(secret) && !known.includes(secret));
}

describe("the table", () => {
  it("has a row for every route that takes an id, and none for a route that is gone", () => {
    const wanted = handlers.filter(hasParameter).filter(({ path }) => !LINKS.includes(path));
    for (const handler of wanted)
      expect(Object.keys(ATTEMPTS), "add it to isolation-table.ts").toContain(nameOf(handler));
    for (const name of Object.keys(ATTEMPTS)) expect(handlers.map(nameOf)).toContain(name);
  });

  it("speaks of things that are there: their own people can read them", async () => {
    expect(secrets.length).toBeGreaterThan(20);
    for (const name of Object.keys(ATTEMPTS).filter(
      (one) => one.startsWith("GET ") && !NOT_FOR_ALL.test(one),
    )) {
      const { status } = await call(routeOf(name), theirs, { params: ATTEMPTS[name]?.params?.(things) });
      expect(status, name).toBe(200);
    }
  });

  it("is worth something: lists of their own show what they have", async () => {
    const shown = await Promise.all(
      ["items", "lists", "keys", "people", "webhooks", "policy"].map(
        async (name) => (await call(routeOf(`GET /api/desk/${name}`), theirs)).text,
      ),
    );
    for (const text of shown) expect(leaks(text, {})).not.toEqual([]);
  });
});

describe.each(handlers.map((handler) => [nameOf(handler), handler] as const))("%s", (name, handler) => {
  it("neither shows nor changes anything of another organisation", async () => {
    const attempt = ATTEMPTS[name];
    if (LINKS.includes(handler.path)) {
      const { status } = await call(handler, ours, {
        params: { token: "x".repeat(43) },
        body: { statement: "x" },
      });
      return expect([404, 410, 422]).toContain(status);
    }
    const before = await stateOf(theirs.caller.orgId);
    const sent = {
      params: attempt?.params?.(things),
      body: attempt?.body?.(things),
      headers: attempt?.headers,
    };
    const { status, text } = await call(handler, ours, sent);
    if (attempt) expect(attempt.answers ?? [404], text).toContain(status);
    expect(leaks(text, sent)).toEqual([]);
    expect(await stateOf(theirs.caller.orgId)).toEqual(before);
  });
});

describe("keys and sessions", () => {
  it("of one organisation never speak for another: an id in a body, a query or a header changes nothing", async () => {
    const { orgId } = theirs.caller;
    const asked = await ours.caller.send<{ items: unknown[] }>(`/api/v1/items?user_id=${things.author}`);
    expect(asked.body.items).toEqual([]);
    const listed = await ours.caller.send("/api/v1/items", { headers: { "x-org-id": orgId } });
    expect(leaks(JSON.stringify(listed.body), {})).toEqual([]);
    const cursor = Buffer.from(`${Date.now() + 1e6}.${things.item}`).toString("base64url");
    const paged = await ours.caller.send(`/api/v1/items?cursor=${cursor}`);
    expect(leaks(JSON.stringify(paged.body), {})).toEqual([]);
  });

  it("share no Idempotency-Key and no content id", async () => {
    const body = { content_id: "the-same", text: "toxicity=0.1", wait_ms: 10_000 };
    const headers = { "idempotency-key": "the-same" };
    const [mine, other] = [
      await ours.caller.send("/api/v1/moderate", { body, headers }),
      await theirs.caller.send("/api/v1/moderate", { body, headers }),
    ];
    expect([mine.status, other.status]).toEqual([200, 200]);
    expect(mine.body.id).not.toBe(other.body.id);
    expect(other.headers.get("idempotency-replayed")).toBeNull();
  });
});
