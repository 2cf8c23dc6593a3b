/*
 * npm run screenshots -- [folder] [beginning of names]: pictures of every page and its states in both themes, at 1440 and
 * 390 px and some at 200 %, of a running Sightline with the demo organisation (SIGHTLINE_URL, default
 * http://127.0.0.1:3000; people from SIGHTLINE_DATA_DIR/credentials.json). They are for looking at, one by one; nothing
 * compares them.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { type Live, makeLive, sendAs } from "./screenshots/live";
import { SHOTS, type Shot, SIZES } from "./screenshots/shots";
import { demoCredentials } from "./system/demo-credentials.mjs";
import { dataFolder } from "./system/project.mjs";
import { BROWSER_ARGUMENTS, findBrowser } from "./test/browser.mjs";

const base = process.env.SIGHTLINE_URL ?? "http://127.0.0.1:3000";
const folder = path.resolve(process.argv[2] ?? path.join(dataFolder(), "screenshots"));
const only = process.argv[3] ?? "";
const { users, apiKey } = demoCredentials();

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

async function take(page: Page, shot: Shot, live: Live): Promise<number> {
  const { name, act, answers = {}, during, sizes = SIZES } = shot;
  const address = base + (typeof shot.path === "string" ? shot.path : shot.path(live));
  let taken = 0;
  if (during) await sendAs(page, "POST", base + during, {});
  for (const [url, answer] of Object.entries(answers))
    await page.route(url, (route) => route.fulfill(answer));
  for (const colorScheme of ["light", "dark"] as const)
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      await page.goto(address);
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
  await page.unrouteAll({ behavior: "ignoreErrors" });
  if (during) await sendAs(page, "DELETE", base + during);
  return taken;
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ ...(await findBrowser()), args: BROWSER_ARGUMENTS });
try {
  const pages = new Map<Shot["who"], Page>();
  const pageOf = async (who: Shot["who"]) => {
    const page = pages.get(who) ?? (await signedIn(browser, who));
    pages.set(who, page);
    return page;
  };
  const { live, close } = await makeLive(base, apiKey, await pageOf("admin"));
  let taken = 0;
  for (const shot of SHOTS.filter(({ name }) => name.startsWith(only))) {
    taken += await take(await pageOf(shot.who), shot, live);
    console.log(shot.name);
  }
  await close();
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
}
