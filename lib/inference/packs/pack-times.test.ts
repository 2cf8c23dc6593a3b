import { describe, expect, it } from "vitest";
import { timeoutFor, timesInWords, timesReport } from "./pack-times";

const times = (windowMs: number) => ({
  ...{ windowTokens: 512, windowMs },
  ...{ batchTexts: 8, batchTokens: 32, batchMs: 612.4 },
});

describe("what trying out a text model took", () => {
  it.each([
    [0.4, 2_000],
    [41, 2_000],
    [100, 4_800],
    [1_100, 52_800],
    [1_251, 60_000],
    [9_000, 60_000],
  ])("a window of %d ms makes a time-out of %d ms", (windowMs, timeoutMs) => {
    expect(timeoutFor(times(windowMs))).toBe(timeoutMs);
  });

  it("is said in words, with a warning where long texts are slow", () => {
    expect(timesInWords(times(1_100))).toBe(
      "A window of 512 tokens takes 1.1 s on this processor, 8 texts of 32 tokens together 613 ms, the longest text (12 windows) 13.2 s; the stage may take 52.8 s.",
    );
    expect(timesReport(times(20)).split("\n")).toHaveLength(1);
    expect(timesReport(times(1_100))).toMatch(/\nLong texts will be slow: .*after 10 s/u);
    expect(timesReport(times(1_100))).not.toMatch(/a minute at most/u);
    expect(timesReport(times(1_300))).toMatch(/a minute at most: .* go to a person/u);
  });
});
