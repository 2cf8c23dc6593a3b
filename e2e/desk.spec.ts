import { expect, type Page, type Request } from "@playwright/test";
import { signIn, signInOnPage } from "./credentials";
import { test } from "./fixtures";
import { expectUnplugged, openAndGoTo, tabAndPress, tabTo, unplugMouse } from "./keyboard";
import { expectAccessible } from "./pages";
import { postForReview } from "./posts";

const post = (page: Page) => page.getByRole("region", { name: "Post to judge" });
const note = (page: Page) => page.getByPlaceholder(/Note for colleagues/);

/** The item on the desk, by the content id that its facts show. */
async function onDesk(page: Page): Promise<string> {
  await expect(post(page)).toBeFocused();
  const facts = page.getByRole("region", { name: "Context" });
  return (await facts.getByText("Content id").locator("xpath=following-sibling::dd").textContent()) ?? "";
}

/** Waits until another item than this one is on the desk and ready. */
async function nextAfter(page: Page, last: string): Promise<string> {
  await expect.poll(() => onDesk(page)).not.toBe(last);
  await expect(page.getByRole("button", { name: "Skip" })).toBeEnabled();
  return onDesk(page);
}

async function skip(page: Page): Promise<void> {
  await page.keyboard.press("s");
  await expect(page.getByRole("dialog", { name: "Skip" })).toBeVisible();
  await page.keyboard.press("1");
}

/**
 * Skips what waits in front until an ordinary review is on the desk; with `ours`, one of the posts that these tests send:
 * which of the demo posts wait in front depends on what the models say of them.
 */
async function reachReview(page: Page, { ours = false } = {}): Promise<string> {
  for (let i = 0; i < 100; i++) {
    const item = await onDesk(page);
    if ((await note(page).isVisible()) && (!ours || item.startsWith("desk-"))) return item;
    await skip(page);
    await nextAfter(page, item);
  }
  throw new Error("no ordinary review came");
}

test.beforeEach(async ({ request }) => {
  await postForReview(request, 8);
});

test("a shift without a mouse: sign in, judge, note, undo, escalate, skip, sign out", async ({ page }) => {
  test.setTimeout(120_000);
  await unplugMouse(page);
  await signInOnPage(page, "mod1");
  await page.goto("/review");
  const first = await reachReview(page, { ours: true });

  await page.keyboard.press("k");
  await expect(
    page.getByRole("button", {
      name: /Sexual content|Misinformation|Spam|Hate|Violence|Self-harm|Profanity/,
      pressed: true,
    }),
  ).toBeVisible();
  await page.keyboard.press("o");
  await expect(page.getByText("Marks are off.")).toBeVisible();
  await page.keyboard.press("o");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard map" })).toBeVisible();
  await page.keyboard.press("a");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await onDesk(page)).toBe(first);

  await page.keyboard.press("n");
  await page.keyboard.type("Aimed at a person.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: /^Block/ })).toBeFocused();
  await page.keyboard.press("Shift+Digit3");
  await expect(page.getByRole("button", { name: /^Hate/, pressed: true }).first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("+");
  await page.keyboard.press("w");
  await page.keyboard.type("Please be kinder. ");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /^Block/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const second = await nextAfter(page, first);
  await expect(note(page)).toHaveValue("");

  await page.keyboard.press("u");
  await expect.poll(() => onDesk(page)).toBe(first);
  await expect(note(page)).toHaveValue("Aimed at a person.");
  await page.keyboard.press("Shift+Digit2");
  const third = await nextAfter(page, first);
  expect(third).toBe(second);

  await page.keyboard.press("a");
  const fourth = await nextAfter(page, third);
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog", { name: "Escalate to a lead" })).toBeVisible();
  await page.keyboard.press("1");
  const fifth = await nextAfter(page, fourth);
  await skip(page);
  const sixth = await nextAfter(page, fifth);

  await page.keyboard.press("b");
  await page.keyboard.press("2");
  const seventh = await nextAfter(page, sixth);

  await page.keyboard.press("?");
  const letter = page.getByRole("textbox", { name: "Approve" });
  await tabTo(page, letter);
  await page.keyboard.press("y");
  await expect(letter).toHaveValue("Y");
  await page.keyboard.press("Escape");
  await page.keyboard.press("y");
  await nextAfter(page, seventh);
  await page.reload();
  await onDesk(page);
  await page.keyboard.press("?");
  await expect(letter).toHaveValue("Y");
  await tabAndPress(page, page.getByRole("button", { name: "Back to the standard letters" }));
  await expect(letter).toHaveValue("A");
  await page.keyboard.press("Escape");

  await tabAndPress(page, page.getByRole("button", { name: /^Account of/ }));
  await expect(page.getByRole("menu")).toBeVisible();
  const leave = page.getByRole("menuitem", { name: "Sign out" });
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(leave).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/login/);
  await expectUnplugged(page);
});

