import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { EVENT_DATA, EVENT_TYPES, type EventType, MOST_ATTEMPTS } from "#lib/domain/webhooks";
import type { Reviewer } from "#lib/services/review-task";
import { appealToken } from "#lib/store/appeal-token";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { type Received, startReceiver, type WebhookReceiver } from "#scripts/test/webhook-receiver";
import { fileAppeal } from "./appeals";
import { applyDecision } from "./apply-decision";
import { closeConnections } from "./close-connections";
import { deliverWebhooks } from "./deliver-webhooks";
import { addEntries, removeFromLists } from "./manage-lists";
import {
  changeSecret,
  changeWebhook,
  createWebhook,
  listWebhooks,
  readDeliveries,
  removeWebhook,
  sendAgain,
  testWebhook,
} from "./manage-webhooks";
import { moderateItem } from "./moderate-item";
import { claimTask, decideTask, undoDecision } from "./review-task";
import { submitItem } from "./submit-item";

process.env.ALLOW_PRIVATE_HOSTS = "127.0.0.1";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
const WORDS = "a sentence that nobody outside may read";
let orgId: string;
let admin: string;
let receiver: WebhookReceiver;
let endpoint: string;
let serial = 0;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await closeConnections();
});
afterEach(() => {
  receiver.accepted = [];
  receiver.behave = () => false;
});

/** A fresh organisation with one endpoint that hears of everything. */
async function fresh(events: (typeof EVENT_TYPES)[number][] = [...EVENT_TYPES]) {
  orgId = await makeOrganization();
  admin = (await makeUser(orgId, "admin")).id;
  const made = await createWebhook(orgId, { url: receiver.url, note: "", events }, admin);
  receiver.secrets = [made.secret];
  endpoint = made.webhook.id;
  return made;
}

async function post(scores: string, more: Record<string, unknown> = {}) {
  const text = `${scores} ${WORDS}`;
  const body = moderateBodySchema.parse({ content_id: `hook-${++serial}`, text, ...more });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item;
}

async function decide(reviewer: Reviewer, decision: "APPROVE" | "BLOCK", note = "") {
  const task = (await claimTask(reviewer))!;
  const categories = decision === "BLOCK" ? (["toxicity"] as const) : [];
  return decideTask(reviewer, task.id, {
    leaseToken: task.leaseToken,
    decision,
    categories: [...categories],
    note,
  });
}

