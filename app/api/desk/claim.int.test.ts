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

it("gives an item back that was claimed for a desk that is closed by then", async () => {
  const orgId = await makeOrganization();
  const [gone, here] = await Promise.all([makeUser(orgId), makeUser(orgId)]);
  const body = moderateBodySchema.parse({ content_id: "left-1", text: "toxicity=0.7" });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) });

  const closing = new AbortController();
  const request = await deskRequest("/api/desk/tasks/claim", gone, { body: {} });
  const answer = claim(new Request(request, { signal: closing.signal }), routeContext({}));
  closing.abort();
  await answer;
  expect(await db().reviewTask.findFirstOrThrow({ where: { itemId: item.id } })).toMatchObject({
    state: "open",
    leaseOwner: null,
  });
  const next = await claim(await deskRequest("/api/desk/tasks/claim", here, { body: {} }), routeContext({}));
  expect(await next.json()).toMatchObject({ task: { item: { id: item.id } } });
});
