import { describe, expect, it } from "vitest";
import { normaliseInto } from "./normalise";
import { stretchesOf } from "./stretches";
import { TextBuffer } from "./text-buffer";

const stretches = (text: string) => {
  const buffer = new TextBuffer();
  normaliseInto(buffer, text);
  return stretchesOf(buffer).map(({ from, to }) => buffer.slice(from, to));
};
const WORDS = "the boats came home before the rain and the children counted them from the wall";

describe("stretchesOf", () => {
  it("leaves a short text whole", () => {
    expect(stretches("what a lovely day")).toEqual([]);
    expect(stretches("")).toEqual([]);
  });

  it("covers every word, cut between words, each neighbour in one stretch", () => {
    for (const text of [WORDS, `${WORDS} ${WORDS} ${WORDS}`]) {
      const found = stretches(text);
      expect(found.length).toBeGreaterThan(2);
      const words = text.split(" ");
      for (const [at, word] of words.entries()) {
        const pair = at + 1 < words.length ? `${word} ${words[at + 1]}` : word;
        expect(found.some((stretch) => stretch.includes(pair))).toBe(true);
      }
      for (const stretch of found)
        for (const word of stretch.trim().split(" ")) expect(words).toContain(word);
    }
  });

  it("is bounded in number, whatever the length, and needs no spaces", () => {
    expect(stretches(`${WORDS} `.repeat(400)).length).toBeLessThanOrEqual(49);
    const unbroken = stretches("abcdefgh".repeat(40));
    expect(unbroken.length).toBeGreaterThan(2);
    expect(unbroken.every((stretch) => stretch.length > 0)).toBe(true);
  });

  it("reads passages in different scripts apart, however short, and leaves names and words quoted where they stand", () => {
    const [chinese, threat] = ["今天天气很好，我们去公园散步。", "I will find you and hurt you"];
    const scripts = [/\p{Script=Han}/u, /\p{Script=Latin}/u, /\p{Script=Cyrillic}/u];
    const russian = "до свидания, до скорой встречи";
    for (const text of [`${chinese}${threat}`, `${threat} ${chinese}`, `${chinese} ${threat} ${russian}`]) {
      const found = stretches(text).map((stretch) => scripts.filter((script) => script.test(stretch)).length);
      expect([text, Math.max(...found)]).toEqual([text, 1]);
    }
    expect(stretches(`${chinese.repeat(30)}${threat}${chinese.repeat(30)}`)).toContain(threat.toLowerCase());
    for (const text of [
      "我今天在 Starbucks Reserve 喝了一杯 latte，很好。",
      "Я купил новый MacBook Pro, доволен.",
    ])
      expect(stretches(text)).toEqual([]);
  });
});
