import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections } from "#lib/services/close-connections";
import { db } from "#lib/store/client";
import { makeOrganization } from "../../scripts/test/organization";
import { apiRequest, deskRequest, makeKey, makeUser, routeContext } from "../../scripts/test/people";
import { POST as fileAppeal, GET as viewAppeal } from "./appeals/[token]/route";
import { POST as decide } from "./desk/tasks/[id]/decide/route";
import { GET as readItem } from "./v1/items/[id]/route";
import { POST as moderate } from "./v1/moderate/route";

let orgId: string;
let secret: string;
let revoked: string;
let foreignItem: string;

const post = (body: unknown, key: string | null = secret, headers: Record<string, string> = {}) =>
  moderate(apiRequest("/api/v1/moderate", key, { body, headers }));
let posts = 0;
const good = (fields: object = {}) => ({
  content_id: `post-${++posts}`,
  text: "A mild remark about the weather.",
  wait_ms: 0,
  ...fields,
});

beforeAll(async () => {
  orgId = await makeOrganization();
  secret = (await makeKey(orgId, ["moderate", "items:read"])).secret;
  const old = await makeKey(orgId, ["moderate", "items:read"]);
  revoked = old.secret;
  await db().apiKey.update({ where: { id: old.key.id }, data: { revokedAt: new Date() } });
  const foreignKey = await makeKey(await makeOrganization("Elsewhere"), ["moderate"]);
  foreignItem = ((await (await post(good(), foreignKey.secret)).json()) as { id: string }).id;
});
afterAll(closeConnections);

interface Problem {
  status: number;
  title: string;
  detail: string;
  errors?: { pointer: string; message: string }[];
}

/** The one form of every refusal: its status, words, and where the fault lies. */
async function expectProblem(response: Response, status: number, pointer?: string) {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("x-request-id")).toBeTruthy();
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(status);
  expect(problem.title.length).toBeGreaterThan(3);
  expect(problem.detail.length).toBeGreaterThan(10);
  if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  return problem;
}

describe("POST /api/v1/moderate refuses", () => {
  it.each([
    ["malformed JSON", '{"content_id": "a", ', 400],
    ["a JSON value that is no object", "null", 422],
    ["a list", [good()], 422],
    ["nothing at all", "", 400],
    ["a number where text belongs", good({ text: 42 }), 422, "/text"],
    ["text as a list", good({ text: ["a"] }), 422, "/text"],
    ["no content id", { text: "x" }, 422, "/content_id"],
    ["an empty content id", good({ content_id: "" }), 422, "/content_id"],
    ["a very long content id", good({ content_id: "x".repeat(201) }), 422, "/content_id"],
    ["no modality", { content_id: "a" }, 422, "/text"],
    ["text of white space", good({ text: " \n\t " }), 422, "/text"],
    ["an unknown field", good({ txt: "x" }), 422, "/txt"],
    ["an unknown field further in", good({ metadata: { user: "x" } }), 422, "/metadata/user"],
    ["metadata that is no object", good({ metadata: "x" }), 422, "/metadata"],
    ["a negative reach", good({ metadata: { reach: -1 } }), 422, "/metadata/reach"],
    ["a reach beyond all numbers", good({ metadata: { reach: 1e300 } }), 422, "/metadata/reach"],
    ["a date that is none", good({ metadata: { timestamp: "yesterday" } }), 422, "/metadata/timestamp"],
    ["a wait without end", good({ wait_ms: 1e9 }), 422, "/wait_ms"],
    ["a call-back that is no address", good({ callback_url: "not a url" }), 422, "/callback_url"],
    ["a call-back by file", good({ callback_url: "file:///etc/passwd" }), 422, "/callback_url"],
    ["an image inside the house", good({ image_url: "http://10.0.0.1/a.png" }), 422, "/image_url"],
    ["an image that is text", good({ image_base64: "aGVsbG8=" }), 422, "/image_base64"],
    ["a NUL character", good({ text: "a\u0000b" }), 422, "/text"],
    ["a NUL in metadata", good({ metadata: { community: "\u0000" } }), 422, "/metadata/community"],
    ["a NUL in the name of a field", '{"content_id":"a","te\\u0000xt":"b"}', 422],
    ["20,001 characters", good({ text: "x".repeat(20_001) }), 413, "/text"],
    ["a megabyte of text", good({ text: "x".repeat(1_000_000) }), 413],
    ["a prototype", '{"content_id":"a","text":"b","__proto__":{"x":1}}', 422, "/__proto__"],
    ["a very deep nest", `{"content_id":"a","metadata":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`, 400],
  ] as [string, unknown, number, string?][])("%s", async (_what, body, status, pointer) => {
    await expectProblem(await post(body), status, pointer);
  });

  it("every wrong field at once, not one at a time", async () => {
    const problem = await expectProblem(await post({ text: 1, wait_ms: "x", extra: 1 }), 422, "/content_id");
    expect(problem.errors?.map((error) => error.pointer).sort()).toEqual([
      "/content_id",
      "/extra",
      "/text",
      "/wait_ms",
    ]);
  });

  it("other content types, by name", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded"])
      await expectProblem(await post('{"a":1}', secret, { "content-type": type }), 415);
  });

  it("multipart that is none", async () => {
    for (const type of ["multipart/form-data; boundary=x", "multipart/form-data; charset=x"])
      await expectProblem(await post('{"a":1}', secret, { "content-type": type }), 400);
  });

  it.each([
    ["without a key", () => null],
    ["with an unknown key", () => `sl_${"x".repeat(43)}`],
    ["with a revoked key", () => revoked],
    ["with a key cut short", () => secret.slice(0, -1)],
  ])("callers %s", async (_who, key) => {
    await expectProblem(await post(good(), key()), 401);
  });

  it("the same content id with other content", async () => {
    const body = good();
    expect((await post(body)).status).toBe(202);
    expect((await post(body)).status).toBe(202);
    await expectProblem(await post({ ...body, text: "Something else." }), 409, "/content_id");
  });
});

