import { describe, expect, it } from "vitest";
import type { Span } from "../verdict";
import { wholeCharacters } from "./whole-characters";

const spansOf = (text: string, ...marks: string[]): Span[] => {
  let at = 0;
  return marks.map((mark, i) => {
    const start = text.indexOf(mark, at);
    at = start + mark.length;
    return { start, end: at, weight: i + 1 };
  });
};
const shown = (text: string, spans: Span[]) =>
  wholeCharacters(text, spans).map(({ start, end, weight }) => [text.slice(start, end), weight]);

describe("wholeCharacters", () => {
  it("makes the parts of one emoji one mark, with their sum", () => {
    const text = "so 👨‍👩‍👧 are 🇩🇪 👍🏿!";
    expect(shown(text, spansOf(text, "so", "👨", "👩", "👧", "are", "🇩", "🇪", "👍", "🏿"))).toEqual([
      ["so", 1],
      ["👨‍👩‍👧", 9],
      ["are", 5],
      ["🇩🇪", 13],
      ["👍🏿", 17],
    ]);
  });

  it("takes a letter's marks with it, and leaves all else as it is", () => {
    const text = "y\u0336o\u0336u\u0336 fool e\u0301 ok";
    expect(shown(text, spansOf(text, "y\u0336o\u0336u", "fool", "e"))).toEqual([
      ["y\u0336o\u0336u\u0336", 1],
      ["fool", 2],
      ["e\u0301", 3],
    ]);
    expect(wholeCharacters("", [])).toEqual([]);
    expect(shown("a\ud83d b", [{ start: 0, end: 2, weight: 1 }])).toEqual([["a\ud83d", 1]]);
  });
});
