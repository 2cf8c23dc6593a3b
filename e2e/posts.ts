import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { credentials, fromHere } from "./credentials";

let serial = 0;

const bearer = () => ({ authorization: `Bearer ${credentials().apiKey}` });

const SILLY = () =>
  `What a silly thing to say, you are wasting our time. (No. ${1000 + Math.floor(Math.random() * 9000)})`;

async function postOne(request: APIRequestContext, text: string, community: string): Promise<string> {
  const response = await request.post("/api/v1/moderate", {
    headers: bearer(),
    data: {
      content_id: `desk-${Date.now()}-${++serial}`,
      text,
      metadata: { user_id: "desk-author", community, language: "en", reach: 120 },
      wait_ms: 10_000,
    },
  });
  expect(response.status()).toBe(200);
  const item = await response.json();
  expect(item.requires_human_review).toBe(true);
  return item.id;
}

/** Sends posts that need a person, so that the desk has work whatever ran before; answers their item ids in the order of their places. */
export async function postForReview(
  request: APIRequestContext,
  count: number,
  textOf: (place: number) => string = SILLY,
  community = "gaming",
): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const lane = async () => {
    for (let place = next++; place < count; place = next++)
      ids[place] = await postOne(request, textOf(place), community);
  };
  // Two at a time: one is judged while the other is taken in and answered.
  await Promise.all([lane(), lane()]);
  return ids;
}

/** What the public API says of an item. */
export async function readItem(request: APIRequestContext, id: string) {
  return (await request.get(`/api/v1/items/${id}`, { headers: bearer() })).json();
}

/** Sends to the desk's own API as the person who is signed in on this page. */
async function deskPost(page: Page, path: string, data: object) {
  return page.request.post(path, { data, headers: fromHere(), maxRetries: 2 });
}

/** An appeal is not decided without an answer. */
const noteFor = ({ kind }: { kind: string }) => (kind === "appeal" ? "We have read it again." : "");

/** Gives this person's opinion on an item, by rules broken, as soon as it is their turn, and lets pass what comes before. */
export async function giveOpinion(page: Page, itemId: string, categories: string[]): Promise<void> {
  for (let i = 0; i < 150; i++) {
    const { task } = await (await deskPost(page, "/api/desk/tasks/claim", {})).json();
    if (!task) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      continue;
    }
    const mine = task.item.id === itemId;
    const ruling = mine ? { decision: "BLOCK", categories } : { decision: "APPROVE", categories: [] };
    const note = mine ? "As I see it." : noteFor(task);
    const answer = await deskPost(page, `/api/desk/tasks/${task.id}/decide`, {
      ...ruling,
      leaseToken: task.leaseToken,
      note,
    });
    // A desk that this person has open may have taken it up meanwhile.
    if (mine && answer.ok()) return;
  }
  throw new Error("the item never came");
}

/** Decides what waits ahead of the item through the desk's own API; the page then takes up this one, or the first of these. */
export async function bringToFront(page: Page, ...itemIds: string[]): Promise<void> {
  for (let i = 0; i < 400; i++) {
    const { task } = await (await deskPost(page, "/api/desk/tasks/claim", {})).json();
    expect(task, "the item waits for this person").not.toBeNull();
    if (itemIds.includes(task.item.id)) return;
    const { id, leaseToken } = task;
    await deskPost(page, `/api/desk/tasks/${id}/decide`, {
      leaseToken,
      decision: "APPROVE",
      categories: [],
      note: noteFor(task),
    });
  }
}
