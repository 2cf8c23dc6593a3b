import { SKETCH } from "#lib/domain/fusion/embedding-sketch";
import { FUSION_PARTS } from "#lib/domain/fusion/parts";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { OnnxModel, OnnxTensor } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { maskedFocalLoss } from "./graph-losses";
import {
  add,
  concat,
  denseLayer,
  gelu,
  matmul,
  multiply,
  reshape,
  scale,
  softmax,
  sumOver,
  transpose,
} from "./graph-ops";
import { ADAMW_DEFAULTS, appendAdamW } from "./graph-optimiser";

const P = FUSION_PARTS.length;
const C = CATEGORIES.length;

/** Width of a part's token and of a category's query. */
const WIDTH = 32;
/** Unit of the sharpness, so that a step of training changes it by as much as it needs. */
const SHARPER = 4;
/** Far enough below any attention that a softmax makes nothing of it. */
const OUT = -1e4;
/** Log-odds that are said of nothing: where no part knows a category, and in an empty set of parts. */
export const EMPTY_LOG_ODDS = Math.log(0.02 / 0.98);
/** From this probability on a part's harm is certain, and fusion may not go below it. */
export const CERTAIN_HARM = 0.8;

/** What the network makes of a batch of items, [rows, categories] each. */
interface Fused {
  /** Log-odds before the floor. */
  logits: Value;
  /** The highest log-odds that any part gave the category: late fusion. */
  late: Value;
}

/**
 * Cross-attention from the categories (learnt queries) to the parts of an item (tokens of their scores and embedding), in
 * two heads. The first reads evidence: it attends to a part by the part's own log-odds, the more sharply the higher a
 * learnt factor, and gives the mean of the log-odds so weighted, which comes as near to the highest as the factor is high.
 * The second reads context, embeddings included, from parts that may not know the category at all, and adds a correction.
 * Parts that are absent, and scores that are not known, are masked; where nothing is left, both heads say nothing.
 */
function fuse(g: Graph): Fused {
  const scores = g.input("scores", "float32", ["rows", P, C]);
  const known = g.input("known", "float32", ["rows", P, C]);
  const present = g.input("present", "float32", ["rows", P]);
  const sketch = g.input("sketch", "float32", ["rows", P, SKETCH]);

  const flat = (value: Value, width: number) => reshape(g, value, ["tokens", width]);
  const joined = concat(g, [
    scale(g, flat(scores, C), 0.25),
    flat(known, C),
    scale(g, flat(sketch, SKETCH), 2),
  ]);
  const embedded = reshape(g, denseLayer(g, joined, "token", 2 * C + SKETCH, WIDTH), ["rows", P, WIDTH]);
  const kinds = g.parameter("kinds", [P, WIDTH], { normal: 0.5 }, { decays: false });
  const tokens = flat(gelu(g, add(g, embedded, kinds)), WIDTH);

  const byCategory = transpose(g, scores, [0, 2, 1]);
  const knownByCategory = transpose(g, known, [0, 2, 1]);
  const hidden = g.emit(
    "Mul",
    [g.emit("Sub", [knownByCategory, g.constant(1)], byCategory.dims), g.constant(-OUT)],
    byCategory.dims,
  );
  const anyKnown = g.emit("ReduceMax", [knownByCategory, g.integers([2])], ["rows", C, 1], { keepdims: 1 });
  const hideEmpty = g.emit("Mul", [anyKnown, g.constant(OUT)], anyKnown.dims);
  const zero = g.emit("Sub", [anyKnown, anyKnown], anyKnown.dims);
  const empty = g.emit("Add", [zero, g.constant(EMPTY_LOG_ODDS)], anyKnown.dims);

  const sharpness = g.parameter("sharpness", [C, 1], { constant: 2 }, { decays: false });
  const drawn = add(
    g,
    add(g, attention(g, tokens, "evidence"), multiply(g, byCategory, scale(g, sharpness, SHARPER))),
    hidden,
  );
  const weights = softmax(g, concat(g, [drawn, hideEmpty]));
  const evidence = sumOver(g, multiply(g, weights, concat(g, [byCategory, empty])), 2);

  const absent = g.emit(
    "Mul",
    [g.emit("Sub", [present, g.constant(1)], present.dims), g.constant(-OUT)],
    present.dims,
  );
  const hideAbsent = g.emit("Unsqueeze", [absent, g.integers([1])], ["rows", 1, P]);
  const anyPresent = g.emit("ReduceMax", [present, g.integers([1])], ["rows", 1], { keepdims: 1 });
  const looked = softmax(g, add(g, attention(g, tokens, "context"), hideAbsent));
  const values = reshape(g, denseLayer(g, tokens, "value", WIDTH, WIDTH), ["rows", P, WIDTH]);
  const read = flat(matmul(g, looked, values), WIDTH);
  const context = reshape(g, gelu(g, denseLayer(g, read, "context", WIDTH, WIDTH)), ["rows", C, WIDTH]);
  const spoken = g.parameter("spoken", [C, WIDTH], { normal: 0.02 });
  const correction = multiply(g, sumOver(g, multiply(g, context, spoken), 2), anyPresent);

  const candidates = g.emit(
    "Concat",
    [g.emit("Add", [byCategory, hidden], byCategory.dims), g.emit("Add", [empty, hideEmpty], empty.dims)],
    ["rows", C, P + 1],
    { axis: -1 },
  );
  const late = g.emit("ReduceMax", [candidates, g.integers([2])], ["rows", C], { keepdims: 0 });
  return { logits: add(g, evidence, correction), late };
}

