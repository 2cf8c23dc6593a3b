import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Calibration, calibrate, calibrationSchema, fitCentredIsotonic, fitPlatt } from "./calibration";

/** Outcomes drawn from known curves by a fixed sequence, so that the figures are the same on every run. */
function drawn(size: number, curve: (score: number) => number) {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const scores = Array.from({ length: size }, () => uniform() * 8 - 4);
  return { scores, outcomes: scores.map((score) => (uniform() < curve(score) ? 1 : 0)) };
}
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const samples = fc
  .array(
    fc.record({
      score: fc.double({ min: -20, max: 20, noNaN: true }),
      outcome: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.double({ min: 0.01, max: 5, noNaN: true }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => ({
    scores: rows.map((row) => row.score),
    outcomes: rows.map((row) => row.outcome),
    weights: rows.map((row) => row.weight),
  }));

describe("calibration", () => {
  const fits: [string, (sample: Parameters<typeof fitPlatt>[0]) => Calibration][] = [
    ["isotonic", (sample) => fitCentredIsotonic(sample)],
    ["platt", fitPlatt],
  ];

  it.each(fits)("%s is monotone, within [0, 1], and survives JSON", (_, method) => {
    fc.assert(
      fc.property(
        samples,
        fc.double({ min: -30, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        (sample, score, more) => {
          const fitted = calibrationSchema.parse(JSON.parse(JSON.stringify(method(sample))));
          const [low, high] = [calibrate(fitted, score), calibrate(fitted, score + more)];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(high).toBeGreaterThanOrEqual(low - 1e-12);
        },
      ),
    );
  });

  it.each(fits)("%s finds the curve the outcomes came from", (_, method) => {
    const truth = (score: number) => logistic(1.5 * score - 0.5);
    const fitted = method(drawn(20_000, truth));
    for (const score of [-3, -1, 0, 1, 3]) {
      expect(Math.abs(calibrate(fitted, score) - truth(score))).toBeLessThan(0.07);
    }
  });

  it("platt recovers slope and offset", () => {
    const fitted = fitPlatt(drawn(50_000, (score) => logistic(2 * score + 1)));
    expect(fitted).toMatchObject({ kind: "platt" });
    if (fitted.kind === "platt") {
      expect(Math.abs(fitted.slope - 2)).toBeLessThan(0.1);
      expect(Math.abs(fitted.offset - 1)).toBeLessThan(0.1);
    }
  });

  it("centred isotonic equals a worked example: blocks stand at their mean score", () => {
    const fitted = fitCentredIsotonic(
      { scores: [1, 2, 4, 5, 6], outcomes: [0, 1, 0, 1, 1] },
      { bins: 5, prior: 0 },
    );
    expect([1, 3, 5.5].map((score) => calibrate(fitted, score))).toEqual([0, 0.5, 1]);
    expect(calibrate(fitted, 2)).toBe(0.25);
  });

  it("goes on beyond the data: a score above all others says more than the highest block", () => {
    const sample = drawn(4000, (score) => 0.6 * logistic(2 * score));
    const fitted = fitCentredIsotonic(sample);
    expect(calibrate(fitted, 3)).toBeLessThan(0.75);
    expect(calibrate(fitted, 30)).toBeGreaterThan(0.9);
    expect(calibrate(fitted, 12)).toBeGreaterThan(calibrate(fitted, 6));
    expect(calibrate(fitted, -30)).toBeLessThan(0.02);
  });

  it("stays between the extremes when a sample is small or of one kind", () => {
    const fitted = fitCentredIsotonic({ scores: [1, 2], outcomes: [0, 1] });
    expect(calibrate(fitted, 1)).toBeGreaterThan(0);
    expect(calibrate(fitted, 2)).toBeLessThan(1);
    expect(calibrate(fitPlatt({ scores: [1, 2, 3], outcomes: [0, 0, 0] }), 2)).toBeLessThan(0.5);
  });

  it("never turns a score upside down", () => {
    const fitted = fitPlatt(drawn(1000, (score) => logistic(-score)));
    expect(calibrate(fitted, 3)).toBe(calibrate(fitted, -3));
  });

  it("counts weights as repeated rows", () => {
    const weighted = fitPlatt({ scores: [0, 1], outcomes: [0, 1], weights: [3, 2] });
    const repeated = fitPlatt({ scores: [0, 0, 0, 1, 1], outcomes: [0, 0, 0, 1, 1] });
    expect(calibrate(weighted, 0.5)).toBeCloseTo(calibrate(repeated, 0.5), 6);
  });

  it("refuses points that do not ascend", () => {
    expect(calibrationSchema.safeParse({ kind: "isotonic", x: [0, 1], y: [1, 0] }).success).toBe(false);
    expect(calibrationSchema.safeParse({ kind: "isotonic", x: [1, 0], y: [0, 1] }).success).toBe(false);
    expect(calibrationSchema.safeParse({ kind: "isotonic", x: [0], y: [0, 1] }).success).toBe(false);
  });
});
