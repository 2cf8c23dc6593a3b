import { describe, expect, it } from "vitest";
import { blendScores } from "./blend-scores";

describe("blendScores", () => {
  it("keeps what both agree on and lies between where they differ", () => {
    expect(blendScores({ hate: 0.8 }, { hate: 0.8 }, 0.6).hate).toBeCloseTo(0.8);
    const between = blendScores({ hate: 0.1 }, { hate: 0.9 }, 0.6).hate as number;
    expect(between).toBeGreaterThan(0.5);
    expect(between).toBeLessThan(0.9);
    expect(blendScores({ hate: 0.1 }, { hate: 0.9 }, 0.5).hate).toBeCloseTo(0.5);
  });

  it("takes a category that only one scored as it is", () => {
    expect(blendScores({ spam: 0.3 }, { hate: 0.7 }, 0.6)).toEqual({ spam: 0.3, hate: 0.7 });
    expect(blendScores({}, {}, 0.6)).toEqual({});
  });

  it("stays a probability at the ends", () => {
    const { hate = -1, spam = -1 } = blendScores({ hate: 0, spam: 1 }, { hate: 0, spam: 1 }, 0.6);
    expect(hate).toBeGreaterThanOrEqual(0);
    expect(hate).toBeLessThan(0.001);
    expect(spam).toBeGreaterThan(0.999);
    expect(spam).toBeLessThanOrEqual(1);
  });
});
