import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { stopPostgres } from "../postgres/server.mjs";
import { buildWeb, bundleWorkers, generateClient } from "../start/build.mjs";
import { installPackages, npm } from "../start/install.mjs";
import { readJson } from "../system/json-file.mjs";
import { dataFolder, packageFile, ROOT } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { endRunning, runNode } from "../system/run.mjs";
import { formatDuration, step } from "../system/steps.mjs";
import { playwrightCounts, totalCounts, vitestCounts } from "./counts.mjs";
import { startLiveServer } from "./live-server.mjs";
import { ensureSystemParts } from "./system-parts.mjs";

const USAGE = `npm test                       everything
npm test -- --only unit,int    some of: check, unit, int, build, e2e`;

const show = (line) => console.log(`    ${line}`);
const reports = mkdtempSync(path.join(tmpdir(), "sightline-reports-"));
// Test runners colour their output even into a log when they are told to, or take a CI for a terminal.
const plain = (variables) => (process.stdout.isTTY ? {} : variables);
let liveServer;

/** Reads a report that a test runner wrote; a runner that did not get that far has no counts. */
function countsFrom(file, count) {
  const report = readJson(file);
  return report && count(report);
}

async function vitest(...projects) {
  const file = path.join(reports, `${projects[0]}.json`);
  const args = [
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  let failure;
  await runNode(packageFile("vitest", "vitest.mjs"), args, {
    env: plain({ NO_COLOR: "1", FORCE_COLOR: undefined }),
    onLine: show,
  }).catch((error) => {
    failure = error;
  });
  return { counts: countsFrom(file, vitestCounts), failure };
}

async function endToEnd() {
  const file = path.join(reports, "e2e.json");
  liveServer = await startLiveServer(show);
  let failure;
  const env = {
    ...plain({ FORCE_COLOR: "0" }),
    SIGHTLINE_URL: liveServer.url,
    SIGHTLINE_DATA_DIR: liveServer.dataFolder,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  await runNode(packageFile("@playwright", "test", "cli.js"), ["test", "--reporter=list,json"], {
    env,
    onLine: show,
  }).catch((error) => {
    failure = error;
  });
  const stopping = liveServer.stop();
  liveServer = undefined;
  await stopping.catch((error) => {
    failure ??= error;
  });
  return { counts: countsFrom(file, playwrightCounts), failure };
}

async function check() {
  // Types of routes that are gone stay in an old build.
  for (const folder of [".next/types", ".next/dev"])
    rmSync(path.join(ROOT, folder), { recursive: true, force: true });
  await npm(["run", "check"], { onLine: show });
  return {};
}

async function build() {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await buildWeb(env);
  await bundleWorkers();
  return {};
}

const STEPS = [
  { name: "check", title: "Static checks", work: check, hasTests: false },
  { name: "unit", title: "Unit tests", work: () => vitest("unit", "unit-isolated"), hasTests: true },
  { name: "int", title: "Integration tests", work: () => vitest("int"), hasTests: true },
  { name: "build", title: "Build", work: build, hasTests: false },
  { name: "e2e", title: "End-to-end tests", work: endToEnd, hasTests: true },
];

/** Why a step failed, or undefined: its program failed, or it has tests and ran none. */
function reasonOf({ hasTests }, { counts, failure }) {
  if (failure) return failure;
  if (hasTests && !counts?.passed && !counts?.failed) return new Error("No test was run.");
  return undefined;
}

async function runStep(entry) {
  console.log(`\n${entry.title}`);
  const began = performance.now();
  let result;
  try {
    result = await entry.work();
  } catch (failure) {
    result = { failure };
  }
  const reason = reasonOf(entry, result);
  if (reason) console.log(`    ${reason.message.split("\n").join("\n    ")}`);
  return { title: entry.title, ok: !reason, counts: result.counts, ms: performance.now() - began };
}

function outcomeOf({ ok, counts }) {
  if (!counts) return ok ? "passed" : "failed";
  const parts = [`${counts.passed} passed`, `${counts.failed} failed`];
  if (counts.repeated) parts.push(`${counts.repeated} only when repeated`);
  if (counts.skipped) parts.push(`${counts.skipped} skipped`);
  return parts.join(", ");
}

function summarise(steps, ms) {
  console.log(`\nSummary (${formatDuration(ms)})`);
  for (const entry of steps) {
    const mark = entry.ok ? "✓" : "✗";
    console.log(
      `  ${mark} ${entry.title.padEnd(20)} ${outcomeOf(entry).padEnd(32)} ${formatDuration(entry.ms)}`,
    );
  }
  const total = totalCounts(steps);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
}

async function prepare() {
  await step("Packages", async (note) => note((await installPackages()) ? "installed" : "up to date"));
  await step("System parts", async (note) => {
    const installed = await ensureSystemParts();
    note(installed.length > 0 ? `installed ${installed.join(" and ")}` : "all there");
  });
  await step("Database client", async (note) => note((await generateClient()) ? "generated" : "up to date"));
}

function chosenSteps(args) {
  const { only } = parseArgs({ args, options: { only: { type: "string" } } }).values;
  if (!only) return STEPS;
  const names = only.split(",");
  const unknown = names.find((name) => !STEPS.some((entry) => entry.name === name));
  if (unknown !== undefined) throw new Refusal(`There is no step "${unknown}".\n\n${USAGE}`);
  return STEPS.filter((entry) => names.includes(entry.name));
}

async function stopOnSignal() {
  endRunning();
  // The integration tests' server is a daemon, and vitest does not come to stopping it any more.
  stopPostgres(path.join(dataFolder(), "test"));
  await liveServer?.stop().catch(() => {});
  process.exit(130);
}

/** Runs the steps one after the other, all of them whatever happens. @param {string[]} args the command line */
export async function main(args) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, stopOnSignal);
  const began = performance.now();
  try {
    const chosen = chosenSteps(args);
    console.log("\nSightline: tests\n");
    await prepare();
    const steps = [];
    for (const entry of chosen) steps.push(await runStep(entry));
    summarise(steps, performance.now() - began);
    if (!steps.every((entry) => entry.ok)) process.exitCode = 1;
  } catch (error) {
    console.error(`\n${error instanceof Refusal ? error.message : error.stack}`);
    process.exitCode = 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
