import { describe, expect, it } from "vitest";
import { normalise } from "#lib/domain/text/normalise";
import { weigh, withoutNames } from "./language-evidence";
import { BORROWED, ENGLISH_WORDS, LETTERS, SMALL_WORDS } from "./language-words";

const weighed = (text: string) => weigh(withoutNames(text), withoutNames(normalise(text).text));

describe("the lists of words", () => {
  it("hold words as texts are normalised, each once", () => {
    for (const [name, list] of Object.entries({ ...SMALL_WORDS, en: ENGLISH_WORDS })) {
      const words = list.split(/\s+/);
      expect([name, words.filter((word) => !/^[a-z]+(?:'[a-z]*)?$/.test(word))]).toEqual([name, []]);
      expect([name, words.length]).toEqual([name, new Set(words).size]);
      for (const word of words) expect(normalise(word).text).toBe(word);
    }
  });

  it("borrow from the others, and know letters of no further language", () => {
    const known = new Set([...Object.values(SMALL_WORDS), ENGLISH_WORDS].join(" ").split(/\s+/));
    expect(BORROWED.split(/\s+/).filter((word) => !known.has(word))).toEqual([]);
    expect(Object.keys(LETTERS.of).filter((code) => !(code in SMALL_WORDS))).toEqual([]);
  });
});

describe("weigh", () => {
  it("counts what is foreign twice, and once for each side what both have", () => {
    expect(weighed("ich will sterben")).toMatchObject({ foreign: 5, english: 1, codes: ["de"], words: 3 });
    expect(weighed("you will die")).toMatchObject({ foreign: 2, english: 4, englishWords: 3 });
  });

  it("counts a word once, however often it stands there", () => {
    expect(weighed("nicht nicht nicht")).toMatchObject({ foreign: 2, words: 3 });
  });

  it("reads the word before an apostrophe", () => {
    expect(weighed("l'avion")).toMatchObject({ foreign: 2, codes: ["fr", "it"] });
    expect(weighed("the dog's bowl").englishWords).toBe(2);
  });

  it("counts letters by what English borrows, and not beyond two words' worth", () => {
    expect(weighed("naïve")).toMatchObject({ foreign: 1 });
    expect(weighed("ąęłńśźż")).toMatchObject({ foreign: 4, codes: ["pl"] });
  });

  it("passes over names, addresses, numbers and code", () => {
    for (const text of [
      "@der_die_das #nicht",
      "https://nicht.example/und",
      "x = nicht(und)",
      "nicht2 und_ich",
    ])
      expect(weighed(text)).toMatchObject({ foreign: 0, codes: [] });
  });
});
