import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confidenceOf, type HeardWord, heardScore, timeOfSpan, writeTranscript } from "./transcript";
import { wordErrorRate } from "./word-error";

const heard = (word: string, start: number, end: number, confidence = 1): HeardWord => ({
  word,
  start,
  end,
  confidence,
});

const WORDS = [
  heard("meet", 1, 1.3),
  heard("me", 1.3, 1.5),
  heard("tomorrow", 1.5, 2),
  heard("bring", 3, 3.3),
  heard("bread", 3.3, 3.8),
];

describe("a transcript", () => {
  it("is one text, cut into sentences at pauses", () => {
    const { text, sentences } = writeTranscript(WORDS);
    expect(text).toBe("meet me tomorrow. bring bread");
    expect(sentences).toEqual([
      { first: 0, last: 3, text: "meet me tomorrow" },
      { first: 3, last: 5, text: "bring bread" },
    ]);
  });

  it("knows where each word stands, whatever the words", () => {
    const words = fc.array(
      fc.record({
        word: fc.string({ minLength: 1, maxLength: 8 }),
        pause: fc.double({ min: 0, max: 2, noNaN: true }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(words, (list) => {
        let at = 0;
        const spoken = list.map(({ word, pause }) => {
          const start = at + pause;
          at = start + 0.3;
          return heard(word, start, at);
        });
        const { text, words: placed, sentences } = writeTranscript(spoken);
        for (const { word, from, to } of placed) expect(text.slice(from, to)).toBe(word);
        expect(sentences.flatMap(({ first, last }) => placed.slice(first, last))).toEqual(placed);
        for (const { text: sentence } of sentences) expect(text).toContain(sentence);
      }),
    );
  });

  it("tells when a stretch of its text was said", () => {
    const { text, words } = writeTranscript(WORDS);
    const start = text.indexOf("tomorrow");
    expect(timeOfSpan(words, { start, end: start + 8 })).toEqual({ start: 1.5, end: 2 });
    expect(timeOfSpan(words, { start: start + 3, end: text.indexOf("bread") + 1 })).toEqual({
      start: 1.5,
      end: 3.8,
    });
    expect(timeOfSpan(words, { start: 500, end: 600 })).toBeNull();
  });

  it("is as sure as its words, long ones counting more", () => {
    expect(confidenceOf([heard("a", 0, 1, 1), heard("b", 1, 4, 0)])).toBeCloseTo(0.25);
    expect(confidenceOf([])).toBe(0);
    expect(writeTranscript([])).toEqual({ text: "", words: [], sentences: [], confidence: 0 });
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
