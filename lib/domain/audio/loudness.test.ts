import { describe, expect, it } from "vitest";
import { integratedLoudness } from "./loudness";

const sine = (seconds: number, level: number, rate: number, hertz = 997) =>
  Int16Array.from({ length: seconds * rate }, (_, at) =>
    Math.round(32_767 * level * Math.sin((2 * Math.PI * hertz * at) / rate)),
  );

describe("integrated loudness", () => {
  // The recommendation's own reference: a 997 Hz sine at full scale in one channel reads -3.01 LKFS.
  it.each([16_000, 44_100, 48_000])("reads a full-scale 997 Hz sine at -3.01 LUFS at %i Hz", (rate) => {
    expect(integratedLoudness(sine(3, 1, rate), rate)).toBeCloseTo(-3.01, 1);
  });

  it("follows the level", () => {
    const loud = integratedLoudness(sine(3, 1, 16_000), 16_000);
    expect(loud - integratedLoudness(sine(3, 0.1, 16_000), 16_000)).toBeCloseTo(20, 1);
  });

  it("leaves silence out", () => {
    const tone = sine(3, 0.5, 16_000);
    const quiet = new Int16Array(16_000 * 30);
    quiet.set(tone, 0);
    expect(integratedLoudness(quiet, 16_000)).toBeCloseTo(integratedLoudness(tone, 16_000), 0);
  });

  it("of silence is minus infinity", () => {
    expect(integratedLoudness(new Int16Array(16_000), 16_000)).toBe(Number.NEGATIVE_INFINITY);
    expect(integratedLoudness(new Int16Array(10), 16_000)).toBe(Number.NEGATIVE_INFINITY);
  });
});
