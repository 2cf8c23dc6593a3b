import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { add, multiply, sumOver } from "./graph-ops";
import { ADAMW_DEFAULTS, type AdamWOptions, appendAdamW } from "./graph-optimiser";
import { ParameterStore } from "./parameter-store";
import { Random } from "./random";

const OPTIONS: AdamWOptions = { ...ADAMW_DEFAULTS, decay: 0.1, clip: 2 };
const SIZE = 3;
const HEIGHT = 5;
const WIDTH = 2;

/** A loss that is linear in three parameters, so that what is fed as `of.*` is their gradient. */
function linearLoss(g: Graph): Value {
  const table = g.parameter("table", ["rows", WIDTH], { normal: 1 }, { decays: false });
  const weight = g.parameter("weight", [SIZE], { normal: 1 });
  const bias = g.parameter("bias", [SIZE], { normal: 1 }, { decays: false });
  const along = (value: Value) => multiply(g, value, g.input(`of.${value.id}`, "float32", value.dims));
  const flat = sumOver(g, sumOver(g, along(table), 1), 0);
  return add(g, flat, sumOver(g, add(g, along(weight), along(bias)), 0));
}

interface Step {
  rate: number;
  rows: Int32Array;
  /** Gradients by parameter; of the table those of `rows`, row-major. */
  gradients: Record<"table" | "weight" | "bias", Float32Array>;
}

/** Makes the steps with the emitted graph; gives the store and each step's gradient norm. */
async function optimised(steps: readonly Step[]): Promise<{ store: ParameterStore; norms: number[] }> {
  const g = new Graph();
  appendAdamW(g, linearLoss(g), OPTIONS);
  const session = await InferenceSession.create(encodeModel(g.model()), { intraOpNumThreads: 1 });
  const store = ParameterStore.create(g.parameters, "table", HEIGHT, 7);
  const norms: number[] = [];
  for (const [at, { rate, rows, gradients }] of steps.entries()) {
    const results = await session.run({
      "of.table": new Tensor("float32", gradients.table, [rows.length, WIDTH]),
      "of.weight": new Tensor("float32", gradients.weight, [SIZE]),
      "of.bias": new Tensor("float32", gradients.bias, [SIZE]),
      ...store.feeds(rows, { moments: true }),
      ...store.scalars({ learning_rate: rate, step: at + 1 }),
    });
    store.absorb(results, rows);
    norms.push(Number(results.gradient_norm?.data[0]));
  }
  return { store, norms };
}

/** AdamW as Loshchilov & Hutter (2019) write it, of one number: value, first and second moment, in place. */
function adamW(state: [number, number, number], gradient: number, step: number, rate: number, decay: number) {
  const { beta1, beta2, epsilon } = OPTIONS;
  state[1] = beta1 * state[1] + (1 - beta1) * gradient;
  state[2] = beta2 * state[2] + (1 - beta2) * gradient * gradient;
  const [first, second] = [state[1] / (1 - beta1 ** step), state[2] / (1 - beta2 ** step)];
  state[0] -= rate * (first / (Math.sqrt(second) + epsilon) + decay * state[0]);
}

const squares = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value * value, 0);
const normOf = ({ gradients }: Step) =>
  Math.sqrt(Object.values(gradients).reduce((sum, gradient) => sum + squares(gradient), 0));

/** What `optimised` should end with: of each parameter its values and its two moments, in the store's order. */
function expected(steps: readonly Step[]): number[][] {
  const parts = Object.entries({ table: 0, weight: OPTIONS.decay, bias: 0 });
  const start = ParameterStore.create(built().parameters, "table", HEIGHT, 7).arrays();
  return parts.flatMap(([name, decay], at) => {
    const states = Array.from(start[at * 3] as Float32Array, (value): [number, number, number] => [
      value,
      0,
      0,
    ]);
    for (const [i, step] of steps.entries()) {
      const shrink = Math.min(1, OPTIONS.clip / normOf(step));
      for (const [k, gradient] of step.gradients[name as "table"].entries()) {
        const row = step.rows[Math.floor(k / WIDTH)] as number;
        const place = name === "table" ? row * WIDTH + (k % WIDTH) : k;
        if (name === "table" && row === 0) continue;
        adamW(states[place] as [number, number, number], gradient * shrink, i + 1, step.rate, decay);
      }
    }
    return [0, 1, 2].map((part) => states.map((state) => state[part] as number));
  });
}

