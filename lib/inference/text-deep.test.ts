import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { afterAll, expect, it } from "vitest";
import { FeatureVocabulary, TextEncoder } from "#lib/domain/text/word-features";
import { buildVocabulary } from "#lib/training/build-vocabulary";
import { ParameterStore } from "#lib/training/parameter-store";
import { exportTextDeep, TEXT_DEEP_FILES } from "#lib/training/text-deep-export";
import { trainingGraph } from "#lib/training/text-deep-graphs";
import { EMBEDDING } from "#lib/training/text-deep-model";
import { gapShare, TextDeep } from "./text-deep";

const SHAPE = {
  ...{ width: 16, layers: 2, heads: 2, inner: 24, maxWords: 16 },
  ...{ categories: 3, sourceLabels: 2, kinds: 3 },
};
const TEXTS = [
  "the cat sat on the mat and ran",
  "a dog and a cat on a mat",
  "the dog ran on and on to the cat",
];
const folder = mkdtempSync(path.join(tmpdir(), "sightline-deep-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A network with random weights, large enough for words to stand in each other's way. */
async function randomDeep(): Promise<TextDeep> {
  const limits = { words: 99, grams: 99, pairs: 99, fewest: { words: 1, grams: 1, pairs: 1 } };
  const vocabulary = buildVocabulary(TEXTS, limits);
  const { parameters } = trainingGraph(SHAPE, { dropout: 0.1, focus: 0 });
  const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, 3);
  for (const { data } of store.values()) for (const at of data.keys()) data[at] = 3 * (data[at] as number);
  exportTextDeep(folder, { shape: SHAPE, store, vocabulary, version: "1.0.0" });
  const file = (name: keyof typeof TEXT_DEEP_FILES): string => path.join(folder, TEXT_DEEP_FILES[name]);
  const open = (name: keyof typeof TEXT_DEEP_FILES) =>
    InferenceSession.create(file(name), { intraOpNumThreads: 1 });
  const encoder = new TextEncoder(FeatureVocabulary.fromBytes(readFileSync(file("features"))));
  return new TextDeep(await open("model"), await open("explainer"), encoder, SHAPE);
}

it("marks no word as speaking against a category that speaks for it, and leaves the others' marks alone", async () => {
  const deep = await randomDeep();
  let silenced = 0;
  for (const text of TEXTS)
    for (const column of [0, 1, 2]) {
      const explained = await deep.explain(text, column, "gradients");
      const { words, logit } = await deep.withoutFalseObjections(explained, column);
      const strongest = Math.max(...explained.words.map(({ contribution }) => Math.abs(contribution)));
      const without = await deep.logitsOfWords(words.map((gone) => words.filter((word) => word !== gone)));
      for (const [at, { contribution }] of words.entries()) {
        const before = explained.words[at]?.contribution as number;
        const speaksFor = (without[at]?.[column] as number) < logit;
        const stoodOut = before <= -0.1 * strongest;
        expect(contribution).toBe(stoodOut && speaksFor ? 0 : before);
        if (stoodOut && speaksFor) silenced += 1;
      }
    }
  expect(silenced).toBeGreaterThan(0);
});

it("measures the gap against what the words move, and is finite where they move nothing", async () => {
  const deep = await randomDeep();
  for (const column of [0, 1, 2]) {
    const explained = await deep.explain(TEXTS[0] as string, column, "gradients");
    const { words, logit, baseline } = explained;
    const total = words.reduce((sum, { contribution }) => sum + contribution, 0);
    const missed = Math.abs(total / (logit - baseline) - 1);
    expect(gapShare(explained)).toBeCloseTo(Math.min(1, missed), 10);
  }
  const still = { words: [], logit: 1, baseline: 1 };
  expect(gapShare({ ...still, completenessGap: 0 })).toBe(0);
  expect(gapShare({ ...still, completenessGap: 0.01 })).toBe(1);
  expect(gapShare({ ...still, logit: 3, completenessGap: 0.1 })).toBeCloseTo(0.05, 10);
});
