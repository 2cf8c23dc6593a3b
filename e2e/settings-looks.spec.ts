import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./credentials";
import { expectAccessible, inspect } from "./pages";

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
  const headers = { origin: new URL(page.url()).origin };
  const invite = await page.request.post("/api/desk/invites", { data: { role: "moderator" }, headers });
  const { path } = await invite.json();
  await inspect(page, path, (view) => expect(view.getByRole("button", { name: "Join" })).toBeVisible());
});
