import { Graph } from "./graph";
import { maskedFocalLoss } from "./graph-losses";
import { concat } from "./graph-ops";
import { ADAMW_DEFAULTS, type AdamWOptions, appendAdamW } from "./graph-optimiser";
import type { OnnxModel } from "./onnx-writer";
import { defineTextDeep, type TextDeepShape } from "./text-deep-model";

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
  const { logits, sourceLogits } = defineTextDeep(g, shape, { rows: "rows", dropout: options.dropout });
  const joint = sourceLogits ? concat(g, [logits, sourceLogits]) : logits;
  const targets = g.input("targets", "float32", joint.dims);
  const weights = g.input("weights", "float32", joint.dims);
  const loss = maskedFocalLoss(g, { logits: joint, targets, weights }, options.focus);
  g.output("loss", loss);
  appendAdamW(g, loss, options.optimiser ?? ADAMW_DEFAULTS);
  return { model: g.model(), parameters: g.parameters };
}

/** The forward pass with the weights as inputs, for validation during training: `logits`, `source_logits`. */
export function evaluationGraph(shape: TextDeepShape): OnnxModel {
  const g = new Graph();
  const { logits, sourceLogits } = defineTextDeep(g, shape, { rows: "rows", dropout: 0 });
  g.output("logits", logits);
  if (sourceLogits) g.output("source_logits", sourceLogits);
  return g.model();
}
