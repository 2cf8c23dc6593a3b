import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clusterSchema, decideTogetherAnswerSchema } from "#lib/domain/cluster";
import { moderateBodySchema } from "#lib/domain/content";
import type { DeskTask } from "#lib/domain/desk";
import { DEFAULT_REVIEW_SETTINGS } from "#lib/domain/review-settings";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { makePicture } from "#scripts/test/pictures";
import { applyDecision } from "./apply-decision";
import { closeConnections } from "./close-connections";
import { decideTogether, readCluster } from "./decide-together";
import { saveReviewSettings } from "./manage-review-settings";
import { moderateItem } from "./moderate-item";
import { viewOwnCare } from "./own-care";
import { openMediaPreparer } from "./prepare-media";
import { readItemDetail } from "./read-item";
import { reverseDecision } from "./reverse-decision";
import { claimTask, decideTask, type Reviewer, skipTask, undoDecision } from "./review-task";
import { submitItem } from "./submit-item";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-together-"));
process.env.SIGHTLINE_DATA_DIR = folder;

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
const ADVERT =
  "The best watches in town are here, write to us today and get a second one for nothing spam=0.7";
let orgId: string;
let mod: Reviewer;
let other: Reviewer;
let serial = 0;

beforeEach(async () => {
  orgId = await makeOrganization();
  [mod, other] = (await Promise.all(
    [1, 2].map(async () => ({ orgId, role: "moderator" as const, userId: (await makeUser(orgId)).id })),
  )) as [Reviewer, Reviewer];
  const settings = { ...DEFAULT_REVIEW_SETTINGS, goldenRate: 0, qaRate: 0 };
  await saveReviewSettings(orgId, settings, mod.userId);
});
afterAll(async () => {
  await closeConnections();
  await rm(folder, { recursive: true, force: true });
});

async function post(text: string, metadata = {}) {
  const body = moderateBodySchema.parse({ content_id: `together-${++serial}`, text, metadata });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}

/** Copies of one advert that differ in a word, the first of them on the desk. */
async function copies(words: string[]): Promise<{ ids: string[]; task: DeskTask }> {
  const ids: string[] = [];
  for (const word of words) ids.push(await post(ADVERT.replace("watches", word)));
  return { ids, task: (await claimTask(mod))! };
}

const blocked = { decision: "BLOCK" as const, categories: ["spam" as const], note: "", severity: 4 };
const keysOf = (cluster: Awaited<ReturnType<typeof readCluster>>) =>
  cluster.members.map(({ taskId, leaseToken }) => ({ taskId, leaseToken }));
const taskOn = (itemId: string) => db().reviewTask.findFirstOrThrow({ where: { itemId } });