test("a decision that the server refuses comes back with its note", async ({ page }) => {
  // How many items are being made ready at the moment.
  let reserving = 0;
  const reserves = (request: Request) => Number(request.url().endsWith("/tasks/reserve"));
  page.on("request", (request) => (reserving += reserves(request)));
  page.on("requestfinished", (request) => (reserving -= reserves(request)));
  page.on("requestfailed", (request) => (reserving -= reserves(request)));
  await signIn(page, "mod2");
  await page.goto("/review");
  // What comes behind it can be decided by a key alone, too: an appeal would want an answer first.
  const item = await reachReview(page, { ours: true });
  await note(page).fill("Kept, I hope.");
  await page.keyboard.press("Escape");
  await page.route("**/decide", (route) =>
    route.fulfill({ status: 503, json: { detail: "Busy just now." } }),
  );
  await page.keyboard.press("a");
  await expect(page.getByRole("alert").filter({ hasText: "Busy just now." })).toBeVisible();
  expect(await onDesk(page)).toBe(item);
  await expect(note(page)).toHaveValue("Kept, I hope.");
  await page.unroute("**/decide");
  await page.keyboard.press("a");
  const next = await nextAfter(page, item);

  // From here on nothing is ready: what is pressed before the next item is here is refused aloud, and done to nothing.
  await page.route("**/tasks/reserve", (route) => route.fulfill({ json: { task: null } }));
  await expect.poll(() => reserving).toBe(0);
  await page.keyboard.press("a");
  const last = await nextAfter(page, next);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/tasks/claim", async (route) => {
    await asked;
    await route.continue();
  });
  await page.keyboard.press("a");
  await expect(page.getByRole("button", { name: "Skip" })).toBeDisabled();
  const early = page.getByRole("alert").filter({ hasText: "came before the next item was here" });
  for (const key of ["e", "a"]) {
    await page.keyboard.press(key);
    await expect(early).toBeVisible();
  }
  answer();
  const later = await nextAfter(page, last);
  await expect(early).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog", { name: "Escalate to a lead" })).toBeVisible();
  await expect(early).toHaveCount(0);
  await page.keyboard.press("Escape");
  expect(await onDesk(page)).toBe(later);
});

test("an item that another tab has taken over is given up kindly, and its note is kept", async ({
  page,
  context,
}) => {
  await signIn(page, "mod3");
  await page.goto("/review");
  await reachReview(page);
  await note(page).fill("Half a thought");
  await page.keyboard.press("Escape");

  const other = await context.newPage();
  await other.goto("/review");
  await expect(post(other)).toBeVisible();

  await page.keyboard.press("a");
  await expect(page.getByText("This item is no longer yours", { exact: true })).toBeVisible();
  await expect(note(page)).toHaveValue("Half a thought");
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await other.close();
  await page.keyboard.press("a");
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was done" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Next item" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This item is no longer yours", { exact: true })).toHaveCount(0);
  await onDesk(page);
});

test("the palette does what the desk can, and opens pages and items, by keyboard alone", async ({ page }) => {
  await signIn(page, "mod2");
  await page.goto("/review");
  await onDesk(page);
  const field = page.getByRole("combobox", { name: /What to do/ });
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("keyb");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keyboard map" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("items");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/items/);
  await expect(page.getByRole("table")).toBeVisible();
  const contentId = (await page.locator("tbody .font-mono").first().textContent()) ?? "";
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type(contentId.trim());
  await expect(page.getByRole("option", { name: contentId.trim() })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/items\/itm_/);
});

