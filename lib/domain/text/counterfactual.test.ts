import { describe, expect, it } from "vitest";
import { findCounterfactual, type ScoreKept } from "./counterfactual";

/** A model that adds up fixed weights of the words that stay; counts its passes. */
function additive(weights: readonly number[]): { score: ScoreKept; passes: () => number } {
  let passes = 0;
  return {
    passes: () => passes,
    score: async (sets) => {
      passes += sets.length;
      return sets.map((kept) => kept.reduce((sum, at) => sum + (weights[at] as number), 0));
    },
  };
}

describe("findCounterfactual", () => {
  it("finds the one word that decides", async () => {
    const weights = [0.1, 0.1, 0.9, 0.1];
    const found = await findCounterfactual({ contributions: weights, threshold: 0.5, ...additive(weights) });
    expect(found?.removed).toEqual([2]);
    expect(found?.score).toBeCloseTo(0.3);
  });

  it("finds the smallest set when one word is not enough", async () => {
    const weights = [0.3, 0.05, 0.3, 0.05, 0.3, 0.05];
    const model = additive(weights);
    const found = await findCounterfactual({ contributions: weights, threshold: 0.5, ...model });
    expect(found?.removed).toEqual([0, 2]);
    expect(found?.passes).toBe(model.passes());
  });

  it("puts back words that a wrong ranking removed", async () => {
    const weights = [0.35, 0.01, 0.35, 0.3];
    const misleading = [0.5, 0.4, 0.3, 0.2];
    const found = await findCounterfactual({
      contributions: misleading,
      threshold: 0.5,
      ...additive(weights),
    });
    expect(found?.removed).not.toContain(1);
    expect(found?.score).toBeLessThan(0.5);
  });

  it("stays within the budget on long texts", async () => {
    const weights = Array.from({ length: 400 }, () => 0.01);
    const model = additive(weights);
    const found = await findCounterfactual({ contributions: weights, threshold: 0.5, ...model });
    expect(model.passes()).toBeLessThanOrEqual(32);
    expect(found?.score).toBeLessThan(0.5);
  });

  it("says so when no removal flips the decision", async () => {
    const score: ScoreKept = async (sets) => sets.map(() => 0.9);
    expect(await findCounterfactual({ contributions: [1, 1, 1], threshold: 0.5, score })).toBeUndefined();
    expect(await findCounterfactual({ contributions: [], threshold: 0.5, score })).toBeUndefined();
  });
});
