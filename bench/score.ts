/*
 * npm run bench:score -- [seconds per phase]: the scoring endpoint over real HTTP (a built web server and one worker
 * process of its own). Prints latency at 50 requests a second, requests a second at saturation and what happens at
 * four times that, beside two other ways to have the same texts scored, in this process and in batches of 32:
 * - the service's own work without HTTP: lists, both levels and the policy, as each caller gets them;
 * - nothing but session.run of level 2 on ready tensors, which is a part of that work.
 * Callers are a process of their own on the same cores. Servers run at a lower priority than it, so that it measures their
 * delay and not its own; how late it was itself is printed too, and what the server says each answer took.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { demoPosts } from "../prisma/demo/posts";
import { buildWeb, bundleWorkers } from "../scripts/start/build.mjs";
import { findFreePort } from "../scripts/system/ports.mjs";
import { packageFile, ROOT } from "../scripts/system/project.mjs";
import { openBenchStores } from "./bench-database";
import { bundleProcess } from "./bench-process";
import { median, quantile } from "./bench-quantile";
import type { Load, Loaded } from "./load-process";
import { type Answer, RawClient, type Target } from "./raw-http";

const SECONDS = Number(process.argv[2] ?? 10);
/** Callers at saturation: as many as keep everything busy, fewer than are turned away. */
const CALLERS = 32;
const PER_REQUEST = 32;
const texts = demoPosts().map((entry) => entry.text);
const textAt = (turn: number) => `${texts[turn % texts.length]} (${turn})`;

function start(name: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  if (child.pid) setPriority(child.pid, Math.min(19, getPriority() + 4));
  child.once("exit", (code) => code && console.error(`${name} ended with ${code}`));
  return child;
}

async function untilReady(target: Target): Promise<void> {
  const client = new RawClient(target);
  for (let tries = 0; tries < 300; tries++) {
    if ((await client.post({ input: "ready?" })).status === 200) return;
    await sleep(200);
  }
  throw new Error("The scoring endpoint did not answer 200 within a minute.");
}

