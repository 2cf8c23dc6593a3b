import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BYTE_SIGNS } from "#lib/domain/text/byte-signs";
import { bytePairTokenizer, learnBytePairs } from "./byte-level-bpe";
import { Random } from "./random";

const SPECIALS = ["<s>", "<pad>", "</s>"];
const BASE = SPECIALS.length + 256;
const TEXTS = [
  ...Array.from({ length: 9 }, () => "the marrow and the other marrow, don't they?"),
  ...Array.from({ length: 5 }, () => "тыква и тыква 🎃🎃"),
];
const learnt = (texts: readonly string[], { merges = 60, fewest = 2 } = {}) =>
  learnBytePairs(texts, { size: BASE + merges, specials: SPECIALS, fewest });
const opened = (texts: readonly string[], plan?: Parameters<typeof learnt>[1]) =>
  new Tokenizer(JSON.parse(JSON.stringify(bytePairTokenizer(learnt(texts, plan), ["<s>", "</s>"]))), {
    clean_up_tokenization_spaces: false,
  });
const decoded = (tokenizer: Tokenizer, text: string) =>
  tokenizer.decode(tokenizer.encode(text, { add_special_tokens: false }).ids, { skip_special_tokens: false });

/** The same by counting every pair anew before each merge. */
function plainly(texts: readonly string[], merges: number, fewest: number): string[] {
  let words = texts.flatMap((text) =>
    (text.match(/ ?\p{L}+| ?[^\s\p{L}]+|\s+(?!\S)|\s+/gu) ?? []).map((word) =>
      Array.from(new TextEncoder().encode(word), (byte) => BYTE_SIGNS[byte] as string),
    ),
  );
  const ids = new Map([...SPECIALS, ...[...BYTE_SIGNS].sort()].map((token, id) => [token, id]));
  const place = (pair: string) =>
    pair.split(" ").map((token) => ids.get(token) as number) as [number, number];
  const made: string[] = [];
  while (ids.size < BASE + merges) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (const [at, token] of word.slice(1).entries())
        counts.set(`${word[at]} ${token}`, (counts.get(`${word[at]} ${token}`) ?? 0) + 1);
    const [best] = [...counts].sort(
      ([a, x], [b, y]) => y - x || place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1],
    );
    if (!best || best[1] < fewest) break;
    const [left, right] = best[0].split(" ") as [string, string];
    made.push(best[0]);
    if (!ids.has(left + right)) ids.set(left + right, ids.size);
    words = words.map((word) => {
      const next: string[] = [];
      for (let at = 0; at < word.length; at++)
        next.push(
          word[at] === left && word[at + 1] === right ? left + (word[++at] as string) : (word[at] as string),
        );
      return next;
    });
  }
  return made;
}

describe("learnBytePairs", () => {
  it("makes one token of a frequent word, with the space before it", () => {
    const tokenizer = opened(TEXTS);
    const tokens = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).tokens;
    expect(tokens("the marrow")).toEqual(["the", "Ġmarrow"]);
    expect(tokens("тыква")).toHaveLength(1);
    expect(tokens("marrowfat").length).toBeGreaterThan(2);
    expect(tokenizer.encode("the").tokens).toEqual(["<s>", "the", "</s>"]);
  });

  it("merges what a plain count of all pairs would merge, in the same order", () => {
    const random = new Random(11);
    const letters = ["a", "b", "ab", "é", " ", "c", "aa", "-"];
    for (let round = 0; round < 20; round++) {
      const texts = Array.from({ length: 12 }, () =>
        Array.from({ length: 30 }, () => letters[Math.floor(random.next() * letters.length)]).join(""),
      );
      const { merges } = learnt(texts, { merges: 40, fewest: 3 });
      expect(merges.map((pair) => pair.join(" "))).toEqual(plainly(texts, 40, 3));
    }
  });

  it("gives the same vocabulary for the same texts in another order, ties by the lower ids", () => {
    expect(learnt(TEXTS.toReversed())).toEqual(learnt(TEXTS));
    expect(learnt(["dc ba", "ba dc"], { merges: 2 }).merges).toEqual([
      ["b", "a"],
      ["d", "c"],
    ]);
  });

  it("joins a run of one sign from its start", () => {
    expect(learnt(["aaaaa aaaaa"], { fewest: 1 }).merges.slice(0, 2)).toEqual([
      ["a", "a"],
      ["aa", "a"],
    ]);
  });

  it("has one token for what is merged and for a special one that is written so", () => {
    const { tokens, merges } = learnBytePairs(["pad pad"], { size: 300, specials: ["pad"], fewest: 2 });
    expect(merges).toContainEqual(["p", "ad"]);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it("stops at its size, and where no pair occurs often enough", () => {
    expect(learnt(TEXTS, { merges: 7 }).tokens).toHaveLength(BASE + 7);
    expect(learnt(["no pairs"]).merges).toEqual([]);
    expect(learnt([]).tokens).toHaveLength(BASE);
  });

  it("refuses a size without room for the bytes, and special tokens that are the same", () => {
    const plan = { size: 300, specials: SPECIALS, fewest: 2 };
    expect(() => learnBytePairs([], { ...plan, size: BASE - 1 })).toThrow(/no room for 259/);
    expect(() => learnBytePairs([], { ...plan, specials: ["<s>", "<s>"] })).toThrow(/named twice/);
    expect(() => bytePairTokenizer(learnt([]), ["<s>", "<end>"])).toThrow(/<end> is not a special token/);
  });
});

describe("bytePairTokenizer", () => {
  const tokenizer = opened(TEXTS);

  it.each([
    "the marrow and the other",
    "  two spaces,\ttab\nand line\r\n\n ends  ",
    "Привет, тыква! Ελληνικά עברית العربية हिन्दी ไทย 한국어 日本語 中文",
    "🎃👩‍👩‍👧‍👦🏳️‍🌈 1️⃣ naïve cafe\u0301 ﬁ ½ \u0000\u007f\u00ad\u200b\ufeff",
    "they're we'll don't I'D '",
  ])("gives %j back as it was", (text) => expect(decoded(tokenizer, text)).toBe(text));

  it("gives every character back, and with them every byte that UTF-8 has", () => {
    const seen = new Set<number>();
    for (let from = 0; from < 0x110000; from += 0x800) {
      if (from >= 0xd800 && from < 0xe000) continue;
      const step = from < 0x800 ? 1 : 61;
      const text = Array.from({ length: Math.ceil(0x800 / step) }, (_, i) =>
        String.fromCodePoint(from + i * step),
      ).join("");
      for (const byte of new TextEncoder().encode(text)) seen.add(byte);
      expect(decoded(tokenizer, text)).toBe(text);
    }
    // All but 0xC0, 0xC1 and 0xF5 to 0xFF, which no character needs.
    expect(seen.size).toBe(256 - 13);
  });

  it("gives any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => decoded(tokenizer, text) === text),
    );
  });
});
