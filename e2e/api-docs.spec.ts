import { expect, test } from "@playwright/test";
import { OPERATIONS } from "../lib/domain/api/operations/index";
import { ExampleWorld } from "../scripts/test/api-examples";
import { readContract } from "../scripts/test/contract";
import { type Caller, send } from "../scripts/test/http";
import { credentials } from "./credentials";
import { expectAccessible, inspect } from "./pages";

test("the API's page is accessible and whole in both themes and sizes", async ({ page }) => {
  test.setTimeout(300_000);
  await inspect(page, "/docs/api", async () => {
    await expect(page.getByRole("heading", { level: 1, name: "API" })).toBeVisible();
  });
});

test("the API's page can be used by keyboard and leads to each endpoint", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/docs/api");
  const nav = page.getByRole("navigation", { name: "Endpoints" });
  for (const { id, summary } of OPERATIONS) {
    await expect(nav.getByRole("link", { name: summary, exact: true }).first()).toHaveAttribute(
      "href",
      `#${id}`,
    );
    await expect(page.locator(`h3#${id}`)).toBeVisible();
  }
  await nav.getByRole("link", { name: "Have a post judged", exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#moderate$/);
  const article = page.getByRole("article", { name: "Have a post judged" });
  await article.getByRole("tab", { name: "curl" }).first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(article.getByRole("region", { name: /in TypeScript/ }).first()).toContainText(
    "sightline.moderate(",
  );
  await article.getByText(/^Fields of the answer/).click();
  await expect(article.getByRole("region", { name: /^Answer 200/ })).toContainText("overall_safety_score");
  await expectAccessible(page);
});

test("errors lead to the page that explains them", async ({ page, request }) => {
  const response = await request.get("/api/v1/items/itm_none", {
    headers: { authorization: `Bearer ${credentials().apiKey}` },
  });
  const { type, code } = await response.json();
  await page.goto(new URL(type).pathname + new URL(type).hash);
  await expect(page.locator(`tr#${code}`)).toContainText("404");
});

test("every documented example is answered as documented by the running server", async ({ baseURL }) => {
  test.setTimeout(180_000);
  const { apiKey } = credentials();
  const caller: Caller = {
    orgId: "",
    secret: apiKey,
    send: (path, sent) => send(baseURL + path, apiKey, sent),
  };
  const file = await caller.send("/api/openapi.json");
  const contract = readContract(file.body);
  const world = new ExampleWorld(caller);
  for (const operation of OPERATIONS)
    for (const example of operation.examples) {
      const { path, ...sent } = await world.requestOf(operation, example);
      const { status, headers, body } = await caller.send(path, sent);
      const fault = contract.faultOf(operation, { status, contentType: headers.get("content-type"), body });
      expect(fault, `${operation.id}: ${example.title}`).toBeNull();
      expect(status, `${operation.id}: ${example.title}`).toBeLessThan(400);
    }
});
