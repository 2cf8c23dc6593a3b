import { describe, expect, it } from "vitest";
import { frameLevels, SILENT_DB, soundFacts, waveformPeaks } from "./sound-facts";

const RATE = 16_000;
const tone = (seconds: number, level: number) =>
  Int16Array.from({ length: seconds * RATE }, (_, at) =>
    Math.round(32_767 * level * Math.sin((2 * Math.PI * 440 * at) / RATE)),
  );
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));

describe("facts of a sound", () => {
  it("measure a full-scale tone at 0 dB peak", () => {
    const facts = soundFacts(tone(1, 1), RATE);
    expect(facts.peakDb).toBeCloseTo(0, 1);
    expect(facts.silentShare).toBe(0);
    expect(facts.seconds).toBe(1);
  });

  it("halve by 6 dB with half the level", () => {
    const loud = soundFacts(tone(1, 0.8), RATE);
    const soft = soundFacts(tone(1, 0.4), RATE);
    expect(loud.loudness - soft.loudness).toBeCloseTo(6.02, 1);
  });

  it("find how much is silent and the longest silence", () => {
    const facts = soundFacts(joined(tone(1, 0.5), new Int16Array(2 * RATE), tone(1, 0.5)), RATE);
    expect(facts.silentShare).toBeCloseTo(0.5, 2);
    expect(facts.longestSilenceSeconds).toBeCloseTo(2, 1);
  });

  it("of nothing are silence", () => {
    expect(soundFacts(new Int16Array(0), RATE)).toEqual({
      seconds: 0,
      loudness: SILENT_DB,
      peakDb: SILENT_DB,
      silentShare: 1,
      longestSilenceSeconds: 0,
      clippedShare: 0,
    });
    expect(frameLevels(new Int16Array(0), RATE)).toHaveLength(0);
  });

  it("see clipping", () => {
    const square = Int16Array.from({ length: RATE }, (_, at) => (at % 20 < 10 ? 32_767 : -32_768));
    expect(soundFacts(square, RATE).clippedShare).toBe(1);
    expect(soundFacts(tone(1, 0.5), RATE).clippedShare).toBe(0);
  });
});

describe("the outline of a sound", () => {
  it("has one peak a stretch, in [0, 1]", () => {
    const peaks = waveformPeaks(joined(tone(1, 0.25), new Int16Array(RATE), tone(1, 1)), 3);
    expect(peaks[0]).toBeCloseTo(0.25, 2);
    expect(peaks[1]).toBe(0);
    expect(peaks[2]).toBeCloseTo(1, 2);
  });

  it("has no more peaks than samples", () => {
    expect(waveformPeaks(Int16Array.of(1, 2), 100)).toHaveLength(2);
    expect(waveformPeaks(new Int16Array(0), 100)).toEqual([]);
  });
});
