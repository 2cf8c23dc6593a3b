import type { Graph, Parameter, Value } from "./graph";

export interface AdamWOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled weight decay, per unit of learning rate. */
  decay: number;
  /** Largest global L2 norm of the gradient; longer ones are scaled down to it. */
  clip: number;
}

export const ADAMW_DEFAULTS: AdamWOptions = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, decay: 0.01, clip: 1 };

/** Names under which a parameter's Adam moments travel, and the suffix of updated state. */
export const firstMoment = (name: string): string => `${name}.m`;
export const secondMoment = (name: string): string => `${name}.v`;
export const updated = (name: string): string => `${name}.next`;

/**
 * Appends the reverse pass and one AdamW step (Loshchilov & Hutter 2019) for every parameter.
 * Adds the scalar inputs `learning_rate` and `step` (1, 2, ...), the moments as inputs, and as outputs the
 * updated parameters and moments, and `gradient_norm` before clipping. Warm-up and decay are the feeder's:
 * they are in the learning rate.
 */
export function appendAdamW(g: Graph, loss: Value, options: AdamWOptions = ADAMW_DEFAULTS): void {
  const { beta1, beta2, epsilon, decay, clip } = options;
  const rate = g.input("learning_rate", "float32", []);
  const step = g.input("step", "float32", []);
  const scalar = (op: string, ...inputs: Value[]) => g.emit(op, inputs, []);
  const correction = (beta: number) => scalar("Sub", g.constant(1), scalar("Pow", g.constant(beta), step));
  const correctFirst = scalar("Div", rate, correction(beta1));
  const correctSecond = scalar("Sqrt", correction(beta2));
  const shrink = scalar("Sub", g.constant(1), scalar("Mul", rate, g.constant(decay)));

  const gradients = g.gradients(loss, g.parameters);
  const squares = gradients.map((gradient) => g.emit("ReduceSumSquare", [gradient], [], { keepdims: 0 }));
  const norm = scalar("Sqrt", scalar("Sum", ...squares));
  g.output("gradient_norm", norm);
  const squeeze = scalar("Div", g.constant(clip), scalar("Max", norm, g.constant(clip)));

  for (const [i, parameter] of g.parameters.entries()) {
    const on = (op: string, ...inputs: Value[]) => g.emit(op, inputs, parameter.dims);
    const gradient = on("Mul", gradients[i] as Value, squeeze);
    const first = moment(g, firstMoment(parameter.id), parameter);
    const second = moment(g, secondMoment(parameter.id), parameter);
    const nextFirst = on(
      "Add",
      on("Mul", first, g.constant(beta1)),
      on("Mul", gradient, g.constant(1 - beta1)),
    );
    const square = on("Mul", on("Mul", gradient, gradient), g.constant(1 - beta2));
    const nextSecond = on("Add", on("Mul", second, g.constant(beta2)), square);
    const deviation = on("Add", on("Div", on("Sqrt", nextSecond), correctSecond), g.constant(epsilon));
    const move = on("Mul", on("Div", nextFirst, deviation), correctFirst);
    const kept = parameter.decays ? on("Mul", parameter, shrink) : parameter;
    g.output(updated(parameter.id), on("Sub", kept, move));
    g.output(updated(firstMoment(parameter.id)), nextFirst);
    g.output(updated(secondMoment(parameter.id)), nextSecond);
  }
}

function moment(g: Graph, name: string, { dims }: Parameter): Value {
  return g.input(name, "float32", dims);
}
