import type { Dim, OnnxModel, OnnxTensor } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { maskedFocalLoss } from "./graph-losses";
import { concat, multiply } from "./graph-ops";
import { ADAMW_DEFAULTS, type AdamWOptions, appendAdamW } from "./graph-optimiser";
import { embedWords, type Lookup, readWords, type TextDeepShape, trainedLookup } from "./text-deep-model";

export interface TrainingGraphOptions {
  dropout: number;
  /** Focusing exponent of the loss; 0 is plain cross-entropy. */
  focus: number;
  optimiser?: AdamWOptions;
}

/** Forward, backward and optimiser in one graph; outputs `loss`, `gradient_norm` and the updated state. */
export function trainingGraph(
  shape: TextDeepShape,
  options: TrainingGraphOptions,
): { model: OnnxModel; parameters: Graph["parameters"] } {
  const g = new Graph();
  const words = embedWords(g, shape.width, (graph) => trainedLookup(graph, shape.width));
  const { logits, sourceLogits, kindLogits } = readWords(g, shape, words, { dropRate: options.dropout });
  const heads = [logits, sourceLogits, kindLogits].filter((head) => head !== undefined);
  const joint = heads.length > 1 ? concat(g, heads) : logits;
  const targets = g.input("targets", "float32", joint.dims);
  const weights = g.input("weights", "float32", joint.dims);
  const loss = maskedFocalLoss(g, { logits: joint, targets, weights }, options.focus);
  g.output("loss", loss);
  appendAdamW(g, loss, options.optimiser ?? ADAMW_DEFAULTS);
  return { model: g.model(), parameters: g.parameters };
}

/** The forward pass with the weights as inputs, for validation during training: `logits`. */
export function evaluationGraph(shape: TextDeepShape): OnnxModel {
  const g = new Graph();
  const words = embedWords(g, shape.width, (graph) => trainedLookup(graph, shape.width));
  g.output("logits", readWords(g, shape, words).logits);
  return g.model();
}

/** An embedding table as signed bytes with one scale per row. */
export interface QuantisedTable {
  rows: number;
  values: Int8Array;
  scales: Float32Array;
}

/**
 * The model that is shipped: `logits` and, for explanations, `embedded` [texts, length, width]. Rows of the
 * table are decoded after they are looked up, so the table stays small in memory too.
 */
export function inferenceGraph(
  shape: TextDeepShape,
  table: QuantisedTable,
  weights: readonly OnnxTensor[],
  metadata: Record<string, string>,
): OnnxModel {
  const g = new Graph();
  const words = embedWords(g, shape.width, (graph) => quantisedLookup(graph, shape.width, table.rows));
  g.output("embedded", words.embedded);
  g.output("logits", readWords(g, { ...shape, sourceLabels: 0 }, words, { steady: true }).logits);
  const tensors: OnnxTensor[] = [
    { name: TABLE_VALUES, type: "int8", dims: [table.rows, shape.width], data: table.values },
    { name: TABLE_SCALES, type: "float32", dims: [table.rows, 1], data: table.scales },
    ...weights,
  ];
  return g.model({ tensors, nodes: [] }, metadata);
}

/**
 * The explanation of one text, from the second half of the network and its reverse pass. Inputs: `embedded`
 * [1, length, width] and `mask` [1, length] as the model gives and takes them, `scales` [texts, 1, 1] that
 * the embeddings are multiplied by, and `target` [1, categories], what is explained as a mix of logits.
 * Outputs: `logits` [texts, categories], `slopes` [texts, length], the change of the target with each
 * word's scale, and `attentions` [texts, layers, length, length].
 */
export function explanationGraph(
  shape: TextDeepShape,
  weights: readonly OnnxTensor[],
  metadata: Record<string, string>,
): OnnxModel {
  const g = new Graph();
  const { width, categories } = shape;
  const single = g.input("embedded", "float32", [1, "length", width]);
  const present = g.input("mask", "float32", [1, "length"]);
  const scales = g.input("scales", "float32", ["texts", 1, 1]);
  const target = g.input("target", "float32", [1, categories]);
  const embedded = multiply(g, single, scales);
  const mask = g.emit("Expand", [present, g.shape(["texts", "length"])], ["texts", "length"]);
  const { logits, attentions } = readWords(g, { ...shape, sourceLabels: 0 }, { embedded, mask });
  const [slope] = g.gradients(multiply(g, logits, target), [embedded]) as [Value];
  const along = g.emit("Mul", [slope, single], embedded.dims);
  g.output("slopes", g.emit("ReduceSum", [along, g.integers([2])], ["texts", "length"], { keepdims: 0 }));
  g.output("logits", logits);
  g.output("attentions", stack(g, attentions));
  return g.model({ tensors: [...weights], nodes: [] }, metadata);
}

export const TABLE_VALUES = "embedding.values";
export const TABLE_SCALES = "embedding.scales";

function quantisedLookup(g: Graph, width: number, rows: number): Lookup {
  const [values, scales] = [
    g.parameter(TABLE_VALUES, [rows, width], { constant: 0 }),
    g.parameter(TABLE_SCALES, [rows, 1], { constant: 0 }),
  ];
  return (ids) => {
    const dims: Dim[] = [...ids.dims, width];
    const bytes = g.emit("Gather", [values, ids], dims, { axis: 0 }, "int8");
    const scale = g.emit("Gather", [scales, ids], [...ids.dims, 1], { axis: 0 });
    return g.emit("Mul", [g.emit("Cast", [bytes], dims, { to: 1 }), scale], dims);
  };
}

/** [texts, length, length] each, stacked to [texts, layers, length, length]. */
function stack(g: Graph, attentions: readonly Value[]): Value {
  const parts = attentions.map((attention) =>
    g.emit("Unsqueeze", [attention, g.integers([1])], ["texts", 1, "length", "length"]),
  );
  return g.emit("Concat", parts, ["texts", attentions.length, "length", "length"], { axis: 1 });
}
