import { describe, expect, it } from "vitest";
import { matching, standingEntries } from "./palette-entries";

const run = () => {};
const labels = (entries: { label: string }[]) => entries.map(({ label }) => label);

describe("the palette", () => {
  it("offers what the page can do first, then the pages of the role", () => {
    const moderator = labels(standingEntries("moderator", [{ label: "Approve", key: "A", run }]));
    expect(moderator.slice(0, 2)).toEqual(["Approve", "Review"]);
    expect(moderator.some((label) => label.startsWith("Settings"))).toBe(false);
    expect(labels(standingEntries("admin", []))).toContain("Settings: Policy");
  });

  it("finds by the beginnings of words in any order", () => {
    const entries = standingEntries("admin", []);
    expect(labels(matching(entries, "pol set"))).toEqual(["Settings: Policy"]);
    expect(labels(matching(entries, "olicy"))).toEqual([]);
    expect(matching(entries, " ")).toHaveLength(entries.length);
  });
});
