/**
 * Writes into package-lock.json what npm leaves out when its registry lacks the builds for other platforms: without an
 * entry for each, `npm ci` refuses to run anywhere. To be run after packages change: npm run lock:complete
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readJson } from "./system/json-file.mjs";
import { ROOT } from "./system/project.mjs";

const LOCK = path.join(ROOT, "package-lock.json");
const SYSTEMS = new Set(["aix", "android", "darwin", "freebsd", "linux", "openharmony", "sunos", "win32"]);
const PROCESSORS = /^(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|wasm32)$/;

/**
 * The entry of a package that holds a build for one platform, read from its name (`...-linux-x64-musl`); undefined
 * where the name does not say.
 */
export function platformEntry(name, version, dev) {
  const words = name.slice(name.lastIndexOf("/") + 1).split("-");
  const processor = words.find((word) => PROCESSORS.test(word));
  const system = words.find((word) => SYSTEMS.has(word));
  if (!processor || !(system || processor === "wasm32")) return undefined;
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : undefined;
  return {
    version,
    cpu: [processor],
    ...(dev ? { dev: true } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    ...(system ? { os: [system] } : {}),
  };
}

/** Where node finds `name` from a package at `place`, among the lock file's packages. */
function findFrom(packages, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const candidate = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (at === "") return undefined;
  }
}

/**
 * The optional packages that a lock file names but does not describe.
 * @param {{ packages: Record<string, { dev?: boolean, optionalDependencies?: Record<string, string> }> }} lock
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function missingOptional({ packages }) {
  const missing = new Map();
  for (const [place, { dev = false, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (findFrom(packages, place, name)) continue;
      missing.set(name, { name, version, dev: dev && (missing.get(name)?.dev ?? true) });
    }
  }
  return [...missing.values()];
}

/** The lock file with an entry for each missing package, in npm's order. @throws Error for a name that tells no platform */
export function completed(lock) {
  const added = missingOptional(lock).map(({ name, version, dev }) => {
    const entry = platformEntry(name, version, dev);
    if (!entry) throw new Error(`${name}: its name does not say for which platform it is`);
    return [`node_modules/${name}`, entry];
  });
  const entries = [...Object.entries(lock.packages), ...added];
  entries.sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(entries) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const lock = readJson(LOCK);
  const count = missingOptional(lock).length;
  if (count > 0) writeFileSync(LOCK, `${JSON.stringify(completed(lock), null, 2)}\n`);
  console.log(count > 0 ? `${count} entries added to package-lock.json.` : "package-lock.json is complete.");
}
