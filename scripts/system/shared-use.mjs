import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "./processes.mjs";

/**
 * Notes that this process uses what lies in a folder, until it gives it back or dies.
 * @param {string} folder made where it is missing
 * @returns {() => boolean} gives it back and answers whether nobody else uses it
 */
export function joinUsers(folder) {
  mkdirSync(folder, { recursive: true });
  const own = path.join(folder, String(process.pid));
  writeFileSync(own, "");
  return () => {
    rmSync(own, { force: true });
    const gone = (name) => !isAlive(Number(name)) || Number(name) === process.pid;
    for (const name of readdirSync(folder).filter(gone)) rmSync(path.join(folder, name), { force: true });
    return readdirSync(folder).length === 0;
  };
}
