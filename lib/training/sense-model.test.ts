import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { type ScoredPiece, UnigramPieces } from "#lib/domain/text/unigram-pieces";
import { readsPieces, SenseNetwork } from "#lib/inference/sense-network";
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
const TEXTS = [[8, 7, 9], [8, 9], [10, 14, 12, 11, 8], [13]];
/** Each piece is a letter; a text of pieces, as people would write it. */
const SIGNS = "abcdefghijklmn";
const PIECES = new UnigramPieces([
  ..."012345".split("").map((sign): ScoredPiece => [sign, 0]),
  ...SIGNS.split("").map((sign): ScoredPiece => [sign, -1]),
]);
const written = (ids: readonly number[]): string => ids.map((id) => SIGNS[id - 6]).join("");
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

/** A store's network as it is shipped. */
async function shippedFrom(
  store: ParameterStore,
): Promise<{ graph: ReturnType<typeof senseInferenceGraph>; network: SenseNetwork }> {
  const ranger = await openGraph(senseRangesGraph(SHAPE));
  const { feeds, rows } = layOutPieces(TEXTS);
  const ranges = widestRanges([await ranger.run({ ...feeds, ...store.feeds(rows, { moments: false }) })]);
  expect(Object.keys(ranges)).toHaveLength(13);
  const graph = senseInferenceGraph(SHAPE, store.values(), { ranges, metadata: { name: "text-sense" } });
  const session = await InferenceSession.create(encodeModel(graph), { intraOpNumThreads: 1 });
  return { graph, network: new SenseNetwork(readsPieces(session), PIECES, SHAPE) };
}

const asTrained = (store: ParameterStore) =>
  logitsOf(
    store,
    TEXTS.map((ids) => PIECES.encode(written(ids), 99)),
  );

describe("a shipped text-sense", () => {
  const store = fresh();
  let shipped: ReturnType<typeof senseInferenceGraph>;
  let network: SenseNetwork;
  beforeAll(async () => {
    ({ graph: shipped, network } = await shippedFrom(store));
  });

  it("says what the trained one says, but for rounding, and ships nothing that training alone uses", async () => {
    const trained = await asTrained(store);
    const said = await network.logits(TEXTS.map(written));
    for (const [at, logit] of said.flatMap((row) => [...row]).entries())
      expect(Math.abs((trained[at] as number) - logit)).toBeLessThan(0.2);
    expect(shipped.initializers?.filter(({ name }) => name.startsWith("source_head"))).toEqual([]);
  });

  it("gives a text the same bits alone and in any company", async () => {
    const texts = Array.from({ length: 40 }, (_, at) =>
      written(Array.from({ length: 1 + (at % 9) }, (_, place) => 6 + ((at * 7 + place * 3) % 14))),
    );
    const crowd = await network.logits(texts);
    for (const [at, text] of texts.entries()) expect(await network.logits([text])).toEqual([crowd[at]]);
  });

  it("keeps what a unit says by its bias alone, whatever it reads", async () => {
    const [without, constant] = [fresh(), fresh()];
    const weight = (name: string) =>
      constant.values().find((each) => each.name === name)?.data as Float32Array;
    for (const [unit, weightOfAll] of [0, 1e-12].entries()) {
      for (let row = 0; row < SHAPE.wide; row++)
        weight("l0.inner.weight")[row * SHAPE.inner + unit] = weightOfAll;
      weight("l0.inner.bias")[unit] = 1;
      for (let column = 0; column < SHAPE.wide; column++)
        weight("l0.outer.weight")[unit * SHAPE.wide + column] = column % 2 === unit ? 1 : 0;
    }
    const trained = await asTrained(constant);
    const before = await asTrained(without);
    expect(Math.max(...trained.map((logit, at) => Math.abs(logit - (before[at] as number))))).toBeGreaterThan(
      0.4,
    );
    const { network: kept } = await shippedFrom(constant);
    const said = (await kept.logits(TEXTS.map(written))).flatMap((row) => [...row]);
    for (const [at, logit] of said.entries())
      expect(Math.abs((trained[at] as number) - logit)).toBeLessThan(0.2);
  });
});
