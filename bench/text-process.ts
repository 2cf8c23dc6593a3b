/** What `npm run bench:text` measures: see bench/text.ts. */
import { parseArgs } from "node:util";
import { type Cascade, createCascade } from "#lib/inference/cascade";
import { runCascade } from "#lib/services/run-cascade";
import { openBareDeep } from "./text-bare";
import { openPipeline } from "./text-pipeline";
import { type Reading, type TextFigures, textReport, type WorkName, withoutPipeline } from "./text-report";
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
const levels = { first: 0, second: 0, sense: 0 };
async function judge(text: string, explain: boolean): Promise<void> {
  const context = { orgId: "bench", rules: [], rulesVersion: 0, explain };
  const { results } = await runCascade(cascade as Cascade, { text, language: null }, context);
  for (const { stage, outcome, reason } of results)
    if (outcome !== "continue" && outcome !== "skipped") throw new Error(`${stage}: ${outcome}: ${reason}`);
  const asked = (name: string) =>
    results.some(({ stage, outcome }) => stage === name && outcome !== "skipped");
  levels[asked("text-deep") ? "second" : "first"] += 1;
  if (asked("text-sense")) levels.sense += 1;
}

/** As a busy worker runs it: three batches under way. */
async function inBatches(explain: boolean): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < texts.length) await judge(texts[next++] as string, explain);
  };
  await Promise.all(Array.from({ length: 3 * BATCH }, lane));
}

const times = { bare: [] as number[], cascade: [] as number[], pipeline: [] as number[] };
const oneByOne = (name: keyof typeof times, work: (text: string) => Promise<unknown>) => async () => {
  for (const text of few) {
    const started = performance.now();
    await work(text);
    times[name].push(performance.now() - started);
  }
};

const bare = await openBareDeep(values.models, texts, BATCH);
const pipeline = values["no-pipeline"]
  ? null
  : await openPipeline(values.models).catch((error: unknown) => {
      console.log(withoutPipeline(error));
      return null;
    });
const WORK: [name: WorkName, count: number, work: () => Promise<void>][] = [
  ["bare", texts.length, bare.batches],
  ["cascade", texts.length, () => inBatches(false)],
  ["explained", texts.length, () => inBatches(true)],
  ["bareSingle", few.length, oneByOne("bare", bare.one)],
  ["cascadeSingle", few.length, oneByOne("cascade", (text) => judge(text, false))],
];
if (pipeline) WORK.push(["pipeline", few.length, oneByOne("pipeline", pipeline.run)]);

const readings: TextFigures["readings"] = {};
for (let round = -1; round < rounds; round += 1) {
  if (round === 0) {
    for (const list of Object.values(times)) list.length = 0;
    Object.assign(levels, { first: 0, second: 0, sense: 0 });
  }
  for (const [name, count, work] of WORK) {
    const reading = await measured(count, work);
    if (round >= 0) readings[name] = [...(readings[name] ?? []), reading];
  }
}

const difference = pipeline?.difference ?? null;
const report = textReport({ posts: texts.length, rounds, readings, levels, times, difference });
console.log(report.join("\n"));
await cascade.close();
process.exit();
