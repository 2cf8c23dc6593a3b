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

  it("joins letters of which each has a line", () => {
    expect(forms("an\ni\nd\ni\no\nt\n\nh\ne\nr\ne")).toEqual(["an", "idiot", "here"]);
    expect(forms("i\r\n\r\nd\r\n\r\ni\r\n\r\no\r\n\r\nt!")).toEqual(["idiot", "!"]);
    expect(forms("i \nd \ni \no \nt")).toEqual(["idiot"]);
    const text = "so\ni\nd\ni\no\nt";
    const { start, end } = splitWords(text)[1] as { start: number; end: number };
    expect(text.slice(start, end)).toBe("i\nd\ni\no\nt");
  });

  it("keeps lines apart that hold more than a letter, or two letters alone", () => {
    expect(forms("plan\na\nor\nb")).toEqual(["plan", "a", "or", "b"]);
    expect(forms("yes, I\na\nmust go")).toEqual(["yes", "i", "a", "must", "go"]);
    expect(forms("a)\nb)\nc)\n1\n2\n3")).toEqual("a b c ⟨1⟩ ⟨1⟩ ⟨1⟩".split(" "));
  });

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

  it.each([
    ["@you @are @so @silly", "you are so silly"],
    ["@kind @you, @Are!", "kind you are !"],
    ["I will call @you", "i will call you"],
    ["@friend @neighbour I think so too", "⟨user⟩ ⟨user⟩ i think so too"],
    [
      "@everyone @here @me_too thanks @youtube @the_club [USER] <user>",
      "⟨user⟩ ⟨user⟩ ⟨user⟩ thanks ⟨user⟩ ⟨user⟩ ⟨user⟩ ⟨user⟩",
    ],
    ["@__ @you", "you"],
    ["@friend see @you", "⟨user⟩ see you"],
  ])("reads mentions of nobody, and those beside, as words: %s", (text, read) =>
    expect(forms(text)).toEqual(read.split(" ")),
  );

  it("places the words of mentions with their sign", () => {
    const text = "@you @are @silly";
    expect(splitWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(text.split(" "));
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
