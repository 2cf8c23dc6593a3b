import { expect, test } from "@playwright/test";

test("a started Sightline is healthy and shows its sign-in page to a stranger", async ({ page, request }) => {
  const health = await request.get("/api/health");
  expect(health.status()).toBe(200);
  await page.goto("/review");
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByLabel("Email")).toBeVisible();
});
