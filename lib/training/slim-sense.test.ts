import { beforeAll, describe, expect, it } from "vitest";
import { openGraph } from "./open-graph";
import { ParameterStore } from "./parameter-store";
import { layOutPieces } from "./sense-feeder";
import { type SenseShape, senseEvaluationGraph, senseTrainingGraph } from "./sense-model";
import { senseUnitsGraph, slimmed, type UnitUse, unitUse } from "./slim-sense";
import { EMBEDDING } from "./text-deep-model";

const SHAPE: SenseShape = {
  width: 8,
  wide: 12,
  heads: 2,
  inner: 6,
  high: 4,
  maxPieces: 10,
  categories: 3,
  sourceLabels: 0,
  kinds: 2,
};
const ROWS = 20;
const TEXTS = [
  [8, 7, 9],
  [10, 14, 12],
  [11, 8, 6],
];
const storeOf = (shape: SenseShape) =>
  ParameterStore.create(senseTrainingGraph(shape).parameters, EMBEDDING, ROWS, 4);
const weightsOf = (store: ParameterStore) =>
  new Map(store.values().map(({ name, data }) => [name, data] as const));

async function logitsOf(shape: SenseShape, store: ParameterStore): Promise<number[]> {
  const { feeds, rows } = layOutPieces(TEXTS);
  const session = await openGraph(senseEvaluationGraph(shape));
  const { logits } = await session.run({ ...feeds, ...store.feeds(rows, { moments: false }) });
  return Array.from(logits?.data as Float32Array);
}

describe("a slim text-sense", () => {
  const whole = storeOf(SHAPE);
  let use: UnitUse;
  beforeAll(async () => {
    // Three units of each network never change: one that never fires, two that always say the same.
    for (const layer of ["l0", "l1"]) {
      const weights = weightsOf(whole);
      const into = weights.get(`${layer}.inner.weight`) as Float32Array;
      const bias = weights.get(`${layer}.inner.bias`) as Float32Array;
      for (const [unit, constant] of [-1, 0.5, 2].entries()) {
        for (let row = 0; row < SHAPE.wide; row++) into[row * SHAPE.inner + 2 * unit] = 0;
        bias[2 * unit] = constant;
      }
    }
    const { feeds, rows } = layOutPieces(TEXTS);
    const session = await openGraph(senseUnitsGraph(SHAPE));
    use = unitUse([await session.run({ ...feeds, ...whole.feeds(rows, { moments: false }) })]);
  });

  it("sees how each unit fires", () => {
    expect(Object.keys(use)).toEqual(["l0", "l1"]);
    expect(Array.from(use.l0?.mean ?? []).filter((_, unit) => unit % 2 === 0)).toEqual([0, 0.5, 2]);
    for (const variance of use.l1?.variance.filter((_, unit) => unit % 2 === 0) ?? [])
      expect(variance).toBeCloseTo(0, 6);
    expect(Math.max(...(use.l1?.variance ?? []))).toBeGreaterThan(1e-4);
  });

  it("says the same without the units that never change", async () => {
    const shape = { ...SHAPE, inner: 3 };
    const store = storeOf(shape);
    const slim = slimmed(weightsOf(whole), use, 3);
    for (const { name, data } of store.values()) data.set(slim.get(name) as Float32Array);
    const said = await logitsOf(shape, store);
    for (const [at, logit] of (await logitsOf(SHAPE, whole)).entries())
      expect(said[at]).toBeCloseTo(logit, 4);
  });

  it("does without those that change least what comes out", () => {
    // Of four units, each reading one of three inputs: the first varies most, yet hardly counts; the third says the same always.
    const weights = new Map([
      ["l0.inner.weight", Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400)],
      ["l0.inner.bias", Float32Array.of(0.1, 0.2, 0.3, 0.4)],
      ["l0.outer.weight", Float32Array.of(0.1, 0, 1, 2, 8, 16, 3, 1)],
      ["l0.outer.bias", Float32Array.of(1, -1)],
      ["other", Float32Array.of(7)],
    ]);
    const seen = { mean: Float64Array.of(5, 1, 0.5, 2), variance: Float64Array.of(9, 2, 0, 1) };
    const slim = slimmed(weights, { l0: seen }, 2);
    expect(Object.fromEntries(slim)).toEqual({
      "l0.inner.weight": Float32Array.of(2, 4, 20, 40, 200, 400),
      "l0.inner.bias": Float32Array.of(0.2, 0.4),
      "l0.outer.weight": Float32Array.of(1, 2, 3, 1),
      "l0.outer.bias": Float32Array.of(1 + 5 * Math.fround(0.1) + 0.5 * 8, -1 + 0.5 * 16),
      other: weights.get("other"),
    });
    expect(slim.get("other")).toBe(weights.get("other"));
  });
});
