import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { closeConnections } from "#lib/services/close-connections";
import { moderateItem } from "#lib/services/moderate-item";
import { submitItem } from "#lib/services/submit-item";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { fakeCascade } from "../../../scripts/test/fake-cascade";
import { deskRequest, makeOrganization, makeUser, routeContext } from "../../../scripts/test/people";
import { PUT as setSkills } from "./people/[id]/skills/route";
import { POST as preview } from "./queues/preview/route";
import { DELETE as remove, PUT as save } from "./queues/rules/[name]/route";
import { GET as list } from "./queues/rules/route";
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
        { itemId: before, queue: "general", categories: ["spam"], community: "market", topScore: 0.7 },
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

  it("says which condition is not one, and knows no queue that is not there", async () => {
    const bad = await put("odd", { rule: [{ field: "weather", in: ["rain"] }] });
    expect(bad.status).toBe(422);
    expect((await put("General Store", { rule: SPAM })).status).toBe(404);
    const missing = await remove(await deskRequest("/x", lead, { method: "DELETE" }), named("nothing"));
    expect(missing.status).toBe(404);
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
