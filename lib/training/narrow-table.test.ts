import { expect, it } from "vitest";
import { narrowTable } from "./narrow-table";
import { Random } from "./random";

it("keeps the directions in which the used rows vary most, at the size that is asked for", () => {
  const random = new Random(3);
  const rows = 400;
  // Two strong directions of four; a third is strong in rows that nobody uses.
  const table = Float32Array.from({ length: rows * 4 }, (_, i) => {
    const [row, column] = [i >> 2, i & 3];
    const size = [3, 2, 0.01, row < 300 ? 0 : 50][column] as number;
    return size * random.normal();
  });
  const counts = Array.from({ length: rows }, (_, row) => (row < 300 ? 1 : 0));
  const narrow = narrowTable(table, counts, { from: 4, to: 2, deviation: 0.05, seed: 1 });
  const used = narrow.subarray(0, 600);
  expect(Math.sqrt(used.reduce((sum, value) => sum + value * value, 0) / 600)).toBeCloseTo(0.05, 5);
  const lengths = (values: Float32Array, width: number, kept: number) =>
    Array.from({ length: 300 }, (_, row) => Math.hypot(...values.subarray(row * width, row * width + kept)));
  const [before, after] = [lengths(table, 4, 2), lengths(narrow, 2, 2)];
  const ratios = after.map((length, at) => length / (before[at] as number));
  expect(Math.max(...ratios) / Math.min(...ratios)).toBeLessThan(1.05);
});
