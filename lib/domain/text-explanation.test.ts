import { expect, it } from "vitest";
import { explanationOf } from "#scripts/test/fake-cascade";
import { strongestSign, textExplanation } from "./text-explanation";

it("takes the last stage's word on a category, and nothing said of other parts or categories", () => {
  const explanations = [
    explanationOf("harassment", "Harassment 64 %"),
    explanationOf("toxicity", "Toxicity 58 %"),
    explanationOf("harassment", "Harassment 85 %"),
    explanationOf("harassment", "picture", { modality: "image" }),
    explanationOf("harassment", "shares", { contributions: [{ part: "text", value: 3 }] }),
  ];
  expect(textExplanation(explanations, "harassment")?.summary).toBe("Harassment 85 %");
  expect(textExplanation(explanations, "toxicity")?.summary).toBe("Toxicity 58 %");
  expect(textExplanation(explanations, "spam")).toBeNull();
  expect(textExplanation(explanations, null)).toBeNull();
});

it("finds the strongest sign among those that speak for it", () => {
  const [weak, strong, against] = [
    { start: 0, end: 3, weight: 1 },
    { start: 4, end: 9, weight: 3 },
    { start: 10, end: 15, weight: -5 },
  ];
  expect(strongestSign([weak, strong, against])).toEqual({ span: strong, share: 0.75 });
  expect(strongestSign([against])).toBeNull();
});
