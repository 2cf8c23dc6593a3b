import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareScores, pearson, ranks, type ScorePair } from "./score-comparison";

const pairsOf = (values: [before: number, after: number][]): ScorePair[] =>
  values.map(([before, after], at) => ({ row: at + 1, before, after }));

describe("pearson", () => {
  it("is 1 for a line, -1 for a falling one, near 0 for neither, and nothing for a constant", () => {
    expect(pearson([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
    expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(pearson([1, 2, 3, 4], [1, -1, -1, 1])).toBeCloseTo(0, 12);
    expect(pearson([1, 2], [5, 5])).toBeNull();
  });
});

describe("ranks", () => {
  it("shares places among equals", () => {
    expect(ranks([0.3, 0.1, 0.3, 0.9])).toEqual([2.5, 1, 2.5, 4]);
  });
});

describe("compareScores", () => {
  const tenths = Array.from({ length: 10 }, (_, at) => at / 10);

  it("finds the threshold that as many texts reach", () => {
    const halved = pairsOf(tenths.map((value) => [value, value / 2]));
    const { thresholds, pearson: r, spearman } = compareScores(halved, [0.8, 0.95], 3);
    expect(thresholds[0]).toMatchObject({ before: 0.8, texts: 2, agreement: 1 });
    expect(thresholds[0]?.after).toBeCloseTo(0.375, 12);
    expect(thresholds[1]).toEqual({ before: 0.95, after: null, texts: 0, agreement: 1 });
    expect([r, spearman]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  });

  it("sees order where the numbers are bent", () => {
    const { pearson: r, spearman } = compareScores(pairsOf(tenths.map((x) => [x, x ** 6])), [], 0);
    expect(spearman).toBeCloseTo(1, 12);
    expect(r).toBeLessThan(0.85);
  });

  it("shows what moved most, up or down", () => {
    const values = tenths.map((x): [number, number] => [x, x]);
    values[0] = [0, 1];
    const [first, second] = compareScores(pairsOf(values), [0.5], 2).moved;
    expect(first).toMatchObject({ row: 1, before: 0, after: 1 });
    expect(first?.shift).toBeCloseTo(0.9, 12);
    expect(second?.shift).toBeCloseTo(-0.1, 12);
  });

  it("maps thresholds without gaining or losing texts, whatever the scores", () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    const distinct = fc.uniqueArray(score, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(distinct, fc.array(score, { minLength: 60, maxLength: 60 }), score, (after, before, at) => {
        const pairs = after.map((value, i) => ({ row: i, before: before[i] as number, after: value }));
        const found = compareScores(pairs, [at], 0).thresholds[0];
        const reach = pairs.filter(
          (pair) => found?.after !== null && pair.after >= (found?.after ?? 2),
        ).length;
        expect(Math.abs(reach - (found?.texts ?? 0))).toBeLessThanOrEqual(1);
        expect(found?.agreement).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
