import { describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { referenceWeight } from "./text-screen-calibration";
import type { HeldOutRow } from "./text-screen-corpus";

const row = (source: string, language: string, weight = 1): HeldOutRow => ({
  ...{ text: "a text", source, language, split: "calibration", weight },
  ...{ targets: new Float32Array(CATEGORIES.length), trust: new Float32Array(CATEGORIES.length) },
  known: new Float32Array(CATEGORIES.length),
});

describe("referenceWeight", () => {
  it.each([
    ["told_br", "pt", 0.44],
    ["cold_zh", "zh", 0.5],
    ["offenseval_tr", "tr", 0.19],
    ["russian_combined", "ru", 0.55],
  ])("makes one in seven of %s offend, however many do in the set", (source, language, share) => {
    const offensive = share * referenceWeight(row(source, language), "toxicity", 1);
    const rest = (1 - share) * referenceWeight(row(source, language), "toxicity", 0);
    expect(offensive / (offensive + rest)).toBeCloseTo(0.15, 10);
  });

  it("counts English sets that were picked for toxicity a tenth, and other categories as they are", () => {
    expect(referenceWeight(row("davidson", "en", 2), "hate", 1)).toBeCloseTo(0.2);
    expect(referenceWeight(row("jigsaw20k", "en", 2), "toxicity", 1)).toBe(2);
    expect(referenceWeight(row("told_br", "pt", 2), "harassment", 1)).toBe(2);
  });
});