function built(): Graph {
  const g = new Graph();
  linearLoss(g);
  return g;
}

/** Steps with gradients of a given L2 norm each, over the rows given. */
function steps(norms: readonly number[], rowsOf: (at: number) => number[] = () => [0, 1, 2, 3, 4]): Step[] {
  const random = new Random(3);
  return norms.map((norm, at) => {
    const rows = Int32Array.from(rowsOf(at));
    const drawn = (length: number) => Float32Array.from({ length }, () => random.normal());
    const step = {
      rate: 0.01 * (at + 1),
      rows,
      gradients: { table: drawn(rows.length * WIDTH), weight: drawn(SIZE), bias: drawn(SIZE) },
    };
    const factor = norm / normOf(step);
    for (const gradient of Object.values(step.gradients))
      gradient.set(gradient.map((value) => value * factor));
    return step;
  });
}

function expectClose(store: ParameterStore, wanted: readonly number[][]): void {
  for (const [i, array] of store.arrays().entries())
    for (const [k, value] of array.entries()) expect(value).toBeCloseTo(wanted[i]?.[k] as number, 5);
}

describe("appendAdamW", () => {
  it.each([
    ["below the clipping bound", [0.5, 1.9, 0.1, 1.2, 0.7]],
    ["at the bound and above it", [2, 40, 2.5, 9, 300]],
    ["now below, now above", [0.5, 40, 0.1, 9, 1]],
  ])("makes the steps of the paper, with a gradient %s", async (_, norms) => {
    const plan = steps(norms);
    const { store, norms: said } = await optimised(plan);
    for (const [at, norm] of norms.entries()) expect((said[at] as number) / norm).toBeCloseTo(1, 5);
    expectClose(store, expected(plan));
  });

  it("lets weights decay that should, also where no gradient pulls, and by the learning rate", async () => {
    const still: Step = {
      rate: 0.5,
      rows: Int32Array.of(0, 1),
      gradients: { table: new Float32Array(4), weight: new Float32Array(SIZE), bias: new Float32Array(SIZE) },
    };
    const before = ParameterStore.create(built().parameters, "table", HEIGHT, 7).values();
    const { store, norms } = await optimised([still]);
    expect(norms).toEqual([0]);
    for (const [at, { name, data }] of store.values().entries()) {
      const kept = name === "weight" ? 1 - 0.5 * OPTIONS.decay : 1;
      for (const [k, value] of data.entries())
        expect(value).toBeCloseTo((before[at]?.data[k] as number) * kept, 6);
    }
  });

  it("moves a row and its moments only in steps that touch it, corrected by the run's step, and row 0 never", async () => {
    const touched = [[0, 1], [0, 2, 4], [2], [0, 1, 2], [4]];
    const plan = steps([1, 5, 1, 1, 3], (at) => touched[at] as number[]);
    const { store } = await optimised(plan);
    expectClose(store, expected(plan));
    const [start] = ParameterStore.create(built().parameters, "table", HEIGHT, 7).arrays();
    const [values, first, second] = store.arrays() as [Float32Array, Float32Array, Float32Array];
    const row = (data: Float32Array | undefined, at: number) => data?.slice(at * WIDTH, (at + 1) * WIDTH);
    expect(row(values, 3)).toEqual(row(start, 3));
    expect(squares(row(values, 0) as Float32Array)).toBe(0);
    for (const untouched of [0, 3])
      expect(
        squares(row(first, untouched) as Float32Array) + squares(row(second, untouched) as Float32Array),
      ).toBe(0);
  });
});
