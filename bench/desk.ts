/*
 * npm run bench:desk -- [decisions]: works through the queue of a running production build in Chromium (SIGHTLINE_URL,
 * default http://127.0.0.1:3000; people and key from SIGHTLINE_DATA_DIR/credentials.json), after sending posts that need
 * a person. Prints the JavaScript that the desk loads, gzipped, and the time from key press to the next item painted.
 * Fails when the desk carries zod or more than 250 kB.
 */
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "@playwright/test";
import { demoCredentials } from "../scripts/system/demo-credentials.mjs";
import { BROWSER_ARGUMENTS, findBrowser } from "../scripts/test/browser.mjs";
import { quantile } from "./bench-quantile";
import { runningServer } from "./running-server";

const DECISIONS = Number(process.argv[2] ?? 200);
const MOST_KB = 250;
/** Between two decisions, in ms: far less than anybody needs to read a post. */
const THINK_MS = 400;
const base = await runningServer();

interface Person {
  email: string;
  role: string;
  password: string;
}
const { apiKey, users } = demoCredentials();
const run = Date.now();

async function sendPosts(count: number): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  for (let i = 0; i < count; i++) {
    const text = `What a silly thing to say, you are wasting our time. (No. ${1000 + ((run + i * 7) % 9000)})`;
    const metadata = { user_id: `bench-${i % 20}`, community: "bench", language: "en" };
    const body = JSON.stringify({ content_id: `desk-${run}-${i}`, text, metadata, wait_ms: 10_000 });
    const response = await fetch(`${base}/api/v1/moderate`, { method: "POST", headers, body });
    if (!response.ok) throw new Error(`A post was answered with ${response.status}.`);
  }
}

async function signIn(browser: Browser, { email, password }: Person): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${base}/login`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return page;
}

/** All scripts that an empty browser loads for the desk: bytes gzipped, and whether zod is among them. */
async function weighDesk(browser: Browser, person: Person) {
  const signedIn = await signIn(browser, person);
  const state = await signedIn.context().storageState();
  await signedIn.context().close();
  const page = await (await browser.newContext({ storageState: state })).newPage();
  const scripts = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.set(response.url(), response.body());
  });
  await page.goto(`${base}/review`);
  await page.locator("[data-item]").waitFor();
  await page.waitForLoadState("networkidle");
  const bodies = await Promise.all(scripts.values());
  await page.goto(`${base}/queues`);
  await page.context().close();
  return {
    bytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
    zod: bodies.some((body) => body.includes("ZodError")),
  };
}

/** Notes for each key press when the next item is painted: after the frame in which it came into the page. */
function watchPaints() {
  const times: number[] = [];
  Object.assign(window, { paints: times });
  let pressed = 0;
  let item: string | undefined;
  const current = () => document.querySelector<HTMLElement>("[data-item]")?.dataset.item;
  window.addEventListener(
    "keydown",
    () => {
      pressed = performance.now();
      item = current();
    },
    true,
  );
  new MutationObserver(() => {
    const now = current();
    if (!pressed || !now || now === item) return;
    const from = pressed;
    pressed = 0;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => times.push(performance.now() - from);
      port2.postMessage(null);
    });
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-item"],
  });
}

async function decide(page: Page, count: number, block: boolean): Promise<number[]> {
  await page.goto(`${base}/review`);
  await page.locator("[data-item]").waitFor();
  // tsx marks functions with their names by a function that the page does not have.
  await page.evaluate("globalThis.__name ??= (named) => named");
  await page.evaluate(watchPaints);
  for (let i = 0; i < count; i++) {
    await page.waitForTimeout(THINK_MS);
    const last = await page.locator("[data-item]").getAttribute("data-item");
    if (await page.getByPlaceholder(/Answer to the author/).isVisible()) {
      await page.keyboard.press("n");
      await page.keyboard.type("Read again.");
      await page.keyboard.press("Escape");
    }
    if (block) await page.keyboard.press("b");
    await page.keyboard.press(block ? "Enter" : "a");
    await page.waitForFunction(
      (before) => document.querySelector<HTMLElement>("[data-item]")?.dataset.item !== before,
      last,
      { timeout: 15_000 },
    );
  }
  await page.waitForTimeout(THINK_MS);
  const times = await page.evaluate(() => (window as unknown as { paints: number[] }).paints);
  await page.goto(`${base}/queues`);
  await page.context().close();
  return times;
}

const browser = await chromium.launch({ ...(await findBrowser()), args: BROWSER_ARGUMENTS });
try {
  await sendPosts(DECISIONS + 10);
  const moderators = users.filter((user) => user.role !== "admin");
  const { bytes, zod } = await weighDesk(browser, moderators[0]!);
  const kb = bytes / 1000;
  console.log(
    `JavaScript of /review ${kb.toFixed(1)} kB gzipped (aim ${MOST_KB}), zod ${zod ? "inside" : "not inside"}`,
  );
  const times: number[] = [];
  const share = Math.ceil(DECISIONS / moderators.length);
  for (const [i, person] of moderators.entries()) {
    const page = await signIn(browser, person);
    times.push(...(await decide(page, Math.min(share, DECISIONS - i * share), i % 2 === 1)));
  }
  const at = (of: number) => quantile(times, of).toFixed(0);
  console.log(
    `key press to next item painted, ${times.length} decisions, ms  p50 ${at(0.5)}  p95 ${at(0.95)}  max ${at(1)} (aim p95 100)`,
  );
  if (zod || kb > MOST_KB) process.exitCode = 1;
} finally {
  await browser.close();
}
