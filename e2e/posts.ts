import { type APIRequestContext, expect } from "@playwright/test";
import { credentials } from "./credentials";

let serial = 0;

const bearer = () => ({ authorization: `Bearer ${credentials().apiKey}` });

/** Sends posts that need a person, so that the desk has work whatever ran before; answers their item ids. */
export async function postForReview(request: APIRequestContext, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const response = await request.post("/api/v1/moderate", {
      headers: bearer(),
      data: {
        content_id: `desk-${Date.now()}-${++serial}`,
        text: `What a silly thing to say, you are wasting our time. (No. ${1000 + Math.floor(Math.random() * 9000)})`,
        metadata: { user_id: "desk-author", community: "gaming", language: "en", reach: 120 },
        wait_ms: 10_000,
      },
    });
    expect(response.status()).toBe(200);
    const item = await response.json();
    expect(item.requires_human_review).toBe(true);
    ids.push(item.id);
  }
  return ids;
}

/** What the public API says of an item. */
export async function readItem(request: APIRequestContext, id: string) {
  return (await request.get(`/api/v1/items/${id}`, { headers: bearer() })).json();
}
