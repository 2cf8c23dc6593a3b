import { describe, expect, it } from "vitest";
import { splitWords } from "#lib/domain/text/words";
import { Padding } from "./padding";
import { Random } from "./random";

const QUIET = ["the train to the coast leaves at noon and the tickets are cheap"];
const texts = (text: string, seed: number): string[] => {
  const [padding, random] = [new Padding(QUIET, 90), new Random(seed)];
  return Array.from({ length: 400 }, () => padding.around(text, random));
};

describe("Padding", () => {
  it("adds words before, behind and between, and loses none of the text's own", () => {
    const all = texts("You are a clown. Go away.", 3);
    for (const text of all)
      expect(text.replace(/You are a clown\.[\s\S]* Go away\./u, "<kept>")).toContain("<kept>");
    expect(all.some((text) => text.startsWith("You are a clown. Go away.") && text.length > 30)).toBe(true);
    expect(all.some((text) => text.endsWith("Go away.") && text.length > 30)).toBe(true);
    expect(all.some((text) => /^You are a clown\. .+ Go away\.$/su.test(text))).toBe(true);
    expect(new Set(all).size).toBeGreaterThan(350);
  });

  it("stays within the words that are read at once and leaves a text alone that fills them", () => {
    for (const text of texts("one two three ".repeat(20), 5))
      expect(splitWords(text).length).toBeLessThanOrEqual(96);
    const full = "word ".repeat(90).trim();
    for (const text of texts(full, 5)) expect(text).toBe(full);
  });

  it("gives the same padding for the same seed", () => {
    expect(texts("hello", 9)).toEqual(texts("hello", 9));
  });
});
