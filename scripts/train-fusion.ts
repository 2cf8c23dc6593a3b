/**
 * Trains fusion: `npm run train:fusion [-- --out DIR] [--steps N] [--rows N] [--seed S]`.
 * Distils late fusion from sets that the project makes up itself, so it needs no data; writes the model, its card and the
 * manifest entry. The same options give the same files.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { InferenceSession } from "onnxruntime-node";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { type ModelManifest, manifestSchema } from "#lib/inference/manifest";
import { fusionCard } from "#lib/training/fusion-card";
import { fusionGraph } from "#lib/training/fusion-model";
import { fusionRows } from "#lib/training/fusion-sets";
import { distilFusion, measureGap } from "#lib/training/fusion-train";
import { encodeModel } from "#lib/training/onnx-writer";

const VERSION = "1.0.0";
const { values } = parseArgs({
  options: {
    out: { type: "string", default: "models" },
    steps: { type: "string", default: "2000" },
    rows: { type: "string", default: "20000" },
    seed: { type: "string", default: "20261121" },
  },
});
const [steps, count, seed] = [Number(values.steps), Number(values.rows), Number(values.seed)];
const started = performance.now();
const log = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);

const rows = fusionRows(count, seed);
const held = fusionRows(Math.ceil(count / 8), seed + 1);
const test = fusionRows(count, seed + 2);
log(`${rows.length} rows to learn from, ${held.length} to choose the weights, ${test.length} to measure`);
const work = mkdtempSync(path.join(tmpdir(), "sightline-fusion-"));
const weights = await distilFusion(rows, held, {
  ...{ seed, steps, peakRate: 3e-3, folder: work },
  onProgress: ({ step, loss, stepMs }) => {
    if (step % 250 === 0) log(`step ${step}: loss ${loss.toExponential(2)}, ${stepMs.toFixed(0)} ms a step`);
  },
});
rmSync(work, { recursive: true });

const bytes = encodeModel(fusionGraph(weights, { name: "fusion", version: VERSION }));
const gap = await measureGap(await InferenceSession.create(bytes), test);
log(`gap to late fusion: at most ${gap.largest.toFixed(4)}, ${gap.mean.toExponential(1)} on average`);

const file = `fusion/${VERSION}/model.onnx`;
mkdirSync(path.join(values.out, path.dirname(file)), { recursive: true });
mkdirSync(path.join(values.out, "cards"), { recursive: true });
writeFileSync(path.join(values.out, file), bytes);
const entry: ModelManifest = {
  name: "fusion",
  version: VERSION,
  runner: "fusion",
  files: {
    model: { path: file, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length },
  },
  inputs: {
    scores:
      "float32 [items, parts, categories]: calibrated log-odds of text, picture, words read, speech, frames",
    known: "float32 [items, parts, categories]: 1 where a part was scored for the category",
    present: "float32 [items, parts]: 1 where the part is there",
    sketch: "float32 [items, parts, 128]: a sketch of the part's embedding, 0 where there is none",
  },
  categories: [...CATEGORIES],
  languages: {},
  exit: {},
  licence: "Apache-2.0",
  card: "cards/fusion.md",
};
const manifest = path.join(values.out, "manifest.json");
// The other entries are kept as they are written.
const { models } = JSON.parse(readFileSync(manifest, "utf8")) as { models: { name: string }[] };
manifestSchema.parse({ models });
const others = models.filter(({ name }) => name !== entry.name);
writeFileSync(manifest, `${JSON.stringify({ models: [...others, entry] }, null, 2)}\n`);
const facts = { version: VERSION, bytes: bytes.length, rows: count, steps, gap, test: test.length };
writeFileSync(path.join(values.out, entry.card), fusionCard(facts));
