import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { encodeModel, type OnnxModel, type OnnxTensor } from "./onnx-writer";

async function evaluate(model: OnnxModel, feeds: Record<string, Tensor>): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(encodeModel(model), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const results = await session.run(feeds);
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, Array.from(tensor.data as Float32Array, Number)]),
  );
}

const f32 = (name: string, dims: number[], values: number[]): OnnxTensor => ({
  name,
  type: "float32",
  dims,
  data: Float32Array.from(values),
});

describe("encodeModel", () => {
  it("writes a linear layer with a free batch dimension that the runtime executes", async () => {
    const model: OnnxModel = {
      nodes: [
        { op: "Gemm", inputs: ["x", "weights", "bias"], outputs: ["y"], attributes: { alpha: { float: 2 } } },
      ],
      initializers: [f32("weights", [2, 1], [3, -1]), f32("bias", [1], [0.5])],
      inputs: [{ name: "x", type: "float32", dims: ["batch", 2] }],
      outputs: [{ name: "y", type: "float32", dims: ["batch", 1] }],
    };
    const x = new Tensor("float32", Float32Array.from([1, 1, 2, 0]), [2, 2]);
    expect(await evaluate(model, { x })).toEqual({ y: [4.5, 12.5] });
  });

  it("carries every element type and a per-row dequantisation", async () => {
    const model: OnnxModel = {
      nodes: [
        { op: "DequantizeLinear", inputs: ["q", "scale", "zero"], outputs: ["w"], attributes: { axis: 0 } },
        { op: "Gather", inputs: ["w", "ids"], outputs: ["row"], attributes: { axis: 0 } },
        { op: "Cast", inputs: ["half"], outputs: ["h"], attributes: { to: 1 } },
        { op: "Cast", inputs: ["signed"], outputs: ["s"], attributes: { to: 1 } },
        { op: "Cast", inputs: ["flag"], outputs: ["f"], attributes: { to: 1 } },
        { op: "Cast", inputs: ["small"], outputs: ["i"], attributes: { to: 1 } },
        { op: "Sum", inputs: ["row", "h", "s", "f", "i"], outputs: ["y"] },
      ],
      initializers: [
        { name: "q", type: "uint8", dims: [2, 2], data: Uint8Array.from([128, 130, 0, 255]) },
        f32("scale", [2], [0.5, 2]),
        { name: "zero", type: "uint8", dims: [2], data: Uint8Array.from([128, 128]) },
        { name: "ids", type: "int64", dims: [], data: BigInt64Array.from([0n]) },
        { name: "half", type: "float16", dims: [], data: Uint16Array.from([0x3c00]) },
        { name: "signed", type: "int8", dims: [], data: Int8Array.from([-3]) },
        { name: "flag", type: "bool", dims: [], data: Uint8Array.from([1]) },
        { name: "small", type: "int32", dims: [], data: Int32Array.from([7]) },
      ],
      inputs: [],
      outputs: [{ name: "y", type: "float32", dims: [2] }],
    };
    expect(await evaluate(model, {})).toEqual({ y: [6, 7] });
  });

  it("writes negative and list attributes, strings, further operator sets and metadata", async () => {
    const model: OnnxModel = {
      nodes: [
        { op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: [1, 0] } },
        { op: "Softmax", inputs: ["t"], outputs: ["p"], attributes: { axis: -1 } },
        { op: "Gelu", inputs: ["p"], outputs: ["y"], domain: "com.microsoft" },
      ],
      inputs: [{ name: "x", type: "float32", dims: [2, 1] }],
      outputs: [{ name: "y", type: "float32", dims: [1, 2] }],
      opsets: { "com.microsoft": 1 },
      metadata: { version: "1.0.0" },
    };
    const { y } = await evaluate(model, { x: new Tensor("float32", Float32Array.from([1, 1]), [2, 1]) });
    expect(y?.[0]).toBeCloseTo(0.5 * 0.6914625, 5);
  });

  it("refuses data that does not fill its dims", () => {
    const model: OnnxModel = { nodes: [], initializers: [f32("w", [3], [1])], inputs: [], outputs: [] };
    expect(() => encodeModel(model)).toThrow(/tensor w: 1 elements for dims \[3\]/);
  });
});
