import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataFolder } from "../scripts/system/project.mjs";
import { fakeCascade } from "../scripts/test/fake-cascade";
import { openBenchStores } from "./bench-database";

/*
 * `npm run bench:import -- [rows] [--models] [--redis]`: a CSV file of so many rows (100,000) is imported by a process that is
 * killed with -9 after a third and after two thirds, and started again; a worker judges beside it. Says whether every
 * row was taken exactly once, and how much memory the importing process had at most. The worker answers from the text at
 * once, so that the figure is the import's; with --models it judges with the shipped models.
 */

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const withModels = process.argv.includes("--models");
const stores = await openBenchStores("import", { redis: process.argv.includes("--redis") });
const { db } = await import("#lib/store/client");
const { consume } = await import("#lib/jobs/consume");
const { moderateItem } = await import("#lib/services/moderate-item");
const { createImport, resumeHere } = await import("#lib/services/manage-imports");
const { closeConnections } = await import("#lib/services/close-connections");
const { makeOrganization } = await import("../scripts/test/organization");
const { createHandlers } = await import("#workers/handlers");

/** Rows as people have them: quotes, line breaks, authors that come back, one in 500 without a text. */
async function writeFile(file: string): Promise<void> {
  const handle = await open(file, "w");
  await handle.write("id,author,comment,posted\n");
  for (let from = 0; from < rows; from += 1000) {
    let chunk = "";
    for (let row = from; row < Math.min(rows, from + 1000); row++) {
      const score = ((row * 7919) % 1000) / 1000;
      const text =
        row % 500 === 499
          ? ""
          : `toxicity=${score} note ${row}, ""quoted"", about the weather\nand the harbour`;
      chunk += `row-${row},author-${row % 997},"${text}",2026-11-0${1 + (row % 9)} 12:00:00\n`;
    }
    await handle.write(chunk);
  }
  await handle.close();
}

const folder = path.join(dataFolder(), "bench");
mkdirSync(folder, { recursive: true });
const file = path.join(folder, `import-${process.pid}.csv`);
await writeFile(file);
const orgId = await makeOrganization("Bench");

async function startJudge() {
  const ports = { rules: async () => ({ version: 0, rules: [] }) };
  if (!withModels) {
    const nothing = async () => {};
    const handlers = createHandlers({ ...ports, cascade: fakeCascade() });
    const moderate = ({ itemId }: { itemId: string }) =>
      moderateItem(itemId, { ...ports, cascade: fakeCascade() });
    return consume({ ...handlers, sweep: nothing, moderate }, ["moderate"]);
  }
  const { createCascade } = await import("#lib/inference/cascade");
  const cascade = await createCascade({ modelsDir: "models", threads: 1, providers: ["cpu"] });
  return consume(createHandlers({ ...ports, cascade }), ["moderate"]);
}

function startRunner(id: string): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, ["--import", "tsx", "bench/import-runner.ts", id], {
    stdio: "inherit",
  });
  return { child, ended: new Promise((resolve) => child.once("exit", (code) => resolve(code))) };
}

/** Most memory that a process had so far, in MB (Linux). */
function peakMb(pid: number | undefined): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const { id } = await createImport(orgId, { name: "posts.csv", path: file }, null, {
  text: "comment",
  content_id: "id",
  user_id: "author",
  timestamp: "posted",
});
await resumeHere(orgId, id);
const consumer = await startJudge();
const started = performance.now();
const cursor = async () => (await db().import.findUniqueOrThrow({ where: { id } })).cursor;
let peak = 0;
let kills = 0;
let code: number | null = 3;
const deadline = Date.now() + 45 * 60_000;
while (code !== 0 && Date.now() < deadline) {
  const { child, ended } = startRunner(id);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    peak = Math.max(peak, peakMb(child.pid));
    const taken = await cursor();
    if (kills < 2 && taken >= ((kills + 1) * rows) / 3) {
      kills += 1;
      console.log(`killed at row ${taken} of ${rows}`);
      child.kill("SIGKILL");
    }
    await Promise.race([sleep(100), ended]);
  }
  code = await ended;
  // The lease of the killed one has to run out first.
  if (code !== 0) await sleep(1000);
}
const seconds = (performance.now() - started) / 1000;
await consumer.close(5000);

const expected = rows - Math.floor(rows / 500);
const [counted] = await db().$queryRaw<Record<string, number>[]>`
  SELECT count(*)::int AS "rows", count(DISTINCT "row")::int AS "distinct", min("row")::int AS "first",
    max("row")::int AS "last", count("itemId")::int AS "items", count(DISTINCT "itemId")::int AS "distinctItems"
  FROM "ImportRow" WHERE "importId" = ${id}`;
const [items, verdicts, audited, authorItems] = await Promise.all([
  db().item.count({ where: { orgId } }),
  db().verdict.count(),
  db().auditEvent.count({ where: { orgId, action: "item.decided" } }),
  db().author.aggregate({ where: { orgId }, _sum: { items: true } }),
]);
console.log({
  rows,
  queue: process.env.REDIS_URL ? "Redis" : "Postgres",
  judge: withModels ? "shipped models" : "at once, from the text",
  kills,
  seconds: Math.round(seconds),
  rowsPerSecond: Math.round(rows / seconds),
  peakMemoryMb: Math.round(peak),
  ...counted,
  itemsStored: items,
  itemsExpected: expected,
  verdicts,
  audited,
  countedForAuthors: authorItems._sum.items,
});
const exact =
  counted?.rows === rows &&
  counted.distinct === rows &&
  items === expected &&
  verdicts === expected &&
  audited === expected &&
  authorItems._sum.items === expected;
console.log(exact ? "every row exactly once" : "NOT EXACT");
await closeConnections();
rmSync(file);
await stores.stop();
process.exit(exact && peak < 500 ? 0 : 1);
