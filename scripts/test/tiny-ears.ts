import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encodeModel } from "#lib/onnx/onnx-writer";

/** Samples per frame: 20 ms. */
const FRAME = 320;

/**
 * A recogniser of the project's own in the layout of the Hugging Face hub, which hears nothing but loudness: where a frame is
 * loud it says A, where it is quiet it says that a word has ended.
 */
export function writeTinyEars(folder: string, more: Record<string, number> = {}): void {
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  const write = (file: string, content: unknown) =>
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  write("preprocessor_config.json", {
    ...{ feature_extractor_type: "Wav2Vec2FeatureExtractor", sampling_rate: 16_000, do_normalize: true },
  });
  write("vocab.json", { "<pad>": 0, "|": 1, A: 2, ...more });
  const model = encodeModel({
    nodes: [
      { op: "Abs", inputs: ["input_values"], outputs: ["loud"] },
      { op: "Unsqueeze", inputs: ["loud", "one"], outputs: ["channel"] },
      { op: "Conv", inputs: ["channel", "mean"], outputs: ["energy"], attributes: { strides: [FRAME] } },
      { op: "Transpose", inputs: ["energy"], outputs: ["frames"], attributes: { perm: [0, 2, 1] } },
      { op: "MatMul", inputs: ["frames", "weight"], outputs: ["scaled"] },
      { op: "Add", inputs: ["scaled", "bias"], outputs: ["logits"] },
    ],
    initializers: [
      { name: "one", type: "int64", dims: [1], data: BigInt64Array.of(1n) },
      { name: "mean", type: "float32", dims: [1, 1, FRAME], data: new Float32Array(FRAME).fill(1 / FRAME) },
      { name: "weight", type: "float32", dims: [1, 3], data: Float32Array.of(0, 0, 40) },
      { name: "bias", type: "float32", dims: [3], data: Float32Array.of(-20, 0, -10) },
    ],
    inputs: [{ name: "input_values", type: "float32", dims: [1, "samples"] }],
    outputs: [{ name: "logits", type: "float32", dims: [1, "frames", 3] }],
  });
  writeFileSync(path.join(folder, "onnx/model.onnx"), model);
}
