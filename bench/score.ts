/*
 * npm run bench:score -- [seconds per phase]: the scoring endpoint over real HTTP (a built web server and one worker
 * process of its own), beside bare batches of the deepest model it asks. Prints requests a second at saturation,
 * what happens at four times that, and latency at 50 requests a second.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { demoPosts } from "../prisma/demo/posts";
import { buildWeb, bundleWorkers } from "../scripts/start/build.mjs";
import { findFreePort } from "../scripts/system/ports.mjs";
import { packageFile, ROOT } from "../scripts/system/project.mjs";
import { openBenchStores } from "./bench-database";
import { median, quantile } from "./bench-quantile";
import { type Answer, closedLoop, openLoop, post, type Target } from "./http-load";

const SECONDS = Number(process.argv[2] ?? 10);
/** Callers at saturation: as many as keep everything busy, fewer than are turned away. */
const CALLERS = 32;
const PER_REQUEST = 32;
const texts = demoPosts().map((entry) => entry.text);
const textAt = (turn: number) => `${texts[turn % texts.length]} (${turn})`;

function start(name: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  child.once("exit", (code) => code && console.error(`${name} ended with ${code}`));
  return child;
}

async function untilReady(target: Target): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await post(target, { input: "ready?" })).status === 200) return;
    await sleep(200);
  }
  throw new Error("The scoring endpoint did not answer 200 within a minute.");
}

/** Processor time that a process has had, with all its threads, in milliseconds (Linux counts 100 ticks a second). */
function cpuMs({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

const times = (answers: Answer[]) => {
  const ms = answers.map((answer) => answer.ms);
  return [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${quantile(ms, share).toFixed(1)} ms`).join("  ");
};
const withStatus = (answers: Answer[], ...statuses: number[]) =>
  answers.filter(({ status }) => statuses.includes(status));

/** Nothing but session.run of level 2 on ready tensors, in batches of as many texts as the pool sends. Texts a second. */
async function bareRate(): Promise<number> {
  const { env } = await import("../lib/config/env");
  const { openBareDeep } = await import("./text-bare");
  const some = Array.from({ length: 1024 }, (_, turn) => textAt(turn));
  const { batches } = await openBareDeep(env().MODELS_DIR, some, PER_REQUEST);
  await batches();
  const rates: number[] = [];
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until || rates.length < 3; ) {
    const started = performance.now();
    await batches();
    rates.push(some.length / ((performance.now() - started) / 1000));
  }
  return median(rates);
}

async function measure(target: Target, web: ChildProcess, worker: ChildProcess): Promise<void> {
  const single = (turn: number) => post(target, { input: textAt(turn) });
  const many = (turn: number) =>
    post(target, { input: Array.from({ length: PER_REQUEST }, (_, at) => textAt(turn * PER_REQUEST + at)) });
  await closedLoop(single, CALLERS, 3);

  const calm = await openLoop(single, 50, SECONDS);
  console.log(`50 requests/s:  ${withStatus(calm.answers, 200).length} of ${calm.answers.length} answered`);
  console.log(`  ${times(calm.answers)}`);

  const [webBefore, workerBefore] = [cpuMs(web), cpuMs(worker)];
  const full = await closedLoop(single, CALLERS, SECONDS);
  const perRequest = (process: ChildProcess, before: number) =>
    ((cpuMs(process) - before) / full.answers.length).toFixed(2);
  const cpu = `web ${perRequest(web, webBefore)} ms, worker ${perRequest(worker, workerBefore)} ms`;
  const rate = withStatus(full.answers, 200).length / full.seconds;
  console.log(`saturation:  ${rate.toFixed(0)} requests/s of one text, ${CALLERS} callers`);
  console.log(`  ${times(full.answers)}`);
  console.log(`  processor time per request: ${cpu}`);

  const batched = await closedLoop(many, 4, SECONDS);
  const batchRate = (PER_REQUEST * withStatus(batched.answers, 200).length) / batched.seconds;
  console.log(`  ${batchRate.toFixed(0)} texts/s in requests of ${PER_REQUEST}, 4 callers`);

  const over = await openLoop(single, 4 * rate, SECONDS);
  const accepted = withStatus(over.answers, 200);
  const refused = withStatus(over.answers, 429, 503);
  const sent = over.answers.length;
  console.log(`four times that:  ${sent} sent, ${accepted.length} answered, ${refused.length} refused,`);
  console.log(`  ${sent - accepted.length - refused.length} anything else`);
  console.log(`  answered ${times(accepted)}`);
  console.log(`  refused  ${times(refused)}`);

  const bare = await bareRate();
  console.log(`bare session.run of level 2, batches of ${PER_REQUEST}:  ${bare.toFixed(0)} texts/s`);
  console.log(
    `  over HTTP ${(rate / bare).toFixed(2)} of it one by one, ${(batchRate / bare).toFixed(2)} by ${PER_REQUEST}`,
  );
}

async function main(): Promise<void> {
  const stores = await openBenchStores("score");
  const port = await findFreePort();
  const env = {
    ...process.env,
    NODE_ENV: "production",
    PORT: String(port),
    AUTH_TRUST_HOST: "true",
  } as NodeJS.ProcessEnv;
  await buildWeb(env);
  await bundleWorkers();
  const { makeKey, makeOrganization } = await import("../scripts/test/people");
  const orgId = await makeOrganization("Bench");
  const { secret } = await makeKey(orgId, ["moderate"], { ratePerSecond: 1e6, burst: 1_000_000 });
  const web = start("web", [packageFile("next", "dist", "bin", "next"), "start", "-p", String(port)], env);
  const worker = start("worker", ["build/workers/main.mjs"], env);
  const target = {
    url: `http://127.0.0.1:${port}/v1/moderations`,
    headers: { authorization: `Bearer ${secret}` },
  };
  try {
    await untilReady(target);
    await measure(target, web, worker);
  } finally {
    web.kill("SIGTERM");
    worker.kill("SIGTERM");
    const { closeConnections } = await import("../lib/services/close-connections");
    await closeConnections();
    await sleep(3000);
    await stores.stop();
  }
}

await main();
process.exit();
