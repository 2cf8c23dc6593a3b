import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { applyDecision } from "#lib/services/apply-decision";
import { closeConnections } from "#lib/services/close-connections";
import { writeExport } from "#lib/services/export-items";
import { moderateItem } from "#lib/services/moderate-item";
import { claimTask, decideTask } from "#lib/services/review-task";
import { submitItem } from "#lib/services/submit-item";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { fakeCascade } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { GET as download } from "./exports/[id]/route";
import { GET as exportList, POST as startExport } from "./exports/route";
import { GET as insights } from "./insights/route";
import { GET as items } from "./items/route";
import { DELETE as forget } from "./views/[id]/route";
import { POST as keep, GET as views } from "./views/route";

process.env.SIGHTLINE_DATA_DIR = mkdtempSync(path.join(tmpdir(), "sightline-exports-"));
const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
let orgId: string;
let lead: User;
let mod: User;
const ids: Record<string, string> = {};

beforeAll(async () => {
  orgId = await makeOrganization();
  [lead, mod] = await Promise.all([makeUser(orgId, "lead"), makeUser(orgId, "moderator")]);
  const posts: [name: string, text: string, metadata: object][] = [
    ["calm", "A quiet walk by the harbour, toxicity=0.1", { user_id: "ann", language: "en" }],
    [
      "rude",
      "The harbour ferry was late, toxicity=0.7",
      { user_id: "bob", language: "en", community: "boats" },
    ],
    ["spam", "Cheap tyres, spam=0.8", { user_id: "=cmd", language: "de", community: "market" }],
  ];
  for (const [name, text, metadata] of posts) {
    const body = moderateBodySchema.parse({ content_id: name, text, metadata });
    const { item } = await submitItem({ orgId, apiKeyId: null, body });
    await moderateItem(item.id, ports);
    ids[name] = item.id;
  }
});
afterAll(closeConnections);

async function found(query: string): Promise<string[]> {
  const response = await items(await deskRequest(`/api/desk/items?${query}`, mod));
  expect(response.status).toBe(200);
  const page = await response.json();
  return page.items.map(({ contentId }: { contentId: string }) => contentId).sort();
}

