import { Random } from "./random";

/** Rows as sparse features of equal value: row i owns `ids[offsets[i]] .. ids[offsets[i + 1] - 1]`. */
export interface SparseRows {
  ids: Int32Array;
  offsets: Float64Array;
  /** Value of each feature of a row. */
  shares: Float32Array;
  /** Rows by outputs, NaN where unknown. */
  targets: Float32Array;
  /** Rows by outputs: the weight of each target in the loss. */
  trust: Float32Array;
  /** Which offset group a row belongs to; 0 has no offset. */
  groups: Int32Array;
}

export interface LinearOptions {
  outputs: number;
  buckets: number;
  epochs: number;
  /** Step size of the first epoch; falls linearly to a fifth of it. */
  rate: number;
  /** Outputs for which groups of rows get an offset. */
  offsetOutputs: number[];
  /** Strength of the pull towards 0, per update. */
  decay: number;
  seed: number;
  onEpoch?: (epoch: number, loss: number) => void;
}

/** A multi-output linear model over hashed features: logits = share * sum of weights + bias. */
export interface LinearModel {
  outputs: number;
  /** Buckets by outputs. */
  weights: Float32Array;
  bias: Float32Array;
}

/** Errors smaller than this move nothing worth the memory traffic. */
const SMALLEST_ERROR = 2e-3;

/**
 * Masked multi-task logistic regression by AdaGrad (Duchi et al. 2011), one row at a time. Each group of rows gets an
 * offset for some outputs that is learnt and then dropped: where sets define a harm differently they differ in how
 * often they say yes, and the features must not learn to tell the sets apart. The same seed gives the same weights.
 */
export function trainLinear(rows: SparseRows, options: LinearOptions): LinearModel {
  const trainer = new LinearTrainer(rows, options);
  const random = new Random(options.seed);
  const order = Array.from({ length: rows.shares.length }, (_, at) => at);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    random.shuffle(order);
    const rate = options.rate * (1 - (0.8 * epoch) / options.epochs);
    let loss = 0;
    for (const row of order) loss += trainer.step(row, rate);
    options.onEpoch?.(epoch, loss / order.length);
  }
  return { outputs: options.outputs, weights: trainer.weights, bias: trainer.bias };
}

class LinearTrainer {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  private readonly squares: Float32Array;
  private readonly offsets: Float32Array;
  private readonly offsetSquares: Float32Array;
  private readonly logits: Float64Array;
  private readonly errors: Float64Array;
  private readonly columns: Int32Array;
  private readonly hasOffset: Uint8Array;

  constructor(
    private readonly rows: SparseRows,
    private readonly options: LinearOptions,
  ) {
    const { outputs, buckets } = options;
    const groups = rows.groups.reduce((most, group) => Math.max(most, group), 0) + 1;
    this.weights = new Float32Array(buckets * outputs);
    this.squares = new Float32Array(buckets * outputs).fill(1e-3);
    this.bias = new Float32Array(outputs).fill(-2);
    this.offsets = new Float32Array(groups * outputs);
    this.offsetSquares = new Float32Array(groups * outputs).fill(1);
    this.logits = new Float64Array(outputs);
    this.errors = new Float64Array(outputs);
    this.columns = new Int32Array(outputs);
    this.hasOffset = new Uint8Array(outputs);
    for (const output of options.offsetOutputs) this.hasOffset[output] = 1;
  }

  /** One row's update; returns its loss. */
  step(row: number, rate: number): number {
    this.score(row);
    const { outputs } = this.options;
    const { targets, trust, groups } = this.rows;
    const group = (groups[row] as number) * outputs;
    let known = 0;
    let loss = 0;
    for (let output = 0; output < outputs; output += 1) {
      const weight = trust[row * outputs + output] as number;
      if (weight === 0) continue;
      const target = targets[row * outputs + output] as number;
      const offset = this.hasOffset[output] === 1 ? group + output : output;
      const logit = (this.logits[output] as number) + (this.offsets[offset] as number);
      const p = 1 / (1 + Math.exp(-logit));
      loss -= weight * (target * Math.log(p + 1e-12) + (1 - target) * Math.log(1 - p + 1e-12));
      const error = weight * (p - target);
      this.moveBias(offset, output, error, rate);
      if (Math.abs(error) < SMALLEST_ERROR) continue;
      this.errors[known] = error * (this.rows.shares[row] as number);
      this.columns[known++] = output;
    }
    if (known > 0) this.moveWeights(row, known, rate);
    return loss;
  }

