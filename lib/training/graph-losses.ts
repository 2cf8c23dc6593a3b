import type { Graph, Value } from "./graph";

/** Targets of a multi-task batch: cells with weight 0 are unknown and teach nothing. */
export interface LossTargets {
  /** [b, k] logits. */
  logits: Value;
  /** [b, k] soft labels in [0, 1]. */
  targets: Value;
  /** [b, k] weight of each cell. */
  weights: Value;
}

/**
 * Weighted mean of the binary cross-entropy over known cells, times |target - p|^gamma: gamma 0 is plain
 * cross-entropy, above it the focal loss for soft labels (Li et al. 2020, "Generalized Focal Loss").
 * @returns a scalar
 */
export function maskedFocalLoss(g: Graph, { logits, targets, weights }: LossTargets, gamma = 0): Value {
  const on = (op: string, ...inputs: Value[]) => g.emit(op, inputs, logits.dims);
  // softplus(z) - y·z, written so that it does not overflow: max(z, 0) - y·z + log(1 + exp(-|z|)).
  const magnitude = on("Log", on("Add", on("Exp", on("Neg", on("Abs", logits))), g.constant(1)));
  const hinge = on("Sub", on("Relu", logits), on("Mul", targets, logits));
  const entropy = on("Add", hinge, magnitude);
  const probability = on("Sigmoid", logits);
  const error = on("Sub", probability, targets);
  const distance = on("Abs", error);
  const focus = gamma === 0 ? g.constant(1) : on("Pow", distance, g.constant(gamma));

  const axes = g.integers([0, 1]);
  const total = (value: Value) => g.emit("ReduceSum", [value, axes], [], { keepdims: 0 });
  const known = g.emit("Max", [total(weights), g.constant(1e-6)], []);
  const loss = g.emit("Div", [total(on("Mul", weights, on("Mul", focus, entropy))), known], []);

  return g.record(loss, [
    [
      logits,
      (dy) => {
        const share = on("Mul", on("Div", weights, known), dy);
        const direct = on("Mul", focus, error);
        if (gamma === 0) return on("Mul", share, direct);
        const slope = on("Mul", probability, on("Sub", g.constant(1), probability));
        const steep = on("Mul", on("Pow", distance, g.constant(gamma - 1)), on("Sign", error));
        const indirect = on("Mul", on("Mul", entropy, on("Mul", steep, slope)), g.constant(gamma));
        return on("Mul", share, on("Add", direct, indirect));
      },
    ],
  ]);
}
