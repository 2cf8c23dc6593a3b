import type { OnnxModel, OnnxNode, OnnxTensor } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { add, denseLayer, multiply } from "./graph-ops";
import { quantiseColumns, quantiseRows } from "./quantise";
import { type Dense, readSentence, type SenseShape, SOURCE_HEAD, trainedPieces } from "./sense-model";
import { steadyLayer } from "./text-deep-model";

/** A weight by its name, as a store has it. */
interface NamedWeight {
  name: string;
  dims: readonly number[];
  data: Float32Array;
}

/** The largest magnitude that the input of each layer over pieces has, by the layer's name. */
export type Ranges = Readonly<Record<string, number>>;

const RANGE = ".range";
/** Layers whose input is never negative. */
const isRectified = (name: string): boolean => name.endsWith(".outer");

/** Unsigned bytes as the layers over pieces read their inputs: how many steps there are, and which of them is nothing. */
const stepsOf = (name: string) => (isRectified(name) ? { steps: 255, zero: 0 } : { steps: 127, zero: 128 });

/**
 * The forward pass with the weights as inputs; outputs, for each layer over pieces, `NAME.range`, the largest magnitude of its
 * input in the batch. Padding counts as well: it is as large as what stands beside it.
 */
export function senseRangesGraph(shape: SenseShape): OnnxModel {
  const g = new Graph();
  const body: Dense = (graph, x, name, from, to) => {
    const magnitude = graph.emit("Abs", [x], x.dims);
    const axes = graph.integers([0, 1]);
    graph.output(`${name}${RANGE}`, graph.emit("ReduceMax", [magnitude, axes], [], { keepdims: 0 }));
    return denseLayer(graph, x, name, from, to);
  };
  const { logits } = readSentence(
    g,
    { ...shape, sourceLabels: 0 },
    { lookup: trainedPieces(g, shape), body },
  );
  g.output("logits", logits);
  return g.model();
}

/** The largest of several batches, by layer. @param outputs what `senseRangesGraph` gave of each */
export function widestRanges(outputs: readonly Readonly<Record<string, { data: unknown }>>[]): Ranges {
  const ranges: Record<string, number> = {};
  for (const output of outputs)
    for (const [key, { data }] of Object.entries(output)) {
      if (!key.endsWith(RANGE)) continue;
      const name = key.slice(0, -RANGE.length);
      ranges[name] = Math.max(ranges[name] ?? 0, (data as Float32Array)[0] as number);
    }
  return ranges;
}

/**
 * The model that is shipped: `logits`. The layers over pieces multiply whole numbers: their matrices are signed bytes with a scale
 * for each column, in seven bits, so that processors without a product of their own for bytes do not overflow; their inputs are unsigned bytes of one
 * fixed scale each, beyond which they are cut. Fixed, so that a text's scores do not depend on the texts beside it. The table and
 * the layers over whole texts are signed bytes with a scale for each row, decoded when the model is opened.
 */
export function senseInferenceGraph(
  shape: SenseShape,
  weights: readonly NamedWeight[],
  { ranges, metadata }: { ranges: Ranges; metadata: Record<string, string> },
): OnnxModel {
  const g = new Graph();
  const quantised = new Map<string, Value>();
  const body: Dense = (graph, x, name, from, to) => {
    const zero = graph.parameter(zeroOf(name), [], { constant: 0 });
    const key = `${x.id} ${ranges[name]}`;
    const scale = graph.constant(inputScale(name, ranges));
    const bytes = quantised.get(key) ?? graph.emit("QuantizeLinear", [x, scale, zero], x.dims, {}, "uint8");
    quantised.set(key, bytes);
    const matrix = graph.parameter(`${name}.weight`, [from, to], { constant: 0 });
    const dims = [x.dims[0] as string, to];
    const whole = graph.emit("MatMulInteger", [bytes, matrix, zero], dims, {}, "int32");
    const scales = graph.parameter(`${name}.scales`, [to], { constant: 0 });
    const bias = graph.parameter(`${name}.bias`, [to], { constant: 0 });
    return add(graph, multiply(graph, graph.emit("Cast", [whole], dims, { to: 1 }), scales), bias);
  };
  const read = readSentence(
    g,
    { ...shape, sourceLabels: 0 },
    { lookup: trainedPieces(g, shape), body, ends: steadyLayer },
  );
  g.output("logits", read.logits);
  const used = weights.filter(({ name }) => !name.startsWith(SOURCE_HEAD));
  const parts = used.map((weight) => {
    const layer = weight.name.replace(/\.weight$/, "");
    return layer in ranges && layer !== weight.name
      ? multipliedBytes(weight, layer, ranges)
      : decoded(weight);
  });
  const zeros = [...new Set(Object.keys(ranges).map(zeroOf))].map((name): OnnxTensor => {
    const zero = name === zeroOf(".outer") ? stepsOf(".outer").zero : stepsOf("").zero;
    return { name, type: "uint8", dims: [], data: Uint8Array.of(zero) };
  });
  return g.model(
    {
      tensors: [...zeros, ...parts.flatMap(({ tensors }) => tensors)],
      nodes: parts.flatMap(({ nodes }) => nodes),
    },
    metadata,
  );
}

const zeroOf = (name: string): string => (isRectified(name) ? "zero.rectified" : "zero");

const inputScale = (name: string, ranges: Ranges): number =>
  Math.fround(Math.max(ranges[name] ?? 0, 1e-6) / stepsOf(name).steps);

interface Baked {
  tensors: OnnxTensor[];
  nodes: OnnxNode[];
}

function multipliedBytes({ name, dims, data }: NamedWeight, layer: string, ranges: Ranges): Baked {
  const columns = dims[1] as number;
  const { values, scales } = quantiseColumns(data, columns, 63);
  const input = inputScale(layer, ranges);
  return {
    tensors: [
      { name, type: "int8", dims, data: values },
      {
        name: `${layer}.scales`,
        type: "float32",
        dims: [columns],
        data: scales.map((scale) => scale * input),
      },
    ],
    nodes: [],
  };
}

function decoded({ name, dims, data }: NamedWeight): Baked {
  if (dims.length < 2) return { tensors: [{ name, type: "float32", dims, data }], nodes: [] };
  const { values, scales } = quantiseRows(data, dims[1] as number);
  const [bytes, floats, each] = [`${name}.values`, `${name}.floats`, `${name}.scales`];
  return {
    tensors: [
      { name: bytes, type: "int8", dims, data: values },
      { name: each, type: "float32", dims: [dims[0] as number, 1], data: scales },
    ],
    nodes: [
      { op: "Cast", inputs: [bytes], outputs: [floats], attributes: { to: 1 } },
      { op: "Mul", inputs: [floats, each], outputs: [name] },
    ],
  };
}
