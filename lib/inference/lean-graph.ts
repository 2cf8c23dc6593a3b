import { readInitializers, readNodes } from "#lib/onnx/onnx-reader";
import {
  type ElementType,
  encodeModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from "#lib/onnx/onnx-writer";

/** The tables that words are looked up in before a network reads them, row-major. */
export interface WordTables {
  /** Numbers per word. */
  width: number;
  /** [rows, width]; a row's numbers are its bytes times its scale. */
  values: Int8Array;
  scales: Float32Array;
  /** [most words of a text, width], added to each word by its place. */
  positions: Float32Array;
}

/** A network over words in the form in which it is served. */
export interface LeanGraph {
  /** Bytes of an ONNX model: words as vectors in, `said` out. */
  model: Uint8Array;
  tables: WordTables;
  categories: number;
  /** Experts whose logits are mixed by how likely each one's kind of text is; 0 where there are none. */
  kinds: number;
}

type FloatTensor = OnnxTensor & { data: Float32Array };
const MICROSOFT = "com.microsoft";
const EPSILON = { float: 1e-5 };

/**
 * The network of an ONNX file as the project exports it (`text-deep-model.ts`), with the same weights in fewer and larger
 * steps: words come looked up, a layer's attention is one operation, a blank row stands beside the pooled texts once for all
 * layers behind it, and all heads are one product. Inputs, by text: `placed` [texts, length, width] words with their places,
 * `summed` [texts, 1, width] words without, `present` int32 [texts, length] 1 where there is a word, `absent` [texts, 1, length]
 * -10000 where there is none. Output: `said` [texts + 1, outputs], the last row blank; per row the logits, then the kinds'
 * logits, then each expert's.
 * @throws Error for a file that holds another network
 */
export function leanGraph(file: Uint8Array): LeanGraph {
  const weights = new Weights(file);
  const positions = weights.float("positions");
  const width = positions.dims[1] as number;
  const categories = weights.float("head.bias").data.length;
  const kinds = weights.has("kind.bias") ? weights.float("kind.bias").data.length : 0;
  const writer = new GraphWriter(weights, width);
  const layers = weights.count((name) => /^l\d+\.norm1\.gain$/.test(name));
  const states = writer.layers(layers, headsOf(file));
  const pooled = writer.pooled(states);
  const outputs = writer.heads(pooled, kinds > 0 ? ["head", "kind", "experts"] : ["head"]);
  return {
    model: writer.model(outputs),
    tables: {
      width,
      values: weights.bytes("embedding.values"),
      scales: weights.float("embedding.scales").data,
      positions: positions.data,
    },
    categories,
    kinds,
  };
}

/** Into how many heads a file's attention is split: the third of the four extents that it reshapes to. */
function headsOf(file: Uint8Array): number {
  const shape = readNodes(file).find(({ op, inputs }) => op === "Concat" && inputs.length === 4);
  const extent = readInitializers(file, ["int64"]).get(shape?.inputs[2] ?? "");
  if (!extent) throw new Error("the network's attention is not split into heads");
  return Number(extent.data[0]);
}

class Weights {
  private readonly found: Map<string, OnnxTensor>;

  constructor(file: Uint8Array) {
    this.found = readInitializers(file);
  }

  has(name: string): boolean {
    return this.found.has(name);
  }

  count(matches: (name: string) => boolean): number {
    return [...this.found.keys()].filter(matches).length;
  }

  float(name: string): FloatTensor {
    const tensor = this.found.get(name);
    if (tensor?.data instanceof Float32Array) return tensor as FloatTensor;
    throw new Error(`the network has no weights named ${name}`);
  }

  bytes(name: string): Int8Array {
    const data = this.found.get(name)?.data;
    if (data instanceof Int8Array) return data;
    throw new Error(`the network has no table named ${name}`);
  }

  /** Tensors of equal rows side by side. */
  joined(name: string, parts: readonly string[]): FloatTensor {
    const tensors = parts.map((part) => this.float(part));
    const widths = tensors.map(({ dims }) => dims.at(-1) as number);
    const total = widths.reduce((sum, each) => sum + each, 0);
    const rows = (tensors[0] as FloatTensor).data.length / (widths[0] as number);
    const data = new Float32Array(rows * total);
    let at = 0;
    for (const [i, each] of widths.entries()) {
      const source = (tensors[i] as FloatTensor).data;
      for (let row = 0; row < rows; row++)
        data.set(source.subarray(row * each, (row + 1) * each), row * total + at);
      at += each;
    }
    return { name, type: "float32", dims: rows === 1 ? [total] : [rows, total], data };
  }
}

class GraphWriter {
  private readonly nodes: OnnxNode[] = [];
  private readonly tensors = new Map<string, OnnxTensor>();
  private count = 0;

  constructor(
    private readonly weights: Weights,
    private readonly width: number,
  ) {}

  /** The words after all layers, [texts*length, width]. */
  layers(layers: number, heads: number): string {
    const placed = this.emit("Reshape", ["placed", this.integers("flat", [-1, this.width])]);
    let x = this.norm(placed, "embedding_norm");
    for (let layer = 0; layer < layers; layer++) {
      const mixed = this.dense(this.attend(this.norm(x, `l${layer}.norm1`), layer, heads), `l${layer}.mix`);
      x = this.emit("Add", [x, mixed]);
      const inner = this.emit("Gelu", [this.dense(this.norm(x, `l${layer}.norm2`), `l${layer}.inner`)]);
      x = this.emit("Add", [x, this.dense(inner, `l${layer}.outer`)]);
    }
    return this.norm(x, "final_norm");
  }

  /** One row per text and a blank one behind: a runtime multiplies a single row by another routine than several. */
  pooled(x: string): string {
    const states = this.likePlaced(x);
    const extents = this.emit("Shape", ["absent"]);
    const salience = this.emit("Reshape", [this.dense(x, "salience"), extents]);
    const shares = this.emit("Softmax", [this.emit("Add", [salience, "absent"])], { axis: -1 });
    const attended = this.emit("MatMul", [shares, states]);
    const column = this.emit("Reshape", ["absent", this.integers("column", [0, -1, 1])]);
    const present = this.emit("Add", [states, column]);
    const highest = this.emit("ReduceMax", [present, this.integers("words", [1])], { keepdims: 1 });
    const views = this.emit("Concat", [attended, highest, this.norm("summed", "sum_norm")], { axis: 2 });
    const rows = this.emit("Reshape", [views, this.integers("views", [-1, 3 * this.width])]);
    const blank = { name: "blank", type: "float32", dims: [1, 3 * this.width] } as const;
    this.tensors.set("blank", { ...blank, data: new Float32Array(3 * this.width) });
    return this.emit("Gelu", [this.dense(this.emit("Concat", [rows, "blank"], { axis: 0 }), "pool")]);
  }

  /** All heads in one product, named `said`; returns how many numbers they say together. */
  heads(pooled: string, parts: readonly string[]): number {
    const [weight, bias] = [this.join("heads.weight", parts), this.join("heads.bias", parts)];
    this.nodes.push({ op: "Gemm", inputs: [pooled, weight, bias], outputs: ["said"] });
    return (this.tensors.get(bias) as OnnxTensor).data.length;
  }

  model(outputs: number): Uint8Array {
    const float = (name: string, dims: OnnxValueInfo["dims"]): OnnxValueInfo => ({
      ...{ name, dims, type: "float32" as ElementType },
    });
    return encodeModel({
      nodes: this.nodes,
      initializers: [...this.tensors.values()],
      inputs: [
        float("placed", ["texts", "length", this.width]),
        float("summed", ["texts", 1, this.width]),
        { name: "present", type: "int32", dims: ["texts", "length"] },
        float("absent", ["texts", 1, "length"]),
      ],
      outputs: [float("said", ["texts+1", outputs])],
      opsets: { [MICROSOFT]: 1 },
    });
  }

  private attend(x: string, layer: number, heads: number): string {
    const parts = ["query", "key", "value"].map((part) => `l${layer}.${part}`);
    const inputs = [
      this.likePlaced(x),
      this.join(`l${layer}.attention.weight`, parts),
      this.join(`l${layer}.attention.bias`, parts),
      "present",
    ];
    const mixed = this.emit("Attention", inputs, { num_heads: heads }, MICROSOFT);
    return this.emit("Reshape", [mixed, "flat"]);
  }

  private likePlaced(x: string): string {
    return this.emit("Reshape", [x, this.emit("Shape", ["placed"])]);
  }

  private norm(x: string, name: string): string {
    const inputs = [x, this.use(`${name}.gain`), this.use(`${name}.bias`)];
    return this.emit("LayerNormalization", inputs, { axis: -1, epsilon: EPSILON });
  }

  private dense(x: string, name: string): string {
    return this.emit("Gemm", [x, this.use(`${name}.weight`), this.use(`${name}.bias`)]);
  }

  private use(name: string): string {
    this.tensors.set(name, this.weights.float(name));
    return name;
  }

  private join(name: string, parts: readonly string[]): string {
    const kind = name.split(".").at(-1);
    const names = parts.map((part) => `${part}.${kind}`);
    this.tensors.set(name, this.weights.joined(name, names));
    return name;
  }

  private integers(name: string, values: readonly number[]): string {
    this.tensors.set(name, {
      ...{ name, type: "int64", dims: [values.length] },
      data: BigInt64Array.from(values, BigInt),
    });
    return name;
  }

  private emit(
    op: string,
    inputs: string[],
    attributes: OnnxNode["attributes"] = {},
    domain?: string,
  ): string {
    const output = `v${this.count++}`;
    this.nodes.push({ op, inputs, outputs: [output], attributes, ...(domain ? { domain } : {}) });
    return output;
  }
}
