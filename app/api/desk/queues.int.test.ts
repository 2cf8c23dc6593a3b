import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { queueOverviewSchema } from "#lib/domain/desk";
import { closeConnections } from "#lib/services/close-connections";
import { moderateItem } from "#lib/services/moderate-item";
import { queueOverview } from "#lib/services/queue-overview";
import { claimTask, decideTask } from "#lib/services/review-task";
import { submitItem } from "#lib/services/submit-item";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { fakeCascade } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { PUT as setSkills } from "./people/[id]/skills/route";
import { POST as preview } from "./queues/preview/route";
import { GET as overview } from "./queues/route";
import { DELETE as remove, PUT as save } from "./queues/rules/[name]/route";
import { GET as list, PUT as reorder } from "./queues/rules/route";
import { GET as team } from "./skills/route";
import { POST as claim } from "./tasks/claim/route";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
let orgId: string;
let lead: User;
let mod: User;

beforeAll(async () => {
  orgId = await makeOrganization();
  [lead, mod] = await Promise.all([makeUser(orgId, "lead"), makeUser(orgId, "moderator")]);
});
afterAll(closeConnections);

let serial = 0;
async function post(text: string, metadata: Record<string, unknown>) {
  const body = moderateBodySchema.parse({ content_id: `q-${++serial}`, text: `${text} ${serial}`, metadata });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}
const queueOf = async (itemId: string) =>
  (await db().reviewTask.findFirstOrThrow({ where: { itemId } })).queue;
const named = (name: string) => routeContext({ name });
const put = async (name: string, body: object) =>
  save(await deskRequest(`/api/desk/queues/rules/${name}`, lead, { method: "PUT", body }), named(name));

const SPAM = [
  { field: "category", in: ["spam"] },
  { field: "score", from: 0.6 },
];

describe("queues by rule", () => {
  it("previews, takes what waits and what comes, and gives it back when removed", async () => {
    const before = await post("spam=0.7", { language: "en", community: "market" });
    const other = await post("toxicity=0.7", { language: "en" });
    const shown = await preview(await deskRequest("/x", lead, { body: { rule: SPAM } }));
    expect(await shown.json()).toMatchObject({
      matching: 1,
      capped: false,
      sample: [
        {
          itemId: before,
          queue: "general",
          categories: ["spam"],
          community: "market",
          topScore: 0.7,
          excerpt: expect.any(String),
        },
      ],
    });
    const saved = await put("market", { rule: SPAM, moveWaiting: true });
    expect(await saved.json()).toEqual({ moved: 1 });
    expect([await queueOf(before), await queueOf(other)]).toEqual(["market", "general"]);
    expect(await queueOf(await post("spam=0.8", {}))).toBe("market");
    const all = await (await list(await deskRequest("/x", lead))).json();
    expect(all.queues).toMatchObject([{ name: "market", opinions: null, blindModel: false }]);
    const gone = await remove(await deskRequest("/x", lead, { method: "DELETE" }), named("market"));
    expect(await gone.json()).toEqual({ moved: 2 });
    expect(await queueOf(before)).toBe("general");
  });

  it("leaves to an earlier queue what it took", async () => {
    const id = await post("spam=0.7", { community: "music" });
    await put("first", { rule: [{ field: "community", in: ["music"] }], position: 1, moveWaiting: true });
    await put("second", { rule: SPAM, position: 2, moveWaiting: true });
    expect(await queueOf(id)).toBe("first");
  });

  it("are tried in the order that a lead sets, all of them or none", async () => {
    const order = async (names: string[]) =>
      reorder(await deskRequest("/api/desk/queues/rules", lead, { method: "PUT", body: { names } }));
    expect((await order(["second"])).status).toBe(409);
    expect((await order(["second", "second"])).status).toBe(409);
    const { queues } = await (await order(["second", "first"])).json();
    expect(queues.map(({ name }: { name: string }) => name)).toEqual(["second", "first"]);
    expect(await queueOf(await post("spam=0.7", { community: "music" }))).toBe("second");
    const event = await db().auditEvent.findFirstOrThrow({ where: { orgId, action: "queue.ordered" } });
    expect(JSON.parse(event.payload)).toEqual({ names: ["second", "first"] });
  });

  it("for trained people are served to nobody else but leads", async () => {
    await db().reviewTask.deleteMany({ where: { orgId } });
    await put("second", { rule: SPAM, trainedOnly: true });
    const id = await post("spam=0.7", {});
    const other = await makeUser(orgId, "moderator");
    const claimBy = async (user: User) =>
      (await (await claim(await deskRequest("/x", user, { body: {} }))).json()).task;
    expect(await claimBy(other)).toBeNull();
    const body = { languages: [], categories: [], queues: ["second", "general"] };
    await setSkills(await deskRequest("/x", lead, { method: "PUT", body }), routeContext({ id: other.id }));
    expect((await claimBy(other)).item.id).toBe(id);
    await db().reviewTask.updateMany({ where: { orgId }, data: { state: "open", leaseOwner: null } });
    expect((await claimBy(lead)).item.id).toBe(id);
  });

  it("says which condition is not one, and knows no queue that is not there", async () => {
    const bad = await put("odd", { rule: [{ field: "weather", in: ["rain"] }] });
    expect(bad.status).toBe(422);
    expect((await put("General Store", { rule: SPAM })).status).toBe(404);
    const missing = await remove(await deskRequest("/x", lead, { method: "DELETE" }), named("nothing"));
    expect(missing.status).toBe(404);
  });
});