/** What each category's query makes of each part's key: [rows, categories, parts], before the softmax. */
function attention(g: Graph, tokens: Value, head: string): Value {
  const keys = denseLayer(g, tokens, `${head}.key`, WIDTH, WIDTH);
  const queries = g.parameter(`${head}.queries`, [WIDTH, C], { normal: 0.1 });
  const products = scale(g, matmul(g, keys, queries), 1 / Math.sqrt(WIDTH));
  return transpose(g, reshape(g, products, ["rows", P, C]), [0, 2, 1]);
}

/**
 * Forward, backward and optimiser in one graph. Beside the evidence it reads `targets` and `weights` [rows, categories] and
 * gives `loss`: cross-entropy towards the targets, times |target - p|^focus.
 */
export function fusionTrainingGraph({ focus, decay }: { focus: number; decay: number }): {
  model: OnnxModel;
  parameters: Graph["parameters"];
} {
  const g = new Graph();
  const { logits } = fuse(g);
  const targets = g.input("targets", "float32", logits.dims);
  const weights = g.input("weights", "float32", logits.dims);
  const loss = maskedFocalLoss(g, { logits, targets, weights }, focus);
  g.output("loss", loss);
  appendAdamW(g, loss, { ...ADAMW_DEFAULTS, decay });
  return { model: g.model(), parameters: g.parameters };
}

/**
 * The model that is shipped, or with weights as inputs the one that is validated: `scores` [rows, categories] as
 * probabilities. Where late fusion is certain of harm (CERTAIN_HARM), they do not lie below it, whatever was learnt since.
 */
export function fusionGraph(
  weights: readonly OnnxTensor[] = [],
  metadata: Record<string, string> = {},
): OnnxModel {
  const g = new Graph();
  const { logits, late } = fuse(g);
  const on = (op: string, ...inputs: Value[]) => g.emit(op, inputs, logits.dims);
  const [fused, floor] = [on("Sigmoid", logits), on("Sigmoid", late)];
  const certain = g.emit("GreaterOrEqual", [floor, g.constant(CERTAIN_HARM)], logits.dims, {}, "bool");
  g.output("fused", on("Where", certain, on("Max", fused, floor), fused));
  return g.model({ tensors: weights, nodes: [] }, metadata);
}
