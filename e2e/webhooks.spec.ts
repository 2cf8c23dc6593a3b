import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import path from "node:path";
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { type Received, startReceiver } from "../scripts/test/webhook-receiver";
import { credentials, fromHere, signIn } from "./credentials";
import { test } from "./fixtures";
import { expectAccessible, inspect } from "./pages";

const folder = () => process.env.SIGHTLINE_DATA_DIR ?? ".data";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function children(): { web: number; workers: number } {
  const [web, workers] = JSON.parse(readFileSync(path.join(folder(), "run.json"), "utf8")).children;
  return { web, workers };
}

async function newWebhook(page: Page, url: string): Promise<{ id: string; secret: string }> {
  const response = await page.request.post("/api/desk/webhooks", {
    data: { url, note: "", events: ["item.decided", "appeal.opened"] },
    headers: fromHere(),
  });
  expect(response.status()).toBe(201);
  const { webhook, secret } = await response.json();
  return { id: webhook.id, secret };
}

/** Sends posts until told to stop, each until it is accepted; content ids to item ids. */
function startSending(request: APIRequestContext) {
  const accepted = new Map<string, string>();
  const headers = { authorization: `Bearer ${credentials().apiKey}` };
  let sending = true;
  const client = async (name: string) => {
    for (let serial = 0; sending; serial++) {
      const content_id = `hook-${name}-${Date.now()}-${serial}`;
      const data = { content_id, text: `A quiet note about the weather, number ${serial}.`, wait_ms: 0 };
      while (!accepted.has(content_id)) {
        const response = await request
          .post("/api/v1/moderate", { headers, data, timeout: 5000 })
          .catch(() => null);
        if (response && [200, 202].includes(response.status()))
          accepted.set(content_id, (await response.json()).id);
        else if (!sending) break;
        else await pause(200);
      }
      await pause(100);
    }
  };
  const clients = [client("a"), client("b")];
  return async () => {
    sending = false;
    await Promise.all(clients);
    return accepted;
  };
}

/** A receiver on a bad day: of a first delivery one in four fails, hangs, redirects inwards or breaks off. */
function badDay(inward: string) {
  let count = 0;
  return (_message: Received, response: ServerResponse, attempt: number): boolean => {
    if (attempt > 1) return false;
    count += 1;
    if (count % 16 === 1) response.writeHead(500).end();
    else if (count % 16 === 5) response.writeHead(302, { location: inward }).end();
    else if (count % 16 === 9) response.destroy();
    // Hangs: never answered.
    else if (count % 16 !== 13) return false;
    return true;
  };
}

test("kill -9 of worker and web while a receiver fails, hangs and redirects inwards: every event is delivered once", async ({
  openPage,
  request,
}) => {
  test.setTimeout(240_000);
  const page = await openPage();
  await signIn(page, "admin");
  const inward = await startReceiver();
  const receiver = await startReceiver(badDay(inward.url));
  const { id, secret } = await newWebhook(page, receiver.url);
  receiver.secrets = [secret];

  const stop = startSending(request);
  await pause(2000);
  process.kill(children().workers, "SIGKILL");
  await pause(3000);
  const { web, workers } = children();
  process.kill(web, "SIGKILL");
  process.kill(workers, "SIGKILL");
  await expect
    .poll(async () => (await request.get("/api/health").catch(() => null))?.status(), { timeout: 60_000 })
    .toBe(200);
  await pause(1000);
  const accepted = await stop();

  const mine = () => receiver.accepted.filter(({ data }) => accepted.has(String(data.content_id)));
  await expect.poll(() => mine().length, { timeout: 120_000, intervals: [500] }).toBe(accepted.size);
  expect(accepted.size).toBeGreaterThan(30);
  expect(new Set(mine().map(({ data }) => data.content_id)).size).toBe(accepted.size);
  expect(receiver.forged).toBe(0);
  expect(inward.requests).toBe(0);
  expect(receiver.requests).toBeGreaterThan(receiver.accepted.length);
  await page.request.delete(`/api/desk/webhooks/${id}`, { headers: fromHere() });
  await Promise.all([receiver.close(), inward.close()]);
});

const secretIn = (page: Page) =>
  page.getByRole("dialog", { name: "Copy the secret now" }).getByRole("textbox").inputValue();

test("an admin makes a webhook, tests it, sends again, and changes its secret", async ({ page }) => {
  test.setTimeout(180_000);
  const receiver = await startReceiver();
  await signIn(page, "admin");
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://10.0.0.1/hooks");
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  await expect(dialog.getByText("is not on the public internet")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Address").fill(receiver.url);
  for (const box of ["The machine judged", "list entries", "An author filed", "An appeal was"])
    await dialog.getByRole("checkbox", { name: new RegExp(box, "i") }).uncheck();
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  receiver.secrets = [await secretIn(page)];
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();

  const card = page.getByRole("region", { name: `Webhook ${receiver.url}` });
  await card.getByRole("button", { name: "Send a test" }).click();
  await expect(card.getByText("Delivered", { exact: true })).toBeVisible();
  expect(receiver.accepted.map(({ type }) => type)).toEqual(["webhook.test"]);
  await card.getByRole("button", { name: /^Details of msg_/ }).click();
  await expect(card.getByText("204 in")).toBeVisible();
  await expectAccessible(page);
  await card.getByRole("button", { name: /^Send again: msg_/ }).click();
  await expect.poll(() => receiver.requests).toBe(2);
  expect(receiver.accepted).toHaveLength(1);

  await card.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "New secret" }).click();
  await dialog.getByRole("button", { name: "Make a secret" }).click();
  receiver.secrets = [await secretIn(page)];
  await dialog.getByRole("button", { name: "Done" }).click();
  await card.getByRole("button", { name: "Send a test" }).click();
  await expect.poll(() => receiver.accepted.length).toBe(2);
  expect(receiver.forged).toBe(0);

  await inspect(page, "/settings/webhooks", async (view) => {
    await view.getByRole("button", { name: "Show what was sent" }).first().click();
    await expect(view.getByRole("region", { name: "Events sent" })).toBeVisible();
  });
  await card.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(card).toHaveCount(0);
  await receiver.close();
});
