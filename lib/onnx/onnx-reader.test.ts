import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fusionTrainingGraph } from "#lib/training/fusion-model";
import { readInitializers, readNodes } from "./onnx-reader";
import { encodeModel, type OnnxTensor } from "./onnx-writer";

describe("readInitializers", () => {
  it("gives back the weights that encodeModel wrote, and nothing of another type", () => {
    const weights: OnnxTensor = {
      ...{ name: "weights", type: "float32", dims: [2, 3] },
      data: Float32Array.from([1, -2.5, 3e-8, 4, 5, 1e30]),
    };
    const axes: OnnxTensor = { name: "axes", type: "int64", dims: [1], data: BigInt64Array.from([-1n]) };
    const bytes = encodeModel({
      nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"], attributes: { alpha: { float: 2 } } }],
      initializers: [weights, axes],
      inputs: [{ name: "x", type: "float32", dims: ["rows"] }],
      outputs: [{ name: "y", type: "float32", dims: ["rows"] }],
    });
    expect([...readInitializers(bytes).values()]).toEqual([weights]);
    expect([...readInitializers(bytes, ["int64"]).values()]).toEqual([axes]);
    expect(readNodes(bytes)).toEqual([{ op: "Identity", inputs: ["x"], outputs: ["y"] }]);
  });

  it("finds every weight of the fusion model that ships", () => {
    const found = readInitializers(readFileSync("models/fusion/1.0.0/model.onnx"));
    for (const { id, dims } of fusionTrainingGraph({ focus: 0, decay: 0 }).parameters)
      expect(found.get(id)?.dims).toEqual(dims);
  });

  it("refuses bytes that are cut off", () => {
    const bytes = readFileSync("models/fusion/1.0.0/model.onnx");
    expect(() => readInitializers(bytes.subarray(0, 20_000))).toThrow(RangeError);
    expect(() => readInitializers(Uint8Array.of(0x3a, 200, 1, 5))).toThrow(RangeError);
  });
});
