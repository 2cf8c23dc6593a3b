import { beforeAll, describe, expect, it } from "vitest";
import type { AuditRow } from "#lib/domain/audit";
import { appendAudit } from "#lib/store/audit";
import { db, inTransaction } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeKey, makeUser } from "../../../scripts/test/people";
import { GET as read } from "./audit/route";
import { POST as verify } from "./audit/verify/route";

let orgId: string;
let lead: User;
let admin: User;
let keyId: string;

beforeAll(async () => {
  orgId = await makeOrganization();
  lead = await makeUser(orgId, "lead");
  admin = await makeUser(orgId, "admin");
  keyId = (await makeKey(orgId, ["moderate"])).key.id;
  const write = (actor: string, i: number) =>
    inTransaction((tx) =>
      appendAudit(tx, { orgId, actor, action: "item.decided", subject: `itm_${i}`, payload: { b: 1, a: i } }),
    );
  for (let i = 1; i <= 60; i++) await write("machine", i);
  await write(lead.id, 61);
  await write(`key:${keyId}`, 62);
});

async function page(query: string) {
  const response = await read(await deskRequest(`/api/desk/audit${query}`, lead));
  expect(response.status).toBe(200);
  return (await response.json()) as { rows: AuditRow[]; nextBefore: number | null };
}

describe("the audit log", () => {
  it("is paged by sequence number, newest first, with names", async () => {
    const first = await page("");
    expect(first.rows.map((row) => row.seq)).toEqual(Array.from({ length: 50 }, (_, i) => 62 - i));
    expect(first.rows[0]).toMatchObject({ actorName: "Test key", payload: { a: 62, b: 1 } });
    expect(first.rows[1]).toMatchObject({ actor: lead.id, actorName: lead.name });
    const second = await page(`?before=${first.nextBefore}`);
    expect(second.rows).toHaveLength(12);
    expect(second.nextBefore).toBeNull();
  });

  it("is filtered", async () => {
    expect((await page(`?actor=${lead.id}`)).rows.map((row) => row.seq)).toEqual([61]);
    expect((await page("?subject=itm_7")).rows.map((row) => row.seq)).toEqual([7]);
    expect((await page("?action=key.revoked")).rows).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await page(`?from=${today}&to=${today}&subject=`)).rows).toHaveLength(50);
    expect((await page("?to=2020-01-01")).rows).toEqual([]);
  });

  it("refuses filters that it does not know", async () => {
    const status = async (query: string) => (await read(await deskRequest(`/${query}`, lead))).status;
    expect(await status("?action=item.eaten")).toBe(422);
    expect(await status("?from=yesterday")).toBe(422);
    expect(await status("?before=-1")).toBe(422);
    expect(await status("?who=me")).toBe(422);
  });

  it("is proved, or its first broken row is named", async () => {
    const check = async () => (await verify(await deskRequest("/", admin, { method: "POST" }))).json();
    expect(await check()).toMatchObject({ ok: true, rows: 62, brokenSeq: null });
    await db().$executeRaw`ALTER TABLE "AuditEvent" DISABLE TRIGGER audit_append_only`;
    await db()
      .$executeRaw`UPDATE "AuditEvent" SET "actor" = 'somebody' WHERE "orgId" = ${orgId} AND "seq" = 40`;
    expect(await check()).toMatchObject({ ok: false, brokenSeq: 40, reason: "its content was changed" });
  });
});
