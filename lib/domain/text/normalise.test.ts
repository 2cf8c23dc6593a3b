import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise, originalSpan } from "./normalise";

const text = (input: string) => normalise(input).text;

describe("normalise", () => {
  it.each([
    ["plain text stays", "A kind word, at 10:30.", "a kind word, at 10:30."],
    ["full-width and mathematical letters", "ｓｐａｍ 𝓼𝓹𝓪𝓶 𝕤𝕡𝕒𝕞 ⓢⓟⓐⓜ", "spam spam spam spam"],
    ["squared and circled letters", "🅂🄿🄰🄼 🅢🅟🅐🅜 🆂🅿🅰🅼", "spam spam spam"],
    ["small capitals", "sᴘᴀᴍ", "spam"],
    ["diacritics on Latin letters", "ïdïöt Ünïcode ıŞık łódź", "idiot unicode isik lodz"],
    ["stacked marks", "s̶p̷a̸m̴", "spam"],
    [
      "zero-width and bidirectional controls",
      "sp\u200bam s\u202epam\u202c \ufeffspam sp\u00adam",
      "spam spam spam spam",
    ],
    ["Cyrillic letters in a Latin word", "sраm раyраl", "spam paypal"],
    ["a Latin letter in a Cyrillic word", "cпасибо", "спасибо"],
    ["Greek letters in a Latin word", "ѕραm", "spam"],
    ["leetspeak between letters", "h4te h3ll0w n00b b!rd f@ke he11o", "hate hellow noob bird fake hello"],
    ["leetspeak before letters", "1diot $pam", "idiot spam"],
    ["leetspeak at the end of a word already read", "n00b5 cla$$ $pam$", "noobs class spams"],
    ["spelled letters", "s p a m, s.p.a.m s-p-a-m s**p**a**m", "spam, spam spam spam"],
    [
      "letters parted by any sign",
      "s×p×a×m s│p│a│m s★p★a★m s#p#a#m s～p～a～m sـpـaـm",
      "spam spam spam spam spam spam",
    ],
    ["letters parted by signs between spaces", "s - p - a - m, s ★ p ★ a ★ m", "spam, spam"],
    ["letters in brackets", "(s)(p)(a)(m) (s){p}[a](m), [s] [p] [a] [m]!", "spam spam, spam!"],
    ["letters with strokes, hooks and tails", "sᵽⱥɱ ŧħɇ ⱳɇƀ", "spam the web"],
    ["look-alikes of two scripts without a Latin letter", "ѕρаm ѕрαм", "spam spam"],
    ["elongated words", "sooooo goooood!!!!!!", "soo good!!!"],
    ["white space of any kind", "a\u00a0\t\nb\u3000c", "a b c"],
    ["quotation marks and dashes", "“it’s” – fine…", '"it\'s" - fine...'],
    ["a lone surrogate", "a\ud800b", "a\ufffdb"],
    ["letters upside down, both cases", "ɐbɔdǝɟƃɥᴉɾʞlɯno ɹsʇuʌʍxʎz ⱯƆƎꞰɅ", "abcdefghijklmno rstuvwxyz acekv"],
    [
      "tags inside words",
      'sp<b></b>am <i>s</i><i>p</i>am s<FONT color="red">pa</FONT>m sp<!-- -->am',
      "spam spam spam spam",
    ],
    ["entities that show as nothing", "s&shy;p&zwnj;am s&#8203;p&#xAD;am", "spam spam"],
    ["letters written as numbers", "&#115;p&#x61;m &#115p&#97m", "spam spam"],
    ["letters spelled with ampersands", "s&p&a&m s&amp;p&amp;a&amp;m", "spam spam"],
  ])("folds %s", (_, input, expected) => {
    expect(text(input)).toBe(expected);
  });

  it.each([
    ["numbers and prices", "call 0171 4455, $50, 3.14, 1,000 or 20%"],
    ["ordinals, units and times", "the 4th and 1st at 5pm, 3days, 10kg, 7min"],
    ["dates", "on 2026-11-21 or 3/4/2025"],
    ["addresses", "see https://a1b3.example.com/x?y=4t or mail j0hn@example.org"],
    ["versions and names with numbers", "covid19 mp3 windows10 v1.2.3 ps5"],
    ["mentions and hashtags", "@user1name #top10list"],
    ["codes", "a1b2c3d4e5f6"],
    ["Russian", "ёлка и йод, мы едем домой"],
    ["Chinese and Japanese", "你好世界 ガギグ"],
    ["Korean", "안녕하세요"],
    ["Arabic and Hebrew", "مرحبا بالعالم שלום"],
    ["Hindi", "नमस्ते दुनिया"],
    ["Greek", "καλημέρα κόσμε"],
    ["emoji", "👍 great 🎉"],
    ["text-speak", "u r a star"],
    ["lists of letters", "a, b, c or (a) tea (b) milk, plan a - b, is it a?b?c?"],
    ["sums", "x + y = z, a^2 + b^2"],
    ["web prefix", "www.example.com"],
    [
      "what only looks like markup",
      "a <3 b, x < b and c > d, <user> &oldid; r&b at&t q&a &#128514; &#8220; &#x110000;",
    ],
    ["links and paragraphs", '<p>see <a href="x">this</a><br>'],
  ])("leaves alone %s", (_, input) => {
    expect(text(input)).toBe(input);
  });

  it("maps every unit back to where it came from", () => {
    const original = "Well, s\u200bр4\u0301m it is";
    const found = normalise(original);
    const at = found.text.indexOf("spam");
    expect(found.text).toBe("well, spam it is");
    const { start, end } = originalSpan(found, at, at + 4);
    expect(original.slice(start, end)).toBe("s\u200bр4\u0301m".normalize());
  });

  it("maps what markup hid to the whole of it", () => {
    const original = "Well, s<b></b>p&shy;&#97;m😀 it is";
    const found = normalise(original);
    const at = found.text.indexOf("spam");
    expect(found.text).toBe("well, spam😀 it is");
    const { start, end } = originalSpan(found, at, at + 4);
    expect(original.slice(start, end)).toBe("s<b></b>p&shy;&#97;m");
    expect(original.slice(found.starts[at + 7], found.ends[at + 8])).toBe("it");
  });

  it("covers an elongated run with its last letter", () => {
    const found = normalise("soooo");
    expect(originalSpan(found, 0, found.text.length)).toEqual({ start: 0, end: 5 });
    expect(found.elongated).toEqual([2]);
  });

  const tricky = fc.string({
    unit: fc.constantFrom(
      ..."aAbe io14$@!.  -wWуКаёй×★()[]\u0640ραđ\u0301\u0306ﷺㅋㅏ각가\u200d\u200b\u202eİßﬁ½Ⅷ哈ﾊﾞかα🅰😀".split(
        "",
      ),
      "😀",
      "\ud83d",
      "𝓪",
      "🇫",
    ),
    maxLength: 40,
  });
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ maxLength: 60 }),
    tricky,
  );

  it("is idempotent", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        const once = text(input);
        expect(text(once)).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });

  it("keeps a monotone map within the original's bounds", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        const { text: out, starts, ends } = normalise(input);
        expect([starts.length, ends.length]).toEqual([out.length, out.length]);
        for (let at = 0; at < out.length; at += 1) {
          expect(starts[at]).toBeLessThan(ends[at] as number);
          expect(ends[at]).toBeLessThanOrEqual(input.length);
          if (at > 0) {
            expect(starts[at]).toBeGreaterThanOrEqual(starts[at - 1] as number);
            expect(ends[at]).toBeGreaterThanOrEqual(ends[at - 1] as number);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("never splits a surrogate pair of the original", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (input) => {
        const { text: out, starts, ends } = normalise(input);
        for (let at = 0; at < out.length; at += 1) {
          const piece = input.slice(starts[at], ends[at]);
          expect(piece).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
  });

  it("reads a hidden word whatever way it is hidden", () => {
    const disguise = fc.constantFrom(
      (word: string) => [...word].join("\u200b"),
      (word: string) => [...word].join("."),
      (word: string) => [...word].join(" "),
      (word: string) => word.toUpperCase(),
      (word: string) => word.replaceAll("a", "@"),
      (word: string) => word.replaceAll("a", "а"),
      (word: string) => [...word].map((char) => `${char}\u0336`).join(""),
      (word: string) => word.replaceAll("o", "0"),
    );
    fc.assert(
      fc.property(fc.constantFrom("carrot", "marmalade", "potato", "balcony"), disguise, (word, hide) => {
        expect(text(`the ${hide(word)}, please`)).toBe(`the ${word}, please`);
      }),
    );
  });
});
