import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readJson } from "../system/json-file.mjs";
import { packageFile, ROOT } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { CommandError, run } from "../system/run.mjs";

const LOCK = path.join(ROOT, "package-lock.json");
const OFFLINE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\b/;

/**
 * Whether what is installed is what the lock file asks for.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} lock
 * @param {{ packages: Record<string, { version?: string }> } | undefined} installed npm's own list of node_modules
 */
export function isInstalled(lock, installed) {
  if (!installed) return false;
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (place === "") return true;
    const found = installed.packages[place];
    if (!found) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version;
  });
}

/** Runs npm; under `npm start` the one that runs already, otherwise the one on the path. */
export function npm(args, options = {}) {
  const script = process.env.npm_execpath;
  if (script?.endsWith("npm-cli.js")) return run(process.execPath, [script, ...args], options);
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

function install(command) {
  // The variables keep packages from fetching native parts that Sightline replaces or does not use.
  const env = {
    npm_config_onnxruntime_node_install: "skip",
    ONNXRUNTIME_NODE_INSTALL: "skip",
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(ROOT, "scripts", "schema-engine.mjs"),
  };
  return npm([...command, "--include=dev", "--no-audit", "--no-fund"], { env });
}

/** The name of the error that keeps npm from its registry, or undefined: npm itself would try for many minutes. */
async function networkError() {
  try {
    await npm(["ping", "--fetch-retries=0", "--fetch-timeout=20000"]);
  } catch (error) {
    if (error.code === "ENOENT") {
      throw new Refusal("npm was not found. Install it together with Node from https://nodejs.org.");
    }
    return OFFLINE.exec(error.output)?.[0];
  }
  return undefined;
}

const isOffline = (error) => error instanceof CommandError && OFFLINE.test(error.output);

const offlineRefusal = (cause) =>
  new Refusal(
    `npm cannot reach its registry (${cause}), and the packages are not installed yet. Connect to the internet, or name a registry with "npm config set registry URL", and start again.`,
  );

/** `npm install` for registries that lack an optional package of another platform, which stops `npm ci`. */
async function installLeniently() {
  const lock = readFileSync(LOCK);
  try {
    await install(["install", "--no-save"]);
  } finally {
    if (!readFileSync(LOCK).equals(lock)) writeFileSync(LOCK, lock);
  }
}

/** Installs the packages of the lock file where they are missing. @returns {Promise<boolean>} whether it had to */
export async function installPackages() {
  const lock = readJson(LOCK);
  if (isInstalled(lock, readJson(packageFile(".package-lock.json")))) return false;
  const cause = await networkError();
  if (cause) {
    // Everything may be in npm's cache.
    await install(["ci", "--offline"]).catch(() => {
      throw offlineRefusal(cause);
    });
    return true;
  }
  await install(["ci"]).catch((error) => {
    if (isOffline(error)) throw offlineRefusal(OFFLINE.exec(error.output)[0]);
    return installLeniently();
  });
  return true;
}
