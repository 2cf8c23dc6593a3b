import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { extractFeatures, FeatureBuffer } from "#lib/domain/text/features";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { writeManifest } from "#lib/inference/write-manifest";
import { quantise } from "#lib/training/linear-model";
import { encodeScreenModel } from "#lib/training/text-screen-onnx";

const BITS = 12;

/** Writes a models folder whose text-screen model knows the given words, each for one category. */
export function writeTinyModels(folder: string, words: Partial<Record<Category, string>>): void {
  const outputs = CATEGORIES.length;
  const weights = new Float32Array(2 ** BITS * outputs);
  for (const [category, word] of Object.entries(words)) {
    const { ids, length } = extractFeatures(normaliseInto(new TextBuffer(), word), new FeatureBuffer(BITS));
    for (const id of ids.subarray(0, length))
      weights[id * outputs + CATEGORIES.indexOf(category as Category)] = 1;
  }
  const model = quantise({ outputs, weights, bias: new Float32Array(outputs).fill(-1) });
  const platt = { kind: "platt", slope: 4, offset: 0 };
  mkdirSync(path.join(folder, "text-screen"), { recursive: true });
  const write = (file: string, content: Uint8Array | string) => {
    const bytes = Buffer.from(content);
    writeFileSync(path.join(folder, file), bytes);
    return { path: file, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  };
  const files = {
    model: write("text-screen/model.onnx", encodeScreenModel(model, {})),
    calibration: write(
      "text-screen/calibration.json",
      JSON.stringify({ calibrations: CATEGORIES.map(() => platt) }),
    ),
  };
  const manifest = {
    name: "text-screen",
    version: "0.0.1",
    runner: "text-screen",
    files,
    inputs: { ids: "int32", shares: "float32" },
    bits: BITS,
    categories: CATEGORIES,
    languages: { en: CATEGORIES, pt: ["toxicity"] },
    licence: "Apache-2.0",
    card: "cards/none.md",
  };
  writeManifest(folder, [manifest]);
}
