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
  multiply,
  normLayer,
  relu,
  reshape,
  scale,
  softmax,
  sumOver,
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

/** What differs between graphs of the same network. */
interface SenseParts {
  lookup: Lookup;
  /** Share of the values before the heads that a step does without. */
  dropRate?: number;
  /** The layers over all pieces, and those over whole texts. */
  body?: Dense;
  ends?: Dense;
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
  { lookup, dropRate = 0, body = denseLayer, ends = denseLayer }: SenseParts,
): SenseOutputs {
  const { width, wide, inner, kinds, categories } = shape;
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
    const mixed = attend(g, normLayer(g, x, `${name}.norm1`, from), absent, {
      shape,
      from,
      name,
      dense: body,
    });
    x = add(g, layer === 0 ? body(g, x, "widen", from, wide) : x, mixed);
    const wider = body(g, normLayer(g, x, `${name}.norm2`, wide), `${name}.inner`, wide, inner);
    x = add(g, x, body(g, relu(g, wider), `${name}.outer`, inner, wide));
  }
  const states = reshape(g, x, ["texts", "length", wide]);
  const pooled = tanh(g, ends(g, meanOver(g, states, mask), "pool", wide, wide));
  const open = g.emit("Unsqueeze", [absent, g.integers([2])], ["texts", "length", 1]);
  const highest = normLayer(g, maxOver(g, add(g, states, open), 1), "high_norm", wide);
  const high = tanh(g, ends(g, highest, "high", wide, shape.high));
  const both = wide + shape.high;
  let hidden = concat(g, [pooled, high]);
  if (dropRate > 0)
    hidden = dropout(g, hidden, g.input("pooled_noise", "float32", ["texts", both]), dropRate);
  const shared = ends(g, hidden, "head", both, categories);
  const kindLogits = ends(g, hidden, "kind", both, kinds);
  const gate = reshape(g, softmax(g, kindLogits), ["texts", 1, kinds]);
  const said = reshape(g, ends(g, hidden, "experts", both, kinds * categories), ["texts", kinds, categories]);
  const logits = add(g, shared, reshape(g, matmul(g, gate, said), ["texts", categories]));
  if (shape.sourceLabels === 0) return { logits, kindLogits };
  const sourceLogits = ends(g, hidden, SOURCE_HEAD, both, shape.sourceLabels);
  return { logits, sourceLogits, kindLogits };
}

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

/** Multi-head self-attention over the flattened stream [texts*length, from], to `wide` columns. */
function attend(
  g: Graph,
  x: Value,
  absent: Value,
  { shape, from, name, dense }: { shape: SenseShape; from: number; name: string; dense: Dense },
): Value {
  const perHead = from / shape.heads;
  const split = (part: string): Value => {
    const projected = dense(g, x, `${name}.${part}`, from, from);
    return transpose(g, reshape(g, projected, ["texts", "length", shape.heads, perHead]), [0, 2, 1, 3]);
  };
  const [query, key, value] = [split("query"), split("key"), split("value")];
  const blocked = g.emit("Unsqueeze", [absent, g.integers([1, 2])], ["texts", 1, 1, "length"]);
  const scores = scale(g, matmul(g, query, key, { transposeB: true }), 1 / Math.sqrt(perHead));
  const attention = softmax(g, add(g, scores, blocked));
  const merged = reshape(g, transpose(g, matmul(g, attention, value), [0, 2, 1, 3]), ["texts*length", from]);
  return dense(g, merged, `${name}.mix`, from, shape.wide);
}

/** The mean over the pieces that are there. */
function meanOver(g: Graph, states: Value, mask: Value): Value {
  const present = g.emit("Unsqueeze", [mask, g.integers([2])], ["texts", "length", 1]);
  const count = g.emit("ReduceSum", [mask, g.integers([1])], ["texts", 1], { keepdims: 1 });
  const share = g.emit("Reciprocal", [count], ["texts", 1]);
  return multiply(g, sumOver(g, multiply(g, states, present), 1), share);
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
