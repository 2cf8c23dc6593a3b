import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consensusOf, type GivenOpinion } from "./consensus";
import { DEFAULT_POLICY } from "./policy";
import { DEFAULT_REVIEW_SETTINGS, opinionsNeeded, secondReviewChance } from "./review-settings";
import { CATEGORIES, type Category } from "./taxonomy";

const keep: GivenOpinion = { decision: "APPROVE", categories: [] };
const block = (...categories: Category[]): GivenOpinion => ({ decision: "BLOCK", categories });
const of = (...opinions: GivenOpinion[]) => consensusOf(opinions, DEFAULT_POLICY);

describe("consensusOf", () => {
  it("follows the majority, and names the rules that most of it names", () => {
    expect(of(keep, keep, block("hate"))).toEqual({ settled: true, decision: "APPROVE", categories: [] });
    expect(of(keep, block("hate"), block("hate", "toxicity"))).toEqual({
      settled: true,
      decision: "BLOCK",
      categories: ["hate"],
    });
  });

  it("breaks a tie towards the smaller mistake, and leaves an even one to a lead", () => {
    expect(of(keep, block("hate"))).toMatchObject({ settled: true, decision: "BLOCK" });
    expect(of(keep, block("profanity"))).toMatchObject({ settled: true, decision: "APPROVE" });
    expect(of(keep, block("harassment"))).toEqual({ settled: false, why: "tie" });
  });

  it("leaves a take-down without a common rule to a lead", () => {
    expect(of(block("hate"), block("spam"))).toEqual({ settled: false, why: "no_common_rule" });
  });

  it("does not depend on who spoke first, and never blocks without a rule", () => {
    const opinion = fc.oneof(
      fc.constant(keep),
      fc.subarray([...CATEGORIES], { minLength: 1 }).map((categories) => block(...categories)),
    );
    fc.assert(
      fc.property(fc.array(opinion, { minLength: 1, maxLength: 7 }), (opinions) => {
        const result = of(...opinions);
        expect(of(...[...opinions].reverse())).toEqual(result);
        if (result.settled && result.decision === "BLOCK") expect(result.categories).not.toEqual([]);
      }),
    );
  });
});

describe("opinionsNeeded", () => {
  const needed = (categories: Category[], people = 10, queueOpinions: number | null = null) =>
    opinionsNeeded({
      categories,
      people,
      queueOpinions,
      settings: DEFAULT_REVIEW_SETTINGS,
      policy: DEFAULT_POLICY,
    });

  it("is one, three for the gravest, or what the queue says", () => {
    expect(needed(["toxicity"])).toBe(1);
    expect(needed([])).toBe(1);
    expect(needed(["toxicity", "hate"])).toBe(3);
    expect(needed(["hate"], 10, 1)).toBe(1);
    expect(needed(["spam"], 10, 2)).toBe(2);
  });

  it("never waits for more people than there are", () => {
    expect(needed(["hate"], 2)).toBe(1);
    expect(needed(["hate"], 0)).toBe(1);
    expect(needed([], 4, 5)).toBe(3);
  });
});

describe("secondReviewChance", () => {
  it("is the rate in the middle and grows with severity and doubt", () => {
    expect(secondReviewChance(0.1, 3, 0)).toBeCloseTo(0.1);
    expect(secondReviewChance(0.1, 5, 1)).toBeCloseTo(0.2);
    expect(secondReviewChance(0.1, 1, 0)).toBeCloseTo(0.05);
    expect(secondReviewChance(0.9, 5, 1)).toBe(1);
  });
});
