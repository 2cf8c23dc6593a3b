import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapleyValues } from "./shapley";

describe("shapleyValues", () => {
  it("gives the textbook answer of the glove game: one left glove, two right ones", () => {
    const pairs = (set: number) => (set & 1 && set & 6 ? 1 : 0);
    const [left, ...right] = shapleyValues(3, pairs);
    expect(left).toBeCloseTo(2 / 3, 12);
    for (const value of right) expect(value).toBeCloseTo(1 / 6, 12);
  });

  it("adds up to the difference from the empty set, whatever the game", () => {
    const worths = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), worths, (players, worth) => {
        const values = shapleyValues(players, (set) => worth[set] as number);
        const whole = (worth[2 ** players - 1] as number) - (worth[0] as number);
        expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - whole)).toBeLessThan(1e-9);
      }),
    );
  });

  it("gives what a player adds alone in a game without interplay, and nothing to one that adds nothing", () => {
    const alone = [0.5, -0.2, 0, 0.1];
    const values = shapleyValues(4, (set) =>
      alone.reduce((sum, value, player) => sum + (set & (2 ** player) ? value : 0), 0.3),
    );
    for (const [player, value] of values.entries()) expect(value).toBeCloseTo(alone[player] as number, 12);
  });

  it("treats alike those who are alike", () => {
    const values = shapleyValues(5, (set) =>
      Math.sqrt([0, 1, 2, 3, 4].filter((bit) => set & (1 << bit)).length),
    );
    for (const value of values) expect(value).toBeCloseTo(values[0] as number, 12);
  });

  it("refuses a game it cannot play through", () => {
    expect(() => shapleyValues(13, () => 0)).toThrow(RangeError);
  });
});
