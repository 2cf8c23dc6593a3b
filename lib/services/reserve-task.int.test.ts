import { afterAll, beforeEach, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { claimAnswerSchema } from "#lib/domain/desk";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { closeConnections } from "./close-connections";
import { moderateItem } from "./moderate-item";
import {
  claimTask,
  decideTask,
  freeReservation,
  type Reviewer,
  releaseTask,
  reserveTask,
  takeTask,
} from "./review-task";
import { submitItem } from "./submit-item";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
let orgId: string;
let mod1: Reviewer;
let mod2: Reviewer;
let serial = 0;

beforeEach(async () => {
  orgId = await makeOrganization();
  const reviewer = async () => ({ orgId, role: "moderator" as const, userId: (await makeUser(orgId)).id });
  [mod1, mod2] = await Promise.all([reviewer(), reviewer()]);
});
afterAll(closeConnections);

async function post(text: string) {
  const body = moderateBodySchema.parse({ content_id: `ahead-${++serial}`, text: `${text} ${serial}` });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}

const state = async (taskId: string) =>
  (await db().reviewTask.findUniqueOrThrow({ where: { id: taskId } })).state;

it("keeps the next task ready without showing it, and hands it over once", async () => {
  await post("toxicity=0.7");
  await post("toxicity=0.7");
  const first = (await claimTask(mod1))!;
  const next = (await reserveTask(mod1))!;
  expect(claimAnswerSchema.parse({ task: next }).task?.id).toBe(next.id);
  expect(next.id).not.toBe(first.id);
  expect(await state(next.id)).toBe("open");
  expect(await db().seenText.count({ where: { userId: mod1.userId } })).toBe(1);

  const lease = await takeTask(mod1, next.id, next.leaseToken);
  expect(lease.leaseToken).toBe(next.leaseToken + 1);
  expect(await db().seenText.count({ where: { userId: mod1.userId } })).toBe(2);
  await expect(takeTask(mod1, next.id, next.leaseToken)).rejects.toMatchObject({ code: "stale_lease" });
  const body = { decision: "APPROVE" as const, categories: [], note: "" };
  await decideTask(mod1, next.id, { ...body, leaseToken: lease.leaseToken });
});

it("is passed over by others while something else waits, and theirs when nothing else does", async () => {
  await post("toxicity=0.7");
  await post("toxicity=0.7");
  const kept = (await reserveTask(mod1))!;
  const other = (await claimTask(mod2))!;
  expect(other.id).not.toBe(kept.id);
  const body = { decision: "APPROVE" as const, categories: [], note: "" };
  await decideTask(mod2, other.id, { ...body, leaseToken: other.leaseToken });
  expect((await claimTask(mod2))?.id).toBe(kept.id);
  await expect(takeTask(mod1, kept.id, kept.leaseToken)).rejects.toMatchObject({ code: "stale_lease" });
});

it("lapses by itself, can be let go, and keeps one task at a time", async () => {
  await post("toxicity=0.7");
  await post("toxicity=0.7");
  const first = (await reserveTask(mod1))!;
  expect((await reserveTask(mod1))?.id).toBe(first.id);
  expect(await db().reviewTask.count({ where: { orgId, reservedBy: mod1.userId } })).toBe(1);
  await db().reviewTask.update({ where: { id: first.id }, data: { reservedUntil: new Date(0) } });
  expect((await reserveTask(mod2))?.id).toBe(first.id);
  await freeReservation(mod2);
  expect((await claimTask(mod1))?.id).toBe(first.id);
});

it("never reserves what another desk has ready, whoever asks at once", async () => {
  for (let i = 0; i < 6; i++) await post("toxicity=0.7");
  const people = await Promise.all(
    Array.from({ length: 6 }, async () => ({ ...mod1, userId: (await makeUser(orgId)).id })),
  );
  const kept = await Promise.all(people.map(reserveTask));
  expect(new Set(kept.map((task) => task?.id)).size).toBe(6);
  expect(await db().reviewTask.count({ where: { orgId, reservedBy: { not: null } } })).toBe(6);
});

it("brings back the task that was on the desk when it was left, unless somebody had it since", async () => {
  for (let i = 0; i < 3; i++) await post("toxicity=0.7");
  const waiting = await db().reviewTask.findMany({ where: { orgId }, orderBy: { id: "desc" } });
  // The last in line: a claim would not give it.
  const last = waiting[0]!;
  const left = { taskId: last.id, leaseToken: last.leaseToken };
  const mine = (await claimTask(mod1, left))!;
  expect(mine.id).toBe(last.id);
  await releaseTask(mod1, mine.id, mine.leaseToken);
  const again = (await claimTask(mod1, { taskId: mine.id, leaseToken: mine.leaseToken }))!;
  expect(again.id).toBe(mine.id);
  await releaseTask(mod1, again.id, again.leaseToken);

  const seen = { taskId: again.id, leaseToken: again.leaseToken };
  const theirs = (await claimTask(mod2, seen))!;
  await releaseTask(mod2, theirs.id, theirs.leaseToken);
  expect(theirs.id).toBe(again.id);
  expect((await claimTask(mod1, seen))!.id).not.toBe(again.id);
  expect(await claimTask(mod2, { taskId: "tsk_unknown", leaseToken: 0 })).not.toBeNull();
});
