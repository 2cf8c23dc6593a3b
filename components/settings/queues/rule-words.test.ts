import { describe, expect, it } from "vitest";
import { listOf, newCondition, ruleWords } from "./rule-words";

describe("ruleWords", () => {
  it("reads as a sentence", () => {
    expect(
      ruleWords([
        { field: "category", in: ["spam", "hate"] },
        { field: "language", in: ["de"] },
        { field: "score", from: 0.8, to: 1 },
        { field: "kind", in: ["review", "appeal"] },
      ]),
    ).toBe(
      "category is Spam and scams or Hate, and language is de, and highest score is 0.8 to 1, and it is a review or an appeal",
    );
  });
});

describe("a new condition", () => {
  it("names nothing until somebody does, or begins with what is usual", () => {
    expect(newCondition("community")).toEqual({ field: "community", in: [] });
    expect(newCondition("severity")).toEqual({ field: "severity", from: 4, to: 5 });
  });
});

describe("listOf", () => {
  it("takes commas and lines, and each once", () => {
    expect(listOf(" de, en\nfi,,en ")).toEqual(["de", "en", "fi"]);
  });
});
