import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { DEFAULT_REVIEW_SETTINGS } from "#lib/domain/review-settings";
import { applyDecision } from "#lib/services/apply-decision";
import { claimFor, reserveFor } from "#lib/services/claim-for";
import { closeConnections } from "#lib/services/close-connections";
import { deskTask } from "#lib/services/desk-task";
import { addGolden, stockGolden } from "#lib/services/golden-items";
import { saveReviewSettings } from "#lib/services/manage-review-settings";
import { moderateItem } from "#lib/services/moderate-item";
import { readItem } from "#lib/services/read-item";
import { readQuality } from "#lib/services/read-quality";
import { claimTask, decideTask, releaseTask, takeTask, undoDecision } from "#lib/services/review-task";
import { submitItem } from "#lib/services/submit-item";
import { claimStock } from "#lib/store/claims";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { appHandlers } from "../../../scripts/test/app-files";
import { fakeCascade } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
/** Nothing by chance, unless a test asks for it. */
const settings = { ...DEFAULT_REVIEW_SETTINGS, goldenRate: 0, qaRate: 0, graveRun: 20, shiftBudget: 2000 };
let orgId: string;
let mods: User[];
let lead: User;
let admin: User;

beforeAll(async () => {
  orgId = await makeOrganization();
  mods = await Promise.all([1, 2, 3].map(() => makeUser(orgId, "moderator")));
  [lead, admin] = await Promise.all([makeUser(orgId, "lead"), makeUser(orgId, "admin")]);
});
beforeEach(async () => {
  await saveReviewSettings(orgId, settings, admin.id);
  await db().reviewTask.deleteMany({ where: { orgId } });
});
afterAll(closeConnections);

let serial = 0;
async function post(text: string) {
  const body = moderateBodySchema.parse({ content_id: `op-${++serial}`, text: `${text} in post ${serial}` });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}
const asReviewer = (user: User) => ({ orgId, userId: user.id, role: user.role });

async function claimed(user: User) {
  const task = await claimTask(asReviewer(user));
  if (!task) throw new Error("nothing to claim");
  return task;
}

