import { expect, test } from "@playwright/test";
import { OPERATIONS } from "../lib/domain/api/operations/index";
import { ExampleWorld } from "../scripts/test/api-examples";
import { readContract } from "../scripts/test/contract";
import { type Caller, send } from "../scripts/test/http";
import { credentials } from "./credentials";
import { inspect } from "./pages";

test("the API's pages are accessible and whole in both themes and sizes", async ({ page }) => {
  test.setTimeout(120_000);
  for (const [path, title] of [
    ["/docs/api", "API"],
    ["/docs/api/moderate", "Have a post judged"],
    ["/docs/api/objects", "Objects"],
    ["/docs/api/objects/Item", "Item"],
  ] as const)
    await inspect(page, path, async (view) => {
      await expect(view.getByRole("heading", { level: 1, name: title })).toBeVisible();
    });
});

test("the API's index leads to each endpoint, and its page can be used by keyboard", async ({
  page,
  request,
}) => {
  await page.goto("/docs/api");
  const index = page.getByRole("main");
  for (const { id, summary } of OPERATIONS) {
    const link = index.getByRole("link", { name: summary, exact: true });
    await expect(link).toHaveAttribute("href", `/docs/api/${id}`);
    const answer = await request.get(`/docs/api/${id}`);
    expect(answer.status(), id).toBe(200);
    const html = await answer.text();
    expect(html, id).toContain(`sightline.${id}(`);
    expect(html.length, `${id}: a page to read, not a book`).toBeLessThan(200_000);
  }
  expect((await request.get("/docs/api/nothing")).status()).toBe(404);
  const objects = await (await request.get("/docs/api/objects")).text();
  expect(objects.length).toBeLessThan(120_000);
  const { components } = await (await request.get("/api/openapi.json")).json();
  for (const name of Object.keys(components.schemas)) {
    expect(objects, name).toContain(`href="/docs/api/objects/${name}"`);
    const answer = await request.get(`/docs/api/objects/${name}`);
    expect(answer.status(), name).toBe(200);
    expect((await answer.text()).length, name).toBeLessThan(120_000);
  }
  expect((await request.get("/docs/api/objects/Nothing")).status()).toBe(404);

  const nav = page.getByRole("navigation", { name: "Endpoints" });
  await nav.getByRole("link", { name: "Have a post judged", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/docs\/api\/moderate$/);
  await expect(nav.locator("[aria-current=page]")).toHaveText("Have a post judged");
  const article = page.getByRole("article");
  await article.getByRole("tab", { name: "curl" }).first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(article.getByRole("region", { name: /in TypeScript/ }).first()).toContainText(
    "sightline.moderate(",
  );
  const answer = article.getByRole("region", { name: /^Answer 200/ });
  await expect(answer).toContainText("overall_safety_score");
  await answer.getByRole("link", { name: "Explanation" }).click();
  await expect(page).toHaveURL(/\/docs\/api\/objects\/Explanation$/);
  await expect(page.getByRole("heading", { level: 1, name: "Explanation" })).toBeVisible();
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
