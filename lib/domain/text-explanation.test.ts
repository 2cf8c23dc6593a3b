import { expect, it } from "vitest";
import { textExplanation } from "./text-explanation";
import type { Explanation } from "./verdict";

const about = (category: Explanation["category"], summary: string, over = {}): Explanation => ({
  modality: "text",
  category,
  summary,
  spans: [],
  ...over,
});

it("takes the last stage's word on a category, and nothing said of other parts or categories", () => {
  const explanations = [
    about("harassment", "Harassment 64 %"),
    about("toxicity", "Toxicity 58 %"),
    about("harassment", "Harassment 85 %"),
    about("harassment", "picture", { modality: "image" }),
    about("harassment", "shares", { contributions: [{ part: "text", points: 3 }] }),
  ];
  expect(textExplanation(explanations, "harassment")?.summary).toBe("Harassment 85 %");
  expect(textExplanation(explanations, "toxicity")?.summary).toBe("Toxicity 58 %");
  expect(textExplanation(explanations, "spam")).toBeNull();
  expect(textExplanation(explanations, null)).toBeNull();
});
