import { expect, type Page, test } from "@playwright/test";
import { fromHere, signIn } from "./credentials";
import { expectAccessible, expectNoKeyboardTrap, expectWholeWhenZoomed, inspect, lookAround } from "./pages";

const table = (name: string) => (page: Page) =>
  expect(page.getByRole("region", { name }).or(page.getByRole("table", { name }))).toBeVisible();

test("settings and audit log are accessible and whole in both themes and sizes", async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, "admin");
  await inspect(page, "/settings/policy", (view) => expect(view.getByTestId("policy-preview")).toBeVisible());
  await page.getByLabel("Toxicity: review from in percent").fill("21");
  await page.getByText(/^Rule T-1/).click();
  await expectAccessible(page);
  await inspect(page, "/settings/lists", table("List entries"));
  await page.getByRole("button", { name: "Add entries" }).click();
  await expectAccessible(page);
  await inspect(page, "/settings/people", table("People"));
  await page.getByRole("button", { name: "Invite" }).click();
  await expectAccessible(page);
  await inspect(page, "/settings/keys", table("API keys"));
  await page.getByRole("button", { name: "New key" }).click();
  await expectAccessible(page);
  await inspect(page, "/audit", table("Audit log"));
  await page
    .getByRole("button", { name: /^Details of/ })
    .first()
    .click();
  await expectAccessible(page);
});

test("the error reference and an invitation are accessible and whole in both themes and sizes", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await inspect(page, "/docs/errors", table("Error codes"));
  await inspect(page, `/invite/${"x".repeat(43)}`, (view) =>
    expect(view.getByText("This link does not work")).toBeVisible(),
  );
  await signIn(page, "admin");
  const invite = await page.request.post("/api/desk/invites", {
    data: { role: "moderator" },
    headers: fromHere(),
  });
  const { path } = await invite.json();
  await inspect(page, path, (view) => expect(view.getByRole("button", { name: "Join" })).toBeVisible());
});

test("figures, wellbeing and the review's settings are accessible and whole, with their layers open too", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "admin");
  const open = async (path: string, ready: string) => {
    await page.goto(path);
    await expect(page.getByText(ready).first()).toBeVisible();
  };
  await open("/insights", "Distribution of scores");
  await page.locator("main summary").evaluateAll((all) => {
    for (const each of all) (each as HTMLElement).click();
  });
  await lookAround(page);
  await open("/quality", "How often two people decided");
  await lookAround(page);
  await open("/wellbeing", "Kinds of harm that you are not given");
  await lookAround(page);
  await open("/settings/review", "Opinions needed");
  await expect(page.getByRole("option", { name: /^Default \([13]\)$/ })).toHaveCount(9);
  await lookAround(page);

  await open("/models", "texts that level 1 is not certain of");
  await lookAround(page);
  await page.getByRole("link", { name: "Deep text model" }).click();
  await expect(page.getByRole("heading", { name: "Limits" })).toBeVisible();
  await page.locator("main summary").evaluateAll((all) => {
    for (const each of all) (each as HTMLElement).click();
  });
  await lookAround(page);

  await open("/settings/queues", "Tried from the top");
  await expectNoKeyboardTrap(page);
  await page.getByRole("button", { name: "New queue" }).click();
  const dialog = page.getByRole("dialog", { name: "New queue" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  // What is wrong stands beside its field, and what a rule would catch beside the rule.
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("button", { name: "Make the queue" }).click();
  await expect(dialog.getByText("Use small letters, digits and hyphens, at most 40.")).toBeVisible();
  await expect(dialog.getByText("Name at least one.")).toBeVisible();
  await lookAround(page);
  await dialog.getByLabel("Name").fill("harassment");
  await dialog.getByRole("checkbox", { name: "Harassment" }).check();
  await expect(dialog.getByText(/waiting items? fits?|Nothing that waits now fits/)).toBeVisible();
  await dialog.getByRole("button", { name: "Make the queue" }).click();
  await expect(dialog).toHaveCount(0);
  await page
    .getByRole("button", { name: /^Change what .* may be given$/ })
    .first()
    .click();
  await expect(
    page.getByRole("dialog").getByRole("checkbox", { name: "harassment", exact: true }),
  ).toBeVisible();
  await lookAround(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Retire harassment", exact: true }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retire it" }).click();
  await expect(page.getByText("category is Harassment", { exact: true })).toHaveCount(0);

  await expectWholeWhenZoomed(page, [
    "/queues",
    "/items",
    "/audit",
    "/playground",
    "/settings/policy",
    "/settings/people",
  ]);
  await page.goto("/queues");
  await expect(page.getByRole("table")).toBeVisible();
  await expectNoKeyboardTrap(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "More", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Insights" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "More", exact: true })).toBeFocused();
});
