import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { packageFile } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { run, runNode } from "../system/run.mjs";
import { findBrowser } from "./browser.mjs";

/** Whether a program of this name is on the path. */
export function isOnPath(name, searchPath = process.env.PATH ?? "") {
  return searchPath.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The system's name in /etc/os-release: "debian", "ubuntu" or another; "" where there is none. */
function systemName() {
  if (!existsSync("/etc/os-release")) return "";
  return /^ID="?([a-z]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
}

async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const install = () => run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env });
  try {
    await install();
  } catch {
    // The package lists are missing or old.
    await run("apt-get", ["update"], { env });
    await install();
  }
}

const PLAYWRIGHT = packageFile("@playwright", "test", "cli.js");

/** What the tests need of the system: how to see that it is there, and how to get it. */
const PARTS = [
  {
    name: "a Chromium browser",
    isThere: async () => (await findBrowser()) !== undefined,
    // Ubuntu's package is a snap, which containers cannot run.
    install: (system) =>
      system === "debian"
        ? aptInstall(["chromium"])
        : runNode(PLAYWRIGHT, ["install", "--with-deps", "chromium"]),
    byHand: "npx playwright install --with-deps chromium",
  },
  {
    name: "redis-server",
    isThere: async () => Boolean(process.env.REDIS_URL) || isOnPath("redis-server"),
    install: () => aptInstall(["redis-server"]),
    byHand: "sudo apt-get install redis-server (or set REDIS_URL to a Redis that tests may fill)",
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
  if (missing.length > 0 && !(["debian", "ubuntu"].includes(system) && process.getuid?.() === 0)) {
    const lines = missing.map((part) => `  ${part.name}: ${part.byHand}`);
    throw new Refusal(`The tests need parts of the system that are not installed:\n${lines.join("\n")}`);
  }
  for (const part of missing) await part.install(system);
  return missing.map((part) => part.name);
}
