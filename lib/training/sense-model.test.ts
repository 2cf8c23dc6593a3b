import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { openGraph } from "./open-graph";
import { ParameterStore } from "./parameter-store";
import { Random } from "./random";
import { layOutPieces } from "./sense-feeder";
import { senseInferenceGraph, senseRangesGraph, widestRanges } from "./sense-inference";
import { type SenseShape, senseEvaluationGraph, senseTrainingGraph } from "./sense-model";
import { EMBEDDING } from "./text-deep-model";

const SHAPE: SenseShape = {
  width: 8,
  wide: 12,
  heads: 2,
  inner: 16,
  high: 4,
  maxPieces: 10,
  categories: 3,
  sourceLabels: 2,
  kinds: 2,
};
const ROWS = 20;
const COLUMNS = SHAPE.categories + SHAPE.sourceLabels + SHAPE.kinds;
/** Pieces; the first text is harmful, as piece 7 stands in it. */
const TEXTS = [[3, 7, 4], [3, 4], [5, 9, 2, 11, 3], [8]];
const { model, parameters } = senseTrainingGraph(SHAPE);
const fresh = () => ParameterStore.create(parameters, EMBEDDING, ROWS, 4);

let evaluator: InferenceSession;
beforeAll(async () => {
  evaluator = await openGraph(senseEvaluationGraph(SHAPE));
});

async function logitsOf(store: ParameterStore, texts: readonly (readonly number[])[]): Promise<number[]> {
  const { feeds, rows } = layOutPieces(texts);
  const { logits } = await evaluator.run({ ...feeds, ...store.feeds(rows, { moments: false }) });
  return Array.from(logits?.data as Float32Array);
}

describe("senseTrainingGraph", () => {
  it("learns which piece makes a text harmful", async () => {
    const trainer = await openGraph(model);
    const store = fresh();
    const random = new Random(3);
    const { feeds, rows } = layOutPieces(TEXTS);
    const cells = (value: (text: number, column: number) => number) =>
      new Tensor(
        "float32",
        Float32Array.from({ length: TEXTS.length * COLUMNS }, (_, at) =>
          value(Math.floor(at / COLUMNS), at % COLUMNS),
        ),
        [TEXTS.length, COLUMNS],
      );
    const noise = SHAPE.wide + SHAPE.high;
    let loss = 0;
    const losses: number[] = [];
    for (let step = 1; step <= 60; step++) {
      const results = await trainer.run({
        ...feeds,
        targets: cells((text) => Number(text === 0)),
        weights: cells((_, column) => Number(column === 0)),
        pooled_noise: new Tensor(
          "float32",
          Float32Array.from({ length: TEXTS.length * noise }, () => random.next()),
          [TEXTS.length, noise],
        ),
        ...store.feeds(rows, { moments: true }),
        ...store.scalars({ learning_rate: 0.01, step }),
      });
      store.absorb(results, rows);
      loss = Number(results.loss?.data[0]);
      losses.push(loss);
    }
    expect(loss).toBeLessThan((losses[0] as number) / 5);
    const said = await logitsOf(store, TEXTS);
    const first = TEXTS.map((_, text) => said[text * SHAPE.categories] as number);
    expect(Math.min(...first.slice(0, 1))).toBeGreaterThan(Math.max(...first.slice(1)) + 2);
  });
});

describe("a shipped text-sense", () => {
  it("says what the trained one says, but for rounding, and the same of a text beside longer ones", async () => {
    const store = fresh();
    const ranger = await openGraph(senseRangesGraph(SHAPE));
    const { feeds: asked, rows } = layOutPieces(TEXTS);
    const ranges = widestRanges([await ranger.run({ ...asked, ...store.feeds(rows, { moments: false }) })]);
    expect(Object.keys(ranges)).toHaveLength(13);
    const shipped = senseInferenceGraph(SHAPE, store.values(), { ranges, metadata: { name: "text-sense" } });
    const session = await InferenceSession.create(encodeModel(shipped), { intraOpNumThreads: 1 });
    const trained = await logitsOf(store, TEXTS);
    const length = Math.max(...TEXTS.map((ids) => ids.length));
    const ids = new Int32Array(TEXTS.length * length);
    const mask = new Float32Array(TEXTS.length * length);
    for (const [text, own] of TEXTS.entries()) {
      ids.set(own, text * length);
      mask.fill(1, text * length, text * length + own.length);
    }
    const dims = [TEXTS.length, length];
    const { logits } = await session.run({
      ids: new Tensor("int32", ids, dims),
      mask: new Tensor("float32", mask, dims),
    });
    const rounded = Array.from(logits?.data as Float32Array);
    expect(rounded).toHaveLength(trained.length);
    for (const [at, logit] of trained.entries())
      expect(Math.abs((rounded[at] as number) - logit)).toBeLessThan(0.2);
    const alone = await logitsOf(store, TEXTS.slice(0, 1));
    for (const [at, logit] of alone.entries()) expect(trained[at]).toBeCloseTo(logit, 5);
    expect(shipped.initializers?.filter(({ name }) => name.startsWith("source_head"))).toEqual([]);
  });
});
