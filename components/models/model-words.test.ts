import { describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/terms";
import { tooFew } from "./agreement-table";
import { categoryWords, recentWords, sizeWords, timeWords } from "./model-words";

describe("words about a model", () => {
  it("name its categories", () => {
    expect(categoryWords(CATEGORIES)).toBe("All 9 categories");
    expect(categoryWords(["sexual"])).toBe("Sexual content only");
    expect(categoryWords(["hate", "violence"])).toBe("Hate and Violence");
    expect(categoryWords([])).toBe("");
  });

  it("give sizes and times in units that fit", () => {
    expect([800, 44_113, 2_361_640].map(sizeWords)).toEqual(["800 B", "44 kB", "2.4 MB"]);
    expect([2.1, 14.4, 3069].map(timeWords)).toEqual(["2.1 ms", "14 ms", "3.1 s"]);
  });

  it("say what it did of late, and where there is nothing to say", () => {
    expect(recentWords({ recent: { items: 3, failed: 1, medianMs: 12 } }, 316)).toBe(
      "3 of the last 316 items, 1 failed, 12 ms (median).",
    );
    expect(recentWords({ recent: null }, 316)).toBe("Not asked on the last 316 items.");
    expect(recentWords({ recent: null }, 0)).toBe("No item has come in yet.");
  });
});

describe("what a category still wants", () => {
  it("names what is nearest to being the reason", () => {
    const needs = { labels: 100, ofEach: 15 };
    expect(tooFew(undefined, needs)).toBe("0 of 100 decisions");
    expect(tooFew({ labels: 54, positives: 20 }, needs)).toBe("54 of 100 decisions");
    expect(tooFew({ labels: 300, positives: 6 }, needs)).toBe("6 of 15 harmful ones");
    expect(tooFew({ labels: 300, positives: 290 }, needs)).toBe("10 of 15 harmless ones");
  });
});
