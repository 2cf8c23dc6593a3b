import { spawn } from "node:child_process";
import { beforeAll, expect, it } from "vitest";
import { appendAudit } from "#lib/store/audit";
import { db, inTransaction } from "#lib/store/client";
import { makeOrganization } from "./test/organization";

let orgId: string;
beforeAll(async () => {
  orgId = await makeOrganization("Chain Club");
  for (let i = 0; i < 5; i++)
    await inTransaction((tx) =>
      appendAudit(tx, {
        orgId,
        actor: "machine",
        action: "item.decided",
        subject: `itm_${i}`,
        payload: { i },
      }),
    );
});

function verify(): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/audit-verify.ts"], {
      env: process.env,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
      });
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** What somebody with the database's own password could do. */
async function tamper(change: () => Promise<unknown>) {
  await db().$executeRaw`ALTER TABLE "AuditEvent" DISABLE TRIGGER audit_append_only`;
  await change();
  await db().$executeRaw`ALTER TABLE "AuditEvent" ENABLE TRIGGER audit_append_only`;
}

it("proves a whole chain, and names the first row that was changed", async () => {
  expect(await verify()).toEqual({ code: 0, output: `Chain Club (${orgId}): 5 rows, unbroken\n` });
  await expect(db().$executeRaw`UPDATE "AuditEvent" SET "payload" = '{}'`).rejects.toThrow(/append-only/);
  await tamper(
    () =>
      db().$executeRaw`UPDATE "AuditEvent" SET "payload" = '{"i":9}' WHERE "orgId" = ${orgId} AND "seq" = 3`,
  );
  const broken = await verify();
  expect(broken.code).toBe(1);
  expect(broken.output).toContain("BROKEN at row 3: its content was changed");
  await tamper(() => db().$executeRaw`DELETE FROM "AuditEvent" WHERE "orgId" = ${orgId} AND "seq" = 2`);
  expect((await verify()).output).toContain("BROKEN at row 2: the row is missing");
});
