import { execFileSync } from "node:child_process";
import { expect } from "@playwright/test";
import { credentials, signIn } from "./credentials";
import { test } from "./fixtures";
import { bringToFront, readItem } from "./posts";

test("a post is flagged, taken down by keyboard, appealed by its author and put back by somebody else", async ({
  openPage,
  request,
}) => {
  test.setTimeout(180_000);
  const headers = { authorization: `Bearer ${credentials().apiKey}` };
  const body = {
    content_id: `loop-${Date.now()}`,
    // Of its own number: nobody is given the same words twice, so a repeat of the test needs others.
    text: `You are rather foolish and everyone here is tired of you. (No. ${Date.now() % 10_000})`,
    metadata: { user_id: "loop-author", community: "gaming", language: "en", reach: 90_000 },
    wait_ms: 5000,
  };
  const posted = await request.post("/api/v1/moderate", { headers, data: body });
  expect(posted.status()).toBe(200);
  const item = await posted.json();
  expect(item).toMatchObject({ status: "decided", decision: "FLAG", requires_human_review: true });
  expect(item.explanations.flatMap((entry: { spans: unknown[] }) => entry.spans).length).toBeGreaterThan(0);

  const first = await openPage();
  await signIn(first, "mod1");
  await bringToFront(first, item.id);
  await first.goto("/review");
  await expect(first.getByText("everyone here is tired of you").first()).toBeVisible();
  await first.keyboard.press("b");
  await first.keyboard.press("Enter");
  await expect(first.getByText(/undo/i).first()).toBeVisible();

  // Ten seconds to think better of it, then it takes effect.
  await expect
    .poll(async () => (await readItem(request, item.id)).decision, { timeout: 30_000 })
    .toBe("BLOCK");
  const { appeal_url } = await readItem(request, item.id);
  expect(appeal_url).toMatch(/\/appeal\/[\w-]{32}$/);

  const author = await openPage();
  await author.goto(new URL(appeal_url).pathname);
  await author.getByRole("textbox").fill("It was a line from a film that we were quoting to each other.");
  await author.getByRole("button", { name: /appeal/i }).click();
  await expect(author.getByText("It was a line from a film")).toBeVisible();
  expect((await readItem(request, item.id)).requires_human_review).toBe(true);

  const second = await openPage();
  await signIn(second, "mod2");
  await bringToFront(second, item.id);
  await second.goto("/review");
  await expect(second.getByText("It was a line from a film")).toBeVisible();
  await second.keyboard.press("n");
  await second.keyboard.type("Read in its thread this is a quotation. The post is back.");
  await second.keyboard.press("Escape");
  await second.keyboard.press("a");
  await expect
    .poll(async () => (await readItem(request, item.id)).decision, { timeout: 30_000 })
    .toBe("APPROVE");

  await author.reload();
  await expect(author.getByText("Read in its thread this is a quotation.")).toBeVisible();
  const history = (await readItem(request, item.id)).history.map((entry: { type: string }) => entry.type);
  expect(history).toEqual(["received", "verdict", "review", "appeal_filed", "review", "appeal_decided"]);

  execFileSync("npm", ["run", "-s", "audit:verify"], { env: process.env });
});
