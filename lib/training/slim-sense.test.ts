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

  it("does without those that vary least where it must choose", async () => {
    const slim = slimmed(weightsOf(whole), use, 2);
    expect(slim.get("l0.inner.weight")).toHaveLength(2 * SHAPE.wide);
    expect(slim.get("l1.outer.weight")).toHaveLength(2 * SHAPE.wide);
    expect(slim.get(EMBEDDING)).toBe(weightsOf(whole).get(EMBEDDING));
  });
});
