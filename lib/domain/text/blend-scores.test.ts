import { describe, expect, it } from "vitest";
import { blendSchema, blendScores } from "./blend-scores";

const as = (weight: number) => ({ weight, calibration: { kind: "platt" as const, slope: 1, offset: 0 } });
const even = { hate: as(0.5), spam: as(0.6) };

describe("blendScores", () => {
  it("lies between the two, nearer to the heavier, and keeps what both say", () => {
    expect(blendScores({ hate: 0.8 }, { hate: 0.8 }, { hate: as(0.6) }).hate).toBeCloseTo(0.8);
    const between = blendScores({ hate: 0.1 }, { hate: 0.9 }, { hate: as(0.6) }).hate as number;
    expect(between).toBeGreaterThan(0.5);
    expect(between).toBeLessThan(0.9);
    expect(blendScores({ hate: 0.1 }, { hate: 0.9 }, even).hate).toBeCloseTo(0.5);
  });

  it("calibrates what it joined", () => {
    const sharper = { hate: { weight: 0.5, calibration: { kind: "platt" as const, slope: 2, offset: 1 } } };
    expect(blendScores({ hate: 0.5 }, { hate: 0.5 }, sharper).hate).toBeCloseTo(1 / (1 + Math.exp(-1)));
  });

  it("keeps a category that only one of them scored, and the deep score where there is no blend", () => {
    expect(blendScores({ spam: 0.3 }, { hate: 0.7 }, even)).toEqual({ spam: 0.3, hate: 0.7 });
    expect(blendScores({ sexual: 0.3 }, { sexual: 0.7 }, even)).toEqual({ sexual: 0.7 });
    expect(blendScores({}, {}, even)).toEqual({});
  });

  it("calibrates a score that needs no other to be joined with", () => {
    const lower = { violence: { weight: 1, calibration: { kind: "platt" as const, slope: 1, offset: -1 } } };
    const alone = blendScores({}, { violence: 0.5 }, lower).violence as number;
    expect(alone).toBeCloseTo(1 / (1 + Math.E));
    expect(blendScores({ violence: 0.9 }, { violence: 0.5 }, lower).violence).toBe(alone);
    expect(blendScores({ violence: 0.9 }, {}, lower)).toEqual({ violence: 0.9 });
  });

  it("stays a probability at the ends", () => {
    const { hate = -1, spam = -1 } = blendScores({ hate: 0, spam: 1 }, { hate: 0, spam: 1 }, even);
    expect(hate).toBeGreaterThanOrEqual(0);
    expect(hate).toBeLessThan(0.001);
    expect(spam).toBeGreaterThan(0.999);
    expect(spam).toBeLessThanOrEqual(1);
  });

  it("is refused with a weight beyond 1 or an unknown category", () => {
    expect(blendSchema.safeParse(even).success).toBe(true);
    expect(blendSchema.safeParse({ hate: as(1.2) }).success).toBe(false);
    expect(blendSchema.safeParse({ rude: as(0.2) }).success).toBe(false);
  });
});
