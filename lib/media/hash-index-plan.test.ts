import { describe, expect, it } from "vitest";
import { flipPatterns, planChunks } from "./hash-index-plan";

describe("planChunks", () => {
  const sizes = [1, 2, 300, 4096, 10_000, 123_456, 1_000_000, 10_000_000, 50_000_000];

  it.each(sizes)("for %i hashes uses every bit once and can miss nothing", (hashes) => {
    const chunks = planChunks(hashes, 31);
    let next = 0;
    for (const { offset, width, radius } of chunks) {
      expect(offset).toBe(next);
      expect(width).toBeGreaterThan(radius);
      next += width;
    }
    expect(next).toBe(256);
    // With every chunk beyond its radius, at least this many bits differ.
    expect(chunks.reduce((sum, { radius }) => sum + radius + 1, 0)).toBeGreaterThan(31);
  });

  it.each(sizes)("for %i hashes keeps tables no larger than the list", (hashes) => {
    for (const { width } of planChunks(hashes, 31))
      expect(2 ** width).toBeLessThanOrEqual(Math.max(256, hashes));
  });

  it("cuts longer lists into fewer and wider chunks", () => {
    const counts = sizes.slice(2).map((hashes) => planChunks(hashes, 31).length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts.at(-1)).toBeLessThan(13);
  });
});

describe("flipPatterns", () => {
  it.each([
    [1, 0, 1],
    [8, 1, 9],
    [16, 2, 137],
    [24, 3, 2325],
    [3, 3, 8],
  ])("of %i bits, at most %i of them set: %i", (width, radius, count) => {
    const patterns = flipPatterns(width, radius);
    expect(new Set(patterns).size).toBe(count);
    for (const pattern of patterns) {
      expect(pattern).toBeLessThan(2 ** width);
      expect(pattern.toString(2).replaceAll("0", "").length).toBeLessThanOrEqual(radius);
    }
  });
});
