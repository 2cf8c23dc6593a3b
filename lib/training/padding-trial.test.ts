import { describe, expect, it } from "vitest";
import { paddedCopies, paddingTrial } from "./padding-trial";

const caughtBy = (sees: (text: string) => boolean) => async (texts: readonly string[]) => texts.map(sees);

describe("paddingTrial", () => {
  it("pads before, behind and on both sides, and loses nothing of the text", () => {
    const copies = paddedCopies("what a clown");
    expect(copies.every((copy) => copy.includes("what a clown"))).toBe(true);
    expect(new Set(copies).size).toBe(copies.length);
  });

  it("finds nothing against a judge who finds the harm wherever it stands", async () => {
    const figures = await paddingTrial(
      ["what a clown", "hello"],
      caughtBy((text) => text.includes("clown")),
    );
    expect(figures).toEqual({ caught: 1, keptShare: 1, talkedOutShare: 0 });
  });

  it("counts a text that one padding gets past", async () => {
    const figures = await paddingTrial(
      ["what a clown", "you clown"],
      caughtBy((text) => !text.includes("lorem")),
    );
    expect(figures.caught).toBe(2);
    expect(figures.talkedOutShare).toBe(1);
    expect(figures.keptShare).toBeGreaterThan(0.9);
  });
});
