import { describe, expect, it } from "vitest";
import { FeatureTable } from "./feature-sums";

const BUCKETS = 64;
const sumOf = (table: FeatureTable, ids: number[]) => {
  const sums = new Float64Array(table.outputs);
  table.sum({ ids: Int32Array.from(ids), length: ids.length }, sums);
  return Array.from(sums);
};

describe("FeatureTable", () => {
  it("sums rows exactly, the largest and the smallest weights too, however many", () => {
    const weights = Int8Array.from(
      { length: BUCKETS * 9 },
      (_, at) => [-128, 127, at % 50][at % 3] as number,
    );
    const table = new FeatureTable(weights, 9);
    for (const count of [0, 1, 2, 255, 256, 257, 1024, 1025, 5000]) {
      const ids = Array.from({ length: count }, (_, at) => 1 + (at % (BUCKETS - 1)));
      const expected = Array.from({ length: 9 }, (_, output) =>
        ids.reduce((sum, id) => sum + (weights[id * 9 + output] as number), 0),
      );
      expect(sumOf(table, ids)).toEqual(expected);
    }
    const lowest = new FeatureTable(new Int8Array(BUCKETS * 16).fill(-128), 16);
    expect(sumOf(lowest, new Array(3000).fill(7))).toEqual(new Array(16).fill(-128 * 3000));
  });

  it("gives padding no weight, and refuses more outputs than a row has", () => {
    expect(sumOf(new FeatureTable(new Int8Array(BUCKETS * 2).fill(5), 2), [0, 0, 3])).toEqual([5, 5]);
    expect(() => new FeatureTable(new Int8Array(BUCKETS * 17), 17)).toThrow("16 outputs");
  });
});
