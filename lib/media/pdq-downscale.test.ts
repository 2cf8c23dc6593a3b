import { describe, expect, it } from "vitest";
import { reduceToLuminance } from "./pdq-downscale";

/** The filter as published: rows and columns of the whole picture by turns, then 64x64 points. */
function asPublished(luma: number[][]): number[][] {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const box = (line: number[]) => {
    const window = Math.floor((line.length + 127) / 128);
    const half = Math.floor((window + 2) / 2);
    return line.map((_, at) => mean(line.slice(Math.max(0, at - (window - half)), at + half)));
  };
  const transpose = (plane: number[][]) => plane[0]!.map((_, x) => plane.map((row) => row[x]!));
  const pass = (plane: number[][]) => transpose(transpose(plane.map(box)).map(box));
  const filtered = pass(pass(luma));
  const centre = (i: number, length: number) => Math.floor(((i + 0.5) * length) / 64);
  const { length: height } = filtered;
  const { length: width } = filtered[0]!;
  return Array.from({ length: 64 }, (_, j) =>
    Array.from({ length: 64 }, (_, i) => filtered[centre(j, height)]![centre(i, width)]!),
  );
}

describe("reduceToLuminance", () => {
  it.each([
    [64, 64],
    [129, 300],
    [5, 700],
    [641, 257],
  ])("of %i x %i pixels equals the published order of filtering", (width, height) => {
    const data = Uint8Array.from({ length: width * height }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    const plane = Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)]);
    const reduced = reduceToLuminance({ data, width, height, channels: 1 });
    const expected = asPublished(plane).flat();
    expect(Math.max(...reduced.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-9);
  });

  it("weighs colours as the eye does", () => {
    const one = (rgb: number[]) =>
      reduceToLuminance({ data: Uint8Array.from(rgb), width: 1, height: 1, channels: 3 })[0];
    expect(one([255, 255, 255])).toBeCloseTo(255, 9);
    expect(one([100, 0, 0])).toBeCloseTo(29.9, 9);
    expect(one([0, 100, 0])).toBeCloseTo(58.7, 9);
    expect(one([0, 0, 100])).toBeCloseTo(11.4, 9);
  });
});
