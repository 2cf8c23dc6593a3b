import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "../db/migrate.mjs";
import { startPostgres, stopPostgres } from "../postgres/server.mjs";
import { writePrivateJson } from "../system/json-file.mjs";
import { packageFile } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { CommandError, endRunning } from "../system/run.mjs";
import { formatDuration, step } from "../system/steps.mjs";
import { buildWeb, bundleWorkers, generateClient } from "./build.mjs";
import { installPackages } from "./install.mjs";
import { clearEarlierRun, prepareDataFolder, refuseTakenPort, runFile } from "./preflight.mjs";
import { authSecret } from "./secrets.mjs";
import { hasDemo, seedOnce, signInHint } from "./seed.mjs";
import { readSettings, USAGE } from "./settings.mjs";
import { SupervisedProcess, watchPostgres } from "./supervise.mjs";

const HEALTH_MS = 120_000;
const WEB_GRACE_MS = 2_000;
const WORKERS_GRACE_MS = 6_000;
// npm passes on a Ctrl-C that the terminal has already sent here: one key press, two signals.
const SAME_KEY_MS = 800;
const PARENT_CHECK_MS = 500;

/** What runs, so that it can be stopped in order. */
class Sightline {
  hasPostgres = false;
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
    writePrivateJson(runFile(this.settings.dataFolder), {
      pid: process.pid,
      port: this.settings.port,
      children,
    });
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

function stopOnSignals(sightline) {
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

/** The environment that every part of Sightline runs with. */
function childEnvironment({ dev, port, dataFolder }, databaseUrl, secret) {
  return {
    ...process.env,
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SIGHTLINE_DATA_DIR: dataFolder,
    AUTH_SECRET: secret,
    NEXTAUTH_SECRET: secret,
    AUTH_TRUST_HOST: "true",
  };
}

async function waitForHealth(port, sightline) {
  const deadline = Date.now() + HEALTH_MS;
  let last = "it does not answer";
  while (!sightline.stopping) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/health`, {
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 200) return;
      last = `${response.status} ${(await response.text()).slice(0, 600)}`;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > deadline) throw new Error(`Sightline does not become healthy: ${last}`);
    await sleep(150);
  }
}

async function prepare(sightline) {
  const { settings } = sightline;
  await step(
    `Node ${process.versions.node}, data in ${settings.dataFolder}, port ${settings.port}`,
    async () => {
      prepareDataFolder(settings.dataFolder);
      await clearEarlierRun(settings.dataFolder);
      await refuseTakenPort(settings.port, settings.dev ? "npm run dev" : "npm start");
    },
  );
  sightline.noteProcesses();
  await step("Packages", async (note) => note((await installPackages()) ? "installed" : "up to date"));
  await step("Database client", async (note) => note((await generateClient()) ? "generated" : "up to date"));
  const databaseUrl = await step("Postgres", async (note) => {
    if (settings.databaseUrl) {
      note("the one in DATABASE_URL");
      return settings.databaseUrl;
    }
    sightline.hasPostgres = true;
    const server = await startPostgres(settings.dataFolder);
    const { started, folder, url } = server;
    sightline.stopWatching = watchPostgres(server);
    note(
      `${started ? "started" : "found running"}${folder.startsWith(settings.dataFolder) ? "" : `, data in ${folder}`}`,
    );
    return url;
  });
  await step("Database schema", async (note) => {
    const applied = await migrate(databaseUrl);
    note(applied ? `${applied} migrations applied` : "up to date");
  });
  return childEnvironment(settings, databaseUrl, authSecret(settings.dataFolder, process.env));
}

async function build(settings, env) {
  if (settings.dev) return;
  await step("Web application", async (note) => note((await buildWeb(env)) ? "built" : "up to date"));
  await step("Workers", async (note) => {
    await bundleWorkers();
    note("bundled");
  });
}

function launch(sightline, env) {
  const { dev, port, dataFolder } = sightline.settings;
  const logs = path.join(dataFolder, "logs");
  const next = [packageFile("next", "dist", "bin", "next"), dev ? "dev" : "start", "-p", String(port)];
  const workers = dev
    ? [packageFile("tsx", "dist", "cli.mjs"), "watch", "--clear-screen=false", "workers/main.ts"]
    : ["--enable-source-maps", "build/workers/main.mjs"];
  const failed = new Promise((_, reject) => {
    const common = { env, echo: dev, onRestart: sightline.noteProcesses, onGiveUp: reject };
    sightline.processes = [
      new SupervisedProcess({ ...common, name: "web", args: next, logFile: path.join(logs, "web.log") }),
      new SupervisedProcess({
        ...common,
        name: "workers",
        args: workers,
        logFile: path.join(logs, "workers.log"),
      }),
    ];
  });
  for (const child of sightline.processes) child.start();
  sightline.noteProcesses();
  return failed;
}

async function startAll(sightline) {
  const { settings } = sightline;
  const env = await prepare(sightline);
  await build(settings, env);
  const seeded = await step("First content", async (note) => {
    const lines = await seedOnce(settings, env);
    note(lines ? "seeded" : "there already");
    return lines;
  });
  if (sightline.stopping) return;
  const failed = launch(sightline, { ...env, SIGHTLINE_DEMO: hasDemo(settings.dataFolder) ? "1" : "0" });
  await step("Web and workers", () => Promise.race([waitForHealth(settings.port, sightline), failed]));
  if (sightline.stopping) return;
  console.log(`\nSightline is ready: http://localhost:${settings.port}`);
  const hint = signInHint(settings.dataFolder, {
    firstTime: Boolean(seeded),
    demoPassword: process.env.DEMO_PASSWORD,
  });
  for (const line of [hint, ...(settings.demo ? [] : (seeded ?? []))]) if (line) console.log(line);
  await failed;
}

/** Starts Sightline and stays until it is stopped. @param {string[]} args the command line */
export async function main(args) {
  let sightline;
  try {
    const settings = readSettings(args, process.env);
    if (settings.help) {
      console.log(USAGE);
      return;
    }
    sightline = new Sightline(settings);
    stopOnSignals(sightline);
    console.log(`\nSightline${settings.dev ? ", reloading what changes" : ""}\n`);
    await startAll(sightline);
  } catch (error) {
    if (sightline?.stopping) return;
    const expected = error instanceof Refusal || error instanceof CommandError;
    console.error(`\n${expected ? error.message : (error.stack ?? error)}`);
    if (sightline?.noted) await sightline.stop();
    process.exit(1);
  }
}
