import { describe, expect, it } from "vitest";
import { firstChoice, ownWords } from "./cluster-choice";

const member = (taskId: string, similarity: number) => ({
  ...{ taskId, similarity, leaseToken: 0, itemId: "i", contentId: "c", author: null, text: "", media: [] },
  receivedAt: "2026-01-01T00:00:00.000Z",
});

describe("deciding together", () => {
  it("ticks what is surely alike and leaves the rest to a look", () => {
    expect([...firstChoice([member("a", 1), member("b", 0.8), member("c", 0.79)])]).toEqual(["a", "b"]);
  });

  it("marks the words that only the near-duplicate has, and loses none of its text", () => {
    const stretches = ownWords("Buy SHOES today, cheap shoes!", "Buy watches today!");
    expect(stretches.filter(({ own }) => own).map(({ text }) => text)).toEqual(["SHOES", "cheap", "shoes"]);
    expect(stretches.map(({ text }) => text).join("")).toBe("Buy SHOES today, cheap shoes!");
    expect(ownWords("", "x")).toEqual([]);
  });
});
