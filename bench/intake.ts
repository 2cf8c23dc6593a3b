/*
 * npm run bench:intake: submits posts at full speed to one real worker process, once on each queue backend, and
 * prints how many a second are taken and judged, what was lost (must be 0) and the worker's memory as it goes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { bundleWorkers } from "../scripts/start/build.mjs";
import { ROOT } from "../scripts/system/project.mjs";
import { openBenchStores } from "./bench-database";

const ITEMS = Number(process.argv[2] ?? 6000);
const CONCURRENCY = 32;
const LONGEST_MS = 240_000;
const SENTENCES = [
  "The bus was late again and nobody said a word about it",
  "I made soup for twelve and there was nothing left, proud moment",
  "Does anybody know when the library opens on Sunday",
  "You are a stupid fool and everyone here is tired of you",
  "What a match, I have no voice left this morning",
  "Click here now to claim your FREE prize http://prize.example",
];

await bundleWorkers();
// Each backend in a process of its own: a process parses its environment once.
const backend = process.env.BENCH_BACKEND;
if (backend) await bench(backend === "redis");
else
  for (const name of ["postgres", "redis"])
    await new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, ["--import", "tsx", "bench/intake.ts", String(ITEMS)], {
        cwd: ROOT,
        env: { ...process.env, BENCH_BACKEND: name },
        stdio: "inherit",
      });
      child.once("exit", (code) =>
        code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}`)),
      );
    });

async function bench(redis: boolean): Promise<void> {
  const stores = await openBenchStores(`intake_${redis ? "redis" : "postgres"}`, { redis });
  const { db } = await import("../lib/store/client");
  const { submitItem } = await import("../lib/services/submit-item");
  const { closeConnections } = await import("../lib/services/close-connections");
  const { moderateBodySchema } = await import("../lib/domain/content");
  const { makeOrganization } = await import("../scripts/test/organization");
  const orgId = await makeOrganization("Bench");
  const worker = await startWorker();
  const memory: number[] = [];
  const sampler = setInterval(() => memory.push(residentMb(worker)), 1000);

  const started = performance.now();
  let next = 0;
  const submitter = async () => {
    for (let i = next++; i < ITEMS; i = next++) {
      const text = `${SENTENCES[i % SENTENCES.length]}, number ${i}.`;
      const body = moderateBodySchema.parse({
        content_id: `bench-${i}`,
        text,
        metadata: { user_id: `u${i % 500}` },
      });
      await submitItem({ orgId, apiKeyId: null, body });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, submitter));
  const taken = (performance.now() - started) / 1000;
  const waiting = () => db().item.count({ where: { orgId, state: "received" } });
  while ((await waiting()) > 0 && performance.now() - started < LONGEST_MS)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const judged = (performance.now() - started) / 1000;
  clearInterval(sampler);

  const verdicts = await db().verdict.count({ where: { item: { orgId } } });
  const audited = await db().auditEvent.count({ where: { orgId, action: "item.decided" } });
  console.log(
    `\n${redis ? "Redis" : "Postgres"}: ${ITEMS} posts, ${CONCURRENCY} at a time, one worker process`,
  );
  console.log(
    `  taken  ${(ITEMS / taken).toFixed(0)}/s   judged ${(ITEMS / judged).toFixed(0)}/s (over all ${judged.toFixed(1)} s)`,
  );
  console.log(`  lost   ${ITEMS - verdicts}   audited ${audited}`);
  const at = (share: number) => memory[Math.floor((memory.length - 1) * share)]?.toFixed(0) ?? "?";
  console.log(
    `  worker memory, MB: ${at(0.1)} at 10 %, ${at(0.5)} at half, ${at(1)} at the end, most ${Math.max(...memory).toFixed(0)}`,
  );
  worker.kill("SIGTERM");
  await new Promise((resolve) => worker.once("exit", resolve));
  await closeConnections();
  await stores.stop();
  process.exit(ITEMS === verdicts && ITEMS === audited ? 0 : 1);
}

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["--enable-source-maps", "build/workers/main.mjs"], {
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: "info", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    worker.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
    worker.stdout?.on("data", (chunk) => String(chunk).includes("worker ready") && resolve());
  });
  return worker;
}

function residentMb(process: ChildProcess): number {
  const status = readFileSync(`/proc/${process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
