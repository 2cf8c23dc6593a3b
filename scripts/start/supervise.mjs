import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ROOT } from "../system/project.mjs";
import { signalGroup } from "../system/run.mjs";
import { LogFile } from "./log-file.mjs";

const GUARD = pathToFileURL(path.join(import.meta.dirname, "parent-guard.mjs")).href;
const STEADY_MS = 60_000;
const MAX_FAILURES = 8;
const LONGEST_PAUSE_MS = 30_000;

/** How long to wait before the `failures`-th restart in a row: 0.5 s, 1 s, 2 s and so on to 30 s. */
export const restartPause = (failures) => Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE_MS);

/**
 * A Node program that is kept running: after a crash it is started again, after ever longer pauses, until it has
 * failed eight times without running steadily for a minute.
 */
export class SupervisedProcess {
  #child;
  #stopping = false;
  #failures = 0;

  /**
   * @param {{
   *   name: string, args: string[], env: Record<string, string>, logFile: string, echo: boolean,
   *   onRestart: () => void, onGiveUp: (error: Error) => void,
   * }} options args: what node runs; echo: show its lines as well; onRestart: a new process id holds;
   *   onGiveUp: hears why it will not be started again
   */
  constructor(options) {
    this.options = options;
    this.log = new LogFile(options.logFile);
  }

  get pid() {
    return this.#child?.pid;
  }

  start() {
    const { name, args, env, echo } = this.options;
    const began = Date.now();
    const child = spawn(process.execPath, ["--import", GUARD, ...args], {
      cwd: ROOT,
      env: { ...env, SIGHTLINE_SUPERVISOR: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.log.write(line);
        if (echo) console.log(`${name.padEnd(7)} | ${line}`);
      });
    }
    child.once("exit", (code, signal) => {
      if (!this.#stopping) this.#recover(signal ?? `code ${code}`, Date.now() - began);
    });
  }

  async #recover(cause, uptime) {
    const { name, logFile, onRestart, onGiveUp } = this.options;
    this.#failures = uptime > STEADY_MS ? 1 : this.#failures + 1;
    if (this.#failures > MAX_FAILURES) {
      onGiveUp(new Error(`${name} ended ${MAX_FAILURES} times in a row, last with ${cause}; see ${logFile}`));
      return;
    }
    const pause = restartPause(this.#failures);
    console.log(
      `  ! ${name} ended with ${cause}; starting it again in ${pause / 1000} s. Its log: ${logFile}`,
    );
    await sleep(pause);
    if (this.#stopping) return;
    this.start();
    onRestart();
  }

  /** Asks the process to stop and ends it, with all it started, after `graceMs`. */
  async stop(graceMs) {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    signalGroup(child, "SIGTERM");
    await Promise.race([gone, sleep(graceMs, undefined, { ref: false })]);
    signalGroup(child, "SIGKILL");
    await gone;
  }

  /** Ends the process at once. */
  kill() {
    this.#stopping = true;
    if (this.#child) signalGroup(this.#child, "SIGKILL");
  }
}

const WATCH_MS = 1_000;

/** Starts the embedded Postgres again when it dies. @returns a function that ends the watch */
export function watchPostgres(server) {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || server.isAlive()) return;
    busy = true;
    console.log("  ! Postgres ended; starting it again.");
    await server.restart().catch((error) => console.log(`  ! ${error.message}`));
    busy = false;
  }, WATCH_MS);
  return () => clearInterval(timer);
}
