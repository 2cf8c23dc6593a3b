import { writeFileSync } from "node:fs";
import path from "node:path";
import type { FeatureVocabulary } from "#lib/domain/text/word-features";
import { encodeModel, type OnnxTensor } from "#lib/onnx/onnx-writer";
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
export function exportTextDeep(folder: string, trained: TrainedTextDeep): void {
  const write = (file: string, bytes: Uint8Array): void => writeFileSync(path.join(folder, file), bytes);
  const metadata = metadataOf("text-deep", trained);
  write(TEXT_DEEP_FILES.model, encodeNetwork("text-deep", trained));
  write(
    TEXT_DEEP_FILES.explainer,
    encodeModel(explanationGraph(trained.shape, weightsOf(trained.store), metadata)),
  );
  write(TEXT_DEEP_FILES.features, trained.vocabulary.toBytes());
}

/** A trained network over words as an ONNX file, its embedding table in signed bytes. */
export function encodeNetwork(name: string, trained: TrainedTextDeep): Uint8Array {
  const { shape, store } = trained;
  const table = store.values().find((value) => value.name === EMBEDDING);
  if (!table) throw new RangeError("the store holds no embedding table");
  const quantised = { rows: table.dims[0] as number, ...quantiseRows(table.data, shape.width) };
  return encodeModel(inferenceGraph(shape, quantised, weightsOf(store), metadataOf(name, trained)));
}

/** All weights but the table and what training alone uses. */
function weightsOf(store: ParameterStore): OnnxTensor[] {
  return store
    .values()
    .filter(({ name }) => name !== EMBEDDING && !name.startsWith("source_head"))
    .map(({ name, dims, data }) => ({ name, type: "float32", dims, data }));
}

const metadataOf = (name: string, { version, shape }: TrainedTextDeep): Record<string, string> => ({
  name,
  version,
  max_words: String(shape.maxWords),
});
