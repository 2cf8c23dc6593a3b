import { describe, expect, it } from "vitest";
import { crowdedToZero, gaussLegendre, type Quadrature } from "./path-integral";

const integrate = ({ at, weight }: Quadrature, f: (x: number) => number): number =>
  at.reduce((sum, x, i) => sum + (weight[i] as number) * f(x), 0);

describe("gaussLegendre", () => {
  it.each([1, 2, 5, 16])("integrates polynomials up to degree 2n - 1 exactly, n = %d", (points) => {
    const rule = gaussLegendre(points);
    for (let degree = 0; degree < 2 * points; degree++) {
      expect(integrate(rule, (x) => x ** degree)).toBeCloseTo(1 / (degree + 1), 10);
    }
  });

  it("goes from 0 to 1 in order", () => {
    const { at } = gaussLegendre(8);
    expect(at.every((x, i) => x > (at[i - 1] ?? 0) && x < 1)).toBe(true);
  });
});

describe("crowdedToZero", () => {
  it("integrates what is steep at 0 better than the plain rule", () => {
    const steep = (x: number) => 100 / (1 + 100 * x);
    const truth = Math.log(101);
    const plain = Math.abs(integrate(gaussLegendre(12), steep) - truth);
    const crowded = Math.abs(integrate(crowdedToZero(gaussLegendre(12), 3), steep) - truth);
    expect(crowded).toBeLessThan(plain / 20);
    expect(crowded).toBeLessThan(0.001);
  });
});
