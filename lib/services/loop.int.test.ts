import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import type { DecideBody } from "#lib/domain/desk";
import { appealToken } from "#lib/store/appeal-token";
import { verifyChain } from "#lib/store/audit";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { fileAppeal, viewAppeal } from "./appeals";
import { applyDecision } from "./apply-decision";
import { closeConnections } from "./close-connections";
import { moderateItem } from "./moderate-item";
import { readItem, readItemDetail } from "./read-item";
import {
  claimTask,
  decideTask,
  escalateTask,
  keepLease,
  type Reviewer,
  releaseTask,
  skipTask,
  undoDecision,
} from "./review-task";
import { submitItem } from "./submit-item";
import { sweep } from "./sweep";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
let orgId: string;
let mod1: Reviewer;
let mod2: Reviewer;
let lead: Reviewer;
let serial = 0;

beforeAll(async () => {
  orgId = await makeOrganization();
  const reviewer = async (role: Reviewer["role"]) => ({
    orgId,
    role,
    userId: (await makeUser(orgId, role)).id,
  });
  [mod1, mod2, lead] = await Promise.all([reviewer("moderator"), reviewer("moderator"), reviewer("lead")]);
});

afterAll(closeConnections);

/** Submits a post whose text names the scores that the fake cascade gives it. */
async function post(text: string, metadata: Record<string, unknown> = {}) {
  serial++;
  // Nobody is shown the same words twice, so every post has its own.
  const body = moderateBodySchema.parse({
    content_id: `post-${serial}`,
    text: `${text} in post ${serial}`,
    metadata,
  });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}

async function emptyQueue() {
  await db().reviewTask.updateMany({ where: { orgId, state: { not: "closed" } }, data: { state: "closed" } });
}

