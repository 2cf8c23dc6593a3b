/**
 * `npm run bench:text-screen [-- --items N --rounds N --models DIR]`: posts per second through the cascade's levels 0 and 1
 * (port, lists, messages, normalisation, features, language, model, calibration, explanations) on one
 * inference thread and on one per core, against nothing but `session.run` on ready tensors on one thread, at the same batch
 * size, in one run. Medians after two rounds of warming up.
 */
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { extractFeatures, FeatureBuffer } from "#lib/domain/text/features";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import type { ListRule } from "#lib/domain/verdict";
import { type Cascade, createCascade } from "#lib/inference/cascade";
import { findModels } from "#lib/inference/model-files";
import { packTensors } from "#lib/inference/runners/screen-tensors";
import { openSession } from "#lib/inference/session";
import { posts } from "./text-screen-posts";

const BATCH = 32;
const { values } = parseArgs({
  options: {
    models: { type: "string", default: "models" },
    items: { type: "string", default: "6400" },
    rounds: { type: "string", default: "7" },
  },
});
const texts = posts(Number(values.items));
const rounds = Number(values.rounds);

const quantile = (figures: number[], share: number) =>
  [...figures].sort((a, b) => a - b)[Math.floor((figures.length - 1) * share)] as number;

interface Reading {
  /** Posts per second of wall time. */
  perSecond: number;
  /** Processor time of the whole process per post, microseconds: what a busy machine does not distort. */
  processor: number;
}

async function measured(work: () => Promise<void>): Promise<Reading> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const perSecond = texts.length / ((performance.now() - started) / 1000);
  return { perSecond, processor: (user + system) / texts.length };
}

const { models } = await findModels(path.resolve(values.models));
const found = models.find(({ name }) => name === "text-screen");
if (!found?.ok) throw new Error(`text-screen is not there: ${found?.reason ?? "no manifest entry"}`);
const { session } = await openSession(found.files.modelPath, { names: ["cpu"] });
const { manifest } = found.files;
if (manifest.runner !== "text-screen") throw new Error("text-screen is another kind of model here.");
const { bits } = manifest;

function readyBatches() {
  const buffer = new TextBuffer();
  const features = texts.map((text) => {
    const { ids, length } = extractFeatures(normaliseInto(buffer, text), new FeatureBuffer(bits));
    return { ids: ids.slice(0, length), length };
  });
  return Array.from({ length: Math.ceil(texts.length / BATCH) }, (_, at) =>
    packTensors(features.slice(at * BATCH, (at + 1) * BATCH)),
  );
}
const batches = readyBatches();

async function bare(): Promise<void> {
  for (const batch of batches) await session.run(batch, ["logits"]);
}

const open = (threads: number) => createCascade({ modelsDir: values.models, threads, providers: ["cpu"] });
const CORES = Math.max(2, availableParallelism());
const single = await open(1);
const pooled = await open(CORES);
const rules: ListRule[] = ["free money", "miracle cure", "limited offer"].map((value) => ({
  id: value,
  kind: "keyword",
  value,
  category: "spam",
  action: "flag",
}));
const context = { orgId: "bench", rules, rulesVersion: 1, previous: [] };
// text-glance and level 2 are measured by bench:text.
const plan = single.plan({ text: "", language: null }).filter(({ level, spares }) => level < 2 && !spares);

async function judge(cascade: Cascade, text: string): Promise<void> {
  const content = { text, language: null };
  for (const spec of plan) {
    const { result } = await cascade.run(spec, content, context);
    if (result.outcome !== "continue") throw new Error(`${spec.name}: ${result.outcome}: ${result.reason}`);
  }
}

/** As a busy worker runs it: three batches' worth of posts under way per thread. */
async function throughPort(cascade: Cascade): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < texts.length) await judge(cascade, texts[next++] as string);
  };
  await Promise.all(Array.from({ length: BATCH * 3 * cascade.status().threads.wanted }, lane));
}

async function oneByOne(): Promise<number[]> {
  const times: number[] = [];
  for (const text of texts.slice(0, 1000)) {
    const started = performance.now();
    await judge(single, text);
    times.push(performance.now() - started);
  }
  return times;
}

const WORK = { bare, single: () => throughPort(single), pooled: () => throughPort(pooled) };
const readings: Record<keyof typeof WORK, Reading[]> = { bare: [], single: [], pooled: [] };
for (let round = -2; round < rounds; round += 1) {
  for (const [name, work] of Object.entries(WORK)) {
    const reading = await measured(work);
    if (round >= 0) readings[name as keyof typeof WORK].push(reading);
  }
}
const times = await oneByOne();
const median = (of: Reading[], field: keyof Reading) =>
  quantile(
    of.map((reading) => reading[field]),
    0.5,
  );
const line = (name: string, of: Reading[]) =>
  console.log(
    `${name.padEnd(24)}${median(of, "perSecond").toFixed(0).padStart(8)} posts/s  ${median(of, "processor").toFixed(1).padStart(6)} us of processor time a post`,
  );
console.log(`posts: ${texts.length}, batch ${BATCH}, rounds ${rounds}`);
line("bare session.run", readings.bare);
line("cascade, 1 thread", readings.single);
line(`cascade, ${CORES} threads`, readings.pooled);
const ratio = (of: Reading[]) => (median(of, "perSecond") / median(readings.bare, "perSecond")).toFixed(2);
console.log(
  `ratio to bare: ${ratio(readings.single)} on 1 thread, ${ratio(readings.pooled)} on ${CORES} (aim >= 0.70)`,
);
console.log(
  `one by one              p50 ${quantile(times, 0.5).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms, p99 ${quantile(times, 0.99).toFixed(2)} ms`,
);
await Promise.all([single.close(), pooled.close()]);
