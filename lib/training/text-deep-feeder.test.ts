import { describe, expect, it } from "vitest";
import { layOutBatch, TextEncoder } from "#lib/domain/text/word-features";
import { buildVocabulary } from "./build-vocabulary";
import { targetRow } from "./datasets";
import { type FeedOptions, localise, TextDeepFeeder } from "./text-deep-feeder";
import { COLUMNS, RECIPES, SOURCE_LABELS, TEXT_KINDS, targetCells } from "./text-deep-recipe";

const texts = Array.from({ length: 90 }, (_, i) =>
  Array.from({ length: 1 + (i % 12) }, (_, j) => `word${j * i}`).join(" "),
);
const rows = texts.map((text, i) => {
  const targets = targetRow({ hate: i % 2 });
  return { text, length: text.split(" ").length, cells: targetCells(targets, new Float32Array(9).fill(0.5)) };
});
const limits = { words: 500, grams: 500, pairs: 500, fewest: { words: 1, grams: 1, pairs: 1 } };
const encoder = new TextEncoder(buildVocabulary(texts, limits));
const options: FeedOptions = {
  seed: 3,
  maxWords: 10,
  batchWords: 60,
  batchTexts: 16,
  width: 8,
  misspelt: 0.5,
  misspeltLetters: 0.2,
  dropped: { pieces: 0, pairs: 0 },
};
const feeder = (): TextDeepFeeder => new TextDeepFeeder(() => rows, encoder, options);

describe("TextDeepFeeder", () => {
  it("serves every row once per epoch within the bounds of a batch", () => {
    const one = feeder();
    let served = 0;
    for (let step = 1; served < rows.length; step++) {
      const { feeds } = one.inputs(step);
      const [count = 0, length = 0] = feeds.mask?.dims ?? [];
      expect(count * length).toBeLessThanOrEqual(60 + length * 4);
      expect(count).toBeLessThanOrEqual(16);
      expect(feeds.targets?.dims).toEqual([count, COLUMNS]);
      served += count;
    }
    expect(served).toBe(rows.length);
  });

  it("does without some rows, more of them where more are to be dropped", () => {
    const filled = (dropped: FeedOptions["dropped"]) => {
      const { feeds } = new TextDeepFeeder(() => rows, encoder, { ...options, dropped }).inputs(2);
      const count = (name: string) =>
        Array.from(feeds[name]?.data as Int32Array).filter((row) => row > 0).length;
      return { pieces: count("piece_rows"), pairs: count("pair_rows") };
    };
    const [all, some] = [filled({ pieces: 0, pairs: 0 }), filled({ pieces: 0.2, pairs: 0.5 })];
    expect(some.pieces / all.pieces).toBeGreaterThan(0.7);
    expect(some.pieces / all.pieces).toBeLessThan(0.9);
    expect(some.pairs / all.pairs).toBeGreaterThan(0.25);
    expect(some.pairs / all.pairs).toBeLessThan(0.75);
  });

  it("depends on the step alone, whatever was asked before", () => {
    const straight = feeder();
    for (let step = 1; step < 40; step++) straight.inputs(step);
    const again = straight.inputs(7);
    const fresh = feeder().inputs(7);
    expect(again.rows).toEqual(fresh.rows);
    expect(again.feeds.noise?.data).toEqual(fresh.feeds.noise?.data);
    expect(again.feeds.targets?.data).toEqual(fresh.feeds.targets?.data);
  });
});

describe("localise", () => {
  it("renumbers rows densely, keeps row 0, and says which rows they were", () => {
    const batch = layOutBatch([encoder.encode("word2 word3 word2", 10)]);
    const original = Array.from(batch.pieceRows);
    const touched = localise(batch);
    expect(touched[0]).toBe(0);
    expect(Array.from(batch.pieceRows, (row) => touched[row])).toEqual(original);
    expect(Math.max(...batch.pieceRows, ...batch.pairRows)).toBe(touched.length - 1);
  });
});

describe("targetCells", () => {
  it("lists known cells and the set's own labels in columns of their own", () => {
    const cells = targetCells(targetRow({ toxicity: 0.75 }), new Float32Array(9).fill(0.6), {
      source: "davidson",
      labels: { class: "hate" },
    });
    const own = (label: string) => 9 + SOURCE_LABELS.indexOf(`davidson.${label}`);
    expect(cells.columns.slice(0, 3)).toEqual([0, own("offensive"), own("hate")]);
    expect(cells.values.slice(0, 3)).toEqual([0.75, 1, 1]);
    expect(cells.trust[0]).toBeCloseTo(0.6);
  });

  it("names the kind of text in one column per kind", () => {
    const kinds = (cells: ReturnType<typeof targetCells>) => cells.values.slice(-TEXT_KINDS.length);
    const none = [targetRow({}), new Float32Array(9)] as const;
    const tweet = kinds(targetCells(...none, { source: "davidson", labels: {} }));
    expect(tweet).toEqual(TEXT_KINDS.map((kind) => Number(kind === "davidson")));
    expect(kinds(targetCells(...none))).toEqual(TEXT_KINDS.map((kind) => Number(kind === "templates")));
  });

  it("gives every set a kind", () => {
    for (const source of Object.keys(RECIPES)) {
      const cells = targetCells(targetRow({}), new Float32Array(9), { source, labels: {} });
      expect(cells.values.slice(-TEXT_KINDS.length).reduce((sum, value) => sum + value, 0)).toBe(1);
    }
  });
});

describe("buildVocabulary", () => {
  it("keeps the most frequent of each kind and drops what is too rare", () => {
    const few = buildVocabulary(["red red red blue blue green"], { ...limits, words: 2, grams: 0, pairs: 0 });
    const known = (form: string) => (new TextEncoder(few).encode(form, 1).pieces[0]?.known ? form : "");
    expect(["red", "blue", "green"].map(known)).toEqual(["red", "blue", ""]);
    const frequent = { ...limits, fewest: { words: 3, grams: 99, pairs: 99 } };
    expect(buildVocabulary(["red red red blue blue"], frequent).size).toBe(2);
  });

  it("is the same whatever order ties come in", () => {
    const one = buildVocabulary(["a1 b2 c3 d4"], { ...limits, words: 2 });
    const two = buildVocabulary(["d4 c3 b2 a1"], { ...limits, words: 2 });
    expect(one.hashes.slice(0, 2)).toEqual(two.hashes.slice(0, 2));
  });
});
