import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { TextEncoder, wordFeature } from "#lib/domain/text/word-features";
import { buildVocabulary } from "./build-vocabulary";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { Random } from "./random";
import { encodeRawText, wordVectorAt } from "./raw-text";
import { startFrom } from "./start-table";
import { learnWordVectors, type WordVectorPlan } from "./word-vectors";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-words-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PETS = ["moth", "quail", "newt"];
const TOOLS = ["drill", "plane", "vice"];
/** Sentences in which pets keep the company of some words and tools of others. */
const random = new Random(4);
const sentences = Array.from({ length: 900 }, (_, i) =>
  i % 2 === 0
    ? `${random.pick(PETS)} ${random.pick(["eats", "sleeps"])} ${random.pick(["grass", "hay"])} outdoors`
    : `${random.pick(TOOLS)} ${random.pick(["cuts", "bores"])} ${random.pick(["oak", "steel"])} quickly`,
);
const vocabulary = buildVocabulary([...sentences, "unread unread"], {
  words: 100,
  grams: 40,
  pairs: 4,
  fewest: { words: 1, grams: 2, pairs: 2 },
});
const text = encodeRawText(sentences, new TextEncoder(vocabulary), 50);
const plan: WordVectorPlan = {
  seed: 7,
  width: 12,
  epochs: 6,
  window: 3,
  negatives: 3,
  rate: 0.05,
  frequent: 1,
  fewest: 1,
};

function vectorOf(table: Float32Array, word: string): Float64Array {
  const at = sentences.join(" ").split(" ").indexOf(word);
  const vector = new Float64Array(plan.width);
  wordVectorAt({ ...text, pairs: new Int32Array(text.pairs.length) }, table, at, vector);
  return vector;
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) =>
    x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function likeness(table: Float32Array, some: readonly string[], others: readonly string[]): number {
  const pairs = some.flatMap((a) => others.filter((b) => b !== a).map((b) => [a, b] as const));
  return (
    pairs.reduce((sum, [a, b]) => sum + cosine(vectorOf(table, a), vectorOf(table, b)), 0) / pairs.length
  );
}

describe("learnWordVectors", () => {
  it("brings words nearer that keep the same company, and foretells it ever better", () => {
    const losses: number[] = [];
    const learnt = learnWordVectors(text, vocabulary.size, plan, {
      onProgress: ({ loss }) => losses.push(loss),
    });
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.8);
    const table = new Float32Array(learnt.length).fill(0.05);
    startFrom(learnt, text, plan.width, table);
    expect(likeness(table, PETS, PETS)).toBeGreaterThan(likeness(table, PETS, TOOLS) + 0.5);
    expect(likeness(table, TOOLS, TOOLS)).toBeGreaterThan(likeness(table, PETS, TOOLS) + 0.5);
  });

  it("gives the same bytes for the same seed, and goes on after the last whole epoch", () => {
    const checkpoint = path.join(folder, "vectors");
    const whole = learnWordVectors(text, vocabulary.size, plan, { checkpoint });
    expect(learnWordVectors(text, vocabulary.size, plan)).toEqual(whole);
    expect(learnWordVectors(text, vocabulary.size, { ...plan, seed: 8 })).not.toEqual(whole);
    let epochs = 0;
    const interrupted = path.join(folder, "interrupted");
    const stop = () =>
      learnWordVectors(text, vocabulary.size, plan, {
        checkpoint: interrupted,
        onProgress: () => {
          if (++epochs === 3) throw new Error("stopped");
        },
      });
    expect(stop).toThrow("stopped");
    expect(readCheckpoint(interrupted)?.state.epochs).toBe(2);
    expect(learnWordVectors(text, vocabulary.size, plan, { checkpoint: interrupted })).toEqual(whole);
  });

  it("starts afresh from the checkpoint of another text", () => {
    const checkpoint = path.join(folder, "other");
    writeCheckpoint(checkpoint, { state: { fingerprint: "other", epochs: 9 }, arrays: [] });
    const learnt = learnWordVectors(text, vocabulary.size, plan, { checkpoint });
    expect(learnt).toEqual(learnWordVectors(text, vocabulary.size, plan));
  });
});

describe("startFrom", () => {
  const noise = new Random(3);
  const before = Float32Array.from({ length: vocabulary.size * plan.width }, () => 0.05 * noise.normal());
  const learnt = learnWordVectors(text, vocabulary.size, { ...plan, epochs: 1 });
  const table = before.slice();
  startFrom(learnt, text, plan.width, table);
  const row = (of: Float32Array, word: string) => {
    const at = vocabulary.row(wordFeature(word)) * plan.width;
    return Array.from(of.subarray(at, at + plan.width));
  };

  it("keeps how long a word's vector is on average over the text", () => {
    const meanSquare = (of: Float32Array): number => {
      const vector = new Float64Array(plan.width);
      let sum = 0;
      for (let at = 0; at < text.forms.length; at++) {
        wordVectorAt(text, of, at, vector);
        sum += vector.reduce((squares, value) => squares + value * value, 0);
      }
      return sum;
    };
    expect(meanSquare(table) / meanSquare(before)).toBeCloseTo(1, 4);
  });

  it("leaves rows alone that never occur, and the row of the unknown", () => {
    expect(row(table, "unread")).toEqual(row(before, "unread"));
    expect(row(table, "moth")).not.toEqual(row(before, "moth"));
    expect(table.subarray(0, plan.width)).toEqual(before.subarray(0, plan.width));
  });
});
