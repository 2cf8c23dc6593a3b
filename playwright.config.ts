import { defineConfig, devices } from "@playwright/test";
import { BROWSER_ARGUMENTS, findBrowser } from "./scripts/test/browser.mjs";

// The tests drive a running Sightline: `npm test` starts one on a fresh data folder; by hand, SIGHTLINE_URL and
// SIGHTLINE_DATA_DIR name one that runs already.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  // One repeat, in a browser of its own: a stall of a busy machine is not a failure. `npm test` says how many needed it.
  retries: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.SIGHTLINE_URL ?? "http://localhost:3000",
    launchOptions: { ...(await findBrowser()), args: BROWSER_ARGUMENTS },
    screenshot: "only-on-failure",
    // Of the repeat alone: recording every run takes a fifth of its time.
    trace: "on-first-retry",
  },
});
