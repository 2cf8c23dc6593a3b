import type { OnnxModel, OnnxNode, OnnxTensor } from "#lib/onnx/onnx-writer";
import { type GraphModel, type GraphNode, valuesOf, type Weight } from "./graph-model";

export interface ConvertedClassifier {
  model: OnnxModel;
  /** What the classifier adds to each class, whatever the picture. */
  bias: Float32Array;
}

/** Side of the picture, pixels; features of the last layer and side of its map. */
export interface ClassifierShape {
  side: number;
  features: number;
  mapSide: number;
  classes: number;
}

/** Order of a TensorFlow kernel's axes (height, width, in, out or multiplier) in ONNX, by kind of convolution. */
function reorder<T extends Uint8Array | Float32Array>(
  from: T,
  shape: readonly number[],
  depthwise: boolean,
): T {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
  const to = from.slice() as T;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++) {
          const source = ((y * width + x) * inputs + i) * outputs + o;
          const place = depthwise ? i * outputs + o : o * inputs + i;
          to[place * height * width + y * width + x] = from[source] as number;
        }
  return to;
}

const decode = (text: string) => Buffer.from(text, "base64").toString();

/**
 * Rewrites a TensorFlow.js classifier (convolutions, then a global average, then one dense layer) as ONNX. Weights that are
 * bytes stay bytes, unpacked when the model is loaded. Outputs: `logits`, `embedding` (the averaged features) and `cam`, the
 * class activation map of Zhou et al. (2016): the dense layer as a 1x1 convolution over the features before they are
 * averaged, so that a map's mean and the class's bias add up to its logit exactly.
 * The input is `image`, uint8 [batch, side, side, 3]. Throws Error for operators that such a classifier does not have.
 */
export function classifierToOnnx(
  graph: GraphModel,
  weights: Map<string, Weight>,
  shape: ClassifierShape,
): ConvertedClassifier {
  const writer = new GraphWriter(weights);
  for (const node of graph.modelTopology.node) writer.add(node);
  const { side, features, mapSide, classes } = shape;
  return {
    bias: writer.bias,
    model: {
      nodes: writer.nodes,
      initializers: writer.tensors,
      inputs: [{ name: "image", type: "uint8", dims: ["batch", side, side, 3] }],
      outputs: [
        { name: "logits", type: "float32", dims: ["batch", classes] },
        { name: "embedding", type: "float32", dims: ["batch", features] },
        { name: "cam", type: "float32", dims: ["batch", classes, mapSide, mapSide] },
      ],
    },
  };
}

class GraphWriter {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  bias: Float32Array = new Float32Array();
  private readonly values = new Map<string, string>();
  private features = "";
  private count = 0;

  constructor(private readonly weights: Map<string, Weight>) {
    this.constant("zero", [], Float32Array.of(0));
    this.constant("six", [], Float32Array.of(6));
  }

  add(node: GraphNode): void {
    const output = this.convert(node);
    if (output) this.values.set(node.name, output);
  }

  private convert(node: GraphNode): string | null {
    const [first = "", second = "", third = ""] = node.input;
    switch (node.op) {
      case "Const":
      case "Identity":
      case "Softmax":
        return null;
      case "Placeholder":
        return this.picture();
      case "Mul":
        return this.emit("Mul", [this.value(first), this.value(second)]);
      case "Sub":
        return this.emit("Sub", [this.value(first), this.value(second)]);
      case "AddV2":
        return this.emit("Add", [this.value(first), this.value(second)]);
      case "_FusedConv2D":
        return this.convolution(node, false);
      case "FusedDepthwiseConv2dNative":
        return this.convolution(node, true);
      case "AvgPool":
        this.features = this.value(first);
        return this.emit("GlobalAveragePool", [this.features]);
      case "Squeeze":
        return this.emit("Flatten", [this.value(first)], { axis: 1 }, "embedding");
      case "_FusedMatMul":
        return this.classify(this.weight(second), this.weight(third));
      default:
        throw new Error(`the operator ${node.op} is not known here`);
    }
  }