async function takeEffect(decisionId: string) {
  await db().decision.update({ where: { id: decisionId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  await applyDecision(decisionId);
}

/** Makes waiting retries due now. */
const hurry = () =>
  db().webhookDelivery.updateMany({ where: { orgId, state: "pending" }, data: { nextAt: new Date(0) } });
const types = () => receiver.accepted.map(({ type }) => type);
const reviewer = async (role: "moderator" | "lead" = "moderator"): Promise<Reviewer> => ({
  orgId,
  role,
  userId: (await makeUser(orgId, role)).id,
});

describe("events", () => {
  it("tell a whole life in order, verified, each in its documented shape and without what anybody wrote", async () => {
    await fresh();
    const item = await post("toxicity=0.7");
    const [first, second] = [await reviewer(), await reviewer()];
    const { decisionId } = await decide(first, "BLOCK", "note of a moderator");
    await takeEffect(decisionId);
    await fileAppeal(appealToken(decisionId), "statement of the author");
    const answer = await decide(second, "APPROVE", "answer to the author");
    await takeEffect(answer.decisionId);
    await deliverWebhooks(endpoint);

    expect(types()).toEqual([
      "item.decided",
      "item.reviewed",
      "appeal.opened",
      "item.reviewed",
      "appeal.decided",
    ]);
    const ref = { id: item.id, content_id: item.contentId };
    expect(receiver.accepted.map(({ data }) => data)).toMatchObject([
      { ...ref, decision: "FLAG", requires_human_review: true, scores: { toxicity: 0.7 } },
      { ...ref, decision: "BLOCK", kind: "review", appeal_url: expect.stringContaining("/appeal/") },
      { item: ref, decision_id: decisionId },
      { ...ref, decision: "APPROVE", kind: "appeal" },
      { item: ref, outcome: "overturned", decision: "APPROVE" },
    ]);
    for (const { type, data, raw } of receiver.accepted) {
      expect(EVENT_DATA[type as EventType].strict().parse(data)).toBeTruthy();
      expect(Buffer.byteLength(raw)).toBeLessThan(20_000);
      expect(raw).not.toMatch(/nobody outside|note of|statement|answer to/);
      expect(new Date((JSON.parse(raw) as { timestamp: string }).timestamp).getTime()).not.toBeNaN();
    }
    expect(receiver.forged).toBe(0);
  });

  it("of a decision that is taken back never leave", async () => {
    await fresh(["item.reviewed"]);
    await post("toxicity=0.7");
    const who = await reviewer();
    const { decisionId } = await decide(who, "BLOCK");
    await undoDecision(who, decisionId);
    await applyDecision(decisionId);
    await deliverWebhooks(endpoint);
    expect(receiver.accepted).toEqual([]);
  });

  it("of lists carry figures alone", async () => {
    await fresh(["list.changed"]);
    const shared = { category: "spam", action: "flag", note: "" } as const;
    const value = "wordthatstaysinside";
    const { version } = await addEntries(orgId, { ...shared, entries: [{ kind: "keyword", value }] }, admin);
    const entry = await db().listEntry.findFirstOrThrow({ where: { orgId } });
    await removeFromLists(orgId, entry.id, admin);
    await deliverWebhooks(endpoint);
    expect(receiver.accepted.map(({ data }) => data)).toEqual([
      { version, added: 1, removed: 0 },
      { version: version + 1, added: 0, removed: 1 },
    ]);
  });

  it("go to whoever asked for them, and to the item's own callback address, signed with the organisation's secret", async () => {
    const { secret } = await fresh(["appeal.opened"]);
    const own = await changeSecret(orgId, "callbacks", admin);
    receiver.secrets = [own.secret];
    const item = await post("toxicity=0.1", { callback_url: receiver.url });
    const [row, ...more] = await db().webhookDelivery.findMany({ where: { orgId } });
    expect(more).toEqual([]);
    await deliverWebhooks(row!.receiver);
    expect(receiver.accepted).toMatchObject([
      { type: "item.decided", data: { id: item.id, decision: "APPROVE" } },
    ]);
    expect((await readDeliveries(orgId, "callbacks", {})).deliveries).toMatchObject([{ state: "delivered" }]);
    expect(own.secret).not.toBe(secret);
    expect(own.oldSecretUntil).toBeNull();
  });

  it("are not written when what they tell is not", async () => {
    await fresh();
    const item = await post("toxicity=0.1");
    await Promise.all(Array.from({ length: 5 }, () => moderateItem(item.id, ports)));
    expect(await db().webhookDelivery.count({ where: { orgId } })).toBe(1);
  });
});

describe("delivery", () => {
  it("keeps the order of one item while another overtakes", async () => {
    await fresh(["item.decided", "item.reviewed"]);
    const stuck = await post("toxicity=0.7");
    const { decisionId } = await decide(await reviewer(), "APPROVE");
    await takeEffect(decisionId);
    await post("toxicity=0.1");
    receiver.behave = ({ type, data }, response, attempt) =>
      type === "item.decided" &&
      data.id === stuck.id &&
      attempt === 1 &&
      Boolean(response.writeHead(500).end());
    await deliverWebhooks(endpoint);
    expect(receiver.accepted.map(({ data }) => data.id)).not.toContain(stuck.id);
    expect(receiver.accepted).toHaveLength(1);
    await hurry();
    await deliverWebhooks(endpoint);
    expect(types()).toEqual(["item.decided", "item.decided", "item.reviewed"]);
  });

  it("tries again after an error, a refused redirect and a broken connection, and notes each", async () => {
    await fresh(["item.decided"]);
    await post("toxicity=0.1");
    const away = await startReceiver();
    receiver.behave = (_message, response, attempt) => {
      if (attempt === 1) response.writeHead(503, { "retry-after": "60" }).end("busy");
      else if (attempt === 2) response.writeHead(307, { location: away.url }).end();
      else if (attempt === 3) response.destroy();
      return attempt <= 3;
    };
    const before = Date.now();
    await deliverWebhooks(endpoint);
    const waiting = await db().webhookDelivery.findFirstOrThrow({ where: { orgId } });
    expect(waiting.nextAt.getTime() - before).toBeGreaterThanOrEqual(59_000);
    expect((await listWebhooks(orgId)).webhooks[0]?.failingSince).not.toBeNull();
    for (let i = 0; i < 3; i++) {
      await hurry();
      await deliverWebhooks(endpoint);
    }
    const [delivery] = (await readDeliveries(orgId, endpoint, {})).deliveries;
    expect(delivery?.state).toBe("delivered");
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([503, 307, null, 204]);
    expect(delivery?.attempts[1]?.error).toMatch(/redirect/);
    expect(receiver.accepted).toHaveLength(1);
    expect(away.requests).toBe(0);
    await away.close();
    expect((await listWebhooks(orgId)).webhooks[0]).toMatchObject({ failingSince: null, disabledAt: null });
  });

  it("calls no address inside the house, whatever it is called", async () => {
    await fresh(["item.decided"]);
    const inside = [
      "https://10.0.0.7/hook",
      "https://[::1]/hook",
      "https://localhost/hook",
      "http://example.com/hook",
      "https://user:word@example.com/",
    ];
    for (const url of inside)
      await expect(
        createWebhook(orgId, { url, note: "", events: ["item.decided"] }, admin),
      ).rejects.toMatchObject({
        code: "invalid_input",
        errors: [{ pointer: "/url" }],
      });
    await expect(post("toxicity=0.1", { callback_url: "https://10.0.0.7/hook" })).rejects.toMatchObject({
      errors: [{ pointer: "/callback_url" }],
    });
    // An address that was saved before the operator changed their mind, or a name that resolves inwards.
    await db().webhookEndpoint.update({
      where: { id: endpoint },
      data: { url: "https://169.254.169.254/latest" },
    });
    await post("toxicity=0.1");
    await deliverWebhooks(endpoint);
    const [delivery] = (await readDeliveries(orgId, endpoint, {})).deliveries;
    expect(delivery).toMatchObject({ state: "pending", attempts: [{ status: null }] });
    expect(delivery?.attempts[0]?.error).toMatch(/not on the public internet/);
  });

  it("of one event by two senders happens once, and a dead sender's event is taken anew", async () => {
    await fresh(["item.decided"]);
    for (let i = 0; i < 20; i++) await post("toxicity=0.1");
    const before = receiver.requests;
    await Promise.all(Array.from({ length: 6 }, () => deliverWebhooks(endpoint)));
    expect(receiver.requests - before).toBe(20);
    await post("toxicity=0.1");
    await db().webhookDelivery.updateMany({
      where: { orgId, state: "pending" },
      data: { attempts: 1, lockedUntil: new Date(Date.now() + 60_000) },
    });
    await deliverWebhooks(endpoint);
    expect(receiver.requests - before).toBe(20);
    await db().webhookDelivery.updateMany({
      where: { orgId, state: "pending" },
      data: { lockedUntil: new Date(Date.now() - 1) },
    });
    await deliverWebhooks(endpoint);
    expect(receiver.requests - before).toBe(21);
    expect(new Set(receiver.accepted.map(({ id }) => id)).size).toBe(21);
  });

  it("ends at 410: the endpoint is off, what happens meanwhile waits, and is sent when it is on again", async () => {
    await fresh(["item.decided"]);
    await post("toxicity=0.1");
    receiver.behave = (_message, response) => Boolean(response.writeHead(410).end());
    await deliverWebhooks(endpoint);
    const [webhook] = (await listWebhooks(orgId)).webhooks;
    expect(webhook).toMatchObject({ disabledReason: expect.stringContaining("410"), counts: { failed: 1 } });
    const [event] = await db().auditEvent.findMany({ where: { orgId, action: "webhook.disabled" } });
    expect(event).toMatchObject({ actor: "machine", subject: endpoint });
    receiver.behave = () => false;
    await post("toxicity=0.1");
    await deliverWebhooks(endpoint);
    expect(receiver.accepted).toEqual([]);
    await expect(testWebhook(orgId, endpoint)).rejects.toMatchObject({ code: "conflict" });
    await changeWebhook(orgId, endpoint, { enabled: true }, admin);
    await deliverWebhooks(endpoint);
    expect(receiver.accepted).toHaveLength(1);
  });

  it("is given up after a day; an endpoint that was silent all the while is switched off", async () => {
    await fresh(["item.decided"]);
    await post("toxicity=0.1");
    receiver.behave = (_message, response) => Boolean(response.writeHead(500).end());
    for (let i = 1; i < MOST_ATTEMPTS; i++) {
      await deliverWebhooks(endpoint);
      await hurry();
    }
    expect((await listWebhooks(orgId)).webhooks[0]).toMatchObject({
      disabledAt: null,
      counts: { pending: 1 },
    });
    const dayAgo = new Date(Date.now() - 22 * 3_600_000);
    await db().webhookEndpoint.update({ where: { id: endpoint }, data: { failingSince: dayAgo } });
    await deliverWebhooks(endpoint);
    const [webhook] = (await listWebhooks(orgId)).webhooks;
    expect(webhook).toMatchObject({ disabledReason: expect.stringContaining("day"), counts: { failed: 1 } });
    receiver.behave = () => false;
    await changeWebhook(orgId, endpoint, { enabled: true }, admin);
    const [delivery] = (await readDeliveries(orgId, endpoint, { state: "failed" })).deliveries;
    await sendAgain(orgId, delivery!.id, admin);
    await deliverWebhooks(endpoint);
    expect(receiver.accepted.map(({ id }) => id)).toEqual([delivery!.eventId]);
  });

  it("can leave out what was missed", async () => {
    await fresh(["item.decided"]);
    await changeWebhook(orgId, endpoint, { enabled: false }, admin);
    await post("toxicity=0.1");
    await changeWebhook(orgId, endpoint, { enabled: true, missed: "skip" }, admin);
    await deliverWebhooks(endpoint);
    expect(receiver.accepted).toEqual([]);
  });
});

describe("secrets", () => {
  it("overlap for a day when they change, and no longer", async () => {
    const { secret: old } = await fresh(["item.decided"]);
    const { secret: next, oldSecretUntil } = await changeSecret(orgId, endpoint, admin);
    expect(next).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Date.parse(oldSecretUntil ?? "") - Date.now()).toBeGreaterThan(23 * 3_600_000);
    for (const secret of [old, next]) {
      receiver.secrets = [secret];
      await post("toxicity=0.1");
      await deliverWebhooks(endpoint);
    }
    expect(receiver.accepted).toHaveLength(2);
    await db().webhookSecret.updateMany({
      where: { endpointId: endpoint, expiresAt: { not: null } },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    receiver.secrets = [old];
    await post("toxicity=0.1");
    await deliverWebhooks(endpoint);
    expect(receiver.accepted).toHaveLength(2);
  });

  it("stand in the database sealed, and in no list, log or record", async () => {
    const { secret } = await fresh();
    const bare = secret.slice("whsec_".length);
    const rows = [
      await db().webhookSecret.findMany({ where: { orgId } }),
      await db().auditEvent.findMany({ where: { orgId } }),
      await listWebhooks(orgId),
    ];
    expect(JSON.stringify(rows)).not.toContain(bare.slice(0, 20));
  });
});

describe("settings", () => {
  it("test an endpoint, and keep other organisations out", async () => {
    await fresh(["appeal.opened"]);
    await testWebhook(orgId, endpoint);
    await deliverWebhooks(endpoint);
    expect(receiver.accepted).toMatchObject([{ type: "webhook.test" }] satisfies Partial<Received>[]);
    const [delivery] = (await readDeliveries(orgId, endpoint, {})).deliveries;
    const stranger = await makeOrganization("Elsewhere");
    const refused = { code: "not_found" };
    await expect(readDeliveries(stranger, endpoint, {})).rejects.toMatchObject(refused);
    await expect(testWebhook(stranger, endpoint)).rejects.toMatchObject(refused);
    await expect(changeSecret(stranger, endpoint, admin)).rejects.toMatchObject(refused);
    await expect(changeWebhook(stranger, endpoint, { note: "x" }, admin)).rejects.toMatchObject(refused);
    await expect(removeWebhook(stranger, endpoint, admin)).rejects.toMatchObject(refused);
    await expect(sendAgain(stranger, delivery!.id, admin)).rejects.toMatchObject({ code: "conflict" });
    expect((await listWebhooks(stranger)).webhooks).toEqual([]);
    await removeWebhook(orgId, endpoint, admin);
    expect(await db().webhookDelivery.count({ where: { orgId } })).toBe(0);
    expect(await db().webhookSecret.count({ where: { orgId } })).toBe(0);
  });
});
