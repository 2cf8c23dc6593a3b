/*
 * npm run bench:reviewers -- [--minutes 5] [--reviewers 200]: people who claim and decide by the services of the desk, in
 * processes of which one is killed every few seconds, over work of every kind: one opinion, three, three without the
 * models' scores, disagreements for leads. All the while somebody looks wherever a reviewer or lead can look. Prints what
 * must be zero: tasks held by two, decided twice, with an opinion too many, lost; opinions and hidden scores seen early.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { openBenchStores } from "./bench-database";
import { bundleProcess } from "./bench-process";
import type { Seen } from "./reviewers-process";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    reviewers: { type: "string", default: "200" },
    processes: { type: "string", default: "4" },
  },
});
const RUN_MS = Number(values.minutes) * 60_000;
const REVIEWERS = Number(values.reviewers);
const PROCESSES = Number(values.processes);
/** One in twenty is a lead, who settles what others disagree on. */
const LEADS = Math.max(3, Math.round(REVIEWERS / 20));
const KILL_EVERY_MS = 5000;
/** New work comes while less than this waits. */
const STOCK = 400;
/** At the end all is worked off; what no longer gets on for this long is lost. */
const STUCK_MS = 90_000;
/** Decisions that take effect side by side. */
const AT_ONCE = 6;

const entry = await bundleProcess("reviewers-process");
const stores = await openBenchStores("reviewers");
const { db, closeStore } = await import("../lib/store/client");
const { expireLeases } = await import("../lib/store/tasks");
const { findOverdueDecisions } = await import("../lib/store/decisions");
const { applyDecision } = await import("../lib/services/apply-decision");
const { closeConnections } = await import("../lib/services/close-connections");
const { makeOrganization } = await import("../scripts/test/organization");
const { makeUser } = await import("../scripts/test/people");
const { addWork, MADE } = await import("./reviewers-work");
const { lookEverywhere } = await import("./reviewers-look");

const orgId = await makeOrganization("Bench");
const people: { id: string; role: "moderator" | "lead" }[] = [];
for (let i = 0; i < REVIEWERS; i++) {
  const role = i < LEADS ? "lead" : "moderator";
  people.push({ id: (await makeUser(orgId, role)).id, role });
}

const seen: Seen[] = [];
const running = new Set<ChildProcess>();
let kills = 0;
let crashed = 0;
let stopping = false;

function launch(index: number): void {
  const share = people.filter((_, i) => i % PROCESSES === index).map(({ id, role }) => `${id}:${role}`);
  const child = fork(entry, [orgId, ...share], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { ...process.env, DATABASE_POOL: "12" },
  });
  running.add(child);
  if (child.stdout) createInterface(child.stdout).on("line", (line) => seen.push(JSON.parse(line) as Seen));
  child.on("exit", (code) => {
    running.delete(child);
    // A process that ends by itself has met an error that a reviewer would have met.
    if (code !== null && code > 0) crashed++;
    if (!stopping && crashed === 0) launch(index);
  });
}

const leaks: string[] = [];
let looks = 0;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const unfinished = () => db().reviewTask.count({ where: { orgId, state: { not: "closed" } } });
const started = Date.now();
const elapsed = () => Date.now() - started;

/** What the sweep does, only more often: leases that ran out, decisions whose undo window has passed. */
async function housekeeping(): Promise<void> {
  await expireLeases(500);
  const due = await findOverdueDecisions(new Date(), 60);
  for (let i = 0; i < due.length; i += AT_ONCE)
    await Promise.all(due.slice(i, i + AT_ONCE).map(({ id }) => applyDecision(id)));
}

await addWork(orgId, STOCK);
for (let i = 0; i < PROCESSES; i++) launch(i);
const killer = setInterval(() => {
  const victim = [...running][Math.floor(Math.random() * running.size)];
  if (elapsed() < RUN_MS && victim?.kill("SIGKILL")) kills++;
}, KILL_EVERY_MS);
let left = STOCK;
let lastProgress = Date.now();
while (left > 0 && crashed === 0 && Date.now() - lastProgress < STUCK_MS) {
  await housekeeping();
  const open = await db().reviewTask.count({ where: { orgId, state: "open" } });
  if (elapsed() < RUN_MS && open < STOCK) await addWork(orgId, STOCK - open);
  const look = await lookEverywhere(orgId, people);
  looks += look.looked;
  leaks.push(...look.leaks);
  const before = left;
  left = await unfinished();
  if (left !== before || elapsed() < RUN_MS) lastProgress = Date.now();
  await pause(100);
}
stopping = true;
clearInterval(killer);
for (const child of running) child.kill("SIGKILL");
const seconds = elapsed() / 1000;

const held = new Map<string, Seen[]>();
for (const claim of seen) held.set(claim.task, [...(held.get(claim.task) ?? []), claim]);
let heldTwice = 0;
for (const claims of held.values()) {
  claims.sort((a, b) => a.token - b.token);
  for (let i = 1; i < claims.length; i++) {
    const [before, after] = [claims[i - 1] as Seen, claims[i] as Seen];
    if (before.token === after.token || after.from < (before.ended ?? before.until)) heldTwice++;
  }
}
const tasks = await db().reviewTask.findMany({
  where: { orgId },
  include: { opinions: true },
});
const decisions = await db().decision.findMany({ where: { orgId, undoneAt: null, effectiveDone: true } });
const final = new Map<string, number>();
for (const { taskId, isOpinion } of decisions)
  if (taskId && !isOpinion) final.set(taskId, (final.get(taskId) ?? 0) + 1);
/** Least and most opinions of a task; a lead who settles a disagreement between two readings gives none. */
const least = ({ id }: (typeof tasks)[number]) => (MADE.has(id) ? most(id) : 0);
const most = (id: string) => (MADE.has(id) && Number(id.slice(-1)) % 2 === 1 ? 3 : 1);
const closed = tasks.filter(({ state }) => state === "closed");
const decidedTwice = closed.filter(({ id }) => (final.get(id) ?? 0) > 1).length;
const undecided = closed.filter(({ id }) => !final.has(id)).length;
const tooMany = tasks.filter((task) => task.opinions.length > most(task.id)).length;
const tooFew = closed.filter((task) => task.opinions.length < least(task)).length;
const early = seen.filter(({ early }) => early).length;
const lost = left + undecided + tooFew;

console.log(
  `${REVIEWERS} reviewers (${LEADS} leads) in ${PROCESSES} processes, ${seconds.toFixed(0)} s, ${kills} killed, ${tasks.length} tasks`,
);
console.log(
  `claims ${seen.length}   opinions ${tasks.reduce((sum, { opinions }) => sum + opinions.length, 0)}   settled by leads ${closed.filter(({ adjudication }) => adjudication).length}   looks at unsettled items ${looks}`,
);
console.log(
  `held twice ${heldTwice}   decided twice ${decidedTwice}   opinions too many ${tooMany}   lost ${lost}`,
);
console.log(`seen early: by reviewers ${early}, on the pages and the API ${leaks.length}`);
for (const leak of leaks.slice(0, 5)) console.log(`  ${leak}`);
await closeConnections();
await closeStore();
await stores.stop();
if (crashed > 0) console.log("A process ended by itself: see its error above. The run was stopped.");
process.exit(crashed + heldTwice + decidedTwice + tooMany + lost + early + leaks.length === 0 ? 0 : 1);
