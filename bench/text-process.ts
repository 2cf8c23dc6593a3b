/** What `npm run bench:text` measures: see bench/text.ts. */
import { parseArgs } from "node:util";
import { type Cascade, createCascade } from "#lib/inference/cascade";
import { runCascade } from "#lib/services/run-cascade";
import { median, quantile } from "./bench-quantile";
import { openBareDeep } from "./text-bare";
import { openPipeline } from "./text-pipeline";
import { posts } from "./text-screen-posts";

const BATCH = 32;
const { values } = parseArgs({
  options: {
    models: { type: "string", default: "models" },
    items: { type: "string", default: "960" },
    rounds: { type: "string", default: "5" },
    "no-pipeline": { type: "boolean", default: false },
  },
});
const texts = posts(Number(values.items));
const rounds = Number(values.rounds);
/** Texts that are timed one by one. */
const few = texts.slice(0, 160);

interface Reading {
  perSecond: number;
  /** Processor time of the whole process per text, microseconds. */
  processor: number;
}

async function measured(count: number, work: () => Promise<void>): Promise<Reading> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: count / ((performance.now() - started) / 1000),
    processor: (user + system) / count,
  };
}

const cascade = await createCascade({ modelsDir: values.models, threads: 1, providers: ["cpu"] });
const levels = { first: 0, second: 0 };
async function judge(text: string, explain: boolean): Promise<void> {
  const context = { orgId: "bench", rules: [], rulesVersion: 0, explain };
  const { results } = await runCascade(cascade as Cascade, { text, language: null }, context);
  for (const { stage, outcome, reason } of results)
    if (outcome !== "continue" && outcome !== "skipped") throw new Error(`${stage}: ${outcome}: ${reason}`);
  levels[results.some(({ stage }) => stage === "text-deep") ? "second" : "first"] += 1;
}

/** As a busy worker runs it: three batches under way. */
async function inBatches(explain: boolean): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < texts.length) await judge(texts[next++] as string, explain);
  };
  await Promise.all(Array.from({ length: 3 * BATCH }, lane));
}

const times: Record<string, number[]> = {};
const oneByOne = (name: string, work: (text: string) => Promise<unknown>) => async () => {
  for (const text of few) {
    const started = performance.now();
    await work(text);
    const list = times[name] ?? [];
    times[name] = list;
    list.push(performance.now() - started);
  }
};

const bare = await openBareDeep(values.models, texts, BATCH);
const pipeline = values["no-pipeline"] ? null : await openPipeline(values.models);
const WORK: [name: string, count: number, work: () => Promise<void>][] = [
  ["bare session.run of text-deep, batches of 32", texts.length, bare.batches],
  ["cascade, scores alone", texts.length, () => inBatches(false)],
  ["cascade with explanations", texts.length, () => inBatches(true)],
  ["bare session.run, one by one", few.length, oneByOne("bare", bare.one)],
  ["cascade, one by one", few.length, oneByOne("cascade", (text) => judge(text, false))],
];
if (pipeline)
  WORK.push(["transformers.js pipeline, one by one", few.length, oneByOne("pipeline", pipeline.run)]);

const readings = new Map(WORK.map(([name]) => [name, [] as Reading[]]));
for (let round = -1; round < rounds; round += 1) {
  if (round === 0) {
    for (const name of Object.keys(times)) times[name] = [];
    Object.assign(levels, { first: 0, second: 0 });
  }
  for (const [name, count, work] of WORK) {
    const reading = await measured(count, work);
    if (round >= 0) readings.get(name)?.push(reading);
  }
}

const of = (name: string, field: keyof Reading) => median((readings.get(name) ?? []).map((r) => r[field]));
console.log(`${texts.length} posts, ${rounds} rounds, one inference thread per level`);
for (const [name] of WORK)
  console.log(
    `${name.padEnd(46)}${of(name, "perSecond").toFixed(0).padStart(7)} texts/s ${of(name, "processor").toFixed(0).padStart(7)} us of processor time`,
  );
const share = (100 * levels.first) / (levels.first + levels.second);
console.log(`decided at level 1: ${share.toFixed(0)} % (exit bounds of the manifest)`);
const [bareName, cascadeName, explained, , single, peer] = WORK.map(([name]) => name) as [
  string,
  ...string[],
];
const ratio = (a: string, b: string) => {
  const wall = of(a, "perSecond") / of(b, "perSecond");
  const processor = of(b, "processor") / of(a, "processor");
  return `${wall.toFixed(2)} (by processor time ${processor.toFixed(2)})`;
};
console.log(`cascade to bare at the same batch: ${ratio(cascadeName as string, bareName)}, aim >= 0.85`);
console.log(`  with explanations: ${ratio(explained as string, bareName)}`);
if (peer) {
  console.log(
    `cascade as a worker runs it to the pipeline item by item: ${ratio(cascadeName as string, peer)}, aim >= 3`,
  );
  console.log(`  both item by item, nothing else under way: ${ratio(single as string, peer)}`);
}
for (const [name, list] of Object.entries(times))
  console.log(
    `latency of ${name.padEnd(10)} p50 ${quantile(list, 0.5).toFixed(2)} ms, p95 ${quantile(list, 0.95).toFixed(2)} ms`,
  );
if (pipeline)
  console.log(`largest difference of the pipeline's logits: ${pipeline.difference.toExponential(1)}`);
await cascade.close();
process.exit();
