import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FeatureVocabulary, layOutBatch, PIECES_PER_WORD, TextEncoder } from "#lib/domain/text/word-features";
import { splitWords } from "#lib/domain/text/words";
import { TextDeep } from "#lib/inference/text-deep";
import { windowsOf } from "#lib/inference/text-network";
import { readInitializers } from "#lib/onnx/onnx-reader";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { buildVocabulary } from "./build-vocabulary";
import { ParameterStore } from "./parameter-store";
import { startFromShipped } from "./shipped-weights";
import { exportTextDeep, TEXT_DEEP_FILES } from "./text-deep-export";
import { batchFeeds, localise } from "./text-deep-feeder";
import { evaluationGraph, trainingGraph } from "./text-deep-graphs";
import { EMBEDDING, type TextDeepShape } from "./text-deep-model";

const SHAPE: TextDeepShape = {
  width: 16,
  layers: 2,
  heads: 2,
  inner: 24,
  maxWords: 12,
  categories: 3,
  sourceLabels: 2,
  kinds: 3,
};
const TEXTS = ["the cat sat on the mat", "a dog", "", "the mat sat on a dog and the cat ran"];
const folder = mkdtempSync(path.join(tmpdir(), "sightline-deep-"));
afterAll(() => rmSync(folder, { recursive: true }));

let deep: TextDeep;
let store: ParameterStore;
let encoder: TextEncoder;
let rows: number;
beforeAll(async () => {
  const limits = { words: 99, grams: 99, pairs: 99, fewest: { words: 1, grams: 1, pairs: 1 } };
  const vocabulary = buildVocabulary(TEXTS, limits);
  const { parameters } = trainingGraph(SHAPE, { dropout: 0.1, focus: 0 });
  rows = vocabulary.size;
  store = ParameterStore.create(parameters, EMBEDDING, rows, 3);
  exportTextDeep(folder, { shape: SHAPE, store, vocabulary, version: "1.0.0" });
  const file = (name: keyof typeof TEXT_DEEP_FILES): string => path.join(folder, TEXT_DEEP_FILES[name]);
  encoder = new TextEncoder(FeatureVocabulary.fromBytes(readFileSync(file("features"))));
  deep = new TextDeep(
    await InferenceSession.create(file("model"), { intraOpNumThreads: 1 }),
    await InferenceSession.create(file("explainer"), { intraOpNumThreads: 1 }),
    encoder,
    SHAPE,
  );
});

describe("a shipped text-deep", () => {
  it("answers as the trained one does, but for the rounding of its table", async () => {
    const session = await InferenceSession.create(encodeModel(evaluationGraph(SHAPE)), {
      intraOpNumThreads: 1,
    });
    const batch = layOutBatch(TEXTS.map((text) => encoder.encode(text, SHAPE.maxWords)));
    const rows = localise(batch);
    const { logits } = await session.run({
      ...batchFeeds(batch),
      ...store.feeds(rows, { moments: false }),
    });
    const trained = logits?.data as Float32Array;
    const shipped = (await deep.logits(TEXTS)).flatMap((row) => Array.from(row));
    expect(shipped).toHaveLength(trained.length);
    for (const [i, logit] of shipped.entries()) expect(logit).toBeCloseTo(trained[i] as number, 1);
  });

  it("is what another run can start from", () => {
    const { parameters } = trainingGraph(SHAPE, { dropout: 0.1, focus: 0 });
    const again = ParameterStore.create(parameters, EMBEDDING, rows, 4);
    const own = new Map(again.values().map(({ name, data }) => [name, data.slice()]));
    startFromShipped(again, readInitializers(readFileSync(path.join(folder, TEXT_DEEP_FILES.model))));
    for (const [i, { name, data }] of again.values().entries()) {
      const trained = store.values()[i]?.data as Float32Array;
      // What training alone uses is not shipped and begins anew.
      if (name.startsWith("source_head")) expect(data).toEqual(own.get(name));
      else if (name !== EMBEDDING) expect(data).toEqual(trained);
      else for (const [k, value] of data.entries()) expect(value).toBeCloseTo(trained[k] as number, 2);
    }
    const other = { ...SHAPE, width: 32 };
    const wider = ParameterStore.create(
      trainingGraph(other, { dropout: 0, focus: 0 }).parameters,
      EMBEDDING,
      9,
      4,
    );
    const weights = readInitializers(readFileSync(path.join(folder, TEXT_DEEP_FILES.model)));
    expect(() => startFromShipped(wider, weights)).toThrow(/values in the model, not/);
  });

  it("gives a text the same bits alone and in a batch", async () => {
    const together = await deep.logits(TEXTS);
    const doubled = await deep.logits([...TEXTS, ...TEXTS].reverse());
    for (const [i, text] of TEXTS.entries()) {
      expect((await deep.logits([text]))[0]).toEqual(together[i]);
      expect(doubled[TEXTS.length - 1 - i]).toEqual(together[i]);
    }
  });

  it("does so by its own graph, which needs no second text for company", async () => {
    const model = path.join(folder, TEXT_DEEP_FILES.model);
    const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
    const run = async (texts: string[]) => {
      const encoded = texts.map((text) => encoder.encode(text, SHAPE.maxWords));
      const feeds = batchFeeds(layOutBatch(encoded, { length: SHAPE.maxWords, pieces: PIECES_PER_WORD }));
      const { logits } = await session.run(feeds, ["logits"]);
      return Array.from(logits?.data as Float32Array);
    };
    const together = await run(TEXTS);
    for (const [i, text] of TEXTS.entries())
      expect(await run([text])).toEqual(together.slice(i * SHAPE.categories, (i + 1) * SHAPE.categories));
  });

  it("reads long texts in windows and keeps the highest logit of each category", async () => {
    const long = Array.from({ length: 9 }, (_, i) => TEXTS[i % 2 === 0 ? 0 : 3]).join(" ");
    const [whole] = await deep.logits([long]);
    const parts = await deep.logitsOfWords(windowsOf(splitWords(long), SHAPE.maxWords));
    for (let column = 0; column < 3; column++) {
      expect(whole?.[column]).toBeCloseTo(Math.max(...parts.map((row) => row[column] as number)), 4);
    }
  });

  it("explains a logit completely: contributions add up to it", async () => {
    for (const column of [0, 1, 2]) {
      const { words, logit, baseline, completenessGap } = await deep.explain(TEXTS[0] as string, column);
      expect(words.map(({ form }) => form)).toEqual(["the", "cat", "sat", "on", "the", "mat"]);
      expect(completenessGap).toBeLessThan(Math.max(0.025, 0.06 * Math.abs(logit - baseline)));
      expect(words.reduce((sum, { attention }) => sum + attention, 0)).toBeCloseTo(1, 4);
    }
  });

  it("explains the logit that it answers", async () => {
    const [logits] = await deep.logits(["a dog"]);
    const { logit } = await deep.explain("a dog", 1);
    expect(logit).toBeCloseTo(logits?.[1] as number, 4);
    await expect(deep.explain("", 0)).resolves.toMatchObject({ words: [] });
  });
});

describe("windowsOf", () => {
  it("covers every word, overlapping, within the bound of windows", () => {
    const words = splitWords(Array.from({ length: 100 }, (_, i) => `w${i}x`).join(" "));
    const windows = windowsOf(words, 24);
    expect(new Set(windows.flat().map(({ start }) => start)).size).toBe(100);
    for (const window of windows) expect(window).toHaveLength(24);
    expect(windowsOf(splitWords("word ".repeat(4000)), 24).length).toBeLessThanOrEqual(24);
    expect(windowsOf([], 24)).toEqual([[]]);
  });
});
