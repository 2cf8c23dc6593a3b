import type { OnnxModel } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { maskedFocalLoss } from "./graph-losses";
import {
  add,
  concat,
  denseLayer,
  dropout,
  gather,
  matmul,
  maxOver,
  normLayer,
  relu,
  reshape,
  scale,
  softmax,
  tanh,
  transpose,
} from "./graph-ops";
import { ADAMW_DEFAULTS, appendAdamW } from "./graph-optimiser";
import { additiveMask, EMBEDDING, type Lookup, range } from "./text-deep-model";

/** A sentence encoder of the Universal Sentence Encoder's lite layout, with heads that judge. */
export interface SenseShape {
  /** Width of embeddings and of the first layer's attention. */
  width: number;
  /** Width of everything behind it. */
  wide: number;
  heads: number;
  /** Width of the feed-forward layers. */
  inner: number;
  /** Width of the view that keeps the highest of each feature. */
  high: number;
  /** Longest text, in pieces. */
  maxPieces: number;
  /** Output columns: the taxonomy's categories; those of labels that one set uses; kinds of text, each with an expert. */
  categories: number;
  sourceLabels: number;
  kinds: number;
}

interface SenseOutputs {
  /** [texts, categories] */
  logits: Value;
  /** [texts, sourceLabels]; absent without that head. */
  sourceLogits?: Value;
  /** [texts, kinds] */
  kindLogits: Value;
}

/** A dense layer by its name: [rows, from] to [rows, to]. */
export type Dense = (g: Graph, x: Value, name: string, from: number, to: number) => Value;

/** A layer over pieces, by its name: self-attention of all heads, [rows, from] to the same; or feed-forward, [rows, wide] to the same. */
export type Layer = (g: Graph, x: Value, name: string, mask: Value) => Value;

/** What differs between graphs of the same network. */
interface SenseParts {
  lookup: Lookup;
  /** Share of the values before the heads that a step does without. */
  dropRate?: number;
  /** The layers over all pieces. */
  body?: Dense;
  attend?: Layer;
  feedForward?: Layer;
  /**
   * Whether the layers over whole texts read a blank row as well: a runtime multiplies a single row by another routine than several,
   * with other rounding, and a text's scores must not depend on the company it is in.
   */
  withBlank?: boolean;
}

/** Share of the values before the heads that a training step does without. */
const DROPOUT = 0.2;

/**
 * The encoder and its heads. Inputs: `ids` [texts, length], rows of the table, and `mask` [texts, length], 1 where there is a
 * piece; with `dropRate` also `pooled_noise` [texts, wide + high], uniform in [0, 1). Two pre-norm transformer layers (Vaswani et al.
 * 2017), the first of which widens; a text is its pieces' mean, as the encoder was made to say it, and the highest of each feature.
 */
export function readSentence(
  g: Graph,
  shape: SenseShape,
  {
    lookup,
    dropRate = 0,
    body = denseLayer,
    withBlank = false,
    attend = attention(shape, body),
    feedForward = twoLayers(shape, body),
  }: SenseParts,
): SenseOutputs {
  const { width, wide, kinds, categories } = shape;
  const ids = g.input("ids", "int32", ["texts", "length"]);
  const mask = g.input("mask", "float32", ["texts", "length"]);
  const vectors = lookup(ids);
  const times = g.constant(timingSignal(shape), [shape.maxPieces, width]);
  const place = g.emit("Gather", [times, range(g, "length")], ["length", width], { axis: 0 });
  // The encoder adds a piece's vector to the sum of it and its place.
  let x = reshape(g, add(g, scale(g, vectors, 2), place), ["texts*length", width]);
  const absent = additiveMask(g, mask);
  for (const [layer, from] of [width, wide].entries()) {
    const name = `l${layer}`;
    const merged = attend(g, normLayer(g, x, `${name}.norm1`, from), name, mask);
    const mixed = body(g, merged, `${name}.mix`, from, wide);
    x = add(g, layer === 0 ? body(g, x, "widen", from, wide) : x, mixed);
    x = add(g, x, feedForward(g, normLayer(g, x, `${name}.norm2`, wide), name, mask));
  }
  const states = reshape(g, x, ["texts", "length", wide]);
  const rows = withBlank ? "texts+1" : "texts";
  const blank = g.constant(new Array<number>(wide).fill(0), [1, wide]);
  const all = (y: Value) => (withBlank ? g.emit("Concat", [y, blank], [rows, wide], { axis: 0 }) : y);
  const pooled = tanh(g, denseLayer(g, all(meanOver(g, states, mask)), "pool", wide, wide));
  const open = g.emit("Unsqueeze", [absent, g.integers([2])], ["texts", "length", 1]);
  const highest = normLayer(g, all(maxOver(g, add(g, states, open), 1)), "high_norm", wide);
  const high = tanh(g, denseLayer(g, highest, "high", wide, shape.high));
  const both = wide + shape.high;
  let hidden = concat(g, [pooled, high]);
  if (dropRate > 0)
    hidden = dropout(g, hidden, g.input("pooled_noise", "float32", ["texts", both]), dropRate);
  const shared = denseLayer(g, hidden, "head", both, categories);
  const kindLogits = denseLayer(g, hidden, "kind", both, kinds);
  const gate = reshape(g, softmax(g, kindLogits), [rows, 1, kinds]);
  const said = reshape(g, denseLayer(g, hidden, "experts", both, kinds * categories), [
    rows,
    kinds,
    categories,
  ]);
  const logits = add(g, shared, reshape(g, matmul(g, gate, said), [rows, categories]));
  if (shape.sourceLabels === 0) return { logits: withBlank ? butLast(g, logits) : logits, kindLogits };
  const sourceLogits = denseLayer(g, hidden, SOURCE_HEAD, both, shape.sourceLabels);
  return { logits, sourceLogits, kindLogits };
}

