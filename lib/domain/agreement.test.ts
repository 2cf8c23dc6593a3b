import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alphaWithInterval,
  krippendorffAlpha,
  rateDifference,
  rateWithInterval,
  type Unit,
} from "./agreement";

/** Raters in rows, units in columns, a dot where a rater is silent. */
function unitsOf(...raters: string[]): Unit[] {
  const rows = raters.map((row) => row.split(" "));
  return (rows[0] ?? []).map((_, at) =>
    rows.map((row) => row[at] as string).filter((value) => value !== "."),
  );
}

describe("krippendorffAlpha", () => {
  it("is that of the worked examples in Krippendorff (2011)", () => {
    // A: binary data, two observers, no missing data.
    expect(krippendorffAlpha(unitsOf("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))).toBeCloseTo(0.095, 3);
    // B: nominal data, two observers, no missing data.
    expect(krippendorffAlpha(unitsOf("a a b b d c c c e d d a", "b a b b b c c c e d d d"))).toBeCloseTo(
      0.692,
      3,
    );
    // C: nominal data, four observers, missing data.
    const units = unitsOf(
      "1 2 3 3 2 1 4 1 2 . . .",
      "1 2 3 3 2 2 4 1 2 5 . 3",
      ". 3 3 3 2 3 4 2 2 5 1 .",
      "1 2 3 3 2 4 4 1 2 5 1 .",
    );
    expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3);
  });

  it("is undefined where nobody could have disagreed", () => {
    expect(krippendorffAlpha([])).toBeNull();
    expect(krippendorffAlpha([["a"], ["b"]])).toBeNull();
    expect(
      krippendorffAlpha([
        ["a", "a"],
        ["a", "a"],
      ]),
    ).toBeNull();
  });

  it("is 1 for full agreement, never above it, and does not depend on order", () => {
    const unit = fc.array(fc.constantFrom("x", "y", "z"), { minLength: 0, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
        const alpha = krippendorffAlpha(units);
        if (alpha === null) return;
        expect(alpha).toBeLessThanOrEqual(1 + 1e-12);
        expect(krippendorffAlpha([...units].reverse().map((values) => [...values].reverse()))).toBeCloseTo(
          alpha,
          10,
        );
      }),
    );
    expect(
      krippendorffAlpha([
        ["a", "a"],
        ["b", "b"],
      ]),
    ).toBe(1);
  });
});

describe("alphaWithInterval", () => {
  const units = unitsOf("1 1 0 0 1 0 1 0 1 1 0 0 1 0 1 0", "1 1 0 1 1 0 1 0 0 1 0 0 1 1 1 0");

  it("holds the value between its bounds, is repeatable, and narrows with more units", () => {
    const few = alphaWithInterval(units);
    const many = alphaWithInterval(Array.from({ length: 20 }, () => units).flat());
    if (!few || !many) throw new Error("alpha is defined here");
    expect(few.low).toBeLessThan(few.value);
    expect(few.high).toBeGreaterThan(few.value);
    expect(alphaWithInterval(units)).toEqual(few);
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 3);
  });

  it("covers the truth about as often as it says", () => {
    // Raters who name one of two values at random: alpha is 0.
    let covered = 0;
    for (let round = 0; round < 100; round++) {
      const draws = fc.sample(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), {
        numRuns: 60,
        seed: round,
      });
      const interval = alphaWithInterval(draws, 200, round);
      if (interval && interval.low <= 0 && interval.high >= 0) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(85);
  });
});

describe("rates", () => {
  it("carry Wilson's interval", () => {
    // Newcombe (1998), table 1: 81 of 263.
    const rate = rateWithInterval(81, 263);
    expect(rate?.low).toBeCloseTo(0.2553, 4);
    expect(rate?.high).toBeCloseTo(0.3662, 4);
    expect(rateWithInterval(0, 0)).toBeNull();
  });

  it("carry Newcombe's interval for a difference", () => {
    // Newcombe (1998), "Interval estimation for the difference", 56/70 - 48/80.
    const difference = rateDifference([56, 70], [48, 80]);
    expect(difference?.value).toBeCloseTo(0.2, 4);
    expect(difference?.low).toBeCloseTo(0.0524, 3);
    expect(difference?.high).toBeCloseTo(0.3339, 3);
  });
});
