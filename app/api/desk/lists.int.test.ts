import { beforeAll, describe, expect, it } from "vitest";
import type { ListEntry } from "#lib/domain/lists";
import { listAudit } from "#lib/store/audit";
import { listVersions, rulesInForce } from "#lib/store/lists";
import { closeNotify, listen } from "#lib/store/notify";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { DELETE as remove } from "./lists/[id]/route";
import { POST as add, GET as search } from "./lists/route";

let orgId: string;
let admin: User;
beforeAll(async () => {
  orgId = await makeOrganization();
  admin = await makeUser(orgId, "admin");
});

const keyword = (value: string) => ({ kind: "keyword", value });
const post = async (entries: object[], shared: object = {}) =>
  add(
    await deskRequest("/api/desk/lists", admin, {
      body: { entries, category: "spam", action: "flag", ...shared },
    }),
  );
async function find(query = "") {
  const response = await search(await deskRequest(`/api/desk/lists${query}`, admin));
  return (await response.json()) as {
    entries: ListEntry[];
    nextCursor: string;
    total: number;
    version: number;
  };
}

describe("list entries", () => {
  it("are in force as soon as they are saved, under a new version, and everybody is told", async () => {
    const told: string[] = [];
    const stop = await listen("lists_changed", (org) => told.push(org));
    const response = await post([keyword("cheap pills")], { note: "From the forum team" });
    expect(response.status).toBe(201);
    const { version } = await response.json();
    expect((await rulesInForce(orgId)).rules).toMatchObject([
      { kind: "keyword", value: "cheap pills", category: "spam", action: "flag" },
    ]);
    expect((await listVersions()).get(orgId)).toBe(version);
    await expect.poll(() => told).toContain(orgId);
    stop();
    await closeNotify();
    const [event] = await listAudit({ orgId, action: "list.entry_added", limit: 1 });
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({ version, note: "From the forum team" });
  });

  it("are pasted in bulk; what is there already is skipped", async () => {
    const words = [...Array.from({ length: 120 }, (_, i) => keyword(`offer ${i}`)), keyword("offer 7")];
    expect(await (await post(words)).json()).toMatchObject({ added: 120, skipped: 1 });
    expect(await (await post([keyword("offer 3"), keyword("new offer")])).json()).toMatchObject({ added: 1 });
    expect((await (await post([keyword("offer 3")], { action: "block" })).json()).added).toBe(1);
  });

  it("are searched and paged", async () => {
    const first = await find("?q=OFFER&action=flag");
    expect(first.entries).toHaveLength(50);
    const seen = new Set(first.entries.map((entry) => entry.id));
    let { nextCursor } = first;
    while (nextCursor) {
      const next = await find(`?q=OFFER&action=flag&cursor=${nextCursor}`);
      for (const entry of next.entries) seen.add(entry.id);
      nextCursor = next.nextCursor;
    }
    expect(seen.size).toBe(121);
    expect((await find("?kind=regex")).entries).toEqual([]);
    expect((await find("?q=forum")).entries).toMatchObject([{ value: "cheap pills", createdBy: admin.name }]);
  });

  it("are removed once, and then no longer in force", async () => {
    const [entry] = (await find("?q=cheap")).entries;
    const id = entry?.id ?? "";
    const removal = async () =>
      remove(await deskRequest("/", admin, { method: "DELETE" }), routeContext({ id }));
    const before = (await find()).version;
    expect((await removal()).status).toBe(204);
    expect((await find()).version).toBe(before + 1);
    expect((await rulesInForce(orgId)).rules.map((rule) => rule.id)).not.toContain(id);
    expect((await removal()).status).toBe(404);
    expect((await find()).version).toBe(before + 1);
    const [event] = await listAudit({ orgId, subject: id, action: "list.entry_removed", limit: 1 });
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({ value: "cheap pills" });
  });

  it("of another organisation are neither seen nor removed", async () => {
    const stranger = await makeUser(await makeOrganization("Elsewhere"), "admin");
    expect(await (await search(await deskRequest("/", stranger))).json()).toMatchObject({
      entries: [],
      total: 0,
    });
    const id = (await find()).entries[0]?.id ?? "";
    const response = await remove(
      await deskRequest("/", stranger, { method: "DELETE" }),
      routeContext({ id }),
    );
    expect(response.status).toBe(404);
  });

  it.each([
    [{ kind: "keyword", value: "  " }, "/entries/0/value"],
    [{ kind: "keyword", value: "\u200b\u200b" }, "/entries/0/value"],
    [{ kind: "keyword", value: "x".repeat(201) }, "/entries/0/value"],
    [{ kind: "regex", value: "(unclosed" }, "/entries/0/value"],
    [{ kind: "regex", value: "a*" }, "/entries/0/value"],
    [{ kind: "regex", value: "(?=ahead)x" }, "/entries/0/value"],
    [{ kind: "glob", value: "x*" }, "/entries/0/kind"],
    [{ kind: "keyword", value: "x", extra: 1 }, "/entries/0/extra"],
  ])("%o is refused at its field", async (entry, pointer) => {
    const response = await post([entry]);
    expect(response.status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe(pointer);
  });

  it("refused in part add nothing", async () => {
    const { total } = await find();
    const response = await post([keyword("fine"), { kind: "regex", value: "[z-a]" }]);
    expect(response.status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe("/entries/1/value");
    expect((await find()).total).toBe(total);
  });
});
