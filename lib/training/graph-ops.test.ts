import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { gradientError } from "./gradient-check";
import { Graph, type Value } from "./graph";
import { maskedFocalLoss } from "./graph-losses";
import * as ops from "./graph-ops";

const constants = (g: Graph, length: number, of: (i: number) => number, dims: number[]): Value =>
  g.constant(
    Array.from({ length }, (_, i) => of(i)),
    dims,
  );
const ids = (g: Graph, values: number[], dims: number[]): Value =>
  g.emit("Reshape", [g.integers(values), g.integers(dims)], dims, {}, "int64");

type Case = [name: string, inputs: number[][], build: (g: Graph, x: Value[]) => Value];
const at = (x: Value[], i: number): Value => x[i] as Value;

const CASES: Case[] = [
  [
    "add",
    [
      [2, 3],
      [2, 3],
    ],
    (g, x) => ops.add(g, at(x, 0), at(x, 1)),
  ],
  [
    "add, broadcast over leading and inner axes",
    [
      [2, 3, 4],
      [3, 1],
    ],
    (g, x) => ops.add(g, at(x, 0), at(x, 1)),
  ],
  [
    "subtract, broadcast both ways",
    [
      [2, 1],
      [1, 3],
    ],
    (g, x) => ops.subtract(g, at(x, 0), at(x, 1)),
  ],
  ["multiply, broadcast", [[2, 3], [3]], (g, x) => ops.multiply(g, at(x, 0), at(x, 1))],
  ["multiply, a value with itself", [[3]], (g, x) => ops.multiply(g, at(x, 0), at(x, 0))],
  ["scale", [[2, 2]], (g, x) => ops.scale(g, at(x, 0), -1.5)],
  [
    "matmul, batched",
    [
      [2, 3, 4],
      [2, 4, 2],
    ],
    (g, x) => ops.matmul(g, at(x, 0), at(x, 1)),
  ],
  [
    "matmul, second operand transposed",
    [
      [2, 3, 4],
      [2, 2, 4],
    ],
    (g, x) => ops.matmul(g, at(x, 0), at(x, 1), { transposeB: true }),
  ],
  ["linear", [[3, 4], [4, 2], [2]], (g, x) => ops.linear(g, at(x, 0), at(x, 1), at(x, 2))],
  ["gather, with repeated rows", [[4, 3]], (g, x) => ops.gather(g, at(x, 0), ids(g, [2, 0, 2, 3], [2, 2]))],
  ["reshape", [[2, 6]], (g, x) => ops.reshape(g, at(x, 0), [3, 4])],
  ["transpose", [[2, 3, 4]], (g, x) => ops.transpose(g, at(x, 0), [2, 0, 1])],
  [
    "concat",
    [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    (g, x) => ops.concat(g, x),
  ],
  ["layer norm", [[3, 5], [5], [5]], (g, x) => ops.layerNorm(g, at(x, 0), at(x, 1), at(x, 2))],
  ["gelu", [[3, 4]], (g, x) => ops.gelu(g, at(x, 0))],
  ["tanh", [[3, 4]], (g, x) => ops.tanh(g, at(x, 0))],
  ["sigmoid", [[3, 4]], (g, x) => ops.sigmoid(g, at(x, 0))],
  ["softmax", [[3, 4]], (g, x) => ops.softmax(g, at(x, 0))],
  [
    "softmax, with masked positions",
    [[2, 4]],
    (g, x) =>
      ops.softmax(
        g,
        ops.add(
          g,
          at(x, 0),
          constants(g, 4, (i) => (i === 3 ? -1e4 : 0), [4]),
        ),
      ),
  ],
  ["sum over an axis", [[2, 3, 4]], (g, x) => ops.sumOver(g, at(x, 0), 1)],
  [
    "dropout, for a given noise",
    [[3, 4]],
    (g, x) =>
      ops.dropout(
        g,
        at(x, 0),
        constants(g, 12, (i) => (i * 0.37) % 1, [3, 4]),
        0.4,
      ),
  ],
  [
    "convolution, odd and even widths",
    [[2, 3, 5], [4, 3, 3], [4], [2, 4, 2], [2]],
    (g, x) => ops.convolve(g, ops.convolve(g, at(x, 0), at(x, 1), at(x, 2)), at(x, 3), at(x, 4)),
  ],
];

describe("gradients against finite differences", () => {
  it.each(CASES)("%s", async (_, inputs, build) => {
    expect(
      await gradientError(
        inputs.map((dims) => ({ dims })),
        build,
      ),
    ).toBeLessThan(5e-3);
  });

  it("relu, away from its corner", async () => {
    const values = [-2, -0.5, 0.3, 1.7];
    expect(await gradientError([{ dims: [4], values }], (g, x) => ops.relu(g, at(x, 0)))).toBeLessThan(5e-3);
  });

  it("max over an axis, away from ties", async () => {
    const values = [1, 5, 3, -2, 0.5, -1];
    expect(
      await gradientError([{ dims: [3, 2], values }], (g, x) => ops.maxOver(g, at(x, 0), 0)),
    ).toBeLessThan(5e-3);
  });

  it.each([0, 1, 2])("masked focal loss with soft labels, gamma %d", async (gamma) => {
    const error = await gradientError([{ dims: [3, 4] }], (g, x) =>
      maskedFocalLoss(
        g,
        {
          logits: at(x, 0),
          targets: constants(g, 12, (i) => [0, 1, 0.3][i % 3] as number, [3, 4]),
          weights: constants(g, 12, (i) => [1, 0, 0.5, 2][i % 4] as number, [3, 4]),
        },
        gamma,
      ),
    );
    expect(error).toBeLessThan(5e-3);
  });

  it("a whole attention block with its layers", async () => {
    const error = await gradientError(
      [{ dims: [4, 6] }, { dims: [6, 6] }, { dims: [6, 6] }, { dims: [6] }],
      (g, x) => {
        const [input, query, key, shift] = x as [Value, Value, Value, Value];
        const q = ops.linear(g, input, query, shift);
        const k = ops.linear(g, input, key, shift);
        const attention = ops.softmax(g, ops.scale(g, ops.matmul(g, q, k, { transposeB: true }), 0.4));
        return ops.gelu(g, ops.add(g, input, ops.matmul(g, attention, q)));
      },
    );
    expect(error).toBeLessThan(5e-3);
  });
});

describe("Graph", () => {
  it("keeps cells of weight 0 out of the loss entirely", async () => {
    const g = new Graph();
    const logits = g.input("logits", "float32", [1, 2]);
    const targets = g.constant([1, 0], [1, 2]);
    const weights = g.constant([1, 0], [1, 2]);
    g.output("loss", maskedFocalLoss(g, { logits, targets, weights }));
    const session = await InferenceSession.create(encodeModel(g.model()));
    const feed = (second: number) => new Tensor("float32", Float32Array.from([0, second]), [1, 2]);
    for (const second of [0, 50, -50]) {
      const { loss } = await session.run({ logits: feed(second) });
      expect(Number(loss?.data[0])).toBeCloseTo(Math.LN2, 5);
    }
  });

  it("resolves named dims at run time, in forward and reverse", async () => {
    const g = new Graph();
    const x = g.input("x", "float32", ["batch", "time", 4]);
    const flat = ops.reshape(g, x, ["batch*time", 4]);
    const heads = ops.transpose(g, ops.reshape(g, flat, ["batch", "time", 2, 2]), [0, 2, 1, 3]);
    g.output("heads", heads);
    g.output("gradient", g.gradients(ops.multiply(g, heads, heads), [x])[0] as Value);
    const session = await InferenceSession.create(encodeModel(g.model()));
    const data = Float32Array.from({ length: 24 }, (_, i) => i);
    const { heads: out, gradient } = await session.run({ x: new Tensor("float32", data, [2, 3, 4]) });
    expect(out?.dims).toEqual([2, 2, 3, 2]);
    expect(Array.from(gradient?.data as Float32Array)).toEqual(Array.from(data, (v) => 2 * v));
  });

  it("says so when a value does not depend on what it is differentiated by", () => {
    const g = new Graph();
    const a = g.input("a", "float32", [1]);
    const b = g.input("b", "float32", [1]);
    expect(() => g.gradients(ops.add(g, a, a), [b])).toThrow(/does not depend on b/);
  });

  it("refuses shapes that do not broadcast", () => {
    const g = new Graph();
    expect(() => ops.add(g, g.input("a", "float32", [2]), g.input("b", "float32", [3]))).toThrow(/broadcast/);
  });
});
