import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writingsOf } from "./passages";

const read = (text: string) =>
  writingsOf(text).map((passages) => passages.map(({ start, end }) => text.slice(start, end)));

describe("writingsOf", () => {
  it("gathers the passages of each writing, in order, with what stands behind them", () => {
    expect(
      read("See you in the park! Увидимся завтра в парке. 明天公园见。 Bring the children along."),
    ).toEqual([
      ["See you in the park! ", "Bring the children along."],
      ["Увидимся завтра в парке. "],
      ["明天公园见。 "],
    ]);
  });

  it.each([
    "one writing alone, with an emoji \u{1f600} and a caf\u00e9",
    "我们在用 React 和 TypeScript 做一个新的项目。",
    "我最喜欢的歌是 Killing Me Softly，你呢？",
    "My friend Иван Петров lives in 北京 now",
    "p\u0430ypal in letters that look alike",
  ])("leaves names, brands, titles and a word quoted to the text that they stand in: %s", (text) =>
    expect(writingsOf(text)).toEqual([]),
  );

  it("gives every unit of the text to one passage at most", () => {
    const part = fc.constantFrom(
      "a few words more ",
      "ещё пара слов ",
      "明天公园见",
      "!",
      "\u{1f600}",
      "&shy;",
      "Иван ",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        const spans = writingsOf(text)
          .flat()
          .sort((a, b) => a.start - b.start);
        let last = 0;
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
