import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListRule } from "../verdict";
import { KeywordMatcher } from "./match-keywords";
import { normalise, normaliseInto } from "./normalise";
import { TextBuffer } from "./text-buffer";

const rule = (value: string, more: Partial<ListRule> = {}): ListRule => ({
  id: `id-${value}`,
  kind: "keyword",
  value,
  category: "profanity",
  action: "flag",
  ...more,
});
const read = (text: string) => normaliseInto(new TextBuffer(), text);
const found = (values: string[], text: string) =>
  new KeywordMatcher(values.map((value) => rule(value)))
    .match(read(text), text)
    .map(({ value, start, end }) => [value, text.slice(start, end)]);

describe("KeywordMatcher", () => {
  it("finds terms and gives the exact stretch of the original", () => {
    expect(found(["turnip", "marrow"], "A Turnip, and a MARROW!")).toEqual([
      ["turnip", "Turnip"],
      ["marrow", "MARROW"],
    ]);
  });

  it("carries the entry into the match", () => {
    const matcher = new KeywordMatcher([rule("turnip", { category: "spam", action: "block" })]);
    expect(matcher.match(read("my turnip"), "my turnip")).toEqual([
      {
        entryId: "id-turnip",
        kind: "keyword",
        value: "turnip",
        category: "spam",
        action: "block",
        start: 3,
        end: 9,
      },
    ]);
  });

  it.each([
    ["inside a longer word", ["corn"], "unicorn corner scorned", []],
    [
      "beside punctuation",
      ["corn"],
      "(corn), corn's corn.",
      [
        ["corn", "corn"],
        ["corn", "corn"],
        ["corn", "corn"],
      ],
    ],
    ["beside digits", ["corn"], "corn2024", [["corn", "corn"]]],
    ["a phrase over any white space", ["sweet corn"], "Sweet\n  corn", [["sweet corn", "Sweet\n  corn"]]],
    ["Chinese inside a sentence", ["玉米"], "我喜欢玉米饼", [["玉米", "玉米"]]],
    ["Cyrillic at word edges only", ["рис"], "рис рисунок", [["рис", "рис"]]],
    [
      "emoji",
      ["🌽"],
      "so much🌽🌽",
      [
        ["🌽", "🌽"],
        ["🌽", "🌽"],
      ],
    ],
    ["a term with its own signs", ["corn++"], "corn++ now", [["corn++", "corn++"]]],
    [
      "terms within terms",
      ["sweet corn", "corn"],
      "sweet corn",
      [
        ["sweet corn", "sweet corn"],
        ["corn", "corn"],
      ],
    ],
    [
      "overlapping phrases",
      ["a b", "b c"],
      "a b c",
      [
        ["a b", "a b"],
        ["b c", "b c"],
      ],
    ],
    [
      "diacritics and case in the term",
      ["Köpfe"],
      "kopfe KÖPFE",
      [
        ["Köpfe", "kopfe"],
        ["Köpfe", "KÖPFE"],
      ],
    ],
  ])("%s", (_, terms, text, expected) => {
    expect(found(terms, text)).toEqual(expected);
  });

  it.each([
    ["t u r n i p", "t u r n i p"],
    ["t.u.r.n.i.p", "t.u.r.n.i.p"],
    ["turn\u200bip", "turn\u200bip"],
    ["tuuuuurnip", "tuuuuurnip"],
    ["turnippp", "turnippp"],
    ["𝓽𝓾𝓻𝓷𝓲𝓹", "𝓽𝓾𝓻𝓷𝓲𝓹"],
    ["turn1p", "turn1p"],
    ["тurnip", "тurnip"],
    ["t u r n i p s o u p", "t u r n i p"],
  ])("sees through %s", (disguised, stretch) => {
    expect(found(["turnip"], `my ${disguised} here`)).toEqual([["turnip", stretch]]);
  });

  it("does not take two letters for an elongated one", () => {
    expect(found(["as"], "asss ass as")).toEqual([
      ["as", "as"],
      ["as", "asss"],
    ]);
  });

  it("does not see an edge in invisible characters", () => {
    expect(found(["corn"], "s\u200bcorn\u200bed")).toEqual([]);
  });

  it("keeps two entries with the same term apart and ignores empty ones", () => {
    const matcher = new KeywordMatcher([
      rule("corn", { id: "1" }),
      rule("CORN", { id: "2" }),
      rule("\u200b"),
    ]);
    expect(matcher.size).toBe(1);
    expect(matcher.match(read("corn"), "corn").map((match) => match.entryId)).toEqual(["1", "2"]);
  });

  it("stops at its limit", () => {
    const text = "corn ".repeat(500);
    expect(new KeywordMatcher([rule("corn")]).match(read(text), text, 20)).toHaveLength(20);
  });

  it("finds what a plain search finds", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 3 });
    const sentence = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
    const phrases = fc.uniqueArray(
      fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
      { minLength: 1, maxLength: 8, selector: (value) => normalise(value).text },
    );
    fc.assert(
      fc.property(phrases, sentence, (values, text) => {
        const { text: folded, elongated } = normalise(text);
        fc.pre(elongated.length === 0 && folded === text);
        fc.pre(values.every((value) => normalise(value).text === value));
        const expected = values.flatMap((value) =>
          [...` ${text} `.matchAll(new RegExp(`(?<= )(?=${value} )`, "g"))].map(
            (hit) => `${value}@${hit.index - 1}`,
          ),
        );
        const matches = new KeywordMatcher(values.map((value) => rule(value))).match(read(text), text);
        expect(matches.map(({ value, start }) => `${value}@${start}`).sort()).toEqual(expected.sort());
      }),
      { numRuns: 500 },
    );
  });
});
