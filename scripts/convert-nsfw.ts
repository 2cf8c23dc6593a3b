import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { ModelManifest } from "#lib/inference/manifest";
import { ModelsFolder } from "#lib/inference/models-folder";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { graphModelSchema, readWeights } from "#lib/training/graph-model";
import { classifierToOnnx } from "#lib/training/graph-model-to-onnx";
import { commandLine, sayFailures } from "./command-line";
import { IMAGE_CALIBRATION } from "./image-calibration";
import { fetchPackage } from "./npm-package";

/*
 * Makes models/image-screen from the weights that the package nsfwjs ships (MIT licence): `npm run models:convert-nsfw`.
 * The package is fetched for this alone, checked by its hash, and is no dependency: TensorFlow.js is neither used nor
 * installed.
 */

sayFailures("models:convert-nsfw");
commandLine("npm run models:convert-nsfw: makes models/image-screen anew", {});

const PACKAGE = "nsfwjs@4.4.0";
const INTEGRITY = "krC1fgeTLXtZwgdpKJ0jm7hqv0gTSRQQRL+FhOaxaJ9Wj92t42BO3csO2odwgTAgZgf2RvkwPtp0R8Aa7dc+MA==";
const VERSION = "1.0.0";
const LABELS = ["drawing", "hentai", "neutral", "porn", "sexy"] as const;
const SHAPE = { side: 224, features: 1792, mapSide: 7, classes: LABELS.length };

const work = path.resolve(".data", "nsfwjs");
const folder = fetchPackage(
  { name: PACKAGE, archive: "nsfwjs-4.4.0.tgz", integrity: INTEGRITY },
  { work, inside: "package/dist/models/mobilenet_v2_mid" },
);

/** The package wraps each file as a CommonJS module. */
const require = createRequire(import.meta.url);
writeFileSync(path.join(work, "package.json"), '{"type":"commonjs"}');
const load = (name: string): unknown => {
  const module = require(path.join(folder, `${name}.min.js`)) as { default?: unknown };
  return module.default ?? module;
};

const graph = graphModelSchema.parse(load("model"));
const files = graph.weightsManifest[0]?.paths ?? [];
const weights = readWeights(
  graph,
  Buffer.concat(files.map((file) => Buffer.from(load(file) as string, "base64"))),
);
const { model, bias } = classifierToOnnx(graph, weights, SHAPE);

const models = new ModelsFolder("models");
const write = models.writer("image-screen", VERSION);
const entry: ModelManifest = {
  name: "image-screen",
  version: VERSION,
  runner: "image-screen",
  files: {
    model: write("model.onnx", encodeModel({ ...model, metadata: { source: PACKAGE, licence: "MIT" } })),
    calibration: write("calibration.json", `${JSON.stringify({ calibrations: [IMAGE_CALIBRATION] })}\n`),
  },
  inputs: { image: "uint8 [pictures, 224, 224, 3]: RGB" },
  labels: [...LABELS],
  bias: [...bias],
  ...{ side: SHAPE.side, features: SHAPE.features, mapSide: SHAPE.mapSide },
  categories: ["sexual"],
  languages: {},
  exit: {},
  licence: "MIT (weights of nsfwjs by Gant Laborde and others)",
  card: "cards/image-screen.md",
};
models.put(entry);
console.log(`models/${entry.files.model.path}: ${entry.files.model.bytes} bytes`);
