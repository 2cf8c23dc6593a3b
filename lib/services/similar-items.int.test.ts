import { afterAll, beforeAll, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { applyDecision } from "./apply-decision";
import { closeConnections } from "./close-connections";
import { moderateItem } from "./moderate-item";
import { claimTask, decideTask, type Reviewer } from "./review-task";
import { submitItem } from "./submit-item";
import { viewItem } from "./view-item";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
const ADVERT =
  "The best watches in town are here, write to us today and get a second one for nothing at all spam=0.7";
let orgId: string;
let mod: Reviewer;
let serial = 0;

beforeAll(async () => {
  orgId = await makeOrganization();
  mod = { orgId, role: "moderator", userId: (await makeUser(orgId)).id };
});
afterAll(closeConnections);

async function post(text: string, into = orgId) {
  const body = moderateBodySchema.parse({ content_id: `alike-${++serial}`, text });
  const { item } = await submitItem({ orgId: into, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}

it("shows near-duplicates with how they were decided, and none of another organisation", async () => {
  const first = await post(ADVERT);
  const task = (await claimTask(mod))!;
  expect(task).toMatchObject({ item: { id: first }, similar: [] });
  const body = {
    leaseToken: task.leaseToken,
    decision: "BLOCK" as const,
    categories: ["spam" as const],
    note: "",
  };
  const { decisionId } = await decideTask(mod, task.id, body);
  await db().decision.update({ where: { id: decisionId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  await applyDecision(decisionId);

  await post(ADVERT.replace("watches", "phones"), await makeOrganization());
  await post("The match was moved to Sunday because of the rain, see you all there toxicity=0.7");
  const copy = await post(ADVERT.replace("watches", "phones"));
  const waiting = [(await claimTask(mod))!];
  const other = waiting[0]!;
  if (other.item.id !== copy) {
    await decideTask(mod, other.id, { ...body, leaseToken: other.leaseToken });
    waiting.unshift((await claimTask(mod))!);
  }
  expect(waiting[0]).toMatchObject({
    item: { id: copy },
    similar: [{ id: first, decision: "BLOCK", decidedBy: "person" }],
  });
  expect(waiting[0]!.similar).toHaveLength(1);
});

it("counts who else has an item open, and knows no items of others", async () => {
  const id = await post("toxicity=0.7 whoever looks");
  const other = { orgId, userId: (await makeUser(orgId)).id };
  expect(await viewItem(mod, id)).toEqual({ others: 0 });
  expect(await viewItem(other, id)).toEqual({ others: 1 });
  await viewItem(other, await post("toxicity=0.7 something else"));
  expect(await viewItem(mod, id)).toEqual({ others: 0 });
  const stranger = { orgId: await makeOrganization(), userId: other.userId };
  await expect(viewItem(stranger, id)).rejects.toMatchObject({ code: "not_found" });
});