async function passWindow(decisionId: string) {
  await db().decision.update({ where: { id: decisionId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  await applyDecision(decisionId);
}

type Answer = "keep" | "hate" | "harassment" | "sexual" | "misinformation";
const bodyOf = (leaseToken: number, answer: Answer, note = "") =>
  answer === "keep"
    ? { leaseToken, decision: "APPROVE" as const, categories: [], note }
    : { leaseToken, decision: "BLOCK" as const, categories: [answer], note };

async function opine(user: User, answer: Answer, note = "") {
  const task = await claimed(user);
  const { decisionId } = await decideTask(asReviewer(user), task.id, bodyOf(task.leaseToken, answer, note));
  await passWindow(decisionId);
  return task;
}
const [first, second, third] = [0, 1, 2].map((at) => () => mods[at] as User) as [
  () => User,
  () => User,
  () => User,
];

describe("several opinions", () => {
  it("are asked from different people, and the majority holds with its rules", async () => {
    const id = await post("hate=0.6");
    await opine(first(), "hate");
    expect(await claimTask(asReviewer(first()))).toBeNull();
    expect(await readItem(orgId, id, true)).toMatchObject({ decision: "FLAG", requires_human_review: true });
    await opine(second(), "keep");
    await opine(third(), "hate");
    const decided = await readItem(orgId, id, true);
    expect(decided).toMatchObject({ decision: "BLOCK", requires_human_review: false });
    expect(decided.history?.filter(({ type }) => type === "review")).toHaveLength(1);
    expect(await db().label.findMany({ where: { itemId: id } })).toMatchObject([
      { harmful: true, weight: 2 },
    ]);
    expect(await claimTask(asReviewer(lead))).toBeNull();
  });

  it("can be taken back like any decision, and are then given anew", async () => {
    await post("hate=0.6");
    const task = await claimed(first());
    const { decisionId } = await decideTask(asReviewer(first()), task.id, bodyOf(task.leaseToken, "hate"));
    const again = await undoDecision(asReviewer(first()), decisionId);
    const { decisionId: next } = await decideTask(
      asReviewer(first()),
      again.id,
      bodyOf(again.leaseToken, "keep"),
    );
    await passWindow(next);
    expect(await db().opinion.findMany({ where: { taskId: task.id } })).toMatchObject([
      { decision: "APPROVE" },
    ]);
  });

  it("go to a lead who has given none when they come to nothing, with all of them shown", async () => {
    const id = await post("hate=0.6");
    await opine(first(), "hate", "reason one");
    await opine(second(), "harassment", "reason two");
    await opine(third(), "sexual", "reason three");
    const task = await claimed(lead);
    expect(task.opinions?.map(({ reason }) => reason)).toEqual(["reason one", "reason two", "reason three"]);
    expect(task.opinions).toMatchObject([
      { by: first().name, decision: "BLOCK", categories: ["hate"], clause: expect.stringMatching(/^\w+-1$/) },
      { by: second().name, categories: ["harassment"], severity: expect.any(Number) },
      { by: third().name, categories: ["sexual"] },
    ]);
    const quality = await readQuality(orgId, 30, lead.id);
    expect(quality.disagreements).toMatchObject([
      { itemId: id, opinions: [{}, {}, {}], leaseToken: task.leaseToken, standing: "own" },
    ]);
    const standingFor = async ({ id: userId }: User) =>
      (await readQuality(orgId, 30, userId)).disagreements[0]?.standing;
    expect(await standingFor(first())).toBe("excluded");
    expect(await standingFor(admin)).toBe("taken");
    const { decisionId } = await decideTask(asReviewer(lead), task.id, bodyOf(task.leaseToken, "hate"));
    await passWindow(decisionId);
    expect(await readItem(orgId, id, false)).toMatchObject({
      decision: "BLOCK",
      requires_human_review: false,
    });
    expect(await db().opinion.count({ where: { taskId: task.id } })).toBe(3);
    expect((await readQuality(orgId, 30, lead.id)).disagreements).toEqual([]);
  });
});

it("is taken by name from the list of what is to settle, whatever else waits and is held", async () => {
  await post("hate=0.6");
  const said = ["hate", "harassment", "sexual"] as const;
  for (const [at, answer] of said.entries()) await opine(mods[at] as User, answer);
  for (const _ of [1, 2]) await post("harassment=0.7");
  await db().reviewTask.updateMany({
    where: { orgId, adjudication: false },
    data: { rank: 0, priority: "high", dueAt: new Date() },
  });
  const other = await claimed(lead);
  const [row] = (await readQuality(orgId, 30, lead.id)).disagreements;
  expect(row).toMatchObject({ standing: "free" });
  expect(row?.taskId).not.toBe(other.id);
  const { taskId, leaseToken } = row!;
  const taken = await takeTask(asReviewer(lead), taskId, leaseToken);
  const left = { taskId, leaseToken: taken.leaseToken };
  expect(await claimTask(asReviewer(lead), left)).toMatchObject({ id: taskId, opinions: [{}, {}, {}] });
  // Who comes later with what was on their list is refused, and so is who judged it.
  await expect(takeTask(asReviewer(admin), taskId, leaseToken)).rejects.toMatchObject({
    code: "stale_lease",
  });
  await releaseTask(asReviewer(lead), taskId, leaseToken + 2);
  await expect(takeTask(asReviewer(first()), taskId, leaseToken + 2)).rejects.toMatchObject({
    code: "stale_lease",
  });
});

/** Every GET of the app and every answer of the desk's own routes, as this person, about this item. */
async function allThatIsTold(user: User, itemId: string, taskId: string): Promise<string> {
  const told: string[] = [];
  for (const { method, path, handler } of await appHandlers()) {
    if (method !== "GET" || path.includes("nextauth") || path.includes("stream")) continue;
    const subject = path.includes("tasks") ? taskId : itemId;
    const address = path.replace(/\[[.\w]+\]/g, subject);
    const params = Object.fromEntries([...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => [name, subject]));
    const response = await handler(await deskRequest(address, user, { method }), {
      params: Promise.resolve(params),
    });
    told.push(await response.text());
  }
  return told.join("\n");
}

describe("blindness", () => {
  it("no route tells a reviewer or a lead what others think before they have given their opinion", async () => {
    const id = await post("hate=0.6");
    const { id: taskId } = await opine(first(), "misinformation", "marker-of-the-first-opinion");
    const own = await claimed(second());
    for (const viewer of [second(), third(), lead, admin]) {
      const told = await allThatIsTold(viewer, id, taskId);
      expect(told).toContain(id);
      expect(told).not.toContain("marker-of-the-first-opinion");
      // Nothing else was ever decided for this category here.
      expect(told).not.toContain('"categories":["misinformation"]');
    }
    expect(JSON.stringify(own)).not.toContain("marker-of-the-first-opinion");
    expect(own.author?.recent ?? []).toEqual([]);
    expect(own.opinions).toBeNull();
    // After the second of three there is still nothing to see, for leads neither.
    const { decisionId } = await decideTask(
      asReviewer(second()),
      own.id,
      bodyOf(own.leaseToken, "harassment", "marker-of-the-second-opinion"),
    );
    await passWindow(decisionId);
    for (const viewer of [third(), lead, admin]) {
      const told = await allThatIsTold(viewer, id, taskId);
      expect(told).not.toContain("marker-of-the");
      expect(told).not.toContain('"categories":["misinformation"]');
    }
    expect((await claimed(third())).opinions).toBeNull();
  });

  it("a queue that hides scores hides them on every route from moderators, until the item is decided", async () => {
    await db().queue.create({
      data: {
        orgId,
        name: "blind",
        position: 0,
        rule: [{ field: "category", in: ["spam"] }],
        blindModel: true,
      },
    });
    const id = await post("spam=0.7123");
    const task = await claimed(first());
    expect(task).toMatchObject({ blind: true, verdict: null, stages: [] });
    for (const viewer of [first(), second()]) {
      const told = await allThatIsTold(viewer, id, task.id);
      expect(told).toContain(id);
      // The fake model reads its score off the text, which everybody may see.
      expect(told.replaceAll("spam=0.7123", "")).not.toContain("0.7123");
    }
    const { decisionId } = await decideTask(asReviewer(first()), task.id, bodyOf(task.leaseToken, "keep"));
    await passWindow(decisionId);
    expect((await allThatIsTold(first(), id, task.id)).replaceAll("spam=0.7123", "")).toContain("0.7123");
    await db().queue.deleteMany({ where: { orgId } });
  });
});

/** Two-sided exact binomial test: how likely a count as unlikely as this one is when `rate` is right. */
function binomialTest(count: number, n: number, rate: number): number {
  const logFactorial = [0];
  for (let i = 1; i <= n; i++) logFactorial.push((logFactorial[i - 1] as number) + Math.log(i));
  const chance = (k: number) =>
    Math.exp(
      (logFactorial[n] as number) -
        (logFactorial[k] as number) -
        (logFactorial[n - k] as number) +
        k * Math.log(rate) +
        (n - k) * Math.log(1 - rate),
    );
  const seen = chance(count) * (1 + 1e-7);
  let total = 0;
  for (let k = 0; k <= n; k++) if (chance(k) <= seen) total += chance(k);
  return Math.min(1, total);
}

describe("golden items", () => {
  it("are served unseen at the set rate, are told from nothing else, and count nowhere", async () => {
    const source = await post("harassment=0.7");
    await db().reviewTask.deleteMany({ where: { orgId } });
    await addGolden(
      orgId,
      { itemId: source, decision: "BLOCK", categories: ["harassment"], note: "" },
      lead.id,
    );
    const ordinaryId = await post("harassment=0.7");
    const ordinary = await claimed(first());
    expect(ordinary.item.id).toBe(ordinaryId);
    expect(await stockGolden()).toBe(1);
    const served = await claimStock({ orgId, userId: second().id, isLead: false }, 60);
    const golden = served && (await deskTask(served));
    if (!golden) throw new Error("no golden item was served");

    const shapeOf = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.slice(0, 1).map(shapeOf)
        : value && typeof value === "object"
          ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]))
          : typeof value;
    // Most items have no near-duplicate; the ordinary one has, for it was made from the same words.
    expect(golden.similar).toEqual([]);
    expect(shapeOf(golden)).toEqual(shapeOf({ ...ordinary, similar: [] }));
    expect(golden.item.contentId).toMatch(/^op-\d+$/);
    expect(golden.item.contentId).not.toBe(
      (await db().item.findUniqueOrThrow({ where: { id: source } })).contentId,
    );
    expect(golden.item.id).not.toBe(source);
    expect(Math.abs(Date.parse(golden.item.receivedAt) - Date.now())).toBeLessThan(60_000);
    expect(golden).toMatchObject({ kind: "review", priority: ordinary.priority, queue: ordinary.queue });
    expect(JSON.stringify(golden)).not.toContain(source);
    // Whoever holds the copy does not find the original; the platform does not find the copy.
    const told = await allThatIsTold(second(), source, golden.id);
    expect(told).not.toContain(source);
    await expect(readItem(orgId, golden.item.id, false)).rejects.toMatchObject({ code: "not_found" });

    const { decisionId } = await decideTask(
      asReviewer(second()),
      golden.id,
      bodyOf(golden.leaseToken, "keep"),
    );
    await passWindow(decisionId);
    expect(await db().label.count({ where: { itemId: golden.item.id } })).toBe(0);
    expect(await db().checkResult.findMany({ where: { taskId: golden.id } })).toMatchObject([
      { kind: "golden", agrees: false, expected: "BLOCK", decision: "APPROVE", reviewerId: second().id },
    ]);
    const { golden: figures, reviewers } = await readQuality(orgId, 30, lead.id);
    expect(figures).toMatchObject({ served: 1, right: { value: 0 } });
    expect(reviewers.map(({ name }) => name)).toEqual([...reviewers.map(({ name }) => name)].sort());
  });

  it("come at the set rate, claimed outright and kept ready alike (exact binomial test)", async () => {
    const rate = 0.2;
    await saveReviewSettings(orgId, { ...settings, goldenRate: rate }, admin.id);
    const source = await post("harassment=0.7");
    await db().reviewTask.deleteMany({ where: { orgId } });
    await db().item.deleteMany({ where: { orgId, shadowOf: { not: null } } });
    await db().goldenItem.deleteMany({ where: { orgId } });
    await addGolden(
      orgId,
      { itemId: source, decision: "BLOCK", categories: ["harassment"], note: "" },
      lead.id,
    );
    await post("toxicity=0.7");
    await db().reviewTask.updateMany({
      where: { orgId },
      data: { state: "leased", leaseUntil: new Date(Date.now() + 60_000) },
    });
    await stockGolden();
    const copies = new Set(
      (await db().reviewTask.findMany({ where: { orgId, stock: true } })).map(({ id }) => id),
    );
    await db().reviewTask.updateMany({
      where: { orgId, stock: false },
      data: { state: "open", leaseUntil: null, leaseOwner: null },
    });
    const me = asReviewer(first());
    const ways = {
      claimed: async () => (await claimFor(me, 60))?.id,
      reserved: async () => (await reserveFor(me, 60))?.id,
    };
    for (const [way, serve] of Object.entries(ways)) {
      const n = 200;
      let golden = 0;
      for (let i = 0; i < n; i++) {
        const id = (await serve()) ?? "";
        if (copies.has(id)) golden++;
        await db().reviewTask.update({
          where: { id },
          data: {
            state: "open",
            leaseOwner: null,
            leaseUntil: null,
            reservedBy: null,
            stock: copies.has(id),
          },
        });
      }
      // Fails a right rate once in 50,000 runs, both ways together.
      expect(binomialTest(golden, n, rate), `${golden} of ${n} ${way}`).toBeGreaterThan(1e-5);
    }
  });
});

