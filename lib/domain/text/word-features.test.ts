import { describe, expect, it } from "vitest";
import {
  FeatureVocabulary,
  gramFeatures,
  hashFeature,
  layOutBatch,
  PIECES_PER_WORD,
  pairFeature,
  TextEncoder,
  wordFeature,
} from "./word-features";

const hashes = [
  wordFeature("cat"),
  wordFeature("sat"),
  pairFeature("cat", "sat"),
  hashFeature("at>"),
  hashFeature("<ca"),
];
const encoder = new TextEncoder(new FeatureVocabulary(Uint32Array.from(hashes)));

describe("features", () => {
  it("hashes the same everywhere", () => {
    expect(hashFeature("cat")).toBe(hashFeature("cat"));
    expect(hashFeature("cat")).not.toBe(hashFeature("act"));
    expect(Number.isInteger(hashFeature("é")) && hashFeature("é") >= 0).toBe(true);
  });

  it("cuts a marked word into its 3- to 5-grams", () => {
    expect(gramFeatures("cat")).toEqual(["<ca", "cat", "at>", "<cat", "cat>", "<cat>"].map(hashFeature));
    expect(gramFeatures("😀".slice(0, 1))).toEqual([]);
  });
});

describe("FeatureVocabulary", () => {
  it("comes back from its bytes", () => {
    const copy = FeatureVocabulary.fromBytes(encoder.vocabulary.toBytes());
    expect(copy.hashes).toEqual(encoder.vocabulary.hashes);
    expect(copy.row(wordFeature("sat"))).toBe(2);
    expect(copy.row(wordFeature("unseen"))).toBe(0);
  });
});

describe("a vocabulary of hashes that point to the same places", () => {
  it("finds each row, and none for what it does not know", () => {
    const crowded = Uint32Array.from({ length: 500 }, (_, i) => Math.imul(i >> 1, 1024) + (i & 1));
    const vocabulary = new FeatureVocabulary(crowded);
    for (const [i, hash] of crowded.entries()) expect(vocabulary.row(hash)).toBe(i + 1);
    expect(vocabulary.row(2)).toBe(0);
    expect(vocabulary.row(0xffffffff)).toBe(0);
    expect(new FeatureVocabulary(new Uint32Array()).row(0)).toBe(0);
  });
});

describe("TextEncoder", () => {
  it("gives each word its own row first, then its known n-grams, and the row of its pair", () => {
    const { pieces, pairs, words } = encoder.encode("cat sat mat dog", 10);
    expect(pieces.map(({ rows }) => rows)).toEqual([[1, 5, 4], [2, 4], [4], []]);
    expect(pieces.map(({ known }) => known)).toEqual([true, true, false, false]);
    expect(pairs).toEqual([0, 3, 0, 0]);
    expect(words.map(({ start }) => start)).toEqual([0, 4, 8, 12]);
  });

  it("cuts long texts and long words", () => {
    expect(encoder.encode("cat ".repeat(50), 7).pieces).toHaveLength(7);
    const everyGram = new FeatureVocabulary(Uint32Array.from(gramFeatures("abcdefghijklmnopqrstuvwxyz")));
    const { pieces } = new TextEncoder(everyGram).encode("abcdefghijklmnopqrstuvwxyz", 5);
    expect(pieces[0]?.rows).toHaveLength(PIECES_PER_WORD);
  });

  it("forgets forms rather than grow without bound", () => {
    const small = new TextEncoder(encoder.vocabulary, 2);
    for (const text of ["cat", "sat", "mat", "cat"])
      expect(small.encode(text, 5)).toEqual(encoder.encode(text, 5));
  });
});

describe("layOutBatch", () => {
  it("lists each distinct form once, after the padding form, and pads to the longest text", () => {
    const batch = layOutBatch([encoder.encode("cat sat cat", 10), encoder.encode("sat", 10)]);
    expect(batch.sizes).toEqual({ texts: 2, length: 3, forms: 3, pieces: 3 });
    expect(Array.from(batch.pieceRows)).toEqual([0, 0, 0, 1, 5, 4, 2, 4, 0]);
    expect(Array.from(batch.forms)).toEqual([1, 2, 1, 2, 0, 0]);
    expect(Array.from(batch.pairRows)).toEqual([0, 3, 0, 0, 0, 0]);
    expect(Array.from(batch.mask)).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it("weighs the whole word 1 and shares the rest over its n-grams", () => {
    const weights = Array.from(layOutBatch([encoder.encode("cat mat", 10)]).pieceWeights);
    const expected = [0, 0, 0, 1, Math.SQRT1_2, Math.SQRT1_2, 1, 0, 0];
    for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 6);
  });

  it("lays an empty text out as one unknown word", () => {
    const batch = layOutBatch([encoder.encode("", 10)]);
    expect(batch.sizes).toEqual({ texts: 1, length: 1, forms: 1, pieces: 1 });
    expect(Array.from(batch.mask)).toEqual([1]);
    expect(Array.from(batch.forms)).toEqual([0]);
  });
});
