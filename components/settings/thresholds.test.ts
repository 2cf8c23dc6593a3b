import { describe, expect, it } from "vitest";
import { categoryPolicySchema } from "#lib/domain/policy";
import { fromPercent, setThreshold, setWarning, type ThresholdField, toPercent } from "./thresholds";

const entry = { warn: 0.4, review: 0.6, block: 0.9, severity: 3, clause: "X-1", rule: "A rule." };

describe("setThreshold", () => {
  it.each([
    ["review", 0.7, { warn: 0.4, review: 0.7, block: 0.9 }],
    ["review", 0.95, { warn: 0.4, review: 0.95, block: 0.95 }],
    ["block", 0.5, { warn: 0.4, review: 0.5, block: 0.5 }],
    ["block", 0.2, { warn: 0.2, review: 0.2, block: 0.2 }],
    ["warn", 0.99, { warn: 0.99, review: 0.6, block: 0.99 }],
  ] as [ThresholdField, number, object][])("%s at %d", (field, value, expected) => {
    const next = setThreshold(entry, field, value);
    expect(next).toMatchObject(expected);
    expect(categoryPolicySchema.safeParse(next).success).toBe(true);
  });
});

it("turns the warning on at the review threshold, and off", () => {
  expect(setWarning(entry, false)).not.toHaveProperty("warn");
  expect(setWarning({ ...entry, warn: undefined }, true).warn).toBe(0.6);
});

it("keeps thresholds within 0 and 1, to a tenth of a percent", () => {
  expect([fromPercent(97.54), fromPercent(-3), fromPercent(150), fromPercent(Number.NaN)]).toEqual([
    0.975, 0, 1, 0,
  ]);
  expect(toPercent(0.975)).toBe(97.5);
});
