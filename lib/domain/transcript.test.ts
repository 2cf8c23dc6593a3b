import { describe, expect, it } from "vitest";
import type { Transcript } from "./media";
import { regionsOf } from "./transcript";

const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.05 };
const TRANSCRIPT: Transcript = {
  text: "buy cheap pills",
  words: [
    { start: 0, end: 3, confidence: 0.9, box },
    { start: 4, end: 9, confidence: 0.9, box: { ...box, x: 0.4 }, seconds: { from: 1, to: 2 } },
    { start: 10, end: 15, confidence: 0.9, seconds: { from: 2, to: 3 } },
  ],
};

describe("regionsOf", () => {
  it("gives a word the weight of the span on it, with its box and seconds", () => {
    expect(regionsOf([{ start: 4, end: 9, weight: 0.5 }], TRANSCRIPT)).toEqual([
      { weight: 0.5, box: { ...box, x: 0.4 }, seconds: { from: 1, to: 2 } },
    ]);
  });

  it("splits a span over the words it touches, by the characters on each", () => {
    const regions = regionsOf([{ start: 5, end: 11, weight: 1 }], TRANSCRIPT);
    expect(regions.map(({ weight }) => weight)).toEqual([0.8, 0.2]);
  });

  it("adds up spans on one word and keeps the order of the text", () => {
    const spans = [
      { start: 10, end: 15, weight: 0.5 },
      { start: 0, end: 3, weight: 0.25 },
      { start: 12, end: 13, weight: 0.25 },
    ];
    expect(regionsOf(spans, TRANSCRIPT).map(({ weight }) => weight)).toEqual([0.25, 0.75]);
  });

  it("leaves out what lies between words", () => {
    expect(regionsOf([{ start: 3, end: 4, weight: 1 }], TRANSCRIPT)).toEqual([]);
  });
});
