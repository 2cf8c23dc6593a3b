import { afterAll, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { closeConnections } from "#lib/services/close-connections";
import { moderateItem } from "#lib/services/moderate-item";
import { submitItem } from "#lib/services/submit-item";
import { db } from "#lib/store/client";
import { fakeCascade } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { POST as claim } from "./tasks/claim/route";

afterAll(closeConnections);

/** An item that waits for a person, and two who may have it. */
async function waiting() {
  const orgId = await makeOrganization();
  const [gone, here] = await Promise.all([makeUser(orgId), makeUser(orgId)]);
  const body = moderateBodySchema.parse({ content_id: "left-1", text: "toxicity=0.7" });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) });
  return { itemId: item.id, gone, here };
}

it.each(["while it is claimed", "while the answer is under way"])(
  "gives an item back whose desk is closed %s",
  async (when) => {
    const { itemId, gone, here } = await waiting();
    const closing = new AbortController();
    const request = await deskRequest("/api/desk/tasks/claim", gone, { body: {} });
    const answer = claim(new Request(request, { signal: closing.signal }), routeContext({}));
    if (when === "while it is claimed") closing.abort();
    await answer;
    closing.abort();
    await expect
      .poll(() => db().reviewTask.findFirstOrThrow({ where: { itemId } }))
      .toMatchObject({ state: "open", leaseOwner: null });
    const next = await claim(
      await deskRequest("/api/desk/tasks/claim", here, { body: {} }),
      routeContext({}),
    );
    expect(await next.json()).toMatchObject({ task: { item: { id: itemId } } });
  },
);
