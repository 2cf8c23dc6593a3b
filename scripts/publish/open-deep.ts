import { readFileSync } from "node:fs";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import type { Calibration } from "../../lib/domain/calibration";
import { Failure } from "../../lib/domain/failure";
import { CATEGORIES, type Category } from "../../lib/domain/taxonomy";
import type { Blends } from "../../lib/domain/text/blend-scores";
import { FeatureVocabulary, TextEncoder } from "../../lib/domain/text/word-features";
import { findModels } from "../../lib/inference/model-files";
import { TextDeep } from "../../lib/inference/text-deep";

/** text-deep as it lies in a models folder, on one thread of its own. */
export interface ServedDeep {
  deep: TextDeep;
  version: string;
  /** Its ONNX file. */
  modelPath: string;
  vocabulary: FeatureVocabulary;
  /** What it covers. */
  languages: Readonly<Record<string, Category[]>>;
  curves: readonly Calibration[];
  blends: Blends;
  /** sha256 of the model and of its calibration. */
  fingerprint: string;
}

/** @throws Failure `not_found` when the folder has no text-deep, or a damaged one */
export async function openServedDeep(modelsDir: string): Promise<ServedDeep> {
  const found = (await findModels(modelsDir)).models.find(({ name }) => name === "text-deep");
  if (!found?.ok)
    throw new Failure(
      "not_found",
      `${modelsDir} holds no text-deep (${found?.reason ?? "its manifest names none"}). Name a models folder that does`,
    );
  const { manifest, modelPath, calibrations, blends } = found.files;
  if (manifest.runner !== "text-deep")
    throw new Failure("conflict", `text-deep in ${modelsDir} is a model of another kind, ${manifest.runner}`);
  const vocabulary = FeatureVocabulary.fromBytes(
    readFileSync(path.join(modelsDir, manifest.files.features.path)),
  );
  const open = (file: string) => InferenceSession.create(file, { intraOpNumThreads: 1 });
  const explainer = await open(path.join(modelsDir, manifest.files.explainer.path));
  const deep = new TextDeep(await open(modelPath), explainer, new TextEncoder(vocabulary), {
    maxWords: manifest.maxWords,
    categories: CATEGORIES.length,
  });
  const fingerprint = `${manifest.files.model.sha256} ${manifest.files.calibration.sha256}`;
  return {
    deep,
    version: manifest.version,
    modelPath,
    vocabulary,
    languages: manifest.languages,
    curves: calibrations,
    blends,
    fingerprint,
  };
}
