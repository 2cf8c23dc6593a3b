/** A figure that may be below zero, to two decimals; what rounds to nothing has no sign. */
export function signedFigure(figure: number): string {
  const rounded = Math.round(figure * 100) / 100;
  return (rounded === 0 ? 0 : rounded).toFixed(2);
}

/**
 * A probability as people read it: two decimals. What would be rounded up to 1.00 has three and is cut instead, for thresholds
 * lie there too: 0.9985 is not yet the 0.999 from which the machine blocks, and only certainty is 1.
 */
export function scoreFigure(score: number): string {
  if (score >= 1) return "1.00";
  return score >= 0.995 ? (Math.floor(score * 1000 + 1e-6) / 1000).toFixed(3) : score.toFixed(2);
}
