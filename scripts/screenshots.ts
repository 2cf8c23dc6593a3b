/*
 * npm run screenshots -- [folder]: pictures of every page and its states in both themes, at 1440 and 390 px, of a running
 * Sightline with the demo organisation (SIGHTLINE_URL, default http://127.0.0.1:3000; people from
 * SIGHTLINE_DATA_DIR/credentials.json). They are for looking at, one by one; nothing compares them.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { demoCredentials } from "./system/demo-credentials.mjs";
import { dataFolder } from "./system/project.mjs";
import { BROWSER_ARGUMENTS, findBrowser } from "./test/browser.mjs";

const base = process.env.SIGHTLINE_URL ?? "http://127.0.0.1:3000";
const folder = path.resolve(process.argv[2] ?? path.join(dataFolder(), "screenshots"));
const only = process.argv[3] ?? "";
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

interface Shot {
  name: string;
  who: "nobody" | "mod1" | "lead" | "admin";
  path: string;
  /** What brings the page into this state. */
  act?: (page: Page) => Promise<unknown>;
}

const keys =
  (...pressed: string[]) =>
  async (page: Page) => {
    await page.locator("[data-item]").first().waitFor({ timeout: 15_000 });
    for (const key of pressed) await page.keyboard.press(key);
  };
const click = (role: "button" | "link", name: RegExp) => (page: Page) =>
  page.getByRole(role, { name }).first().click();
async function signInWrongly(page: Page): Promise<void> {
  await page.getByLabel("Email").fill("nobody@sightline.test");
  await page.getByLabel("Password").fill("not the password");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: /\w/ }).first().waitFor();
}
const openAll = (page: Page) =>
  page.locator("summary").evaluateAll((all) => {
    for (const each of all.slice(0, 3)) (each as HTMLElement).click();
  });

const SHOTS: Shot[] = [
  { name: "login", who: "nobody", path: "/login" },
  { name: "login-refused", who: "nobody", path: "/login", act: signInWrongly },
  { name: "invite-unknown", who: "nobody", path: `/invite/${"x".repeat(43)}` },
  { name: "appeal-unknown", who: "nobody", path: "/appeal/not-a-link" },
  { name: "errors", who: "nobody", path: "/docs/errors" },
  { name: "api", who: "nobody", path: "/docs/api" },
  { name: "api-moderate", who: "nobody", path: "/docs/api/moderate" },
  { name: "api-objects", who: "nobody", path: "/docs/api/objects" },
  { name: "api-object", who: "nobody", path: "/docs/api/objects/Item" },
  { name: "review", who: "mod1", path: "/review", act: keys() },
  { name: "review-block", who: "mod1", path: "/review", act: keys("b") },
  { name: "review-escalate", who: "mod1", path: "/review", act: keys("e") },
  { name: "review-skip", who: "mod1", path: "/review", act: keys("s") },
  { name: "review-together", who: "mod1", path: "/review", act: keys("c") },
  { name: "review-notes", who: "mod1", path: "/review", act: keys("i") },
  { name: "review-around", who: "mod1", path: "/review", act: keys("l") },
  { name: "review-keys", who: "mod1", path: "/review", act: keys("?") },
  { name: "review-palette", who: "mod1", path: "/review", act: keys("Control+k") },
  { name: "review-view", who: "mod1", path: "/review", act: click("button", /View options/) },
  { name: "playground", who: "mod1", path: "/playground" },
  { name: "wellbeing", who: "mod1", path: "/wellbeing" },
  { name: "shift-over", who: "mod1", path: "/wellbeing/done" },
  { name: "queues", who: "lead", path: "/queues" },
  { name: "queue-settings", who: "lead", path: "/settings/queues" },
  { name: "queue-new", who: "lead", path: "/settings/queues", act: click("button", /New queue/) },
  { name: "review-settings", who: "admin", path: "/settings/review" },
  { name: "items", who: "lead", path: "/items" },
  { name: "items-none", who: "lead", path: "/items?author=nobody-has-this-name" },
  { name: "item", who: "lead", path: "/items", act: (page) => page.locator("tbody a").first().click() },
  { name: "account", who: "lead", path: "/items", act: click("button", /^Account of/) },
  { name: "quality", who: "lead", path: "/quality" },
  { name: "insights", who: "lead", path: "/insights" },
  { name: "mentions", who: "lead", path: "/mentions" },
  { name: "audit", who: "lead", path: "/audit" },
  { name: "models", who: "admin", path: "/models" },
  { name: "model", who: "admin", path: "/models/text-deep" },
  { name: "policy", who: "admin", path: "/settings/policy" },
  { name: "policy-clauses", who: "admin", path: "/settings/policy", act: openAll },
  { name: "lists", who: "admin", path: "/settings/lists" },
  { name: "lists-add", who: "admin", path: "/settings/lists", act: click("button", /Add entries/) },
  { name: "lists-import", who: "admin", path: "/settings/lists", act: click("button", /Import hashes/) },
  { name: "people", who: "admin", path: "/settings/people" },
  { name: "people-invite", who: "admin", path: "/settings/people", act: click("button", /^Invite/) },
  { name: "people-menu", who: "admin", path: "/settings/people", act: click("button", /^More for/) },
  { name: "keys", who: "admin", path: "/settings/keys" },
  { name: "keys-new", who: "admin", path: "/settings/keys", act: click("button", /New key/) },
  { name: "keys-revoke", who: "admin", path: "/settings/keys", act: click("button", /^Revoke/) },
  { name: "webhooks", who: "admin", path: "/settings/webhooks" },
  { name: "webhooks-new", who: "admin", path: "/settings/webhooks", act: click("button", /New webhook/) },
  { name: "import", who: "admin", path: "/settings/import" },
  { name: "migration", who: "admin", path: "/settings/migration" },
  { name: "not-found", who: "admin", path: "/nothing-is-here" },
  { name: "forbidden", who: "mod1", path: "/settings/policy" },
];

const { users } = demoCredentials();

async function signedIn(browser: Browser, who: Shot["who"]): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const user = users.find(({ email }) => email.startsWith(`${who}@`));
  if (!user) return page;
  await page.goto(`${base}/login`);
  await page.getByLabel("Email").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return page;
}

async function take(page: Page, { name, path: address, act }: Shot): Promise<number> {
  let taken = 0;
  for (const colorScheme of ["light", "dark"] as const)
    for (const size of SIZES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      await page.goto(base + address);
      await page.waitForLoadState("load");
      await page.waitForTimeout(600);
      try {
        await act?.(page);
      } catch {
        console.log(`  ${name} at ${size.width} px did not come into its state`);
      }
      await page.waitForTimeout(400);
      await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}-${size.width}.png`) });
      taken++;
    }
  return taken;
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ ...(await findBrowser()), args: BROWSER_ARGUMENTS });
try {
  const pages = new Map<Shot["who"], Page>();
  let taken = 0;
  for (const shot of SHOTS.filter(({ name }) => name.startsWith(only))) {
    const page = pages.get(shot.who) ?? (await signedIn(browser, shot.who));
    pages.set(shot.who, page);
    taken += await take(page, shot);
    console.log(shot.name);
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
}