describe("the binomial test", () => {
  it("gives the worked figures of textbooks, and sees a wrong rate", () => {
    // 51 sixes in 235 throws of a fair die.
    expect(binomialTest(7, 10, 0.5)).toBeCloseTo(0.34375, 8);
    expect(binomialTest(51, 235, 1 / 6)).toBeCloseTo(0.0437, 3);
    expect(binomialTest(40, 200, 0.2)).toBeCloseTo(1, 8);
    for (const wrong of [0, 10, 80, 200]) expect(binomialTest(wrong, 200, 0.2)).toBeLessThan(1e-6);
  });
});

describe("second reviews", () => {
  it("go to somebody else, unseen, and a difference goes to a lead", async () => {
    await saveReviewSettings(orgId, { ...settings, qaRate: 0.5 }, admin.id);
    let original = "";
    // At most one in two of middling items is sampled: read until one is.
    for (let i = 0; i < 60 && (await db().item.count({ where: { orgId, shadowKind: "qa" } })) === 0; i++) {
      original = await post("harassment=0.7");
      await opine(first(), "harassment");
    }
    await saveReviewSettings(orgId, settings, admin.id);
    expect(await claimTask(asReviewer(first()))).toBeNull();
    const copy = await opine(second(), "keep");
    expect(copy.item.id).not.toBe(original);
    expect(await readItem(orgId, original, false)).toMatchObject({ decision: "BLOCK" });
    const { disagreements, secondReviews } = await readQuality(orgId, 30, lead.id);
    expect(secondReviews).toMatchObject({ done: 1, agreed: { value: 0 } });
    expect(disagreements).toMatchObject([
      { itemId: original, opinions: [{ decision: "BLOCK" }, { decision: "APPROVE" }] },
    ]);
    const settled = await opine(lead, "keep");
    expect(settled.opinions).toMatchObject([
      { by: first().name, decision: "BLOCK" },
      { by: second().name, decision: "APPROVE" },
    ]);
    expect(await readItem(orgId, original, false)).toMatchObject({ decision: "APPROVE" });
  });
});
