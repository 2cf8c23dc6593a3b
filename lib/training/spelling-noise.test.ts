import { describe, expect, it } from "vitest";
import { splitWords } from "#lib/domain/text/words";
import { Random } from "./random";
import { misspell, moveSpaces, spaceOut } from "./spelling-noise";

const text = "the quick brown fox jumps over the lazy dog, 42 times";

describe("misspell", () => {
  it("changes about the asked share of letters and nothing but letters", () => {
    expect(misspell(text, new Random(1), 0)).toBe(text);
    expect(misspell(text, new Random(1), 1)).not.toBe(text);
    expect(misspell("12 34, !?", new Random(1), 1)).toBe("12 34, !?");
  });

  it("is the same for the same seed", () => {
    expect(misspell(text, new Random(4), 0.3)).toBe(misspell(text, new Random(4), 0.3));
  });

  it("leaves most words whole at 10 %", () => {
    const whole = splitWords(text).map((word) => word.form);
    const random = new Random(2);
    let kept = 0;
    for (let i = 0; i < 50; i++) {
      const seen = new Set(splitWords(misspell(text, random, 0.1)).map((word) => word.form));
      kept += whole.filter((form) => seen.has(form)).length / whole.length / 50;
    }
    expect(kept).toBeGreaterThan(0.6);
    expect(kept).toBeLessThan(0.95);
  });
});

describe("moveSpaces", () => {
  it("joins and parts words and changes no letter", () => {
    const moved = moveSpaces(text, new Random(3), 0.5);
    expect(moved).not.toBe(text);
    expect(moved.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    expect(moveSpaces(text, new Random(3), 0)).toBe(text);
  });
});

describe("spaceOut", () => {
  it("spaces words that the word splitter joins again", () => {
    const spaced = spaceOut("nasty", new Random(1), 1);
    expect(spaced).toBe("n a s t y");
    expect(splitWords(spaced).map((word) => word.form)).toEqual(["nasty"]);
  });
});
