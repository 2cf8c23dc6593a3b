import { writeFileSync } from "node:fs";
import path from "node:path";
import type { FeatureVocabulary } from "#lib/domain/text/word-features";
import { encodeModel, type OnnxTensor } from "./onnx-writer";
import type { ParameterStore } from "./parameter-store";
import { quantiseRows } from "./quantise";
import { explanationGraph, inferenceGraph } from "./text-deep-graphs";
import { EMBEDDING, type TextDeepShape } from "./text-deep-model";

/** Files of a shipped text-deep, relative to its folder. */
export const TEXT_DEEP_FILES = {
  model: "model.onnx",
  explainer: "explain.onnx",
  features: "features.bin",
} as const;

export interface TrainedTextDeep {
  shape: TextDeepShape;
  store: ParameterStore;
  vocabulary: FeatureVocabulary;
  version: string;
}

/**
 * Writes the model for shipping: the network with the embedding table in signed bytes, the explainer that
 * goes with it, and the vocabulary's feature hashes (unsigned 32-bit, little-endian).
 */
export function exportTextDeep(folder: string, { shape, store, vocabulary, version }: TrainedTextDeep): void {
  const values = store.values();
  const table = values.find(({ name }) => name === EMBEDDING);
  if (!table) throw new RangeError("the store holds no embedding table");
  const weights: OnnxTensor[] = values
    .filter(({ name }) => name !== EMBEDDING && !name.startsWith("source_head"))
    .map(({ name, dims, data }) => ({ name, type: "float32", dims, data }));
  const quantised = { rows: table.dims[0] as number, ...quantiseRows(table.data, shape.width) };
  const metadata = { name: "text-deep", version, max_words: String(shape.maxWords) };
  const write = (file: string, bytes: Uint8Array): void => writeFileSync(path.join(folder, file), bytes);
  write(TEXT_DEEP_FILES.model, encodeModel(inferenceGraph(shape, quantised, weights, metadata)));
  write(TEXT_DEEP_FILES.explainer, encodeModel(explanationGraph(shape, weights, metadata)));
  write(TEXT_DEEP_FILES.features, vocabulary.toBytes());
}
