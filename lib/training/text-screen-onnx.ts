import { encodeModel } from "#lib/onnx/onnx-writer";
import type { QuantisedModel } from "./linear-model";

/**
 * The screen model as ONNX. Texts are cut into rows of `width` feature ids (0 pads), and `shares[text, row]` is what
 * a feature of the row weighs in the text, 0 for rows of other texts:
 *
 *   ids     int32   [rows, width]
 *   shares  float32 [texts, rows]
 *   logits  float32 [texts, outputs] = shares x (sum of weights[ids] over width) * scales + bias
 *
 * `weights`, `scales` and `bias` are outputs too, so that whoever explains a score reads the numbers that made it.
 */
export function encodeScreenModel(model: QuantisedModel, metadata: Record<string, string>): Uint8Array {
  const { outputs } = model;
  const buckets = model.weights.length / outputs;
  return encodeModel({
    metadata,
    initializers: [
      { name: "table", type: "int8", dims: [buckets, outputs], data: model.weights },
      { name: "scale", type: "float32", dims: [outputs], data: model.scales },
      { name: "offset", type: "float32", dims: [outputs], data: model.bias },
      { name: "width_axis", type: "int64", dims: [1], data: BigInt64Array.of(1n) },
    ],
    nodes: [
      { op: "Gather", inputs: ["table", "ids"], outputs: ["picked"], attributes: { axis: 0 } },
      { op: "Cast", inputs: ["picked"], outputs: ["values"], attributes: { to: 1 } },
      { op: "ReduceSum", inputs: ["values", "width_axis"], outputs: ["sums"], attributes: { keepdims: 0 } },
      { op: "MatMul", inputs: ["shares", "sums"], outputs: ["shared"] },
      { op: "Mul", inputs: ["shared", "scale"], outputs: ["scaled"] },
      { op: "Add", inputs: ["scaled", "offset"], outputs: ["logits"] },
      { op: "Identity", inputs: ["table"], outputs: ["weights"] },
      { op: "Identity", inputs: ["scale"], outputs: ["scales"] },
      { op: "Identity", inputs: ["offset"], outputs: ["bias"] },
    ],
    inputs: [
      { name: "ids", type: "int32", dims: ["rows", "width"] },
      { name: "shares", type: "float32", dims: ["texts", "rows"] },
    ],
    outputs: [
      { name: "logits", type: "float32", dims: ["texts", outputs] },
      { name: "weights", type: "int8", dims: [buckets, outputs] },
      { name: "scales", type: "float32", dims: [outputs] },
      { name: "bias", type: "float32", dims: [outputs] },
    ],
  });
}
