/*
 * npm run bench:claims: 200 reviewers in 4 processes work off 5,000 tasks while processes are killed at random.
 * Prints claims per second, latency, and counts what must be zero: tasks held by two, decided twice, lost.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { openBenchStores } from "./bench-database";
import { bundleProcess } from "./bench-process";
import { quantile } from "./bench-quantile";

const TASKS = 5000;
const REVIEWERS = 200;
const PROCESSES = 4;
const KILL_EVERY_MS = 3000;
const LONGEST_MS = 180_000;

interface Claim {
  task: string;
  token: number;
  /** Claimed at and held until, database time in milliseconds. */
  from: number;
  until: number;
  ms: number;
}

const reviewersFile = await bundleProcess("claims-reviewers");
const stores = await openBenchStores("claims");
const { db, closeStore } = await import("../lib/store/client");
const { expireLeases } = await import("../lib/store/tasks");
const { newId } = await import("../lib/store/ids");
const { makeOrganization } = await import("../scripts/test/organization");
const { makeUser } = await import("../scripts/test/people");

const orgId = await makeOrganization("Bench");
const reviewers: string[] = [];
for (let i = 0; i < REVIEWERS; i++) reviewers.push((await makeUser(orgId)).id);
const now = Date.now();
const items = Array.from({ length: TASKS }, (_, i) => ({
  id: newId("itm"),
  orgId,
  contentId: `bench-${i}`,
  bodyHash: "",
  text: "bench",
  modalities: ["text"],
  state: "in_review" as const,
  decision: "FLAG" as const,
}));
await db().item.createMany({ data: items });
await db().reviewTask.createMany({
  data: items.map((item, i) => ({
    id: newId("tsk"),
    orgId,
    itemId: item.id,
    priority: (["high", "medium", "low"] as const)[i % 3] as "high",
    rank: now / 1000 + i,
    dueAt: new Date(now + 3_600_000),
  })),
});

const claims: Claim[] = [];
const pending = new Set<ChildProcess>();
let kills = 0;
let done = false;

function launch(index: number): void {
  const share = reviewers.filter((_, i) => i % PROCESSES === index);
  const child = fork(reviewersFile, [orgId, ...share], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { ...process.env, DATABASE_POOL: "10" },
  });
  pending.add(child);
  if (child.stdout)
    createInterface(child.stdout).on("line", (line) => claims.push(JSON.parse(line) as Claim));
  child.on("exit", () => {
    pending.delete(child);
    if (!done) launch(index);
  });
}

const started = Date.now();
for (let i = 0; i < PROCESSES; i++) launch(i);
const killer = setInterval(() => {
  const victims = [...pending];
  const victim = victims[Math.floor(Math.random() * victims.length)];
  if (victim?.kill("SIGKILL")) kills++;
}, KILL_EVERY_MS);

const left = () => db().reviewTask.count({ where: { orgId, state: { in: ["open", "leased"] } } });
while ((await left()) > 0 && Date.now() - started < LONGEST_MS) {
  await expireLeases(500);
  await new Promise((resolve) => setTimeout(resolve, 200));
}
done = true;
clearInterval(killer);
for (const child of pending) child.kill("SIGKILL");
const seconds = (Date.now() - started) / 1000;

const byTask = groupByTask(claims);
let heldTwice = 0;
for (const held of byTask.values()) {
  held.sort((a, b) => a.token - b.token);
  for (let i = 1; i < held.length; i++) {
    const [before, after] = [held[i - 1] as Claim, held[i] as Claim];
    if (before.token === after.token || after.from < before.until) heldTwice++;
  }
}
const opinions = await db().opinion.groupBy({ by: ["taskId"], _count: true, where: { task: { orgId } } });
const decidedTwice = opinions.filter((row) => row._count > 1).length;
const lost = TASKS - opinions.length;
const latencies = claims.map((claim) => claim.ms);

console.log(
  `${REVIEWERS} reviewers in ${PROCESSES} processes, ${TASKS} tasks, ${kills} processes killed, ${seconds.toFixed(1)} s`,
);
console.log(`claims     ${claims.length} (${(claims.length / seconds).toFixed(0)}/s)`);
console.log(
  `claim ms   p50 ${quantile(latencies, 0.5).toFixed(1)}  p95 ${quantile(latencies, 0.95).toFixed(1)}  p99 ${quantile(latencies, 0.99).toFixed(1)}`,
);
console.log(`held twice ${heldTwice}   decided twice ${decidedTwice}   lost ${lost}`);
await closeStore();
await stores.stop();
process.exit(heldTwice + decidedTwice + lost === 0 ? 0 : 1);

function groupByTask(all: Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of all) groups.set(claim.task, [...(groups.get(claim.task) ?? []), claim]);
  return groups;
}
