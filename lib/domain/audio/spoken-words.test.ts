import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regionsOf } from "../transcript";
import { confidenceOf, type HeardWord, heardScore, writeSpokenWords } from "./spoken-words";
import { wordErrorRate } from "./word-error";

const heard = (word: string, from: number, to: number, confidence = 1): HeardWord => ({
  word,
  seconds: { from, to },
  confidence,
});

const WORDS = [
  heard("meet", 1, 1.3),
  heard("me", 1.3, 1.5),
  heard("tomorrow", 1.5, 2),
  heard("bring", 3, 3.3),
  heard("bread", 3.3, 3.8),
];

describe("spoken words", () => {
  it("are one text, cut into sentences at pauses", () => {
    const { transcript, sentences } = writeSpokenWords(WORDS);
    expect(transcript.text).toBe("meet me tomorrow. bring bread");
    expect(sentences).toEqual([
      { first: 0, last: 3, text: "meet me tomorrow", start: 0, seconds: { from: 1, to: 2 }, confidence: 1 },
      { first: 3, last: 5, text: "bring bread", start: 18, seconds: { from: 3, to: 3.8 }, confidence: 1 },
    ]);
  });

  it("know where each word stands, whatever the words", () => {
    const words = fc.array(
      fc.record({
        word: fc.string({ minLength: 1, maxLength: 8 }),
        pause: fc.double({ min: 0, max: 2, noNaN: true }),
      }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(words, (list) => {
        let at = 0;
        const spoken = list.map(({ word, pause }) => {
          const from = at + pause;
          at = from + 0.3;
          return heard(word, from, at);
        });
        const { transcript, sentences } = writeSpokenWords(spoken);
        transcript.words.forEach(({ start, end }, index) => {
          expect(transcript.text.slice(start, end)).toBe(list[index]?.word);
        });
        expect(sentences.flatMap(({ first, last }) => spoken.slice(first, last))).toEqual(spoken);
        for (const { start, text } of sentences)
          expect(transcript.text.slice(start, start + text.length)).toBe(text);
      }),
    );
  });

  it("tell when a stretch of their text was said", () => {
    const { transcript } = writeSpokenWords(WORDS);
    const start = transcript.text.indexOf("tomorrow");
    expect(regionsOf([{ start, end: start + 8, weight: 0.4 }], transcript)).toEqual([
      { weight: 0.4, seconds: { from: 1.5, to: 2 } },
    ]);
  });

  it("are as sure as each of them, long ones counting more", () => {
    expect(confidenceOf([heard("a", 0, 1, 1), heard("b", 1, 4, 0)])).toBeCloseTo(0.25);
    expect(confidenceOf([])).toBe(0);
    expect(writeSpokenWords([])).toEqual({
      transcript: { text: "", words: [] },
      sentences: [],
      confidence: 0,
    });
  });
});

describe("a score of heard words", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it("never grows, never falls under one half from above it, and grows with the score", () => {
    fc.assert(
      fc.property(share, share, share, (a, b, confidence) => {
        const score = heardScore(a, confidence);
        expect(score).toBeLessThanOrEqual(a);
        expect(score).toBeGreaterThanOrEqual(Math.min(a, 0.5));
        if (a <= b) expect(score).toBeLessThanOrEqual(heardScore(b, confidence));
      }),
    );
  });

  it("is itself when all was heard well", () => {
    fc.assert(
      fc.property(share, (score) => {
        expect(heardScore(score, 1)).toBeCloseTo(score, 12);
      }),
    );
  });
});

describe("word error rate", () => {
  const words = (text: string) => text.split(" ");

  it("counts what is missing, wrong and too much", () => {
    expect(wordErrorRate(words("the cat sat down"), words("the cat sat down"))).toBe(0);
    expect(wordErrorRate(words("the cat sat down"), words("the hat sat"))).toBe(0.5);
    expect(wordErrorRate(words("the cat"), words("the very cat"))).toBe(0.5);
    expect(wordErrorRate([], [])).toBe(0);
    expect(wordErrorRate([], ["a"])).toBe(1);
  });
});
