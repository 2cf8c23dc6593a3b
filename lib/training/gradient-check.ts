import { InferenceSession, Tensor } from "onnxruntime-node";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { multiply } from "./graph-ops";
import { Random } from "./random";

export interface CheckedInput {
  dims: readonly number[];
  /** Fixed values; random normal ones when absent. */
  values?: readonly number[];
}

/**
 * Compares the gradient that a graph derives with central finite differences of the same graph.
 * The output is contracted with fixed random weights, so that every element's path is exercised.
 * @returns the largest difference over all inputs, relative to the largest gradient (at least 1).
 */
export async function gradientError(
  inputs: readonly CheckedInput[],
  build: (g: Graph, values: Value[]) => Value,
  seed = 1,
): Promise<number> {
  const random = new Random(seed);
  const g = new Graph();
  const values = inputs.map(({ dims }, i) => g.input(`x${i}`, "float32", dims));
  const y = build(g, values);
  const size = y.dims.reduce<number>((product, dim) => product * (dim as number), 1);
  const contraction = g.constant(
    Array.from({ length: size }, () => random.normal()),
    y.dims as number[],
  );
  const weighted = multiply(g, y, contraction);
  const axes = g.integers(y.dims.map((_, axis) => axis));
  g.output(
    "total",
    y.dims.length > 0 ? g.emit("ReduceSum", [weighted, axes], [], { keepdims: 0 }) : weighted,
  );
  for (const [i, gradient] of g.gradients(weighted, values).entries()) g.output(`g${i}`, gradient);

  const session = await InferenceSession.create(encodeModel(g.model()), { intraOpNumThreads: 1 });
  const data = inputs.map(({ dims, values: given }) =>
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => given?.[i] ?? random.normal()),
  );
  const run = async () =>
    session.run(
      Object.fromEntries(
        inputs.map(({ dims }, i) => [`x${i}`, new Tensor("float32", data[i] as Float32Array, dims)]),
      ),
    );
  const total = async () => Number((await run()).total?.data[0]);

  const derived = await run();
  const step = 1e-2;
  let [worst, largest] = [0, 1];
  for (const [i, array] of data.entries()) {
    for (const [j, value] of array.entries()) {
      array[j] = value + step;
      const above = await total();
      array[j] = value - step;
      const below = await total();
      array[j] = value;
      const exact = Number(derived[`g${i}`]?.data[j]);
      worst = Math.max(worst, Math.abs((above - below) / (2 * step) - exact));
      largest = Math.max(largest, Math.abs(exact));
    }
  }
  return worst / largest;
}
