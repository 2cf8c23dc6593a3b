import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { signIn } from "./credentials";
import { type OpenPage, test } from "./fixtures";
import { expectAccessible, inspect, SIZES } from "./pages";
import { giveOpinion, postForReview, readItem } from "./posts";

async function signedIn(openPage: OpenPage, name: string): Promise<Page> {
  const page = await openPage();
  await signIn(page, name);
  return page;
}

const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};

/** A post that a person takes down before the first of these tests, for by the last that can no longer be undone. */
let takenDown = "";
test.beforeAll(async ({ openPage, request }) => {
  const desk = await signedIn(openPage, "mod2");
  [takenDown] = (await postForReview(request, 1)) as [string];
  await giveOpinion(desk, takenDown, ["harassment"]);
});

/** The path of the page where its author can appeal. */
async function appealPath(request: APIRequestContext): Promise<string> {
  const read = () => readItem(request, takenDown);
  await expect.poll(async () => (await read()).decision, { timeout: 30_000 }).toBe("BLOCK");
  return new URL((await read()).appeal_url).pathname;
}

test("sign-in and not-found are accessible and whole in both themes and sizes", async ({ page }) => {
  test.setTimeout(120_000);
  await inspect(page, "/login", heading("Sign in"));
  await page.getByLabel("Email").fill("nobody@sightline.test");
  await page.getByLabel("Password").fill("not the password");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "do not go together" })).toBeVisible();
  await expect(page.getByLabel("Password")).toBeFocused();
  await expectAccessible(page);
  await inspect(page, "/appeal/this-token-is-not-known", heading("This link is not known"));
});

test("the review desk is accessible and whole, with its layers open too", async ({ openPage, request }) => {
  test.setTimeout(180_000);
  await postForReview(request, 2);
  const page = await signedIn(openPage, "mod3");
  const post = page.getByRole("region", { name: "Post to judge" });
  await inspect(page, "/review", async () => expect(post).toBeVisible(), { inOneTab: true });

  await page.setViewportSize(SIZES[0]!);
  await page.reload();
  await expect(post).toBeFocused();
  for (const [key, name] of [
    ["?", "Keyboard map"],
    ["e", "Escalate to a lead"],
    ["s", "Skip"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.keyboard.press("b");
  await expect(page.getByRole("group", { name: "Rules that this post breaks" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "View options" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
});

test("queues and items are accessible and whole in both themes and sizes", async ({ openPage, request }) => {
  test.setTimeout(180_000);
  const [id] = await postForReview(request, 1);
  const page = await signedIn(openPage, "mod3");
  await inspect(page, "/queues", async (view) => expect(view.getByRole("table")).toBeVisible());
  await inspect(page, "/items", async (view) => expect(view.getByRole("table")).toBeVisible());
  await inspect(page, "/items?author=nobody-has-this-name", async (view) =>
    expect(view.getByText("No item matches")).toBeVisible(),
  );
  await inspect(page, `/items/${id}`, async (view) =>
    expect(view.getByRole("heading", { name: "History" })).toBeVisible(),
  );
  // On a phone what was decided and why comes first.
  const top = async (name: string) =>
    (await page.getByRole("heading", { name, exact: true }).boundingBox())?.y ?? 0;
  expect(await top("Verdict")).toBeLessThan(await top("Notes"));
  await expect(page.getByRole("heading", { name: "Verdict", exact: true })).toBeInViewport();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
});

test("an appeal page is accessible and whole, and takes an appeal without JavaScript", async ({
  openPage,
  request,
}) => {
  test.setTimeout(240_000);
  const path = await appealPath(request);
  const page = await openPage();
  await inspect(page, path, heading("Your post was taken down"));
  await expect(page.getByText("a person on the moderation team")).toBeVisible();

  const plain = await openPage({ javaScriptEnabled: false });
  await plain.goto(path);
  await plain.getByRole("textbox").fill("It was a line from a play.\nPlease look again.");
  await plain.getByRole("button", { name: "Send my appeal" }).click();
  await expect(plain.getByRole("heading", { name: "We have your appeal" })).toBeVisible();
  await expect(plain.getByText("It was a line from a play.")).toBeVisible();
  await inspect(page, path, async (view) =>
    expect(view.getByRole("heading", { name: "We have your appeal" })).toBeVisible(),
  );
});