const butLast = (g: Graph, x: Value): Value =>
  g.emit("Slice", [x, g.integers([0]), g.integers([-1]), g.integers([0])], ["texts", x.dims[1] as number]);

/** What the names of the head that training alone uses begin with. */
export const SOURCE_HEAD = "source_head";

/** Forward, backward and optimiser in one graph, as `trainingGraph` of text-deep; further inputs `targets` and `weights`. */
export function senseTrainingGraph(shape: SenseShape): { model: OnnxModel; parameters: Graph["parameters"] } {
  const g = new Graph();
  const read = readSentence(g, shape, { lookup: trainedPieces(g, shape), dropRate: DROPOUT });
  const heads = [read.logits, read.sourceLogits, read.kindLogits].filter((head) => head !== undefined);
  const logits = concat(g, heads);
  const targets = g.input("targets", "float32", logits.dims);
  const weights = g.input("weights", "float32", logits.dims);
  const loss = maskedFocalLoss(g, { logits, targets, weights });
  g.output("loss", loss);
  appendAdamW(g, loss, ADAMW_DEFAULTS);
  return { model: g.model(), parameters: g.parameters };
}

/** The forward pass with the weights as inputs: `logits`. */
export function senseEvaluationGraph(shape: SenseShape): OnnxModel {
  const g = new Graph();
  g.output("logits", readSentence(g, shape, { lookup: trainedPieces(g, shape) }).logits);
  return g.model();
}

/** The trainable table of pieces, of which each batch brings its own `rows`. */
export function trainedPieces(g: Graph, { width }: SenseShape): Lookup {
  const table = g.parameter(EMBEDDING, ["rows", width], { normal: 0.05 }, { decays: false });
  return (ids) => gather(g, table, ids);
}

/** Multi-head self-attention over the flattened stream [texts*length, from]. */
function attention({ heads }: SenseShape, dense: Dense): Layer {
  return (g, x, name, mask) => {
    const from = x.dims[1] as number;
    const perHead = from / heads;
    const split = (part: string): Value => {
      const projected = dense(g, x, `${name}.${part}`, from, from);
      return transpose(g, reshape(g, projected, ["texts", "length", heads, perHead]), [0, 2, 1, 3]);
    };
    const [query, key, value] = [split("query"), split("key"), split("value")];
    const absent = additiveMask(g, mask);
    const blocked = g.emit("Unsqueeze", [absent, g.integers([1, 2])], ["texts", 1, 1, "length"]);
    const scores = scale(g, matmul(g, query, key, { transposeB: true }), 1 / Math.sqrt(perHead));
    const shares = softmax(g, add(g, scores, blocked));
    return reshape(g, transpose(g, matmul(g, shares, value), [0, 2, 1, 3]), ["texts*length", from]);
  };
}

const twoLayers =
  ({ wide, inner }: SenseShape, dense: Dense): Layer =>
  (g, x, name) =>
    dense(g, relu(g, dense(g, x, `${name}.inner`, wide, inner)), `${name}.outer`, inner, wide);

/** The mean over the pieces that are there. */
function meanOver(g: Graph, states: Value, mask: Value): Value {
  const count = g.emit("ReduceSum", [mask, g.integers([1])], ["texts", 1], { keepdims: 1 });
  const share = g.emit("Div", [mask, count], mask.dims);
  const shares = g.emit("Unsqueeze", [share, g.integers([1])], ["texts", 1, "length"]);
  return reshape(g, matmul(g, shares, states), ["texts", states.dims[2] as number]);
}

/** Sine and cosine of each place, [maxPieces, width]: half of the columns each, wavelengths from 2 pi to 20,000 pi. */
function timingSignal({ maxPieces, width }: SenseShape): number[] {
  const half = width / 2;
  const rate = (column: number) => 10_000 ** (-column / Math.max(1, half - 1));
  return Array.from({ length: maxPieces * width }, (_, at) => {
    const [place, column] = [Math.floor(at / width), at % width];
    return column < half ? Math.sin(place * rate(column)) : Math.cos(place * rate(column - half));
  });
}