  /** Bytes, channels last, to numbers from 0 to 1, channels first. */
  private picture(): string {
    this.constant("full", [], Float32Array.of(255));
    const numbers = this.emit("Cast", ["image"], { to: 1 });
    return this.emit("Div", [this.emit("Transpose", [numbers], { perm: [0, 3, 1, 2] }), "full"]);
  }

  private convolution({ input, attr }: GraphNode, depthwise: boolean): string {
    const [from = "", kernelName = "", biasName = ""] = input;
    const kernel = this.weight(kernelName);
    const [height = 1, width = 1, inputs = 1, outputs = 1] = kernel.shape;
    const dims = depthwise ? [inputs * outputs, 1, height, width] : [outputs, inputs, height, width];
    const name = `w${this.count}`;
    this.kernel(name, dims, kernel, depthwise);
    const bias = this.weight(biasName);
    this.constant(`${name}_bias`, bias.shape, valuesOf(bias));
    const out = this.emit("Conv", [this.value(from), name, `${name}_bias`], {
      strides: (attr.strides?.list.i ?? [1, 1, 1, 1]).slice(1, 3),
      kernel_shape: [height, width],
      auto_pad: decode(attr.padding?.s ?? "") === "SAME" ? "SAME_UPPER" : "VALID",
      ...(depthwise ? { group: inputs } : {}),
    });
    const activation = (attr.fused_ops?.list.s ?? []).map(decode).find((op) => op !== "BiasAdd");
    if (!activation) return out;
    if (activation !== "Relu6") throw new Error(`the activation ${activation} is not known here`);
    return this.emit("Clip", [out, "zero", "six"]);
  }

  /** Bytes with their scale and least value, put together by three nodes that ONNX Runtime folds when it loads the model. */
  private kernel(name: string, dims: number[], weight: Weight, depthwise: boolean): void {
    if ("values" in weight) {
      this.constant(name, dims, reorder(valuesOf(weight), weight.shape, depthwise));
      return;
    }
    const data = reorder(weight.steps, weight.shape, depthwise);
    this.tensors.push({ name: `${name}_steps`, type: "uint8", dims, data });
    this.constant(`${name}_scale`, [], Float32Array.of(weight.scale));
    this.constant(`${name}_min`, [], Float32Array.of(weight.min));
    const steps = this.emit("Cast", [`${name}_steps`], { to: 1 });
    this.emit("Add", [this.emit("Mul", [steps, `${name}_scale`]), `${name}_min`], {}, name);
  }

  private classify(matrix: Weight, bias: Weight): string {
    const [features = 0, classes = 0] = matrix.shape;
    const dense = valuesOf(matrix);
    this.bias = valuesOf(bias);
    const turned = Float32Array.from({ length: dense.length }, (_, at) => {
      const [c, f] = [Math.floor(at / features), at % features];
      return dense[f * classes + c] as number;
    });
    this.constant("dense", [features, classes], dense);
    this.constant("dense_bias", [classes], this.bias);
    this.constant("dense_map", [classes, features, 1, 1], turned);
    this.emit("Conv", [this.features, "dense_map"], { kernel_shape: [1, 1] }, "cam");
    return this.emit("Gemm", ["embedding", "dense", "dense_bias"], {}, "logits");
  }

  private emit(
    op: string,
    inputs: string[],
    attributes: OnnxNode["attributes"] = {},
    name = `t${this.count++}`,
  ): string {
    this.nodes.push({ op, inputs, outputs: [name], attributes });
    return name;
  }

  private constant(name: string, dims: number[], data: Float32Array): void {
    this.tensors.push({ name, type: "float32", dims, data });
  }

  private weight(name: string): Weight {
    const weight = this.weights.get(name.split(":")[0] as string);
    if (!weight) throw new Error(`the weight ${name} is missing`);
    return weight;
  }

  /** The output that a graph's name stands for: of a node converted before, or a constant. */
  private value(name: string): string {
    const known = this.values.get(name.split(":")[0] as string);
    if (known) return known;
    const constant = `c${this.count++}`;
    const weight = this.weight(name);
    this.constant(constant, weight.shape, valuesOf(weight));
    return constant;
  }
}
