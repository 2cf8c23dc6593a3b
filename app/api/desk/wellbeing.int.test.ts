import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_REVIEW_SETTINGS } from "#lib/domain/review-settings";
import { closeConnections } from "#lib/services/close-connections";
import { saveReviewSettings } from "#lib/services/manage-review-settings";
import { claimTask, releaseTask } from "#lib/services/review-task";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { insertTask } from "#lib/store/tasks";
import type { User } from "#lib/store/users";
import { appHandlers } from "../../../scripts/test/app-files";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";
import { POST as beginBreak, DELETE as endBreak } from "./me/wellbeing/break/route";
import { PUT as change, GET as view } from "./me/wellbeing/route";

const settings = { ...DEFAULT_REVIEW_SETTINGS, goldenRate: 0, qaRate: 0, shiftBudget: 40, graveRun: 2 };
let orgId: string;
let mod: User;
let lead: User;
let admin: User;

beforeAll(async () => {
  orgId = await makeOrganization();
  [lead, admin] = await Promise.all([makeUser(orgId, "lead"), makeUser(orgId, "admin")]);
  await saveReviewSettings(orgId, settings, admin.id);
});
beforeEach(async () => {
  mod = await makeUser(orgId, "moderator");
  await db().reviewTask.deleteMany({ where: { orgId } });
});
afterAll(closeConnections);

async function waiting(severity: number, count = 1, categories: string[] = []) {
  for (let i = 0; i < count; i++) {
    const itemId = newId("itm");
    await db().item.create({
      data: { id: itemId, orgId, contentId: itemId, bodyHash: "", state: "in_review" },
    });
    const facts = { severity, categories, arrivedAt: new Date() };
    await insertTask(db(), { orgId, itemId, kind: "review", priority: "low", ...facts });
  }
}
const me = () => ({ orgId, userId: mod.id, role: mod.role });

/** Claims and closes the next one; its severity, or null when nothing is served. */
async function serve(): Promise<number | null> {
  const task = await claimTask(me());
  if (!task) return null;
  const { severity } = await db().reviewTask.update({ where: { id: task.id }, data: { state: "closed" } });
  return severity;
}
const own = async () => (await view(await deskRequest("/x", mod))).json();
const wish = async (body: object) => change(await deskRequest("/x", mod, { method: "PUT", body }));

/** What happened so far, moved back in time. */
async function laterBy(minutes: number) {
  await db()
    .$executeRaw`UPDATE "Exposure" SET "at" = "at" - make_interval(mins => ${minutes}) WHERE "userId" = ${mod.id}`;
}

describe("the dose at the desk", () => {
  it("counts what was shown, once however often the same item comes back", async () => {
    await waiting(5);
    for (let i = 0; i < 3; i++) {
      const task = await claimTask(me());
      await releaseTask(me(), task?.id ?? "", task?.leaseToken ?? 0);
    }
    expect(await own()).toMatchObject({ shiftDose: 4, weekDose: 4, graveRun: 1, budget: 40 });
  });

  it("interleaves benign work after a run of grave items, waits where there is none, and a pause ends the run", async () => {
    await waiting(5, 5);
    await waiting(1);
    const served = [await serve(), await serve(), await serve(), await serve(), await serve()];
    // Grave ones first by age, two in a row at most.
    expect(served).toEqual([5, 5, 1, 5, 5]);
    expect(await serve()).toBeNull();
    expect(await own()).toMatchObject({ reason: "grave_run", maxSeverity: 3 });
    await laterBy(3);
    expect(await serve()).toBe(5);
  });

  it("serves benign work alone at the budget until the break is taken", async () => {
    await wish({ ownBudget: 6 });
    await waiting(5, 3);
    await waiting(2, 3);
    expect([await serve(), await serve()]).toEqual([5, 5]);
    expect(await own()).toMatchObject({ reason: "dose", budget: 6, organizationBudget: 40, maxSeverity: 2 });
    expect([await serve(), await serve(), await serve(), await serve()]).toEqual([2, 2, 2, null]);
    await laterBy(15);
    expect(await own()).toMatchObject({ sinceBreakDose: 0, reason: null });
    expect(await serve()).toBe(5);
  });

  it("serves nothing during a break, which can be ended", async () => {
    await waiting(1, 2);
    expect(await (await beginBreak(await deskRequest("/x", mod, { body: {} }))).json()).toMatchObject({
      reason: "break",
      maxSeverity: 0,
    });
    expect(await serve()).toBeNull();
    await endBreak(await deskRequest("/x", mod, { method: "DELETE" }));
    expect(await serve()).toBe(1);
  });

  it("does not bring back in a break what was at the desk before: it goes to colleagues", async () => {
    await waiting(5);
    const reviewer = { orgId, userId: mod.id, role: mod.role };
    const held = await claimTask(reviewer);
    expect(await claimTask(reviewer)).toMatchObject({ id: held?.id });
    await beginBreak(await deskRequest("/x", mod, { body: {} }));
    expect(await claimTask(reviewer)).toBeNull();
    expect(await db().reviewTask.findUnique({ where: { id: held?.id } })).toMatchObject({ state: "open" });
  });

  it("never serves what a person has opted out of, and asks for no reason", async () => {
    await waiting(3, 1, ["sexual"]);
    expect((await wish({ optOut: ["sexual"] })).status).toBe(200);
    expect(await serve()).toBeNull();
    // There is no field for a reason.
    expect((await wish({ optOut: ["sexual"], reason: "because" })).status).toBe(422);
    await wish({ optOut: [] });
    expect(await serve()).toBe(3);
  });
});

