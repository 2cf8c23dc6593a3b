import { describe, expect, it } from "vitest";
import { FEWEST_TO_PUBLISH } from "#lib/training/image-head";
import { TEACHING_NEEDS } from "./model-kinds";
import { teachingCounts } from "./teaching-counts";

const label = { categories: [], about: [], harmful: false, alone: true, count: 1 };

describe("teachingCounts", () => {
  it("counts labels that speak of a category, and harm of items with one part alone where asked", () => {
    const labels = [
      { ...label, count: 5 },
      { ...label, categories: ["violence" as const], harmful: true, count: 3 },
      { ...label, categories: ["violence" as const], harmful: true, alone: false, count: 7 },
      { ...label, about: ["spam" as const], count: 2 },
      // Harm without saying which: nothing of any category.
      { ...label, harmful: true, count: 11 },
    ];
    expect(teachingCounts(labels, ["violence", "spam"], { harmAlone: true })).toEqual([
      { category: "violence", harmful: 3, harmless: 5 },
      { category: "spam", harmful: 0, harmless: 17 },
    ]);
    expect(teachingCounts(labels, ["violence"], { harmAlone: false })[0]?.harmful).toBe(10);
  });

  it("asks for as many as make the training's own gate", () => {
    expect(TEACHING_NEEDS).toBe(5 * FEWEST_TO_PUBLISH);
  });
});
