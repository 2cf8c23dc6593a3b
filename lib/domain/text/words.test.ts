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
    ["һate", "hate"],
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
    expect(forms("J. R. R. Tolkien")).toEqual(["j", ".", "r", ".", "r", ".", "tolkien"]);
  });

  it.each([
    ...["/", "~", ",", "|", "  ", "--", "\u00a0", "\u202f", "\u0001", "\ufffd", "\ud800", "😀"],
    ...["│", "‧", "★", "～", "#", "×", "%", "–", "…", "→", "、", "\u0640", " - ", " / ", " ★ "],
  ])("joins letters with the same sign between them: %j", (sign) =>
    expect(forms(`an ${[..."idiot"].join(sign)} here`)).toEqual(["an", "idiot", "here"]),
  );

  it("leaves signs between single letters alone that list, count or ask", () => {
    expect(forms("options A, B, C or x + y = z?")).toEqual("options a b c or x y z ?".split(" "));
    expect(forms("(a) tea (b) milk")).toEqual(["a", "tea", "b", "milk"]);
    expect(forms("我、你、他 是 不 是")).toEqual([..."我你他是不是"]);
    expect(forms("is it a?b?c?")).toEqual("is it a ? b ? c ?".split(" "));
  });

  it("keeps words apart whose letters are", () => {
    expect(forms("(y)(o)(u) (f)(o)(o)(l)")).toEqual(["you", "fool"]);
    expect(forms("y.o.u a.r.e a f.o.o.l")).toEqual(["you", "are", "a", "fool"]);
    expect(forms("a U.S. citizen")).toEqual(["a", "us", ".", "citizen"]);
    expect(forms("h.a-t e")).toEqual(["hate"]);
  });

  it.each([
    ..."\u061c|\u180e|\u202d|\u2060|\u2062|\u2064|\u2068|\u3164|\ufeff|\u{e0061}|\u200d"
      .split("|")
      .map((unseen) => [..."idiot"].join(unseen)),
    ..."ɪᴅɪᴏᴛ|ⓘⓓⓘⓞⓣ|ⒾⒹⒾⓄⓉ|⒤⒟⒤⒪⒯|🄸🄳🄸🄾🅃|🅘🅓🅘🅞🅣|🅸🅳🅸🅾🆃|𝐢𝐝𝐢𝐨𝐭|ｉｄｉｏｔ|іԁіօt|ᴉdᴉoʇ|ɨđɨøŧ|(i)(d)(i)(o)(t)|[i] [d] [i] [o] [t]|іԁіοт".split(
      "|",
    ),
    ..."id<b></b>iot|i<i></i>d<i></i>iot|i&shy;d&#8203;iot|i&amp;d&amp;i&amp;o&amp;t|&#105;d&#x69;ot|id<!-- -->iot".split(
      "|",
    ),
  ])("reads what %s shows, and marks it whole", (written) => {
    const text = `an ${written}, 😀`;
    expect(forms(text)).toEqual(["an", "idiot", "😀"]);
    const { start, end } = splitWords(text)[1] as { start: number; end: number };
    expect(text.slice(start, end)).toBe(written);
  });

  it("reads emphasis as the words, and keeps asterisks that hide letters", () => {
    expect(forms("**I** *am* a **kind one**, *yes")).toEqual(["i", "am", "a", "kind", "one", "yes"]);
    expect(forms("what the f** is this sh** and *this s**")).toEqual(
      "what the f** is this sh** and this s**".split(" "),
    );
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