describe("nobody else", () => {
  it("learns a moderator's dose, budget, wishes or breaks from any route, whatever their role", async () => {
    await wish({ ownBudget: 17.125, optOut: ["misinformation", "profanity"] });
    await waiting(5, 2);
    await waiting(2, 1);
    for (let i = 0; i < 3; i++) await serve();
    await beginBreak(await deskRequest("/x", mod, { body: {} }));
    const mine = await own();
    expect(mine).toMatchObject({ ownBudget: 17.125, shiftDose: 8.5 });

    let asked = 0;
    for (const { method, path: route, handler } of await appHandlers()) {
      if (method !== "GET" || route.includes("nextauth") || route.includes("stream")) continue;
      for (const viewer of [lead, admin])
        for (const query of ["", `?userId=${mod.id}`, `?id=${mod.id}`, `?reviewer=${mod.id}`]) {
          const address = `${route.replace(/\[[.\w]+\]/g, mod.id)}${query}`;
          const params = Object.fromEntries(
            [...route.matchAll(/\[(\w+)\]/g)].map(([, name]) => [name, mod.id]),
          );
          const response = await handler(await deskRequest(address, viewer, { method }), {
            params: Promise.resolve(params),
          });
          const told = await response.text();
          for (const secret of [
            "17.125",
            '"shiftDose":8.5',
            mine.onBreakSince,
            '["misinformation","profanity"]',
          ])
            expect(told, `${route}${query} as ${viewer.role}`).not.toContain(secret);
          asked++;
        }
    }
    expect(asked).toBeGreaterThan(100);
  });

  it("is written to the audit log", async () => {
    const before = await db().auditEvent.count({ where: { orgId } });
    await wish({ ownBudget: 12, optOut: ["hate"] });
    await beginBreak(await deskRequest("/x", mod, { body: {} }));
    expect(await db().auditEvent.count({ where: { orgId } })).toBe(before);
  });

  it("could: the tables are read in one file, by the services of one's own care alone", () => {
    const importers: string[] = [];
    for (const folder of ["app", "lib", "workers"])
      for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const name = path.join(folder, file);
        if (!/\.tsx?$/.test(name) || /\.test\.|generated/.test(name)) continue;
        const text = readFileSync(name, "utf8");
        if (/FROM "Exposure"|\.exposure\b|privateCare\b|"PrivateCare"/.test(text))
          importers.push(`table ${name}`);
        if (/store\/private-care"/.test(text)) importers.push(`store ${name}`);
      }
    expect(importers.sort()).toEqual([
      "store lib/services/own-care.ts",
      "store lib/services/sweep.ts",
      "table lib/store/private-care.ts",
      "table lib/store/reviewer-skills.ts",
    ]);
  });
});