describe("the overview", () => {
  const decide = async (count: number) => {
    const reviewer = { orgId, userId: mod.id, role: "moderator" as const };
    for (let i = 0; i < count; i++) {
      const task = await claimTask(reviewer);
      const body = {
        decision: "APPROVE" as const,
        categories: [],
        note: "",
        leaseToken: task?.leaseToken ?? 0,
      };
      await decideTask(reviewer, task?.id ?? "", body);
    }
  };

  it("forecasts from what was decided, and says when that is too little", async () => {
    await db().reviewTask.deleteMany({ where: { orgId } });
    for (let i = 0; i < 12; i++) await post("toxicity=0.7", {});
    const silent = queueOverviewSchema.parse(await (await overview(await deskRequest("/x", mod))).json());
    expect(silent.queues[0]).toMatchObject({ waiting: 12, willBeLate: null });
    expect(silent.forecast).toMatchObject({ pace: null, drainMinutes: null, morePeople: null });
    await decide(6);
    const { forecast, queues } = await queueOverview(orgId);
    expect(forecast.pace).toMatchObject({ minutes: 60, decided: 6, people: 1 });
    expect(forecast.arrivalsPerHour).toBeGreaterThanOrEqual(12);
    expect(queues[0]).toMatchObject({ waiting: 6, decidedLastHour: 6 });
    // Twice as many arrive as are decided: sooner or later deadlines break.
    expect(forecast).toMatchObject({ drainMinutes: null });
    expect(forecast.firstLateInMinutes).toBeGreaterThan(0);
    expect(forecast.morePeople).toBeGreaterThan(0);
    expect(queues[0]?.willBeLate).toBe(forecast.willBeLate);
  });
});

describe("skills", () => {
  it("are set by leads, listed by name, and hold from the next claim on", async () => {
    await db().reviewTask.deleteMany({ where: { orgId } });
    await post("toxicity=0.7", { language: "en" });
    const german = await post("toxicity=0.7", { language: "de" });
    const body = { languages: ["de"], categories: [], queues: [] };
    const set = await setSkills(
      await deskRequest("/x", lead, { method: "PUT", body }),
      routeContext({ id: mod.id }),
    );
    expect(set.status).toBe(204);
    const { people } = await (await team(await deskRequest("/x", lead))).json();
    expect(people.find(({ id }: { id: string }) => id === mod.id)).toMatchObject(body);
    const { task } = await (await claim(await deskRequest("/x", mod, { body: {} }))).json();
    expect(task.item.id).toBe(german);
  });
});
