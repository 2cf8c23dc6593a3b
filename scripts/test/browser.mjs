import { existsSync } from "node:fs";

/** The first is Chromium without its own window, toolbars and all: pages are drawn the same, a tenth faster in all. */
const SYSTEM_BROWSERS = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Quiet, and able to run in a container as root. */
export const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser for the tests: Playwright's own where it is installed, otherwise the system's.
 * @returns {Promise<{ executablePath?: string } | undefined>} launch options, or undefined when there is no browser
 */
export async function findBrowser() {
  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return {};
  const executablePath = SYSTEM_BROWSERS.find((file) => existsSync(file));
  return executablePath ? { executablePath } : undefined;
}
