/**
 * Trains text-screen. Writes the model, its calibration, the card and the manifest entry with the day. The same data and seed
 * give the same files.
 */
import { CATEGORIES } from "#lib/domain/taxonomy";
import { calibrationFileSchema, type ModelManifest } from "#lib/inference/manifest";
import { ModelsFolder } from "#lib/inference/models-folder";
import { trainScreen } from "#lib/training/text-screen";
import { screenCard } from "#lib/training/text-screen-card";
import { loadScreenCorpus } from "#lib/training/text-screen-corpus";
import { encodeScreenModel } from "#lib/training/text-screen-onnx";
import { commandLine, decimal, MODELS_FOLDER, sayFailures, wholeNumber } from "./command-line";

const VERSION = "1.1.0";
const USAGE = `npm run train:text-screen [-- flags]

  --data DIR       the training sets (../shared/data/text), see docs/training.md
  --out DIR        the models folder (${MODELS_FOLDER}); what it serves is replaced, so give a copy to try something
  --epochs N       3
  --rate R         learning rate (0.1)
  --decay D        decay of the weights (0)
  --bits N         2 to this power are the buckets, 10 to 24 (18)
  --seed N         20261121
  --contrast N     sentences of the project's own (40000)`;

sayFailures("train:text-screen");
const { values } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
  epochs: { type: "string", default: "3" },
  rate: { type: "string", default: "0.1" },
  decay: { type: "string", default: "0" },
  bits: { type: "string", default: "18" },
  seed: { type: "string", default: "20261121" },
  contrast: { type: "string", default: "40000" },
});
const options = {
  bits: wholeNumber("bits", values.bits, 10, 24),
  seed: wholeNumber("seed", values.seed, 0),
  epochs: wholeNumber("epochs", values.epochs),
  rate: decimal("rate", values.rate),
  decay: decimal("decay", values.decay),
};
const contrast = wholeNumber("contrast", values.contrast, 0);
const folder = new ModelsFolder(values.out);
folder.models();

const started = performance.now();
const log = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
const corpus = await loadScreenCorpus(values.data, {
  contrast,
  seed: options.seed,
  onSource: (name, rows) => log(`${name}: ${rows} rows`),
});
const trained = trainScreen(corpus, { ...options, log });

const write = folder.writer("text-screen", VERSION);
const calibrations = calibrationFileSchema.parse({
  calibrations: trained.calibrations.map(({ calibration }) => calibration),
});
const manifest: ModelManifest = {
  name: "text-screen",
  version: VERSION,
  runner: "text-screen",
  files: {
    model: write("model.onnx", encodeScreenModel(trained.model, { name: "text-screen", version: VERSION })),
    calibration: write("calibration.json", `${JSON.stringify(calibrations)}\n`),
  },
  inputs: {
    ids: "int32 [rows, width]: hashed n-grams of normalised text, 0 pads",
    shares: "float32 [texts, rows]: what a feature of a row weighs in a text",
  },
  bits: options.bits,
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
};
folder.publish(manifest, screenCard(manifest, trained));
for (const { source, category, auc, ece, positives } of trained.figures)
  log(
    `${category.padEnd(15)} ${source.padEnd(36)} AUC ${auc.toFixed(3)} ECE ${ece.toFixed(3)} (${positives} positives)`,
  );
