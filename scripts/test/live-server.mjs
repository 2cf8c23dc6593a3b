import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson } from "../system/json-file.mjs";
import { findFreePort } from "../system/ports.mjs";
import { ROOT } from "../system/project.mjs";

const START_MS = 6 * 60_000;
const STOP_MS = 10_000;

function removeData(dataFolder) {
  const record = readJson(path.join(dataFolder, "postgres.json"));
  // Postgres keeps its files elsewhere when its user cannot enter the data folder.
  if (record) rmSync(path.resolve(dataFolder, record.folder), { recursive: true, force: true });
  rmSync(dataFolder, { recursive: true, force: true });
}

/**
 * Starts Sightline on a fresh data folder and a free port, with the same script as `npm start`, and waits until it
 * says that it is ready.
 * @param {(line: string) => void} onLine hears what it prints
 */
export async function startLiveServer(onLine) {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "sightline-live-"));
  chmodSync(dataFolder, 0o755);
  const port = await findFreePort();
  const env = {
    ...process.env,
    PORT: String(port),
    SIGHTLINE_DATA_DIR: dataFolder,
    // The tests' own webhook receivers.
    ALLOW_PRIVATE_HOSTS: "127.0.0.1",
  };
  for (const name of ["DATABASE_URL", "REDIS_URL", "DEMO_PASSWORD", "npm_lifecycle_event"]) delete env[name];
  const child = spawn(process.execPath, [path.join("scripts", "start.mjs")], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        onLine(line);
        if (line.startsWith("Sightline is ready:")) resolve(true);
      });
    }
  });

  /** Stops it as Ctrl-C does and removes its data; throws when that takes longer than it may, or fails. */
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    const result = await Promise.race([ended, sleep(STOP_MS, "late", { ref: false })]);
    if (result === "late") child.kill("SIGKILL");
    removeData(dataFolder);
    if (result !== 0) {
      throw new Error(
        result === "late" ? `It did not stop within ${STOP_MS / 1000} s.` : `It ended with ${result}.`,
      );
    }
  };

  const outcome = await Promise.race([ready, ended, sleep(START_MS, "late", { ref: false })]);
  if (outcome === true) return { url: `http://localhost:${port}`, dataFolder, stop };
  await stop().catch(() => {});
  throw new Error(
    `Sightline did not start: ${outcome === "late" ? "no answer in six minutes" : `ended with ${outcome}`}.`,
  );
}
