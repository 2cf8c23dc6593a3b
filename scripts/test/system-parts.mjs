import { aptInstall, canInstall, isOnPath, systemName } from "../system/apt.mjs";
import { missingMediaPackages } from "../system/media-parts.mjs";
import { packageFile } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { runNode } from "../system/run.mjs";
import { findBrowser } from "./browser.mjs";

const PLAYWRIGHT = packageFile("@playwright", "test", "cli.js");

/** What the tests need of the system: how to see that it is there, and how to get it. */
const PARTS = [
  {
    name: "a Chromium browser",
    isThere: async () => (await findBrowser()) !== undefined,
    // Ubuntu's package is a snap, which containers cannot run.
    install: (system) =>
      system === "debian"
        ? aptInstall(["chromium-headless-shell"])
        : runNode(PLAYWRIGHT, ["install", "--with-deps", "chromium"]),
    byHand: "npx playwright install --with-deps chromium",
  },
  {
    name: "redis-server",
    isThere: async () => Boolean(process.env.REDIS_URL) || isOnPath("redis-server"),
    install: () => aptInstall(["redis-server"]),
    byHand: "sudo apt-get install redis-server (or set REDIS_URL to a Redis that tests may fill)",
  },
  {
    name: "media programs",
    isThere: async () => missingMediaPackages().length === 0 && isOnPath("flite"),
    install: () => aptInstall([...missingMediaPackages(), "flite"]),
    byHand: "sudo apt-get install ffmpeg pocketsphinx pocketsphinx-en-us flite",
  },
];

/**
 * Installs what is missing where that is possible (Debian or Ubuntu, as root); refuses with exact words elsewhere.
 * @returns {Promise<string[]>} the names of what it installed
 */
export async function ensureSystemParts() {
  const missing = [];
  for (const part of PARTS) if (!(await part.isThere())) missing.push(part);
  const system = systemName();
  if (missing.length > 0 && !canInstall()) {
    const lines = missing.map((part) => `  ${part.name}: ${part.byHand}`);
    throw new Refusal(`The tests need parts of the system that are not installed:\n${lines.join("\n")}`);
  }
  for (const part of missing) await part.install(system);
  return missing.map((part) => part.name);
}
