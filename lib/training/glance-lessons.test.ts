import { describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { targetsOf } from "./glance-lessons";

const logOdds = (p: number) => Math.log(p / (1 - p));
const nothing = { columns: [], values: [], trust: [] };
const taught = (value: number) => Float32Array.from(CATEGORIES, () => value);

describe("targetsOf", () => {
  it("keeps the order of the teachers' odds, nearer together, and leaves out what they do not say", () => {
    const said = taught(Number.NaN);
    said.set([logOdds(0.001), logOdds(0.01), logOdds(0.9)]);
    const { columns, values, trust } = targetsOf(nothing, said);
    expect(columns).toEqual([0, 1, 2]);
    expect(trust).toEqual([1, 1, 1]);
    const [rare, seldom, likely] = values as [number, number, number];
    expect(rare).toBeGreaterThan(0.05);
    expect(rare).toBeLessThan(seldom - 0.05);
    expect(seldom).toBeLessThan(likely);
  });

  it("is pulled towards a label, as far as that is trusted", () => {
    const target = (value: number, trust: number) =>
      targetsOf({ columns: [0], values: [value], trust: [trust] }, taught(logOdds(0.3))).values[0] as number;
    const plain = targetsOf(nothing, taught(logOdds(0.3))).values[0] as number;
    expect(target(1, 1)).toBeGreaterThan(target(1, 0.2));
    expect(target(1, 0.2)).toBeGreaterThan(plain);
    expect(target(0, 1)).toBeLessThan(plain);
    expect(target(0.3, 1)).toBeCloseTo(plain, 6);
    expect(target(1, 5)).toBe(target(1, 1));
  });
});