/** Lets the undo window of a decision pass without waiting for it. */
async function passUndoWindow(decisionId: string) {
  await db().decision.update({ where: { id: decisionId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  await applyDecision(decisionId);
}

async function claimed(reviewer: Reviewer) {
  const task = await claimTask(reviewer);
  if (!task) throw new Error("nothing to claim");
  return task;
}

const block = (leaseToken: number, note = ""): DecideBody => ({
  leaseToken,
  decision: "BLOCK",
  categories: ["toxicity"],
  note,
});
const approve = (leaseToken: number, note = ""): DecideBody => ({
  leaseToken,
  decision: "APPROVE",
  categories: [],
  note,
});

describe("intake and verdict", () => {
  it("approves, flags and blocks by the policy", async () => {
    await emptyQueue();
    expect(await readItem(orgId, await post("toxicity=0.1"), false)).toMatchObject({
      status: "decided",
      decision: "APPROVE",
      requires_human_review: false,
      overall_safety_score: 0.9,
      model_versions: { text: "fake@1.0.0" },
    });
    expect(await readItem(orgId, await post("toxicity=0.7"), false)).toMatchObject({
      decision: "FLAG",
      requires_human_review: true,
      interventions: ["limited_distribution"],
      modality_scores: { text: { categories: ["toxicity"] } },
    });
    const blocked = await readItem(orgId, await post("toxicity=0.99"), true);
    expect(blocked.decision).toBe("BLOCK");
    expect(blocked.appeal_url).toMatch(/\/appeal\/[\w-]{32}$/);
    expect(blocked.history?.map((entry) => entry.type)).toEqual(["received", "verdict"]);
  });

  it("gives the same item for the same body and refuses another body", async () => {
    const body = moderateBodySchema.parse({ content_id: "once", text: "hello" });
    const first = await submitItem({ orgId, apiKeyId: null, body });
    const again = await submitItem({ orgId, apiKeyId: null, body: { ...body, wait_ms: 5 } });
    expect(again).toMatchObject({ created: false, item: { id: first.item.id } });
    const other = submitItem({ orgId, apiKeyId: null, body: { ...body, text: "bye" } });
    await expect(other).rejects.toMatchObject({ code: "content_conflict" });
  });

  it("writes one verdict however often and however concurrently an item is judged", async () => {
    const body = moderateBodySchema.parse({ content_id: "racing", text: "toxicity=0.7" });
    const { item } = await submitItem({ orgId, apiKeyId: null, body });
    await Promise.all(Array.from({ length: 8 }, () => moderateItem(item.id, ports)));
    expect(await db().verdict.count({ where: { itemId: item.id } })).toBe(1);
    expect(await db().reviewTask.count({ where: { itemId: item.id } })).toBe(1);
    expect(await db().auditEvent.count({ where: { subject: item.id, action: "item.decided" } })).toBe(1);
  });

  it("keeps another organisation's items out of sight", async () => {
    const id = await post("toxicity=0.1");
    await expect(readItem(await makeOrganization(), id, false)).rejects.toMatchObject({ code: "not_found" });
  });

  it("hands an item to a person when its models fail, with the reason", async () => {
    const cascade = fakeCascade({ outcome: "failed", reason: "model file is corrupt", scores: {} });
    const body = moderateBodySchema.parse({ content_id: "unjudged", text: "hello" });
    const { item } = await submitItem({ orgId, apiKeyId: null, body });
    await moderateItem(item.id, { ...ports, cascade });
    const detail = await readItemDetail(orgId, item.id);
    expect(detail.verdict).toMatchObject({
      decision: "FLAG",
      reviewReason: "models_unavailable",
      confidence: 0,
    });
    expect(detail.stages[0]).toMatchObject({ outcome: "failed", reason: "model file is corrupt" });
  });
});

describe("review", () => {
  it("serves high before low, and each task to one person", async () => {
    await emptyQueue();
    await post("toxicity=0.9"); // confidence 0.9: low
    const urgent = await post("self_harm=0.6");
    const first = await claimed(mod1);
    expect(first.item.id).toBe(urgent);
    expect((await claimed(mod2)).item.id).not.toBe(urgent);
    expect(await claimTask(lead)).toBeNull();
  });

  it("gives a reloaded page the same task under a new token, and refuses the old one", async () => {
    await emptyQueue();
    await post("toxicity=0.7");
    const before = await claimed(mod1);
    const after = await claimed(mod1);
    expect(after.id).toBe(before.id);
    expect(after.leaseToken).toBeGreaterThan(before.leaseToken);
    await expect(decideTask(mod1, before.id, approve(before.leaseToken))).rejects.toMatchObject({
      code: "stale_lease",
    });
    await expect(keepLease(mod2, after.id, after.leaseToken)).rejects.toMatchObject({ code: "stale_lease" });
    expect(await keepLease(mod1, after.id, after.leaseToken)).toBeInstanceOf(Date);
  });

  it("never serves a skipped task to the same person", async () => {
    await emptyQueue();
    await post("toxicity=0.7");
    const task = await claimed(mod1);
    await skipTask(mod1, task.id, task.leaseToken, "not my language");
    expect(await claimTask(mod1)).toBeNull();
    expect((await claimed(mod2)).id).toBe(task.id);
  });

  it("gives a released task back to anybody", async () => {
    await emptyQueue();
    await post("toxicity=0.7");
    const task = await claimed(mod1);
    await releaseTask(mod1, task.id, task.leaseToken);
    expect((await claimed(mod1)).id).toBe(task.id);
  });

  it("shows an escalated task to leads alone, with the reason", async () => {
    await emptyQueue();
    await post("toxicity=0.7");
    const task = await claimed(mod1);
    await escalateTask(mod1, task.id, task.leaseToken, "please look at the quote");
    expect(await claimTask(mod2)).toBeNull();
    expect((await claimed(lead)).escalation).toMatchObject({ reason: "please look at the quote" });
  });

  it("returns an expired lease to the queue and refuses its late decision", async () => {
    await emptyQueue();
    await post("toxicity=0.7");
    const task = await claimed(mod1);
    await db().reviewTask.update({
      where: { id: task.id },
      data: { leaseUntil: new Date(Date.now() - 1000) },
    });
    expect((await sweep()).leasesExpired).toBe(1);
    const taken = await claimed(mod2);
    expect(taken.id).toBe(task.id);
    const late = decideTask(mod1, task.id, approve(task.leaseToken));
    await expect(late).rejects.toMatchObject({
      code: "stale_lease",
      message: expect.stringContaining("Your note is kept"),
    });
  });

  it("takes a decision back within the window and not after it", async () => {
    await emptyQueue();
    const itemId = await post("toxicity=0.7");
    const task = await claimed(mod1);
    const { decisionId } = await decideTask(mod1, task.id, block(task.leaseToken));
    await applyDecision(decisionId); // too early: nothing happens
    const again = await undoDecision(mod1, decisionId);
    expect(again.id).toBe(task.id);
    expect(await readItem(orgId, itemId, false)).toMatchObject({ decision: "FLAG" });
    const second = await decideTask(mod1, task.id, approve(again.leaseToken));
    await passUndoWindow(second.decisionId);
    await expect(undoDecision(mod1, second.decisionId)).rejects.toMatchObject({ code: "conflict" });
    await applyDecision(second.decisionId); // twice is harmless
    expect(await readItem(orgId, itemId, false)).toMatchObject({
      decision: "APPROVE",
      requires_human_review: false,
    });
    expect(await db().label.findMany({ where: { itemId } })).toMatchObject([
      { harmful: false, source: "review" },
    ]);
  });

  it("lets the sweep apply a decision whose job was lost", async () => {
    await emptyQueue();
    const itemId = await post("toxicity=0.7");
    const task = await claimed(mod1);
    const { decisionId } = await decideTask(mod1, task.id, approve(task.leaseToken));
    await db().decision.update({
      where: { id: decisionId },
      data: { effectiveAt: new Date(Date.now() - 60_000) },
    });
    expect((await sweep()).decisionsApplied).toBe(1);
    expect(await readItem(orgId, itemId, false)).toMatchObject({ decision: "APPROVE" });
  });
});

describe("appeal", () => {
  it("goes from a take-down to somebody else, who overturns it", async () => {
    await emptyQueue();
    const itemId = await post("toxicity=0.7", { user_id: "author-1" });
    const task = await claimed(mod1);
    const { decisionId } = await decideTask(mod1, task.id, block(task.leaseToken));
    await passUndoWindow(decisionId);
    const token = appealToken(decisionId);
    expect(await viewAppeal(token)).toMatchObject({
      state: "available",
      outcome: "BLOCK",
      byPerson: true,
      decidedBy: "person",
      rules: [{ clause: "T-1" }],
    });
    expect(await fileAppeal(token, "It was a quotation.")).toMatchObject({ state: "open" });
    await expect(fileAppeal(token, "Again.")).rejects.toMatchObject({ code: "conflict" });

    expect(await claimTask(mod1)).toBeNull(); // the first decider never gets it
    const appeal = await claimed(mod2);
    expect(appeal).toMatchObject({
      kind: "appeal",
      priority: "high",
      appeal: { statement: "It was a quotation." },
    });
    const unanswered = decideTask(mod2, appeal.id, approve(appeal.leaseToken));
    await expect(unanswered).rejects.toMatchObject({ code: "invalid_input" });
    const overturned = await decideTask(mod2, appeal.id, approve(appeal.leaseToken, "You are right."));
    await passUndoWindow(overturned.decisionId);

    expect(await viewAppeal(token)).toMatchObject({ state: "overturned", answer: "You are right." });
    const resource = await readItem(orgId, itemId, true);
    expect(resource).toMatchObject({ decision: "APPROVE", requires_human_review: false });
    expect(resource.history?.map((entry) => entry.type)).toEqual([
      "received",
      "verdict",
      "review",
      "appeal_filed",
      "review",
      "appeal_decided",
    ]);
    expect(await db().author.findFirst({ where: { externalId: "author-1" } })).toMatchObject({
      blocked: 0,
      overturned: 1,
    });
    const labels = await db().label.findMany({ where: { itemId }, orderBy: { createdAt: "asc" } });
    expect(labels.map(({ harmful, source, weight }) => [harmful, source, weight])).toEqual([
      [true, "review", 1],
      [false, "appeal", 2],
    ]);
  });

  it("knows no other tokens and closes after six months", async () => {
    await expect(viewAppeal("x".repeat(32))).rejects.toMatchObject({ code: "not_found" });
    await expect(viewAppeal("x".repeat(5000))).rejects.toMatchObject({ code: "not_found" });
    const itemId = await post("toxicity=0.99");
    const decision = await db().decision.findFirstOrThrow({ where: { itemId } });
    await db().appeal.update({ where: { decisionId: decision.id }, data: { expiresAt: new Date(0) } });
    const token = appealToken(decision.id);
    expect(await viewAppeal(token)).toMatchObject({ state: "expired" });
    await expect(fileAppeal(token, "late")).rejects.toMatchObject({ code: "gone" });
  });
});

describe("sweep", () => {
  it("requeues what a crash stranded and hands over what keeps failing", async () => {
    await emptyQueue();
    const submit = async (content_id: string) =>
      (
        await submitItem({
          orgId,
          apiKeyId: null,
          body: moderateBodySchema.parse({ content_id, text: "hi" }),
        })
      ).item;
    const [lost, poison] = [await submit("lost"), await submit("poison")];
    const longAgo = { lastQueuedAt: new Date(Date.now() - 60_000) };
    await db().item.update({ where: { id: lost.id }, data: longAgo });
    await db().item.update({ where: { id: poison.id }, data: { ...longAgo, attempts: 6 } });
    expect(await sweep()).toMatchObject({ requeued: 1, handedOver: 1 });
    expect(await sweep()).toMatchObject({ requeued: 0, handedOver: 0 });
    expect(await readItem(orgId, poison.id, false)).toMatchObject({
      decision: "FLAG",
      requires_human_review: true,
    });
  });
});

describe("record", () => {
  it("chains all of it, and names the row that somebody changed", async () => {
    const whole = await verifyChain(orgId);
    expect(whole).toMatchObject({ ok: true });
    expect(whole.rows).toBeGreaterThan(20);
    await expect(
      db().auditEvent.updateMany({ where: { orgId, seq: 7 }, data: { actor: "nobody" } }),
    ).rejects.toThrow(/append-only/);
    await db().$executeRawUnsafe(`ALTER TABLE "AuditEvent" DISABLE TRIGGER audit_append_only`);
    await db().auditEvent.updateMany({ where: { orgId, seq: 7 }, data: { actor: "nobody" } });
    expect(await verifyChain(orgId)).toMatchObject({ ok: false, brokenSeq: 7 });
    await db().auditEvent.deleteMany({ where: { orgId, seq: { gte: 7 } } });
    expect(await verifyChain(orgId)).toMatchObject({
      ok: false,
      brokenSeq: 7,
      reason: "rows are missing at the end",
    });
  });
});
