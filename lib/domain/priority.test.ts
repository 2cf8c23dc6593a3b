import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "./policy";
import { DUE_SECONDS, dueMs, expectedHarm, placeItem, rankOf, SLOT_SECONDS } from "./priority";
import { PRIORITIES } from "./taxonomy";
import type { Verdict } from "./verdict";

const verdict = (over: Partial<Verdict>): Verdict => ({
  decision: "FLAG",
  interventions: [],
  scores: {},
  overallSafetyScore: 0.5,
  confidence: 0.9,
  decidedBy: ["toxicity"],
  reviewReason: "score",
  explanations: [],
  ...over,
});

describe("placeItem", () => {
  it.each([
    [0.65, "high"],
    [0.7, "medium"],
    [0.84, "medium"],
    [0.85, "low"],
  ] as const)("puts confidence %f into %s", (confidence, priority) => {
    expect(placeItem(verdict({ confidence }), DEFAULT_POLICY, null).priority).toBe(priority);
  });

  it("hurries self-harm, likely violence and viral posts", () => {
    const scored = { confidence: 0.9, scores: { violence: 0.9 } };
    expect(placeItem(verdict({ decidedBy: ["self_harm"] }), DEFAULT_POLICY, null).priority).toBe("high");
    expect(placeItem(verdict({ ...scored, decidedBy: ["violence"] }), DEFAULT_POLICY, null).priority).toBe(
      "high",
    );
    expect(placeItem(verdict({}), DEFAULT_POLICY, 50_000).priority).toBe("high");
  });

  it("keeps spot checks low, whatever the confidence", () => {
    expect(
      placeItem(verdict({ reviewReason: "spot_check", confidence: 0.3 }), DEFAULT_POLICY, 99_999).priority,
    ).toBe("low");
  });
});

describe("expectedHarm", () => {
  it("grows with severity, reach and doubt and stays in [0, 1]", () => {
    const harm = (over: Partial<Verdict>, reach: number) =>
      expectedHarm(verdict(over), DEFAULT_POLICY, reach);
    expect(harm({ decidedBy: ["hate"] }, 10)).toBeGreaterThan(harm({ decidedBy: ["profanity"] }, 10));
    expect(harm({}, 1_000_000)).toBeGreaterThan(harm({}, 10));
    expect(harm({ confidence: 0.5 }, 10)).toBeGreaterThan(harm({ confidence: 0.9 }, 10));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (confidence, reach) => {
        const value = harm({ confidence }, reach);
        return value >= 0 && value <= 1;
      }),
    );
  });
});

describe("rankOf", () => {
  it("is the deadline, early by less than a slot, and a slot is at most a tenth of the time until due", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PRIORITIES), fc.nat(1e12), (priority, arrived) => {
        const early = dueMs(priority, arrived) / 1000 - rankOf(priority, arrived);
        return early >= 0 && early < SLOT_SECONDS[priority];
      }),
    );
    for (const priority of PRIORITIES)
      expect(SLOT_SECONDS[priority]).toBeLessThanOrEqual(DUE_SECONDS[priority] / 10);
  });
});
