import { describe, expect, it } from "vitest";
import { attentionRollout } from "./attention-rollout";

describe("attentionRollout", () => {
  it("spreads evenly when every position looks at itself", () => {
    const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    expect(Array.from(attentionRollout([...identity, ...identity], 2, 3))).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it("gathers on the word that all look at, more with each layer", () => {
    const first = [1, 0, 1, 0];
    const once = attentionRollout(first, 1, 2);
    const twice = attentionRollout([...first, ...first], 2, 2);
    expect(once[0]).toBeCloseTo(0.75);
    expect(twice[0]).toBeCloseTo(0.875);
    expect((twice[0] as number) + (twice[1] as number)).toBeCloseTo(1);
  });
});
