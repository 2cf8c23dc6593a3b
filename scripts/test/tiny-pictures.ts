import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encodeModel, type OnnxModel, type OnnxTensor } from "#lib/onnx/onnx-writer";
import { tinyTokenizer, WORDS } from "./tiny-bert";

/** Picture models of the project's own, in the layout of the Hugging Face hub, that see nothing but colour. */

const SIDE = 32;

/** The mean of each channel, [pictures, 3], under the name `colour`. */
const COLOUR: OnnxModel["nodes"] = [
  { op: "GlobalAveragePool", inputs: ["pixel_values"], outputs: ["pooled"] },
  { op: "Flatten", inputs: ["pooled"], outputs: ["colour"], attributes: { axis: 1 } },
];
const PIXELS = { name: "pixel_values", type: "float32", dims: ["pictures", 3, SIDE, SIDE] } as const;

function write(folder: string, file: string, content: unknown): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content instanceof Uint8Array ? content : JSON.stringify(content));
}

const preprocessor = {
  size: { height: SIDE, width: SIDE },
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};
const float = (name: string, dims: number[], data: number[]): OnnxTensor => ({
  ...{ name, type: "float32", dims, data: Float32Array.from(data) },
});

/** A classifier whose label "nsfw" rises with red. */
export function writeTinyPictureClassifier(folder: string, labels = ["normal", "nsfw"]): void {
  write(folder, "config.json", { id2label: Object.fromEntries(labels.map((label, at) => [at, label])) });
  write(folder, "preprocessor_config.json", preprocessor);
  const model = encodeModel({
    nodes: [...COLOUR, { op: "Gemm", inputs: ["colour", "weight", "bias"], outputs: ["logits"] }],
    initializers: [float("weight", [3, 2], [-4, 4, 2, -2, 2, -2]), float("bias", [2], [0, 0])],
    inputs: [PIXELS],
    outputs: [{ name: "logits", type: "float32", dims: ["pictures", 2] }],
  });
  write(folder, "onnx/model.onnx", model);
}

/** Two towers: red pictures lie where the word "marrow" does, green ones where "kind" and "day" do. */
export function writeTinyClip(folder: string): void {
  write(folder, "config.json", { model_type: "clip" });
  write(folder, "preprocessor_config.json", { ...preprocessor, crop_size: SIDE });
  write(folder, "tokenizer.json", tinyTokenizer());
  const picture = encodeModel({
    nodes: [...COLOUR, { op: "Identity", inputs: ["colour"], outputs: ["image_embeds"] }],
    inputs: [PIXELS],
    outputs: [{ name: "image_embeds", type: "float32", dims: ["pictures", 3] }],
  });
  write(folder, "onnx/vision_model.onnx", picture);
  const table = WORDS.flatMap((word) => {
    if (word === "marrow") return [1, -1, -1];
    return word === "kind" || word === "day" ? [-1, 1, -1] : [0, 0, 0];
  });
  const text = encodeModel({
    nodes: [
      { op: "Gather", inputs: ["table", "input_ids"], outputs: ["words"] },
      { op: "ReduceSum", inputs: ["words", "axis"], outputs: ["text_embeds"], attributes: { keepdims: 0 } },
    ],
    initializers: [
      float("table", [WORDS.length, 3], table),
      { name: "axis", type: "int64", dims: [1], data: BigInt64Array.of(1n) },
    ],
    inputs: [{ name: "input_ids", type: "int64", dims: ["texts", "tokens"] }],
    outputs: [{ name: "text_embeds", type: "float32", dims: ["texts", 3] }],
  });
  write(folder, "onnx/text_model.onnx", text);
}
