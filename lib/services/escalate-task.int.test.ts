import { afterAll, beforeEach, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { db } from "#lib/store/client";
import { putSkills } from "#lib/store/reviewer-skills";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { closeConnections } from "./close-connections";
import { removeQueue, saveQueue } from "./manage-queues";
import { moderateItem } from "./moderate-item";
import { claimTask, escalateTask, escalationQueues, type Reviewer } from "./review-task";
import { submitItem } from "./submit-item";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
const EVERYTHING = { languages: [], categories: [], queues: [] };
let orgId: string;
let mod: Reviewer;
let lawyer: Reviewer;
let anyone: Reviewer;
let lead: Reviewer;
let serial = 0;

beforeEach(async () => {
  orgId = await makeOrganization();
  const person = async (role: "moderator" | "lead" = "moderator") => ({
    ...{ orgId, role, userId: (await makeUser(orgId, role)).id },
  });
  [mod, lawyer, anyone, lead] = await Promise.all([person(), person(), person(), person("lead")]);
  const rule = [{ field: "community" as const, in: ["court"] }];
  await saveQueue(
    orgId,
    "legal",
    { rule, position: 0, opinions: null, blindModel: false, trainedOnly: false, moveWaiting: false },
    lead.userId,
  );
  await putSkills(db(), lawyer.userId, { ...EVERYTHING, queues: ["legal", "general"] });
});
afterAll(closeConnections);

async function onDesk() {
  const body = moderateBodySchema.parse({
    content_id: `escalate-${++serial}`,
    text: `toxicity=0.7 ${serial}`,
  });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return (await claimTask(mod))!;
}

it("offers the queues that others are named for, and hands the task with its reason to them alone", async () => {
  expect(await escalationQueues(mod)).toEqual({ queues: [{ name: "legal", people: 1 }] });
  expect(await escalationQueues(lawyer)).toEqual({ queues: [] });
  const task = await onDesk();
  await escalateTask(mod, task.id, task.leaseToken, "Is this a threat in law?", "legal");
  expect(await claimTask(mod)).toBeNull();
  expect(await claimTask(anyone)).toBeNull();
  const theirs = await claimTask(lawyer);
  expect(theirs).toMatchObject({
    ...{ id: task.id, queue: "legal", specialists: true, leadsOnly: false },
    escalation: { by: "Test moderator", reason: "Is this a threat in law?" },
  });
  const [event] = await db().auditEvent.findMany({ where: { orgId, action: "task.escalated" } });
  expect(JSON.parse(event!.payload)).toEqual({ reason: "Is this a threat in law?", queue: "legal" });
});

it("lets a lead take what the specialists do not, however deep the queue in front of it is", async () => {
  const task = await onDesk();
  await escalateTask(mod, task.id, task.leaseToken, "Look.", "legal");
  await db().user.update({ where: { id: lawyer.userId }, data: { active: false } });
  expect(await escalationQueues(mod)).toEqual({ queues: [] });
  expect(await claimTask(anyone)).toBeNull();
  expect(await claimTask(lead)).toMatchObject({ id: task.id });
});

it("refuses a queue that nobody is named for, and keeps the task where it is", async () => {
  const task = await onDesk();
  for (const queue of ["general", "nowhere"])
    await expect(escalateTask(mod, task.id, task.leaseToken, "Look.", queue)).rejects.toMatchObject({
      code: "invalid_input",
    });
  expect(await db().reviewTask.findUnique({ where: { id: task.id } })).toMatchObject({ state: "leased" });
});

it("gives a task back to everybody when its queue is removed", async () => {
  const task = await onDesk();
  await escalateTask(mod, task.id, task.leaseToken, "Look.", "legal");
  await removeQueue(orgId, "legal", lead.userId);
  expect(await claimTask(anyone)).toMatchObject({ id: task.id, queue: "general", specialists: false });
});
