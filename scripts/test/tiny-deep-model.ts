import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ExitBounds } from "#lib/domain/cascade";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { type ScoredPiece, UnigramPieces } from "#lib/domain/text/unigram-pieces";
import { writeManifest } from "#lib/inference/write-manifest";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { buildVocabulary } from "#lib/training/build-vocabulary";
import { Graph } from "#lib/training/graph";
import { denseLayer, gather, multiply, sumOver } from "#lib/training/graph-ops";
import { ParameterStore } from "#lib/training/parameter-store";
import { encodeNetwork, exportTextDeep, TEXT_DEEP_FILES } from "#lib/training/text-deep-export";
import { trainingGraph } from "#lib/training/text-deep-graphs";
import { EMBEDDING, type TextDeepShape } from "#lib/training/text-deep-model";

const SHAPE: TextDeepShape = {
  width: 16,
  layers: 1,
  heads: 2,
  inner: 16,
  maxWords: 16,
  categories: CATEGORIES.length,
  sourceLabels: 1,
  kinds: 2,
};

/** A network with random weights that knows the words of `texts`. */
function untrained(texts: readonly string[], seed: number) {
  const limits = { words: 99, grams: 99, pairs: 99, fewest: { words: 1, grams: 1, pairs: 1 } };
  const vocabulary = buildVocabulary(texts, limits);
  const { parameters } = trainingGraph(SHAPE, { dropout: 0, focus: 0 });
  const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, seed);
  return { shape: SHAPE, store, vocabulary, version: "0.0.1" };
}

const PLATT = { kind: "platt", slope: 1, offset: 0.5 };
const CALIBRATION = JSON.stringify({
  calibrations: CATEGORIES.map(() => PLATT),
  blend: { hate: { weight: 0.65, calibration: { ...PLATT, offset: 0 } } },
  blendsByLanguage: { pt: { hate: { weight: 0.65, calibration: { ...PLATT, offset: -2 } } } },
});

/** What the manifest says of a file in a model's folder. */
function fileEntry(folder: string, file: string) {
  const bytes = readFileSync(path.join(folder, file));
  return { path: file, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}

function addEntry(folder: string, entry: object): void {
  const manifest = path.join(folder, "manifest.json");
  const { models } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : { models: [] };
  const about = { inputs: { forms: "int32" }, maxWords: SHAPE.maxWords, categories: CATEGORIES };
  const rest = {
    languages: { en: CATEGORIES, pt: ["hate", "spam"] },
    licence: "Apache-2.0",
    card: "cards/none.md",
  };
  writeManifest(folder, [...models, { version: "0.0.1", ...about, ...rest, ...entry }]);
}

/** Adds an untrained text-deep that knows the words of `texts` to a models folder and its manifest. */
export function addTinyDeep(folder: string, texts: readonly string[]): void {
  mkdirSync(path.join(folder, "text-deep"), { recursive: true });
  exportTextDeep(path.join(folder, "text-deep"), untrained(texts, 7));
  writeFileSync(path.join(folder, "text-deep/calibration.json"), CALIBRATION);
  const files = {
    model: fileEntry(folder, `text-deep/${TEXT_DEEP_FILES.model}`),
    calibration: fileEntry(folder, "text-deep/calibration.json"),
    explainer: fileEntry(folder, `text-deep/${TEXT_DEEP_FILES.explainer}`),
    features: fileEntry(folder, `text-deep/${TEXT_DEEP_FILES.features}`),
  };
  addEntry(folder, { name: "text-deep", runner: "text-deep", files });
}

/** Adds an untrained text-glance likewise, with bounds within which it may stop. */
export function addTinyGlance(folder: string, texts: readonly string[], exit: ExitBounds = {}): void {
  const trained = untrained(texts, 8);
  mkdirSync(path.join(folder, "text-glance"), { recursive: true });
  const write = (file: string, bytes: Uint8Array | string) => {
    writeFileSync(path.join(folder, "text-glance", file), bytes);
    return fileEntry(folder, `text-glance/${file}`);
  };
  const files = {
    model: write("model.onnx", encodeNetwork("text-glance", trained)),
    calibration: write("calibration.json", CALIBRATION),
    features: write("features.bin", trained.vocabulary.toBytes()),
  };
  addEntry(folder, { name: "text-glance", runner: "text-glance", files, exit });
}

const SENSE_WIDTH = 8;
const SENSE_PIECES = 16;

/** An untrained network over pieces, a linear layer over the mean of their vectors, and pieces that write the words of `texts`. */
export function tinySense(texts: readonly string[]): { model: Uint8Array; pieces: UnigramPieces } {
  const whole = texts.join(" ");
  const words = [...new Set(whole.split(" "))].map((word): ScoredPiece => [`\u2581${word}`, -4]);
  const letters = [...new Set(whole.replaceAll(" ", "\u2581"))].map((sign): ScoredPiece => [sign, -8]);
  const reserved = Array.from({ length: 6 }, (_, id): ScoredPiece => [`<${id}>`, 0]);
  const pieces = new UnigramPieces([...reserved, ...words, ...letters]);
  const g = new Graph();
  const ids = g.input("ids", "int32", ["texts", "length"]);
  const mask = g.input("mask", "float32", ["texts", "length"]);
  const table = g.parameter("pieces", [pieces.vocabulary.length, SENSE_WIDTH], { normal: 3 });
  const present = g.emit("Unsqueeze", [mask, g.integers([2])], ["texts", "length", 1]);
  const sum = sumOver(g, multiply(g, gather(g, table, ids), present), 1);
  const count = g.emit("ReduceSum", [mask, g.integers([1])], ["texts", 1], { keepdims: 1 });
  const mean = g.emit("Div", [sum, count], sum.dims);
  g.output("logits", denseLayer(g, mean, "head", SENSE_WIDTH, CATEGORIES.length));
  const values = ParameterStore.create(g.parameters, table.id, pieces.vocabulary.length, 9).values();
  const tensors = values.map(({ name, dims, data }) => ({ name, type: "float32" as const, dims, data }));
  return { model: encodeModel(g.model({ tensors, nodes: [] })), pieces };
}

/** Adds an untrained text-sense likewise, for English alone. */
export function addTinySense(folder: string, texts: readonly string[]): void {
  const { model, pieces } = tinySense(texts);
  mkdirSync(path.join(folder, "text-sense"), { recursive: true });
  const write = (file: string, bytes: Uint8Array | string) => {
    writeFileSync(path.join(folder, "text-sense", file), bytes);
    return fileEntry(folder, `text-sense/${file}`);
  };
  const files = {
    model: write("model.onnx", model),
    calibration: write("calibration.json", CALIBRATION),
    pieces: write("pieces.json", pieces.toBytes()),
  };
  const blend = Object.fromEntries(
    CATEGORIES.map((category) => [category, { weight: 0.65, calibration: { ...PLATT, offset: 0 } }]),
  );
  const about = {
    inputs: { ids: "int32", mask: "float32" },
    maxPieces: SENSE_PIECES,
    joint: { deep: "0.0.1", blend },
  };
  const languages = { en: CATEGORIES };
  addEntry(folder, { name: "text-sense", runner: "text-sense", files, languages, ...about });
}
