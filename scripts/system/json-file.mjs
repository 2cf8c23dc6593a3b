import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** The JSON in `path`, or undefined when there is no such file. */
export function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Writes JSON that only its owner may read; a crash leaves the old file or the new one, never half of it. */
export function writePrivateJson(path, value) {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}
