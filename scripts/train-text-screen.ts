/**
 * Trains text-screen: `npm run train:text-screen [-- --data DIR] [--out DIR] [--epochs N] [--rate R] [--bits B] [--seed S]`.
 * Writes the model, its calibration, the card and the manifest entry with the day. The same data and seed give the same files.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { calibrationFileSchema, type ModelManifest, manifestSchema } from "#lib/inference/manifest";
import { trainScreen } from "#lib/training/text-screen";
import { screenCard } from "#lib/training/text-screen-card";
import { loadScreenCorpus } from "#lib/training/text-screen-corpus";
import { encodeScreenModel } from "#lib/training/text-screen-onnx";

const VERSION = "1.1.0";
const { values } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/data/text" },
    out: { type: "string", default: "models" },
    epochs: { type: "string", default: "3" },
    rate: { type: "string", default: "0.1" },
    decay: { type: "string", default: "0" },
    bits: { type: "string", default: "18" },
    seed: { type: "string", default: "20261121" },
    contrast: { type: "string", default: "40000" },
  },
});
const started = performance.now();
const log = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);

const bits = Number(values.bits);
const seed = Number(values.seed);
const corpus = await loadScreenCorpus(values.data, {
  contrast: Number(values.contrast),
  seed,
  onSource: (name, rows) => log(`${name}: ${rows} rows`),
});
const trained = trainScreen(corpus, {
  bits,
  seed,
  epochs: Number(values.epochs),
  rate: Number(values.rate),
  decay: Number(values.decay),
  log,
});

const folder = `text-screen/${VERSION}`;
mkdirSync(path.join(values.out, folder), { recursive: true });
mkdirSync(path.join(values.out, "cards"), { recursive: true });

function write(file: string, content: Uint8Array | string): ModelManifest["files"]["model"] {
  const bytes = Buffer.from(content);
  writeFileSync(path.join(values.out, file), bytes);
  return { path: file, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}

const calibrations = calibrationFileSchema.parse({
  calibrations: trained.calibrations.map(({ calibration }) => calibration),
});
const manifest: ModelManifest = {
  name: "text-screen",
  version: VERSION,
  runner: "text-screen",
  files: {
    model: write(
      `${folder}/model.onnx`,
      encodeScreenModel(trained.model, { name: "text-screen", version: VERSION }),
    ),
    calibration: write(`${folder}/calibration.json`, `${JSON.stringify(calibrations)}\n`),
  },
  inputs: {
    ids: "int32 [rows, width]: hashed n-grams of normalised text, 0 pads",
    shares: "float32 [texts, rows]: what a feature of a row weighs in a text",
  },
  bits,
  categories: [...CATEGORIES],
  languages: {
    en: [...CATEGORIES],
    pt: ["toxicity", "harassment", "hate", "profanity"],
    ru: ["toxicity"],
    tr: ["toxicity"],
    zh: ["toxicity"],
  },
  exit: {},
  licence: "Apache-2.0 (weights); the training sets' licences are in the card",
  card: "cards/text-screen.md",
  written: new Date().toISOString().slice(0, 10),
};
const manifestPath = path.join(values.out, "manifest.json");
const others = existsSync(manifestPath)
  ? manifestSchema
      .parse(JSON.parse(readFileSync(manifestPath, "utf8")))
      .models.filter(({ name }) => name !== manifest.name)
  : [];
write("manifest.json", `${JSON.stringify({ models: [manifest, ...others] }, null, 2)}\n`);
write(manifest.card, screenCard(manifest, trained));
for (const { source, category, auc, ece, positives } of trained.figures)
  log(
    `${category.padEnd(15)} ${source.padEnd(36)} AUC ${auc.toFixed(3)} ECE ${ece.toFixed(3)} (${positives} positives)`,
  );
