import { afterAll, afterEach, expect, it, vi } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { db } from "#lib/store/client";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { closeConnections } from "./close-connections";
import { moderateItem } from "./moderate-item";
import { submitItem } from "./submit-item";
import { sweep } from "./sweep";

afterEach(() => vi.useRealTimers());
afterAll(closeConnections);

it("says of a text, too, that it is being judged, so that a slow model's post is not begun anew", async () => {
  const orgId = await makeOrganization();
  const body = moderateBodySchema.parse({ content_id: "slow", text: "a long text" });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await db().item.update({
    where: { id: item.id },
    data: { lastQueuedAt: new Date(Date.now() - 60_000) },
  });
  const queuedAt = async () =>
    (await db().item.findUniqueOrThrow({ where: { id: item.id } })).lastQueuedAt.getTime();
  const fake = fakeCascade();
  const cascade = {
    ...fake,
    run: async (...asked: Parameters<typeof fake.run>) => {
      const before = await queuedAt();
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(async () => expect(await queuedAt()).toBeGreaterThan(before), 5_000);
      expect(await sweep()).toMatchObject({ requeued: 0 });
      return fake.run(...asked);
    },
  };
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  await moderateItem(item.id, { cascade, rules: async () => ({ version: 0, rules: [] }) });
  expect(vi.getTimerCount()).toBe(0);
});
