import { describe, expect, it } from "vitest";
import { showHidden } from "./hidden-characters";

const flat = (text: string, before?: string) =>
  showHidden(text, before).map((piece) => ("text" in piece ? piece.text : `[${piece.sign}]`));

describe("showHidden", () => {
  it("leaves ordinary text, line breaks, tabs and emoji alone", () => {
    for (const text of ["two\nlines\tand a tab", "dos\r\nlines", "👩‍🚀 in space", "می‌خواهم", "क्‍ष"])
      expect(flat(text)).toEqual([text]);
  });

  it("shows control and zero-width characters as signs", () => {
    expect(flat("a\u0000b")).toEqual(["a", "[NUL]", "b"]);
    expect(flat("sp\u200bam")).toEqual(["sp", "[ZWSP]", "am"]);
    expect(flat("f\u200dr\u200dee")).toEqual(["f", "[ZWJ]", "r", "[ZWJ]", "ee"]);
    expect(flat("\u0085")).toEqual(["[U+0085]"]);
  });

  it("takes the power from direction overrides", () => {
    expect(flat("abc\u202edef\u202c")).toEqual(["abc", "[RLO]", "def", "[PDF]"]);
  });

  it("knows a joiner at the start of a stretch by what stands before it", () => {
    expect(flat("\u200d🚀", "👩")).toEqual(["\u200d🚀"]);
    expect(flat("\u200dx", "y")).toEqual(["[ZWJ]", "x"]);
  });
});
