import { accessSync, chmodSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson, writePrivateJson } from "../system/json-file.mjs";
import { isListening, isPortFree } from "../system/ports.mjs";
import { commandLine, isAlive, startOf } from "../system/processes.mjs";
import { Refusal } from "../system/refusal.mjs";

const ORPHAN_GRACE_MS = 6_000;

/** Like mkdir -p; Node's own never comes back from a file system that refuses new folders as "not found". */
function makeFolders(folder) {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  mkdirSync(folder);
}

/** Makes the data folder, with room inside for a server that runs as another user. */
export function prepareDataFolder(folder) {
  try {
    if (!existsSync(folder)) {
      makeFolders(folder);
      chmodSync(folder, 0o755);
    }
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    makeFolders(path.join(folder, "logs"));
  } catch (error) {
    throw new Refusal(
      `The data folder ${folder} cannot be written (${error.code}). Make it writable, or name another: SIGHTLINE_DATA_DIR=/some/folder npm start`,
    );
  }
}

/** Where a running Sightline notes its processes, so that the next one finds what a killed one left behind. */
export const runFile = (folder) => path.join(folder, "run.json");

/** What the next start is to find of this one. */
export function noteRun(folder, { port, children }) {
  const pids = [process.pid, ...children];
  const starts = Object.fromEntries(pids.map((pid) => [pid, startOf(pid)]));
  writePrivateJson(runFile(folder), { pid: process.pid, port, children, starts });
}

/** Whether it is the process that was noted, and not another of the same id: that of a second Sightline, for one. */
const isSame = ({ starts }, pid, mark) =>
  isAlive(pid) && startOf(pid) === starts?.[pid] && commandLine(pid).includes(mark);

/** Refuses to start twice on one data folder, and ends the children of a start that was killed. */
export async function clearEarlierRun(folder) {
  const earlier = readJson(runFile(folder));
  if (!earlier) return;
  if (earlier.pid !== process.pid && isSame(earlier, earlier.pid, "start.mjs")) {
    throw new Refusal(
      `Sightline already runs on this data folder (process ${earlier.pid}): http://localhost:${earlier.port}. Stop that one first.`,
    );
  }
  const left = () => earlier.children.filter((pid) => isSame(earlier, pid, "parent-guard.mjs"));
  const deadline = Date.now() + ORPHAN_GRACE_MS;
  while (left().length > 0 && Date.now() < deadline) await sleep(100);
  for (const pid of left()) process.kill(-pid, "SIGKILL");
}

/** Refuses to start on a port that another program has. */
export async function refuseTakenPort(port, command) {
  // Both: a program can hold the port on one address only, and some systems let a second one have the rest.
  if ((await isPortFree(port)) && !(await isListening(port))) return;
  const other = port < 65_535 ? port + 1 : 3000;
  throw new Refusal(`Port ${port} is taken by another program. Start with PORT=${other} ${command}.`);
}
