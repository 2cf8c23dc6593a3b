import { describe, expect, it } from "vitest";
import { quantiseColumns, quantiseRows } from "./quantise";

describe("quantiseRows", () => {
  it("keeps every value within half a step of its row", () => {
    const data = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * 7) * (i < 32 ? 0.01 : 5));
    const { values, scales } = quantiseRows(data, 32);
    for (const [i, value] of data.entries()) {
      const scale = scales[Math.floor(i / 32)] as number;
      expect(Math.abs((values[i] as number) * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
    }
  });

  it("leaves a row of zeros zero", () => {
    const { values, scales } = quantiseRows(new Float32Array(4), 4);
    expect(Array.from(values)).toEqual([0, 0, 0, 0]);
    expect(scales[0]).toBe(0);
  });
});

describe("quantiseColumns", () => {
  it("keeps every value within half a step of its column, and none above what is asked", () => {
    const data = Float32Array.from({ length: 60 }, (_, i) => Math.cos(i * 5) * (i % 3 === 0 ? 0.01 : 5));
    const { values, scales } = quantiseColumns(data, 3, 63);
    for (const [i, value] of data.entries()) {
      const scale = scales[i % 3] as number;
      expect(Math.abs((values[i] as number) * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
    }
    expect(Math.max(...values)).toBeLessThanOrEqual(63);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-63);
  });

  it("leaves a column of zeros zero", () => {
    const { values, scales } = quantiseColumns(Float32Array.of(0, 2, 0, -2), 2, 63);
    expect(Array.from(values)).toEqual([0, 63, 0, -63]);
    expect(scales[0]).toBe(0);
  });

  it("takes no smaller steps than a column may", () => {
    const { values, scales } = quantiseColumns(Float32Array.of(0, 2, 1e-9, -2), 2, 63, [0.5, 0.01]);
    expect(Array.from(scales)).toEqual([0.5, Math.fround(2 / 63)]);
    expect(Array.from(values)).toEqual([0, 63, 0, -63]);
  });
});