  private score(row: number): void {
    const { ids, offsets, shares } = this.rows;
    const { outputs } = this.options;
    const { logits, weights } = this;
    logits.fill(0);
    const end = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < end; at += 1) {
      const base = (ids[at] as number) * outputs;
      for (let output = 0; output < outputs; output += 1)
        logits[output] = (logits[output] as number) + (weights[base + output] as number);
    }
    for (let output = 0; output < outputs; output += 1)
      logits[output] = (logits[output] as number) * (shares[row] as number) + (this.bias[output] as number);
  }

  private moveBias(offset: number, output: number, error: number, rate: number): void {
    const grouped = offset !== output;
    this.offsetSquares[offset] = (this.offsetSquares[offset] as number) + error * error;
    const step = (rate * error) / Math.sqrt(this.offsetSquares[offset] as number);
    if (grouped) this.offsets[offset] = (this.offsets[offset] as number) - step;
    else this.bias[output] = (this.bias[output] as number) - step;
  }

  private moveWeights(row: number, known: number, rate: number): void {
    const { ids, offsets } = this.rows;
    const { weights, squares, errors, columns } = this;
    const { outputs, decay } = this.options;
    const end = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < end; at += 1) {
      const base = (ids[at] as number) * outputs;
      for (let index = 0; index < known; index += 1) {
        const cell = base + (columns[index] as number);
        const slope = (errors[index] as number) + decay * (weights[cell] as number);
        const square = (squares[cell] as number) + slope * slope;
        squares[cell] = square;
        weights[cell] = (weights[cell] as number) - (rate * slope) / Math.sqrt(square);
      }
    }
  }
}

/** The logits of a row of features. */
export function linearLogits(model: LinearModel, ids: ArrayLike<number>, share: number): Float64Array {
  const { outputs, weights, bias } = model;
  const logits = new Float64Array(outputs);
  for (let at = 0; at < ids.length; at += 1) {
    const base = (ids[at] as number) * outputs;
    for (let output = 0; output < outputs; output += 1)
      logits[output] = (logits[output] as number) + (weights[base + output] as number);
  }
  return logits.map((sum, output) => sum * share + (bias[output] as number));
}

export interface QuantisedModel {
  outputs: number;
  /** Buckets by outputs; bucket 0 is padding and all zero. */
  weights: Int8Array;
  /** Per output: weight = int8 * scale. */
  scales: Float32Array;
  bias: Float32Array;
}

/**
 * Weights as int8 with one scale per output, at which a hundredth of a percent of the weights saturates: the few
 * largest would otherwise coarsen all others.
 */
export function quantise({ outputs, weights, bias }: LinearModel): QuantisedModel {
  const scales = Float32Array.from({ length: outputs }, (_, output) => {
    const sizes: number[] = [];
    for (let at = output; at < weights.length; at += outputs) {
      const size = Math.abs(weights[at] as number);
      if (size > 0) sizes.push(size);
    }
    sizes.sort((a, b) => a - b);
    return (sizes[Math.ceil((sizes.length - 1) * 0.9999)] ?? 1) / 127;
  });
  const quantised = Int8Array.from(weights, (weight, at) =>
    at < outputs ? 0 : Math.max(-127, Math.min(127, Math.round(weight / (scales[at % outputs] as number)))),
  );
  return { outputs, weights: quantised, scales, bias: bias.slice() };
}

/** The float model that a quantised one stands for. */
export function dequantise({ outputs, weights, scales, bias }: QuantisedModel): LinearModel {
  return {
    outputs,
    bias,
    weights: Float32Array.from(weights, (weight, at) => weight * (scales[at % outputs] as number)),
  };
}