describe("finding items", () => {
  it.each([
    ["words=harbour", ["calm", "rude"]],
    ["words=harbour+-ferry", ["calm"]],
    ['words="ferry+was"', ["rude"]],
    ["words=nothing-of-the-kind", []],
    ["author=bob", ["rude"]],
    ["contentId=spam", ["spam"]],
    ["category=spam", ["spam"]],
    ["language=de&community=market", ["spam"]],
    ["scoreFrom=0.6&scoreTo=0.75", ["rude"]],
    ["scoreFrom=0.6&language=de", ["spam"]],
    ["scoreTo=0.5", ["calm"]],
    ["decision=APPROVE", ["calm"]],
    ["decidedBy=person", []],
    ["from=2000-01-01&to=2000-01-02", []],
    [`hash=${"0".repeat(64)}`, []],
  ])("%s finds %j", async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it("finds by id, and goes through pages without a gap or a repeat", async () => {
    expect(await found(`id=${ids.rude}`)).toEqual(["rude"]);
    const seen: string[] = [];
    let cursor = "";
    do {
      const response = await items(
        await deskRequest(`/api/desk/items?limit=1${cursor && `&cursor=${cursor}`}`, mod),
      );
      const page = await response.json();
      seen.push(...page.items.map(({ contentId }: { contentId: string }) => contentId));
      cursor = page.nextCursor ?? "";
    } while (cursor);
    expect(seen).toEqual(["spam", "rude", "calm"]);
  });

  it("says what is wrong with a filter", async () => {
    const response = await items(await deskRequest("/api/desk/items?hash=xyz", mod));
    expect(response.status).toBe(422);
  });
});

describe("saved views", () => {
  it("are one's own unless shared, and forgotten by their owner alone", async () => {
    const body = { name: "Boats", search: "community=boats", shared: false };
    const own = await (await keep(await deskRequest("/x", mod, { body }))).json();
    const shared = await (
      await keep(await deskRequest("/x", mod, { body: { ...body, name: "All boats", shared: true } }))
    ).json();
    const listed = async (user: User) =>
      (await (await views(await deskRequest("/x", user))).json()).views.map(
        ({ name }: { name: string }) => name,
      );
    expect(await listed(mod)).toEqual(["All boats", "Boats"]);
    expect(await listed(lead)).toEqual(["All boats"]);
    const remove = async (user: User, id: string) =>
      (await forget(await deskRequest("/x", user, { method: "DELETE" }), routeContext({ id }))).status;
    expect(await remove(lead, shared.id)).toBe(404);
    expect(await remove(mod, own.id)).toBe(204);
    expect(await listed(mod)).toEqual(["All boats"]);
  });
});

describe("exports", () => {
  async function exported(format: string, filter: object): Promise<string> {
    const body = { format, filter };
    const { id } = await (await startExport(await deskRequest("/x", lead, { body }))).json();
    const early = await download(await deskRequest("/x", lead), routeContext({ id }));
    expect(early.status).toBe(409);
    await writeExport(id);
    await writeExport(id); // twice is harmless
    const { exports } = await (await exportList(await deskRequest("/x", lead))).json();
    expect(exports[0]).toMatchObject({ id, state: "done" });
    const foreign = await makeUser(orgId, "lead");
    expect((await download(await deskRequest("/x", foreign), routeContext({ id }))).status).toBe(404);
    return (await download(await deskRequest("/x", lead), routeContext({ id }))).text();
  }

  it("are CSV that a spreadsheet reads and does not run", async () => {
    const rows = parse(await exported("csv", {}), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ content_id }) => content_id)).toEqual(["spam", "rude", "calm"]);
    expect(rows[0]).toMatchObject({ author: "'=cmd", decision: "FLAG" });
    expect(JSON.parse(rows[0]?.scores ?? "")).toEqual({ spam: 0.8 });
  });

  it("are JSONL of a search, audited, without the words of the posts", async () => {
    const text = await exported("jsonl", { community: "boats" });
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).content_id),
    ).toEqual(["rude"]);
    expect(text).not.toContain("ferry");
    expect(await db().auditEvent.count({ where: { orgId, action: "items.exported" } })).toBe(2);
  });
});

describe("insights", () => {
  it("sum up what came in and what people made of it", async () => {
    const reviewer = { orgId, userId: mod.id, role: mod.role };
    const task = await claimTask(reviewer);
    if (!task) throw new Error("nothing waits");
    const categories = task.verdict?.decidedBy ?? [];
    const body = { leaseToken: task.leaseToken, decision: "BLOCK" as const, categories, note: "" };
    const { decisionId } = await decideTask(reviewer, task.id, body);
    await db().decision.update({
      where: { id: decisionId },
      data: { effectiveAt: new Date(Date.now() - 1) },
    });
    await applyDecision(decisionId);
    const answer = await (await insights(await deskRequest("/x?days=7", lead))).json();
    expect(answer.volumes).toHaveLength(7);
    expect(answer.volumes.at(-1)).toMatchObject({
      received: 3,
      approved: 1,
      flagged: 2,
      blocked: 0,
      auto: 1,
    });
    expect(answer.autoAction.value).toBeCloseTo(1 / 3);
    expect(answer.precision).toMatchObject([
      { category: categories[0], raised: 1, confirmed: 1, rate: { value: 1 } },
    ]);
    expect(answer.deadlines).toMatchObject([{ closed: 1, kept: 1 }]);
    expect(answer.reliability).toHaveLength(1);
    expect(answer.scores.reduce((sum: number, { items: n }: { items: number }) => sum + n, 0)).toBe(3);
  });
});