/** Processor time that a process has had, with all its threads, in milliseconds (Linux counts 100 ticks a second). */
function cpuMs({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

const times = (answers: Answer[], of: "ms" | "serverMs" = "ms") => {
  const ms = answers.map((answer) => answer[of]);
  return [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${quantile(ms, share).toFixed(1)} ms`).join("  ");
};
const withStatus = (answers: Answer[], ...statuses: number[]) =>
  answers.filter(({ status }) => statuses.includes(status));

/** Texts a second, and this process's processor milliseconds a text, of work that does `texts` of them at a time. */
interface Rate {
  perSecond: number;
  cpuMs: number;
}

async function rateOf(texts: number, work: () => Promise<void>): Promise<Rate> {
  await work();
  const rates: number[] = [];
  const before = process.cpuUsage();
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until || rates.length < 3; ) {
    const started = performance.now();
    await work();
    rates.push(texts / ((performance.now() - started) / 1000));
  }
  const { user, system } = process.cpuUsage(before);
  return { perSecond: median(rates), cpuMs: (user + system) / 1000 / (rates.length * texts) };
}

/** Nothing but session.run of level 2 on ready tensors, in batches of as many texts as the pool sends. */
async function bareRate(): Promise<Rate> {
  const { env } = await import("../lib/config/env");
  const { openBareDeep } = await import("./text-bare");
  const some = Array.from({ length: 1024 }, (_, turn) => textAt(turn));
  const { batches } = await openBareDeep(env().MODELS_DIR, some, PER_REQUEST);
  return rateOf(some.length, batches);
}

/** What the service does for a request of 32 texts, four at a time, without HTTP. */
async function ownRate(orgId: string): Promise<Rate> {
  const { env } = await import("../lib/config/env");
  const { createCascade } = await import("../lib/inference/cascade");
  const { ScoreQueue } = await import("../lib/services/score-queue");
  const { createScorer } = await import("../lib/services/score-texts");
  const cascade = await createCascade({ modelsDir: env().MODELS_DIR, threads: 1, providers: ["cpu"] });
  const rules = async () => ({ version: 0, rules: [] });
  const scorer = createScorer({ cascade, rules }, new ScoreQueue({ concurrency: 64, waiting: 1024 }));
  const { signal } = new AbortController();
  const request = (turn: number) =>
    scorer.score({
      orgId,
      inputs: Array.from({ length: PER_REQUEST }, (_, at) => ({
        text: textAt(turn * PER_REQUEST + at),
        language: null,
      })),
      signal,
    });
  let turn = 0;
  const work = async () => {
    await Promise.all([0, 1, 2, 3].map(() => request(turn++)));
  };
  for (let at = 0; at < 8; at += 1) await work();
  const rate = await rateOf(4 * PER_REQUEST, work);
  await cascade.close();
  return rate;
}

async function measure(
  target: Target,
  orgId: string,
  web: ChildProcess,
  worker: ChildProcess,
): Promise<void> {
  const callers = fork(await bundleProcess("load-process"), { serialization: "advanced" });
  const load = async (kind: Load["kind"], textsPerRequest = 1, seconds = SECONDS): Promise<Loaded> => {
    callers.send({ target, kind, seconds, textsPerRequest } satisfies Load);
    return (await once(callers, "message"))[0] as Loaded;
  };
  await load({ callers: CALLERS }, 1, 3);

  const calm = await load({ perSecond: 50 });
  console.log(`50 requests/s:  ${withStatus(calm.answers, 200).length} of ${calm.answers.length} answered`);
  console.log(`  ${times(calm.answers)}`);

  const servers = () => cpuMs(web) + cpuMs(worker);
  const [webBefore, workerBefore] = [cpuMs(web), cpuMs(worker)];
  const full = await load({ callers: CALLERS });
  const perRequest = (process: ChildProcess, before: number) =>
    (cpuMs(process) - before) / full.answers.length;
  const [webMs, workerMs] = [perRequest(web, webBefore), perRequest(worker, workerBefore)];
  const rate = withStatus(full.answers, 200).length / full.seconds;
  console.log(`saturation:  ${rate.toFixed(0)} requests/s of one text, ${CALLERS} callers`);
  console.log(`  ${times(full.answers)}`);
  const ownMs = full.cpuMs / full.answers.length;
  console.log(
    `  processor time per text: web ${webMs.toFixed(2)} ms, worker ${workerMs.toFixed(2)} ms, callers ${ownMs.toFixed(2)} ms`,
  );

  const before = servers();
  const batched = await load({ callers: 4 }, PER_REQUEST);
  const batchTexts = PER_REQUEST * withStatus(batched.answers, 200).length;
  const batchMs = (servers() - before) / batchTexts;
  const batchRate = batchTexts / batched.seconds;
  console.log(`  ${batchRate.toFixed(0)} texts/s in requests of ${PER_REQUEST}, 4 callers`);
  console.log(`  processor time per text: ${batchMs.toFixed(2)} ms`);

  const over = await load({ perSecond: 4 * rate });
  callers.disconnect();
  const accepted = withStatus(over.answers, 200);
  const refused = withStatus(over.answers, 429, 503);
  const sent = over.answers.length;
  console.log(`four times that:  ${sent} sent, ${accepted.length} answered, ${refused.length} refused,`);
  console.log(`  ${sent - accepted.length - refused.length} anything else`);
  console.log(`  answered ${times(accepted)}`);
  console.log(`    by the server's clock ${times(accepted, "serverMs")}`);
  console.log(`  refused  ${times(refused)}`);
  console.log(
    `  the callers' own delay p95 ${over.lagMs.toFixed(1)} ms (${full.lagMs.toFixed(1)} at saturation)`,
  );

  const ways = [
    ["the service's work without HTTP", await ownRate(orgId)],
    ["bare session.run of level 2", await bareRate()],
  ] as const;
  for (const [name, way] of ways) {
    const share = (perSecond: number, cpu: number) =>
      `${(perSecond / way.perSecond).toFixed(2)} of its texts/s, ${(way.cpuMs / cpu).toFixed(2)} by processor time`;
    console.log(
      `${name}:  ${way.perSecond.toFixed(0)} texts/s, ${way.cpuMs.toFixed(2)} ms of processor time each`,
    );
    console.log(`  over HTTP by ${PER_REQUEST}:  ${share(batchRate, batchMs)}`);
    console.log(`  over HTTP one by one:  ${share(rate, webMs + workerMs)}`);
  }
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
  const { makeKey } = await import("../scripts/test/people");
  const { makeOrganization } = await import("../scripts/test/organization");
  const orgId = await makeOrganization("Bench");
  const { secret } = await makeKey(orgId, ["moderate"], { ratePerSecond: 1e6, burst: 1_000_000 });
  const web = start("web", [packageFile("next", "dist", "bin", "next"), "start", "-p", String(port)], env);
  const worker = start("worker", ["build/workers/main.mjs"], env);
  const target = {
    host: "127.0.0.1",
    port,
    path: "/v1/moderations",
    headers: { authorization: `Bearer ${secret}` },
  };
  try {
    await untilReady(target);
    await measure(target, orgId, web, worker);
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
