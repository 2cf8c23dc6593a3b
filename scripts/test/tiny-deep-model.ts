import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { buildVocabulary } from "#lib/training/build-vocabulary";
import { ParameterStore } from "#lib/training/parameter-store";
import { exportTextDeep, TEXT_DEEP_FILES } from "#lib/training/text-deep-export";
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

/** Adds an untrained text-deep that knows the words of `texts` to a models folder and its manifest. */
export function addTinyDeep(folder: string, texts: readonly string[]): void {
  const limits = { words: 99, grams: 99, pairs: 99, fewest: { words: 1, grams: 1, pairs: 1 } };
  const vocabulary = buildVocabulary(texts, limits);
  const { parameters } = trainingGraph(SHAPE, { dropout: 0, focus: 0 });
  const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, 7);
  mkdirSync(path.join(folder, "text-deep"), { recursive: true });
  exportTextDeep(path.join(folder, "text-deep"), { shape: SHAPE, store, vocabulary, version: "0.0.1" });
  const platt = { kind: "platt", slope: 1, offset: 0.5 };
  const blend = { hate: { weight: 0.65, calibration: { ...platt, offset: 0 } } };
  const calibrations = JSON.stringify({ calibrations: CATEGORIES.map(() => platt), blend });
  writeFileSync(path.join(folder, "text-deep/calibration.json"), calibrations);
  const fileEntry = (file: string) => {
    const bytes = readFileSync(path.join(folder, "text-deep", file));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { path: `text-deep/${file}`, sha256, bytes: bytes.length };
  };
  const entry = {
    name: "text-deep",
    version: "0.0.1",
    runner: "text-deep",
    files: {
      model: fileEntry(TEXT_DEEP_FILES.model),
      calibration: fileEntry("calibration.json"),
      explainer: fileEntry(TEXT_DEEP_FILES.explainer),
      features: fileEntry(TEXT_DEEP_FILES.features),
    },
    inputs: { forms: "int32" },
    maxWords: SHAPE.maxWords,
    categories: CATEGORIES,
    languages: { en: CATEGORIES },
    licence: "Apache-2.0",
    card: "cards/none.md",
  };
  const manifest = path.join(folder, "manifest.json");
  const { models } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : { models: [] };
  writeFileSync(manifest, JSON.stringify({ models: [...models, entry] }));
}
