import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showsNothing, withoutMarkup } from "./markup";

const markup = fc.string({
  unit: fc.constantFrom(..."ab <>&#;&lt;", "<b>", "</b>", "&shy;", "&#97;", "&amp;", "&#128514;", "😀"),
  maxLength: 20,
});

describe("withoutMarkup", () => {
  it("is silent about a text that holds none", () => {
    for (const text of ["plain", "a < b && c > d", "<3", "&oldid;", "&#128514;", "fish &amp; chips"])
      expect(withoutMarkup(text)).toBeUndefined();
  });

  it("places each unit in the original, in order", () => {
    fc.assert(
      fc.property(markup, (text) => {
        const reading = withoutMarkup(text);
        if (!reading) return;
        const { plain, starts, ends } = reading;
        expect([starts.length, ends.length]).toEqual([plain.length, plain.length]);
        for (const [at, start] of starts.entries()) {
          const end = ends[at] as number;
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(at > 0 ? (ends[at - 1] as number) : 0);
          if (end - start === 1) expect(text[start]).toBe(plain[at]);
        }
        expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("takes no longer than the text is long, whatever is begun and not ended", () => {
    for (const part of ["<b ", "<b a", "<b a= ", "<!-- ", "&#", "&amp;"]) withoutMarkup(part.repeat(4000));
  }, 2000);
});

describe("showsNothing", () => {
  it.each(["", " \n", "\u200b\u2060", "\ufeff", "\u2800", "\u3164", "&shy;&#8203;", "<b></b>"])(
    "sees nothing in %j",
    (text) => expect(showsNothing(text)).toBe(true),
  );
  it.each([".", "😀", "\ud800", "\u200ba", "&amp;", "<br>", "\ue000", "\u0336"])(
    "sees something in %j",
    (text) => expect(showsNothing(text)).toBe(false),
  );
});
