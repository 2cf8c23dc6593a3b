import { afterAll, beforeAll, expect, it } from "vitest";
import type { ItemResource } from "#lib/domain/api/item";
import { openapiDocument } from "#lib/http/openapi";
import { explanationOf, fakeCascade } from "#scripts/test/fake-cascade";
import type { Caller } from "#scripts/test/http";
import { type PublicApi, startPublicApi } from "#scripts/test/public-api";

const spans = [{ start: 0, end: 4, weight: 1 }];
const explanations = [
  explanationOf("toxicity", "", { spans, gap: 0.09 }),
  // As items have it that were stored before, and models whose marks are no path integral.
  explanationOf("spam", "", { spans }),
];

let api: PublicApi;
let caller: Caller;
beforeAll(async () => {
  api = await startPublicApi(fakeCascade({ scores: { toxicity: 0.7, spam: 0.4 }, explanations }));
  caller = await api.newCaller();
});
afterAll(() => api.close());

it("say what they miss when a post is judged and when it is read again, where that is known", async () => {
  const body = { content_id: "gap-1", text: "what a day", wait_ms: 10_000 };
  const judged = await caller.send<ItemResource>("/api/v1/moderate", { body });
  expect(judged.status).toBe(200);
  const read = await caller.send<ItemResource>(`/api/v1/items/${judged.body.id}`);
  for (const { body: item } of [judged, read]) {
    expect(item.explanations?.map(({ category, gap }) => [category, gap])).toEqual([
      ["toxicity", 0.09],
      ["spam", undefined],
    ]);
  }
});

it("are described with the gap, which need not be there", () => {
  const { schemas } = openapiDocument("http://localhost").components as { schemas: Record<string, object> };
  expect(schemas.Explanation).toMatchObject({
    properties: {
      gap: { type: "number", minimum: 0, maximum: 1, description: expect.stringContaining("misses") },
    },
    required: expect.not.arrayContaining(["gap"]),
  });
});
