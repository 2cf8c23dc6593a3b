import { describe, expect, it } from "vitest";
import { faithfulness, randomAttribution, type ScoreSubsets, tokenF1 } from "./faithfulness";
import { Random } from "./random";

/** A model whose score is the share of the two telling words among the ten that stay. */
const score: ScoreSubsets = async (subsets) =>
  subsets.map((kept) => kept.filter((at) => at === 3 || at === 7).length / 2);
const truthful = Array.from({ length: 10 }, (_, at) => (at === 3 || at === 7 ? 1 : 0));

describe("faithfulness", () => {
  it("rewards the attribution that names the telling words", async () => {
    const right = await faithfulness(truthful, score);
    const wrong = await faithfulness(
      truthful.map((value) => -value),
      score,
    );
    const chance = await faithfulness(randomAttribution(10, new Random(4)), score);
    expect(right.deletion).toBeLessThan(chance.deletion);
    expect(chance.deletion).toBeLessThan(wrong.deletion);
    expect(right.insertion).toBeGreaterThan(chance.insertion);
    expect(right.deletion).toBeCloseTo(0.1, 1);
    expect(right.insertion).toBeCloseTo(0.9, 1);
  });

  it("is the score itself when nothing changes it", async () => {
    const constant: ScoreSubsets = async (subsets) => subsets.map(() => 0.7);
    const { deletion, insertion } = await faithfulness(truthful, constant);
    expect(deletion).toBeCloseTo(0.7);
    expect(insertion).toBeCloseTo(0.7);
  });
});

describe("tokenF1", () => {
  const words = [
    { start: 0, end: 3, contribution: 0.1 },
    { start: 4, end: 8, contribution: 1 },
    { start: 9, end: 12, contribution: 0.6 },
  ];
  it("compares chosen words with marked stretches", () => {
    expect(tokenF1(words, [{ start: 4, end: 12 }], 0.5)).toBe(1);
    expect(tokenF1(words, [{ start: 4, end: 8 }], 0.5)).toBeCloseTo(2 / 3);
    expect(tokenF1(words, [{ start: 0, end: 2 }], 0.5)).toBe(0);
    expect(tokenF1([], [], 0.5)).toBe(1);
  });
});
