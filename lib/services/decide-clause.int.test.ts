import { afterAll, beforeAll, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import { appealToken } from "#lib/store/appeal-token";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { viewAppeal } from "./appeals";
import { applyDecision } from "./apply-decision";
import { closeConnections } from "./close-connections";
import { savePolicy } from "./manage-policy";
import { moderateItem } from "./moderate-item";
import { ownLetters, saveLetters } from "./own-letters";
import { readItemDetail } from "./read-item";
import { reverseDecision } from "./reverse-decision";
import { claimTask, decideTask, type Reviewer } from "./review-task";
import { submitItem } from "./submit-item";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
let orgId: string;
let mod: Reviewer;
let serial = 0;

beforeAll(async () => {
  orgId = await makeOrganization("Harbour Forum");
  mod = { orgId, role: "moderator", userId: (await makeUser(orgId)).id };
});
afterAll(closeConnections);

async function claimedPost() {
  const body = moderateBodySchema.parse({ content_id: `clause-${++serial}`, text: `spam=0.7 ${serial}` });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return (await claimTask(mod))!;
}

const blocked = { decision: "BLOCK" as const, categories: ["spam" as const], note: "" };

async function inForce(decisionId: string) {
  await db().decision.update({ where: { id: decisionId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  await applyDecision(decisionId);
  return viewAppeal(appealToken(decisionId));
}

it("records the clause and severity that the reviewer names, and tells the author in their words", async () => {
  const task = await claimedPost();
  const message = "This looks like phishing ({clause}). {rule}";
  const named = { ...blocked, leaseToken: task.leaseToken, clause: "F-2", severity: 5, message };
  const { decisionId } = await decideTask(mod, task.id, named);
  expect(await db().decision.findUnique({ where: { id: decisionId } })).toMatchObject({
    clauseId: "F-2",
    severity: 5,
    clause: expect.stringMatching(/^F-2 Spam and scams · Scam or phishing: /),
  });
  const view = await inForce(decisionId);
  expect(view.rules).toMatchObject([{ clause: "F-2", title: "Scam or phishing" }]);
  expect(view.message).toMatch(/^This looks like phishing \(F-2\)\. Attempts to get money/);
  const [event] = await db().auditEvent.findMany({ where: { orgId, action: "item.reviewed" } });
  expect(JSON.parse(event!.payload)).toMatchObject({ clause: "F-2", severity: 5 });
});

it("takes the category's first clause when none is named", async () => {
  const task = await claimedPost();
  const { decisionId } = await decideTask(mod, task.id, { ...blocked, leaseToken: task.leaseToken });
  expect(await db().decision.findUnique({ where: { id: decisionId } })).toMatchObject({
    clauseId: "F-1",
    severity: 2,
  });
  expect(await inForce(decisionId)).toMatchObject({ message: "", rules: [{ clause: "F-1" }] });
});

it("keeps to the policy version of the decision when the tree changes, and refuses a clause that is gone", async () => {
  const task = await claimedPost();
  const { decisionId } = await decideTask(mod, task.id, {
    ...blocked,
    leaseToken: task.leaseToken,
    clause: "F-3",
  });
  const view = await inForce(decisionId);
  const body = structuredClone({ ...DEFAULT_POLICY, spotCheckRate: 0 });
  body.categories.spam.clauses = body.categories.spam.clauses?.slice(0, 1);
  await savePolicy(orgId, { body, note: "", basedOn: 1 }, mod.userId);
  expect(await viewAppeal(appealToken(decisionId))).toMatchObject({ rules: view.rules });

  const late = await claimedPost();
  const gone = decideTask(mod, late.id, { ...blocked, leaseToken: late.leaseToken, clause: "F-3" });
  await expect(gone).rejects.toMatchObject({ code: "invalid_input" });
});

it("turns a decision round after its undo window: one's own, or a lead any; the log says so", async () => {
  const task = await claimedPost();
  const { decisionId } = await decideTask(mod, task.id, { ...blocked, leaseToken: task.leaseToken });
  const back = { decision: "APPROVE" as const, categories: [], note: "It was a quotation.", together: false };
  await expect(reverseDecision(mod, task.item.id, back)).rejects.toMatchObject({ code: "conflict" });
  await inForce(decisionId);
  const other = { ...mod, userId: (await makeUser(orgId)).id };
  await expect(reverseDecision(other, task.item.id, back)).rejects.toMatchObject({ code: "forbidden" });
  expect((await readItemDetail(orgId, task.item.id, other)).reversible).toBe(false);
  expect((await readItemDetail(orgId, task.item.id, mod)).reversible).toBe(true);
  await reverseDecision(mod, task.item.id, back);
  expect(await readItemDetail(orgId, task.item.id, mod)).toMatchObject({ decision: "APPROVE" });
  await expect(reverseDecision(mod, task.item.id, back)).rejects.toMatchObject({ code: "conflict" });
  const lead = { ...other, role: "lead" as const };
  const down = {
    decision: "BLOCK" as const,
    categories: ["spam" as const],
    note: "An advert after all.",
    together: false,
  };
  await reverseDecision(lead, task.item.id, down);
  const events = await db().auditEvent.findMany({
    where: { subject: task.item.id, action: "item.overridden" },
  });
  expect(events.map(({ actor }) => actor)).toEqual([mod.userId, lead.userId]);
});

it("keeps a person's own letters, and no two actions on one", async () => {
  expect(await ownLetters(mod.userId)).toEqual({});
  await saveLetters(mod.userId, { approve: "y" });
  expect(await ownLetters(mod.userId)).toEqual({ approve: "y" });
  await expect(saveLetters(mod.userId, { approve: "b" })).rejects.toMatchObject({ code: "invalid_input" });
});
