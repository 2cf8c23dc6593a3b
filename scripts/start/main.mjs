import path from "node:path";
import { migrate } from "../db/migrate.mjs";
import { startPostgres } from "../postgres/server.mjs";
import { ensureMediaPrograms } from "../system/media-parts.mjs";
import { packageFile } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { CommandError } from "../system/run.mjs";
import { step } from "../system/steps.mjs";
import { buildWeb, bundleWorkers, generateClient } from "./build.mjs";
import { waitForHealth } from "./health.mjs";
import { installPackages } from "./install.mjs";
import { clearEarlierRun, prepareDataFolder, refuseTakenPort } from "./preflight.mjs";
import { authSecret } from "./secrets.mjs";
import { hasDemo, seedOnce, signInHint } from "./seed.mjs";
import { readSettings, USAGE } from "./settings.mjs";
import { Sightline, stopOnSignals } from "./sightline.mjs";
import { SupervisedProcess, watchPostgres } from "./supervise.mjs";

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
  await step("Media programs", async (note) => note(await ensureMediaPrograms()));
  const databaseUrl = await step("Postgres", async (note) => {
    if (settings.databaseUrl) {
      note("the one in DATABASE_URL");
      return settings.databaseUrl;
    }
    sightline.hasPostgres = true;
    const server = await startPostgres(settings.dataFolder);
    sightline.postgres = server;
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

function launch(sightline, env, logs) {
  const { dev, port } = sightline.settings;
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
    const server = sightline.postgres;
    const restart = server && (() => server.empty().then(() => migrate(server.url)));
    const lines = await seedOnce(settings, env, restart);
    note(lines ? "seeded" : "there already");
    return lines;
  });
  if (sightline.stopping) return;
  const logs = path.join(settings.dataFolder, "logs");
  const failed = launch(
    sightline,
    { ...env, SIGHTLINE_DEMO: hasDemo(settings.dataFolder) ? "1" : "0" },
    logs,
  );
  await step("Web and workers", () => Promise.race([waitForHealth(settings.port, logs), failed]));
  if (sightline.stopping) return;
  console.log(`\nSightline is ready: http://localhost:${settings.port}`);
  const hint = signInHint(settings.dataFolder, {
    firstTime: Boolean(seeded),
    demoPassword: process.env.DEMO_PASSWORD,
  });
  for (const line of [...(seeded ?? []), hint]) if (line) console.log(line);
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
