import { describe, expect, it } from "vitest";
import { foldWord, splitWords } from "./words";

const forms = (text: string): string[] => splitWords(text).map((word) => word.form);

describe("splitWords", () => {
  it("keeps the place of every word in the original", () => {
    const text = "Thé  CÁT sat 😀 on http://x.org!!";
    for (const { start, end } of splitWords(text)) expect(end).toBeGreaterThan(start);
    expect(splitWords(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "Thé",
      "CÁT",
      "sat",
      "😀",
      "on",
      "http://x.org!!",
    ]);
    expect(forms(text)).toEqual(["the", "cat", "sat", "😀", "on", "⟨url⟩"]);
  });

  it.each([
    ["h4te", "hate"],
    ["HAAATE", "hate"],
    ["h.a.t.e", "hate"],
    ["h-a-t-e", "hate"],
    ["һate", "һate"],
    ["hаte", "hate"],
    ["don't", "dont"],
    ["$illy", "silly"],
    ["covid19", "covid19"],
    ["n00b", "noob"],
    ["ﬁne", "fine"],
    ["ha\u200bte", "hate"],
  ])("folds %s to %s", (written, read) => expect(forms(written)).toEqual([read]));

  it("joins letters that were spaced out, and only those", () => {
    expect(forms("I h a t e it")).toEqual(["ihate", "it"]);
    expect(forms("plan b is a go")).toEqual(["plan", "b", "is", "a", "go"]);
  });

  it("keeps Cyrillic words Cyrillic and parts ideographs", () => {
    expect(forms("снег хорошо")).toEqual(["снег", "хорошо"]);
    expect(forms("你好吗")).toEqual(["你", "好", "吗"]);
  });

  it("reads mentions, numbers, quotes and marks as classes", () => {
    expect(forms("@someone said “yes” 12 times?!")).toEqual([
      "⟨user⟩",
      "said",
      '"',
      "yes",
      '"',
      "⟨2⟩",
      "times",
      "?",
    ]);
  });

  it("bounds the length of a form and takes an empty text", () => {
    expect(foldWord("ab".repeat(50)).length).toBe(32);
    expect(splitWords("")).toEqual([]);
  });

  it("folds a word that comes again as at first, case and length included", () => {
    const texts = [
      "H4te hate HATE h4te",
      "a".repeat(12),
      "b1".repeat(6),
      "Überübergrößenwahn",
      "c".repeat(13),
    ];
    const first = texts.map(forms);
    expect(texts.map(forms)).toEqual(first);
    for (const text of texts) expect(forms(text)).toEqual(text.split(" ").map(foldWord));
  });
});