test("colleagues are asked in notes, and what stands around and what is alike opens, by keyboard", async ({
  page,
  openPage,
}) => {
  test.setTimeout(120_000);
  await unplugMouse(page);
  await signIn(page, "mod3");
  await page.goto("/review");
  const item = await reachReview(page, { ours: true });

  await page.keyboard.press("i");
  await expect(page.getByRole("dialog", { name: "Notes" })).toBeVisible();
  await expect(page.getByLabel("Add a note")).toBeFocused();
  await page.keyboard.type("Would you look at this, @Len");
  await tabAndPress(page, page.getByRole("button", { name: "@Lena Lead" }));
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("list", { name: "Notes" }).getByText("@Lena Lead")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("l");
  await expect(page.getByText(/in order of time|did not say in which community/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.keyboard.press("c");
  const together = page.getByRole("dialog", { name: "Decide near-duplicates together" });
  await expect(together.getByText(/% alike|Nothing that waits can be decided along/).first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  expect(await onDesk(page)).toBe(item);

  await expectUnplugged(page);

  const theirs = await openPage();
  await unplugMouse(theirs);
  await signIn(theirs, "lead");
  await theirs.goto("/mentions");
  const mention = theirs.getByRole("listitem").filter({ hasText: "Max Third" }).first();
  await expect(mention.getByText("New")).toBeVisible();
  await expectAccessible(theirs);
  await tabAndPress(theirs, mention.getByRole("link"));
  await expect(theirs).toHaveURL(/\/items\/itm_/);
  await expectUnplugged(theirs);
});

test("all there is to judge an item by fits one screen; on a phone the post stays in sight while blocking", async ({
  page,
}) => {
  await signIn(page, "mod2");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/review");
  await reachReview(page);
  for (const name of ["Post to judge", "Evidence", "Context"]) {
    const pane = page.getByRole("region", { name });
    const hidden = await pane.evaluate((element) => element.scrollHeight - element.clientHeight);
    expect(hidden, `${name} scrolls`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press("b");
  await expect(page.getByRole("group", { name: "Rules that this post breaks" })).toBeVisible();
  await post(page).evaluate((element) => element.scrollIntoView());
  const panel = await page.getByRole("region", { name: "Decision" }).boundingBox();
  const words = await post(page).boundingBox();
  expect((panel?.y ?? 0) - Math.max(0, words?.y ?? 0)).toBeGreaterThan(250);
  await expect(page.getByRole("button", { name: /^Block/ })).toBeInViewport();
});

test("Escape closes a dialog at the first press, though the mouse rests where a tooltip shows", async ({
  page,
}) => {
  await signIn(page, "mod2");
  await page.goto("/review");
  await onDesk(page);
  await page.getByRole("button", { name: "View options" }).hover();
  await expect(page.getByRole("tooltip")).toBeAttached();
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Skip" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("leaving the desk gives the item back at once", async ({ page }) => {
  await signIn(page, "mod1");
  await page.goto("/review");
  await onDesk(page);
  const released = page.waitForResponse((response) => response.url().endsWith("/release"));
  await tabAndPress(page, page.getByRole("link", { name: "Queues" }));
  expect((await released).status()).toBe(204);
  await expect(page.getByRole("heading", { name: "Queues" })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

test("the queues say so when the connection is lost, and come back", async ({ page }) => {
  await signIn(page, "lead");
  await page.route("**/api/desk/queues**", (route) => route.abort());
  await page.goto("/queues");
  await expect(page.getByText("The server cannot be reached", { exact: false })).toBeVisible();
  await expect(page.getByText("Not connected")).toBeVisible();
  await page.unroute("**/api/desk/queues**");
  await expect(page.getByRole("table")).toBeVisible({ timeout: 20_000 });
});

test("the theme is a choice that stays, painted by the server without a flash", async ({ page }) => {
  await signIn(page, "mod1");
  await page.goto("/items");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get("/items")).text();
  expect(html).toContain('data-theme="dark"');
});

test("the desk is shown as a person likes it: letters, marks, and text blurred on every page until they ask", async ({
  page,
}) => {
  await unplugMouse(page);
  await signIn(page, "mod2");
  await page.goto("/review");
  await onDesk(page);
  const options = page.getByRole("button", { name: "View options" });
  /** Changes an option in the menu, by its first letters, and leaves it; focus is on its button again. */
  const change = async (name: string, on: boolean) => {
    await tabTo(page, options, "Shift+Tab");
    const option = page.getByRole("menuitemcheckbox", { name });
    await openAndGoTo(page, option, name.slice(0, 4));
    await page.keyboard.press("Enter");
    await expect(option).toBeChecked({ checked: on });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(options).toBeFocused();
  };
  const dialog = page.getByRole("dialog", { name: "Skip" });
  await change("Single-letter shortcuts", false);
  await page.keyboard.press("s");
  await expect(dialog).toHaveCount(0);
  await change("Single-letter shortcuts", true);
  await page.keyboard.press("s");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(options).toBeFocused();
  await change("Mark what the models saw", false);
  await expect(page.getByText("Marks are off.")).toBeVisible();
  await change("Mark what the models saw", true);
  await change("Blur text until revealed", true);
  const blurred = page.locator(".blur-\\[7px\\]");
  await expect(blurred.first()).toBeVisible();
  await page.keyboard.press("r");
  await expect(blurred).toHaveCount(0);
  await tabAndPress(page, page.getByRole("button", { name: "Blur again" }));
  await expect(blurred.first()).toBeVisible();

  await page.goto("/items");
  await expect(page.locator("tbody .blur-\\[5px\\]").first()).toBeVisible();
  await tabAndPress(page, page.locator("tbody a").first());
  await expect(blurred).toBeVisible();
  await tabAndPress(page, page.getByRole("button", { name: "Show the text" }));
  await expect(blurred).toHaveCount(0);
  await expectUnplugged(page);
});