describe("POST /api/v1/moderate takes, and gives back as it was", () => {
  it.each([
    ["right-to-left text", "שלום לכולם, מה שלומכם?"],
    ["mixed directions with controls", "abc \u202Eתחת\u202C def"],
    ["emoji with joiners and skin tones", "👩🏽‍🚀👨‍👩‍👧‍👦🏴‍☠️🇩🇪"],
    ["control characters", "bell \u0007 escape \u001b[31m tab \t end"],
    ["a byte-order mark and zero-width characters", "\uFEFFa\u200Bb\u200Dc"],
    ["combining marks without end", `z${"\u0301".repeat(500)}`],
    ["lone combining and private characters", "\uE000\uFFFE\u0301"],
    ["SQL, HTML and templates", `'; DROP TABLE "Item"; -- <script>alert(1)</script> {{7*7}} \${x} %s %n`],
    ["exactly 20,000 characters", "ä".repeat(20_000)],
  ])("%s", async (_what, text) => {
    const response = await post(good({ text }));
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    expect(await db().item.findUnique({ where: { id } })).toMatchObject({ text, state: "received" });
  });

  it("half a surrogate pair, repaired", async () => {
    const body = `{"content_id":"half","text":"a\\ud83d","wait_ms":0}`;
    const response = await post(body);
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    expect((await db().item.findUnique({ where: { id } }))?.text).toBe("a\uFFFD");
  });

  it("nothing else was stored, and nothing that was accepted is missing", async () => {
    const before = await db().item.count({ where: { orgId } });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => post(i % 2 ? good() : { ...good(), unknown: true })),
    );
    expect(answers.map((answer) => answer.status).filter((status) => status === 202)).toHaveLength(20);
    expect(await db().item.count({ where: { orgId } })).toBe(before + 20);
  });
});

describe("reading", () => {
  const read = (id: string, key: string | null = secret) =>
    readItem(apiRequest(`/api/v1/items/${encodeURIComponent(id)}`, key), routeContext({ id }));

  it.each([
    ["an item of another organisation", () => foreignItem],
    ["an id that never was", () => `itm_${"0".repeat(25)}`],
    ["an id of another kind", () => orgId],
    ["an id with SQL in it", () => "' OR 1=1 --"],
    ["an id with a path in it", () => "../../etc/passwd"],
    ["a very long id", () => "x".repeat(5000)],
  ])("%s is not found", async (_what, id) => {
    await expectProblem(await read(id()), 404);
  });

  it("an id with a NUL in it is refused, not looked up", async () => {
    const response = await read("itm_\u0000");
    expect([404, 422]).toContain(response.status);
  });

  it("an unknown query parameter is refused where a query is taken", async () => {
    const { GET: items } = await import("./desk/items/route");
    const moderator = await makeUser(orgId, "moderator");
    expect((await items(await deskRequest("/api/desk/items?limit=20&colour=red", moderator))).status).toBe(
      422,
    );
  });
});

describe("links and tasks", () => {
  const appeal = (token: string, body?: unknown) =>
    body === undefined
      ? viewAppeal(apiRequest("/x", null), routeContext({ token }))
      : fileAppeal(apiRequest("/x", null, { body }), routeContext({ token }));

  it.each([["short"], ["x".repeat(43)], ["' OR 1=1 --"], ["x".repeat(3000)]])(
    "an unknown appeal token is not found: %s",
    async (token) => {
      await expectProblem(await appeal(token), 404);
      await expectProblem(await appeal(token, { statement: "It was a joke among friends." }), 404);
    },
  );

  it.each([
    [{ statement: "" }, 422, "/statement"],
    [{ statement: "x".repeat(2001) }, 422, "/statement"],
    [{ statement: "x", outcome: "APPROVE" }, 422, "/outcome"],
    [{ statement: "x".repeat(40_000) }, 413],
  ] as [object, number, string?][])("an appeal %o is refused", async (body, status, pointer) => {
    await expectProblem(await appeal("x".repeat(43), body), status, pointer);
  });

  it("a decision on a task that is not there, or with a wrong body, is refused", async () => {
    const moderator = await makeUser(orgId, "moderator");
    const send = async (body: object) =>
      decide(await deskRequest("/x", moderator, { body }), routeContext({ id: `tsk_${"0".repeat(25)}` }));
    await expectProblem(await send({ leaseToken: 1, decision: "BLOCK", categories: [] }), 422, "/categories");
    await expectProblem(await send({ leaseToken: "1", decision: "APPROVE" }), 422, "/leaseToken");
    await expectProblem(await send({ leaseToken: 1, decision: "APPROVE", by: "me" }), 422, "/by");
    const response = await send({ leaseToken: 1, decision: "APPROVE" });
    expect([404, 409]).toContain(response.status);
  });
});
