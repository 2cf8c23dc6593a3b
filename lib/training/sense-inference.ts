import {
  ELEMENT_TYPES,
  type ElementType,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { denseLayer, reshape } from "./graph-ops";
import { quantiseColumns, quantiseRows } from "./quantise";
import { type Dense, readSentence, type SenseShape, SOURCE_HEAD, trainedPieces } from "./sense-model";

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
 * fixed scale each, beyond which they are cut. Fixed, so that a text's scores do not depend on the texts beside it. Each is one operation
 * of ONNX Runtime's with its scales and bias, attention with its three products too. The table and
 * the layers over whole texts are signed bytes with a scale for each row, decoded when the model is opened.
 */
export function senseInferenceGraph(
  shape: SenseShape,
  weights: readonly NamedWeight[],
  { ranges, metadata }: { ranges: Ranges; metadata: Record<string, string> },
): OnnxModel {
  const g = new Graph();
  const bytes = new BytesWriter(g, weights, ranges);
  const { wide, inner, heads } = shape;
  const read = readSentence(
    g,
    { ...shape, sourceLabels: 0 },
    {
      lookup: trainedPieces(g, shape),
      withBlank: true,
      body: (_, x, name, from, to) => bytes.dense(bytes.of(x, name), name, from, to),
      attend: (_, x, name, mask) => bytes.attend(x, name, mask, heads),
      feedForward: (_, x, name) =>
        bytes.dense(bytes.rectified(x, name, wide, inner), `${name}.outer`, inner, wide),
    },
  );
  g.output("logits", read.logits);
  const layers = new Set(Object.keys(ranges));
  const others = weights
    .filter(({ name }) => !name.startsWith(SOURCE_HEAD) && !layers.has(layerOf(name)))
    .map(decoded);
  const tensors = [...bytes.tensors.values(), ...others.flatMap((each) => each.tensors)];
  return g.model({ tensors, nodes: others.flatMap(({ nodes }) => nodes) }, metadata);
}

const layerOf = (name: string): string => name.replace(/\.(?:weight|bias)$/, "");

/** Writes the layers that multiply bytes, with their weights. */
class BytesWriter {
  readonly tensors = new Map<string, OnnxTensor>();
  private readonly quantised = new Map<string, Value>();
  private readonly weights: ReadonlyMap<string, NamedWeight>;

  constructor(
    private readonly g: Graph,
    weights: readonly NamedWeight[],
    private readonly ranges: Ranges,
  ) {
    this.weights = new Map(weights.map((weight) => [weight.name, weight]));
  }

  /** What a layer reads, as bytes; layers that read the same share it. */
  of(x: Value, layer: string): Value {
    const key = `${x.id} ${this.scaleOf(layer)}`;
    const inputs = [x, this.g.constant(this.scaleOf(layer)), this.zero(layer)];
    const known = this.quantised.get(key) ?? this.g.emit("QuantizeLinear", inputs, x.dims, {}, "uint8");
    this.quantised.set(key, known);
    return known;
  }

  dense(bytes: Value, layer: string, from: number, to: number): Value {
    const { values, scales } = this.matrix([layer], from);
    const inputs = [bytes, values, this.g.constant(this.scaleOf(layer)), scales, this.zero(layer), NOTHING];
    const bias = this.float(`${layer}.bias`, this.weight(`${layer}.bias`).data);
    return this.g.emitFused("MatMulIntegerToFloat", [...inputs, bias], [bytes.dims[0] as string, to]);
  }

  /** A layer that keeps what is above nothing, in the bytes that the next one reads: what lies below is cut. */
  rectified(x: Value, name: string, from: number, to: number): Value {
    const [layer, next] = [`${name}.inner`, `${name}.outer`];
    const bytes = this.of(x, layer);
    const scale = this.scaleOf(layer);
    const bias = this.weight(`${layer}.bias`).data;
    // Its bias is a whole number of the column's own steps: a column of hardly anything must not have steps too small for it.
    const least = bias.map((value) => Math.abs(value) / (scale * MOST_BIAS));
    const { values, scales, each } = this.matrix([layer], from, least);
    const whole = Int32Array.from(bias, (value, column) => Math.round(value / (scale * (each[column] || 1))));
    const inputs = [bytes, this.g.constant(scale), this.zero(layer)];
    const matrix = [values, scales, this.keep("zero columns", "int8", [to], new Int8Array(to))];
    const said = [this.g.constant(this.scaleOf(next)), this.zero(next)];
    return this.g.emitFused(
      "QGemm",
      [...inputs, ...matrix, this.keep(`${layer}.whole`, "int32", [to], whole), ...said],
      [x.dims[0] as string, to],
      {},
      "uint8",
    );
  }

  /** Self-attention of all heads: query, key and value in one product. */
  attend(x: Value, name: string, mask: Value, heads: number): Value {
    const { g } = this;
    const from = x.dims[1] as number;
    const parts = ["query", "key", "value"].map((part) => `${name}.${part}`);
    const [first] = parts as [string, string, string];
    const bytes = this.unflat(this.of(x, first), from);
    const { values, scales } = this.matrix(parts, from);
    const biases = parts.flatMap((part) => [...this.weight(`${part}.bias`).data]);
    const bias = this.float(`${name}.attention.bias`, Float32Array.from(biases));
    const present = g.emit("Cast", [mask], mask.dims, { to: ELEMENT_TYPES.int32 }, "int32");
    const scale = g.constant(this.scaleOf(first));
    const inputs = [bytes, values, bias, scale, scales, present, this.zero(first)];
    const mixed = g.emitFused("QAttention", inputs, ["texts", "length", from], { num_heads: heads });
    return reshape(g, mixed, ["texts*length", from]);
  }

  private unflat(bytes: Value, width: number): Value {
    const dims = ["texts", "length", width];
    return this.g.emit("Reshape", [bytes, this.g.shape(dims)], dims, {}, "uint8");
  }

  /** Matrices side by side as bytes, with their columns' scales; `least` bounds these, where there is one matrix. */
  private matrix(
    layers: readonly string[],
    from: number,
    least?: ArrayLike<number>,
  ): { values: Value; scales: Value; each: Float32Array } {
    const parts = layers.map((layer) => this.weight(`${layer}.weight`));
    const widths = parts.map(({ dims }) => dims[1] as number);
    const joined = widths.reduce((sum, width) => sum + width, 0);
    const values = new Int8Array(from * joined);
    const each = new Float32Array(joined);
    let at = 0;
    for (const [part, width] of widths.entries()) {
      const own = quantiseColumns((parts[part] as NamedWeight).data, width, 63, least);
      for (let row = 0; row < from; row++)
        values.set(own.values.subarray(row * width, (row + 1) * width), row * joined + at);
      each.set(own.scales, at);
      at += width;
    }
    const name = layers.join(" ");
    return {
      values: this.keep(`${name}.values`, "int8", [from, joined], values),
      scales: this.float(`${name}.scales`, each),
      each,
    };
  }

  private scaleOf(layer: string): number {
    return Math.fround(Math.max(this.ranges[layer] ?? 0, 1e-6) / stepsOf(layer).steps);
  }

  private zero(layer: string): Value {
    const { zero } = stepsOf(layer);
    return this.keep(`zero ${zero}`, "uint8", [], Uint8Array.of(zero));
  }

  private float(name: string, data: Float32Array): Value {
    return this.keep(name, "float32", [data.length], data);
  }

  private weight(name: string): NamedWeight {
    const found = this.weights.get(name);
    if (!found) throw new RangeError(`there is no weight ${name}`);
    return found;
  }

  private keep(name: string, type: ElementType, dims: readonly number[], data: OnnxTensor["data"]): Value {
    this.tensors.set(name, { name, type, dims, data });
    return { id: name, type, dims };
  }
}

/** The largest bias in whole numbers: what the product adds to it must not overflow 32 bits. */
const MOST_BIAS = 2 ** 30;

/** An input that an operation can do without. */
const NOTHING: Value = { id: "", type: "float32", dims: [] };

interface Baked {
  tensors: OnnxTensor[];
  nodes: OnnxNode[];
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