async function inForce() {
  const held = await db().decision.findMany({ where: { orgId, effectiveDone: false, undoneAt: null } });
  await db().decision.updateMany({ where: { orgId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  for (const { id } of held) await applyDecision(id);
}

it("decides the item on the desk and the chosen near-duplicates by one ruling, each in the log", async () => {
  const { ids, task } = await copies(["watches", "phones", "shoes", "lamps"]);
  await post("The match was moved to Sunday because of the rain, see you all there toxicity=0.7");
  expect(task.alikeWaiting).toBe(3);
  const cluster = clusterSchema.parse(await readCluster(mod, task.id));
  expect(cluster.members.map(({ itemId }) => itemId).sort()).toEqual(
    ids.filter((id) => id !== task.item.id).sort(),
  );
  expect(cluster.leftOut).toEqual([]);
  const members = keysOf(cluster).slice(0, 2);
  const answer = await decideTogether(mod, task.id, { ...blocked, leaseToken: task.leaseToken, members });
  expect(decideTogetherAnswerSchema.parse(answer)).toMatchObject({ decided: 3, leftOut: [] });

  const decisions = await db().decision.findMany({ where: { orgId, actor: mod.userId } });
  expect(new Set(decisions.map(({ clusterId }) => clusterId)).size).toBe(1);
  expect(decisions).toHaveLength(3);
  for (const decision of decisions)
    expect(decision).toMatchObject({ outcome: "BLOCK", clauseId: "F-1", severity: 4, effectiveDone: false });
  const log = await db().auditEvent.findMany({ where: { orgId, action: "item.reviewed" } });
  expect(log.map(({ payload }) => JSON.parse(payload).clusterId)).toEqual(
    Array(3).fill(decisions[0]!.clusterId),
  );
  await inForce();
  const left = cluster.members[2]!;
  for (const id of ids)
    expect(await db().item.findUnique({ where: { id } })).toMatchObject({
      state: id === left.itemId ? "in_review" : "decided",
    });
  // Its words are known to this person now: nobody reads the same advert again and again.
  expect(await db().label.count({ where: { orgId, source: "review" } })).toBe(3);
});

it("is taken back as one within the window, and turned round as one after it", async () => {
  const { ids, task } = await copies(["watches", "phones", "shoes"]);
  const decide = async (held: DeskTask) =>
    decideTogether(mod, held.id, {
      ...blocked,
      leaseToken: held.leaseToken,
      members: keysOf(await readCluster(mod, held.id)),
    });
  const first = await decide(task);
  expect(first.decided).toBe(3);
  await expect(undoDecision(other, first.decisionId)).rejects.toMatchObject({ code: "not_found" });
  const back = await undoDecision(mod, first.decisionId);
  expect(back.id).toBe(task.id);
  const states = await db().reviewTask.findMany({ where: { orgId }, select: { state: true } });
  expect(states.map(({ state }) => state).sort()).toEqual(["leased", "open", "open"]);
  expect(await db().opinion.count({ where: { reviewerId: mod.userId } })).toBe(0);
  expect(await db().auditEvent.count({ where: { orgId, action: "decision.undone" } })).toBe(3);

  const second = await decide(back);
  await inForce();
  await expect(undoDecision(mod, second.decisionId)).rejects.toMatchObject({ code: "conflict" });
  expect(await readItemDetail(orgId, ids[0]!, mod)).toMatchObject({ decision: "BLOCK", together: 3 });
  const round = { decision: "APPROVE" as const, categories: [], note: "A shop that may advertise here." };
  await expect(reverseDecision(other, ids[0]!, { ...round, together: true })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await reverseDecision(mod, ids[0]!, { ...round, together: true })).toEqual({ reversed: 3 });
  const items = await db().item.findMany({ where: { id: { in: ids } } });
  expect(items.map(({ decision }) => decision)).toEqual(["APPROVE", "APPROVE", "APPROVE"]);
  const log = await db().auditEvent.findMany({ where: { orgId, action: "item.overridden" } });
  expect(new Set(log.map(({ payload }) => JSON.parse(payload).clusterId)).size).toBe(1);
});

it("leaves out and names what others have, what needs more opinions and what is judged alone", async () => {
  const { ids, task } = await copies(["watches", "phones", "shoes", "lamps", "chairs", "boats"]);
  const [taken, several, golden, skipped] = ids.filter((id) => id !== task.item.id) as [
    string,
    string,
    string,
    string,
  ];
  const set = async (itemId: string, data: object) =>
    db().reviewTask.update({ where: { id: (await taskOn(itemId)).id }, data });
  await set(taken, { state: "leased", leaseOwner: other.userId, leaseUntil: new Date(Date.now() + 60_000) });
  await set(several, { opinionsNeeded: 3 });
  await db().goldenItem.create({
    data: { itemId: golden, orgId, decision: "BLOCK", createdBy: other.userId },
  });
  await set(skipped, { excluded: [mod.userId] });
  const cluster = await readCluster(mod, task.id);
  expect(cluster.members).toHaveLength(1);
  expect(Object.fromEntries(cluster.leftOut.map(({ itemId, reason }) => [itemId, reason]))).toEqual({
    [taken]: "taken",
    [several]: "opinions",
    [golden]: "alone",
    [skipped]: "passed",
  });
  // Asked for all the same, they are left out again; a stale token is too.
  const members = await Promise.all(
    [taken, several, golden, skipped].map(async (id) => {
      const { id: taskId, leaseToken } = await taskOn(id);
      return { taskId, leaseToken };
    }),
  );
  const [mine] = keysOf(cluster);
  const stale = { taskId: mine!.taskId, leaseToken: mine!.leaseToken + 7 };
  const answer = await decideTogether(mod, task.id, {
    ...blocked,
    leaseToken: task.leaseToken,
    members: [...members, stale],
  });
  expect(answer.decided).toBe(1);
  expect(answer.leftOut.map(({ reason }) => reason)).toEqual([
    "taken",
    "opinions",
    "alone",
    "passed",
    "taken",
  ]);
});

it("takes along nothing that is not nearly the same, and nothing without the lease", async () => {
  const { task } = await copies(["watches", "phones"]);
  const stranger = await post(
    "The match was moved to Sunday because of the rain, see you all there spam=0.7",
  );
  const { id, leaseToken } = await taskOn(stranger);
  const body = { ...blocked, leaseToken: task.leaseToken, members: [{ taskId: id, leaseToken }] };
  await expect(decideTogether(mod, task.id, { ...body, leaseToken: 99 })).rejects.toMatchObject({
    code: "stale_lease",
  });
  await expect(readCluster(other, task.id)).rejects.toMatchObject({ code: "stale_lease" });
  expect((await decideTogether(mod, task.id, body)).decided).toBe(1);
  expect(await taskOn(stranger)).toMatchObject({ state: "open" });
});

it("decides no appeal without an answer, by this way either", async () => {
  const { task } = await copies(["watches", "phones"]);
  const members = keysOf(await readCluster(mod, task.id));
  await db().reviewTask.update({ where: { id: task.id }, data: { kind: "appeal" } });
  const body = { ...blocked, leaseToken: task.leaseToken };
  for (const decided of [decideTask(mod, task.id, body), decideTogether(mod, task.id, { ...body, members })])
    await expect(decided).rejects.toMatchObject({ code: "invalid_input", errors: [{ pointer: "/note" }] });
  expect(await taskOn(task.item.id)).toMatchObject({ state: "leased" });
});

it("asks two people at once, and each item is decided by one of them", async () => {
  const { task } = await copies(["watches", "phones", "shoes", "lamps"]);
  const theirs = (await claimTask(other))!;
  const [a, b] = await Promise.all([readCluster(mod, task.id), readCluster(other, theirs.id)]);
  const answers = await Promise.all([
    decideTogether(mod, task.id, { ...blocked, leaseToken: task.leaseToken, members: keysOf(a) }),
    decideTogether(other, theirs.id, { ...blocked, leaseToken: theirs.leaseToken, members: keysOf(b) }),
  ]);
  expect(answers[0].decided + answers[1].decided).toBe(4);
  const decisions = await db().decision.findMany({ where: { orgId, actor: { not: "machine" } } });
  expect(new Set(decisions.map(({ itemId }) => itemId)).size).toBe(4);
});

it("offers no company to work that is judged blind or by several", async () => {
  const { task } = await copies(["watches", "phones"]);
  await db().reviewTask.update({ where: { id: task.id }, data: { blindModel: true } });
  expect(await readCluster(mod, task.id)).toEqual({ members: [], leftOut: [] });
  await skipTask(mod, task.id, task.leaseToken, "");
  const next = (await claimTask(mod))!;
  await db().reviewTask.update({ where: { id: next.id }, data: { opinionsNeeded: 2 } });
  expect(await readCluster(mod, next.id)).toEqual({ members: [], leftOut: [] });
  await decideTask(mod, next.id, { ...blocked, leaseToken: next.leaseToken });
});

describe("pictures that are nearly the same", () => {
  /** Pictures posted without words; no stage here reads pictures, so each waits for a person. */
  async function pictures(files: Buffer[]): Promise<string[]> {
    const media = openMediaPreparer({ processes: 1 });
    const ids: string[] = [];
    try {
      for (const file of files) {
        const body = moderateBodySchema.parse({
          content_id: `picture-${++serial}`,
          image_base64: file.toString("base64"),
        });
        const { item } = await submitItem({ orgId, apiKeyId: null, body });
        await moderateItem(item.id, { ...ports, media });
        ids.push(item.id);
      }
    } finally {
      media.close();
    }
    return ids;
  }

  it("are found by how they look, decided by one ruling and turned round as one; another picture is not", async () => {
    const ids = await pictures([
      await makePicture(3).png().toBuffer(),
      // Smaller, squeezed and brighter: other bytes and the same sight.
      await makePicture(3).resize(200, 150).jpeg({ quality: 45 }).toBuffer(),
      await makePicture(3).modulate({ brightness: 1.1 }).webp({ quality: 60 }).toBuffer(),
      await makePicture(4).png().toBuffer(),
    ]);
    const [first, squeezed, brighter, stranger] = ids as [string, string, string, string];
    await db().reviewTask.update({ where: { id: (await taskOn(first)).id }, data: { rank: 0 } });
    const task = (await claimTask(mod))!;
    expect(task).toMatchObject({ item: { id: first }, alikeWaiting: 2 });
    const cluster = clusterSchema.parse(await readCluster(mod, task.id));
    expect(cluster.leftOut).toEqual([]);
    expect(cluster.members.map(({ itemId }) => itemId).sort()).toEqual([squeezed, brighter].sort());
    for (const { media, similarity, text } of cluster.members) {
      expect(text).toBeNull();
      expect(media).toMatchObject([{ kind: "image", renditions: { view: expect.any(String) } }]);
      expect(similarity).toBeGreaterThan(0.87);
    }
    const sights = [...cluster.members, task.item].flatMap(({ media }) => media);
    expect(sights.map(({ keptHidden }) => keptHidden)).toEqual(["unjudged", "unjudged", "unjudged"]);
    await db().reviewTask.update({ where: { id: task.id }, data: { severity: 4 } });
    for (const { media } of (await readCluster(mod, task.id)).members)
      expect(media).toMatchObject([{ keptHidden: "grave" }]);
    const ruling = { ...blocked, categories: ["sexual" as const], leaseToken: task.leaseToken };
    const answer = await decideTogether(mod, task.id, { ...ruling, members: keysOf(cluster) });
    expect(answer).toMatchObject({ decided: 3, leftOut: [] });
    await inForce();
    expect(await readItemDetail(orgId, brighter, mod)).toMatchObject({ decision: "BLOCK", together: 3 });
    const sight = async (id: string) => (await readItemDetail(orgId, id, mod)).item.media[0]?.keptHidden;
    expect(await sight(brighter)).toBe("grave");
    const waiting = await taskOn(stranger);
    expect(waiting).toMatchObject({ state: "open" });
    await db().reviewTask.update({ where: { id: waiting.id }, data: { blindModel: true } });
    expect(await sight(stranger)).toBe("blind");
    const round = { decision: "APPROVE" as const, categories: [], note: "A painting.", together: true };
    expect(await reverseDecision(mod, squeezed, round)).toEqual({ reversed: 3 });
    expect(await sight(brighter)).toBe("unjudged");
    const decided = await db().item.findMany({ where: { orgId, decision: "APPROVE" } });
    expect(decided.map(({ id }) => id).sort()).toEqual([first, squeezed, brighter].sort());
  });
});

describe("what is looked at before it is decided along", () => {
  const dose = async (of: Reviewer) => (await viewOwnCare(of)).shiftDose;
  const severity = async (value: number) =>
    db().reviewTask.updateMany({ where: { orgId }, data: { severity: value } });
  const budget = async (shiftBudget: number, graveRun = 3) =>
    saveReviewSettings(
      orgId,
      { ...DEFAULT_REVIEW_SETTINGS, goldenRate: 0, qaRate: 0, shiftBudget, graveRun },
      mod.userId,
    );

  it("adds to the dose by its severity, each once, whether it is decided or not", async () => {
    for (const word of ["watches", "phones", "shoes", "lamps"]) await post(ADVERT.replace("watches", word));
    await severity(4);
    const task = (await claimTask(mod))!;
    expect(await dose(mod)).toBe(2);
    const cluster = await readCluster(mod, task.id);
    expect(cluster.members).toHaveLength(3);
    expect(await dose(mod)).toBe(8);
    await readCluster(mod, task.id);
    expect(await dose(mod)).toBe(8);
    const members = keysOf(cluster).slice(0, 1);
    await decideTogether(mod, task.id, { ...blocked, leaseToken: task.leaseToken, members });
    expect(await dose(mod)).toBe(8);
    // Four grave ones at once are more than a run: what comes next is milder, though grave ones wait.
    expect(await viewOwnCare(mod)).toMatchObject({ graveRun: 4, reason: "grave_run" });
    expect(await claimTask(mod)).toBeNull();
    expect(await dose(other)).toBe(0);
    expect(await claimTask(other)).not.toBeNull();
  });

  it("counts even when it is decided along unseen", async () => {
    const { ids, task } = await copies(["watches", "phones"]);
    const { id, leaseToken } = await taskOn(ids.find((each) => each !== task.item.id)!);
    const before = await dose(mod);
    const members = [{ taskId: id, leaseToken }];
    await decideTogether(mod, task.id, { ...blocked, leaseToken: task.leaseToken, members });
    expect(await dose(mod)).toBe(before * 2);
  });

  it("ends at the budget: the rest stays with its queue, and what was seen can still be decided", async () => {
    await budget(10);
    for (let i = 0; i < 8; i++) await post(ADVERT.replace("watches", `number${i}`));
    await severity(4);
    const task = (await claimTask(mod))!;
    const cluster = await readCluster(mod, task.id);
    // 2 for the item at hand and 2 for each of four reach 10.
    expect(cluster.members).toHaveLength(4);
    expect(cluster.leftOut.map(({ reason }) => reason)).toEqual(["spared", "spared", "spared"]);
    expect(await dose(mod)).toBe(10);
    expect((await readCluster(mod, task.id)).members).toHaveLength(4);
    const spared = await taskOn(cluster.leftOut[0]!.itemId);
    const members = [...keysOf(cluster), { taskId: spared.id, leaseToken: spared.leaseToken }];
    const answer = await decideTogether(mod, task.id, { ...blocked, leaseToken: task.leaseToken, members });
    expect(answer).toMatchObject({ decided: 5, leftOut: [{ taskId: spared.id, reason: "spared" }] });
    expect(await dose(mod)).toBe(10);
    expect(await viewOwnCare(mod)).toMatchObject({ reason: "dose", maxSeverity: 2 });
  });

  it("is never graver than the item at hand during a run of grave ones", async () => {
    await budget(300, 1);
    const { ids, task } = await copies(["watches", "phones"]);
    const along = ids.find((each) => each !== task.item.id)!;
    await db().exposure.deleteMany({ where: { userId: mod.userId } });
    await db().exposure.create({ data: { userId: mod.userId, taskId: "grave", severity: 5 } });
    await db().reviewTask.update({ where: { id: (await taskOn(along)).id }, data: { severity: 5 } });
    expect(await readCluster(mod, task.id)).toMatchObject({
      members: [],
      leftOut: [{ itemId: along, reason: "spared" }],
    });
    await db().reviewTask.update({ where: { id: task.id }, data: { severity: 5 } });
    expect((await readCluster(mod, task.id)).members).toMatchObject([{ itemId: along }]);
  });
});
