import { rmSync } from "node:fs";
import { stopPostgres } from "../postgres/server.mjs";
import { endRunning } from "../system/run.mjs";
import { formatDuration } from "../system/steps.mjs";
import { noteRun, runFile } from "./preflight.mjs";

const WEB_GRACE_MS = 2_000;
const WORKERS_GRACE_MS = 6_000;
// npm passes on a Ctrl-C that the terminal has already sent here: one key press, two signals.
const SAME_KEY_MS = 800;
const PARENT_CHECK_MS = 500;

/** What runs, so that it can be stopped in order. */
export class Sightline {
  hasPostgres = false;
  postgres;
  /** Whether the data folder is this start's: no other one runs on it. */
  noted = false;
  stopWatching = () => {};
  processes = [];
  stopping = false;

  constructor(settings) {
    this.settings = settings;
  }

  noteProcesses = () => {
    this.noted = true;
    const children = this.processes.map((child) => child.pid);
    noteRun(this.settings.dataFolder, { port: this.settings.port, children });
  };

  /** The web server stops taking requests, the workers finish what they hold, Postgres goes last. */
  async stop() {
    this.stopping = true;
    if (!this.noted) return;
    this.stopWatching();
    endRunning();
    const [web, workers] = this.processes;
    await web?.stop(WEB_GRACE_MS);
    await workers?.stop(WORKERS_GRACE_MS);
    if (this.hasPostgres) stopPostgres(this.settings.dataFolder);
    rmSync(runFile(this.settings.dataFolder), { force: true });
  }

  /** Ends everything at once; Postgres, which must not be killed, is still shut down properly. */
  abandon() {
    if (!this.noted) return;
    endRunning("SIGKILL");
    for (const child of this.processes) child.kill();
    if (this.hasPostgres) stopPostgres(this.settings.dataFolder);
    rmSync(runFile(this.settings.dataFolder), { force: true });
  }
}

/** Stops on Ctrl-C and its like, in order; a second one ends everything at once. */
export function stopOnSignals(sightline) {
  let first;
  const onSignal = async () => {
    if (first !== undefined) {
      if (Date.now() - first < SAME_KEY_MS) return;
      sightline.abandon();
      process.exit(1);
    }
    first = Date.now();
    console.log("\n  Stopping (Ctrl-C again to stop at once)");
    await sightline.stop();
    console.log(`  Stopped in ${formatDuration(Date.now() - first)}`);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
  if (process.env.npm_lifecycle_event) whenAbandoned(onSignal);
}

/** npm can be killed outright, and a shell between npm and us die of a signal that it does not pass on. */
function whenAbandoned(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_CHECK_MS);
  timer.unref();
}
