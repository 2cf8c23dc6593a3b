import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { TextEncoder } from "#lib/domain/text/word-features";
import { buildVocabulary } from "#lib/training/build-vocabulary";
import { ParameterStore } from "#lib/training/parameter-store";
import { encodeNetwork } from "#lib/training/text-deep-export";
import { trainingGraph } from "#lib/training/text-deep-graphs";
import { EMBEDDING, type TextDeepShape } from "#lib/training/text-deep-model";
import { openLean } from "./lean-network";
import { openSession } from "./session";
import { type ReadTexts, readsByGraph, TextNetwork } from "./text-network";

const SHAPE = { width: 16, layers: 2, heads: 2, inner: 24, maxWords: 24, categories: 3, sourceLabels: 2 };
const TEXTS = [
  "the cat sat on the mat",
  "a dog",
  "",
  "the mat sat on a dog and the cat ran",
  "unheard-of wrds",
];
const folder = mkdtempSync(path.join(tmpdir(), "sightline-lean-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A network with random weights in both forms. */
async function opened(shape: TextDeepShape, seed = 3) {
  const limits = { words: 99, grams: 99, pairs: 99, fewest: { words: 1, grams: 1, pairs: 1 } };
  const vocabulary = buildVocabulary(TEXTS, limits);
  const { parameters } = trainingGraph(shape, { dropout: 0, focus: 0 });
  const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, seed);
  const file = path.join(folder, `${seed}.onnx`);
  writeFileSync(file, encodeNetwork("text-deep", { shape, store, vocabulary, version: "1.0.0" }));
  const { session } = await openSession(file, { names: ["cpu"] });
  const network = (read: ReadTexts) => new TextNetwork(read, new TextEncoder(vocabulary), shape);
  return { file, session, network };
}

it.each([0, 5])("a network of %i experts says in its lean form what its file says", async (kinds) => {
  const { file, session, network } = await opened({ ...SHAPE, kinds });
  const lean = await openLean(file, session);
  const logits = await network(lean as ReadTexts).logits(TEXTS);
  const whole = await network(readsByGraph(session)).logits(TEXTS);
  expect(new Set(whole.flatMap((row) => [...row])).size).toBe(TEXTS.length * SHAPE.categories);
  for (const [at, row] of logits.entries())
    for (const [column, logit] of row.entries()) expect(logit).toBeCloseTo(whole[at]?.[column] as number, 4);
});

it("gives a text the same bits alone, in a batch, and when several ask at once", async () => {
  const { file, session, network } = await opened({ ...SHAPE, kinds: 4 });
  const deep = network((await openLean(file, session)) as ReadTexts);
  const together = await deep.logits(TEXTS);
  const asked = await Promise.all([
    ...TEXTS.map((text) => deep.logits([text])),
    deep.logits(TEXTS.toReversed()),
  ]);
  for (const at of TEXTS.keys()) {
    expect(asked[at]?.[0]).toEqual(together[at]);
    expect(asked.at(-1)?.[TEXTS.length - 1 - at]).toEqual(together[at]);
  }
});

it("says the same of a text after more words than it remembers", async () => {
  const { file, session, network } = await opened({ ...SHAPE, kinds: 2 });
  const deep = network((await openLean(file, session)) as ReadTexts);
  const before = await deep.logits(TEXTS);
  const others = Array.from({ length: 450 }, (_, at) =>
    Array.from({ length: 20 }, (_, word) => `w${"abcdefghij"[at % 10]}${at}x${word}`).join(" "),
  );
  await deep.logits(others);
  expect(await deep.logits(TEXTS)).toEqual(before);
});

it("is not used where its file says something else, or is another network", async () => {
  const { file } = await opened({ ...SHAPE, kinds: 2 });
  const other = await opened({ ...SHAPE, kinds: 2 }, 4);
  expect(await openLean(file, other.session)).toBeUndefined();
  expect(await openLean("models/text-screen/1.1.0/model.onnx", other.session)).toBeUndefined();
});
