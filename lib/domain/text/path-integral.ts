/** Where to evaluate an integrand on [0, 1] and how much each value counts. */
export interface Quadrature {
  at: number[];
  weight: number[];
}

/** Gauss-Legendre rule of `points` nodes on [0, 1]: exact for polynomials up to degree 2·points - 1. */
export function gaussLegendre(points: number): Quadrature {
  const rule: Quadrature = { at: [], weight: [] };
  for (let i = 0; i < points; i++) {
    // Newton's method from Tricomi's estimate of the root.
    let x = Math.cos((Math.PI * (points - i - 0.25)) / (points + 0.5));
    let slope = 1;
    for (let round = 0; round < 50; round++) {
      let [before, value] = [1, x];
      for (let degree = 2; degree <= points; degree++) {
        [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree];
      }
      slope = (points * (x * value - before)) / (x * x - 1);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    rule.at.push((1 + x) / 2);
    rule.weight.push(1 / ((1 - x * x) * slope * slope));
  }
  return rule;
}

/**
 * The same rule with its nodes crowded towards 0 by the substitution t = u^power. Networks that normalise
 * their inputs change fastest where an input is nearly nothing.
 */
export function crowdedToZero({ at, weight }: Quadrature, power: number): Quadrature {
  return {
    at: at.map((u) => u ** power),
    weight: weight.map((w, i) => w * power * (at[i] as number) ** (power - 1)),
  };
}
