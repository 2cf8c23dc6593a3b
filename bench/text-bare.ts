import { readFile } from "node:fs/promises";
import path from "node:path";
import * as ort from "onnxruntime-node";
import {
  batchTensors,
  type EncodedText,
  FeatureVocabulary,
  layOutBatch,
  TextEncoder,
} from "#lib/domain/text/word-features";
import { splitWords } from "#lib/domain/text/words";
import { findModels } from "#lib/inference/model-files";
import { openSession } from "#lib/inference/session";

/** The files of text-deep, verified, with its encoder and a session of its own on one thread. */
export async function openDeep(modelsDir: string) {
  const { models } = await findModels(path.resolve(modelsDir));
  const found = models.find(({ name }) => name === "text-deep");
  if (!found?.ok) throw new Error(`text-deep is not there: ${found?.reason ?? "no manifest entry"}`);
  const { directory, manifest, modelPath } = found.files;
  if (manifest.runner !== "text-deep") throw new Error("text-deep is another kind of model here.");
  const features = await readFile(path.join(directory, manifest.files.features.path));
  const encoder = new TextEncoder(FeatureVocabulary.fromBytes(features));
  const encode = (text: string) => encoder.encodeWords(splitWords(text).slice(0, manifest.maxWords));
  const { session } = await openSession(modelPath, { names: ["cpu"] });
  return { session, encode, modelPath };
}

export function feedsOf(texts: EncodedText[]): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(batchTensors(layOutBatch(texts))).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type, data, dims),
    ]),
  );
}

/** Nothing but `session.run` on tensors made beforehand: texts in order of arrival, padded to the longest. */
export async function openBareDeep(modelsDir: string, texts: string[], batch: number) {
  const { session, encode } = await openDeep(modelsDir);
  const encoded = texts.map(encode);
  const feeds = Array.from({ length: Math.ceil(texts.length / batch) }, (_, at) =>
    feedsOf(encoded.slice(at * batch, (at + 1) * batch)),
  );
  const single = new Map(texts.map((text, at) => [text, feedsOf([encoded[at] as EncodedText])]));
  return {
    batches: async () => {
      for (const feed of feeds) await session.run(feed, ["logits"]);
    },
    one: async (text: string) => {
      await session.run(single.get(text) as Record<string, ort.Tensor>, ["logits"]);
    },
  };
}
