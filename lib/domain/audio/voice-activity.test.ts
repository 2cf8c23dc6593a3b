import { describe, expect, it } from "vitest";
import { findVoice } from "./voice-activity";

const RATE = 16_000;
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));
const silence = (seconds: number) => new Int16Array(Math.round(seconds * RATE));
const tone = (seconds: number, hertz = 440) =>
  Int16Array.from({ length: seconds * RATE }, (_, at) =>
    Math.round(9000 * Math.sin((2 * Math.PI * hertz * at) / RATE)),
  );

/** A buzz at 120 Hz that swells four times a second, as syllables do. */
const babble = (seconds: number) =>
  Int16Array.from({ length: seconds * RATE }, (_, at) => {
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * (at / RATE))) ** 2;
    const buzz = [1, 2, 3, 4, 5].reduce(
      (sum, harmonic) => sum + Math.sin((2 * Math.PI * 120 * harmonic * at) / RATE) / harmonic,
      0,
    );
    return Math.round(8000 * syllable * buzz);
  });

function noise(seconds: number, level: number): Int16Array {
  let state = 7;
  return Int16Array.from({ length: seconds * RATE }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.round((state / 2 ** 30 - 1) * level);
  });
}

describe("voice activity", () => {
  it("finds syllables between silences, with a margin", () => {
    const { speech, otherSeconds } = findVoice(joined(silence(2), babble(3), silence(2)), RATE);
    expect(speech).toHaveLength(1);
    expect(speech[0]?.from).toBeGreaterThan(1.6);
    expect(speech[0]?.from).toBeLessThan(2.1);
    expect(speech[0]?.to).toBeGreaterThan(4.5);
    expect(speech[0]?.to).toBeLessThan(5.3);
    expect(otherSeconds).toBe(0);
  });

  it("does not take silence, a tone or noise for speech", () => {
    expect(findVoice(silence(5), RATE)).toEqual({ speech: [], otherSeconds: 0 });
    expect(findVoice(new Int16Array(0), RATE)).toEqual({ speech: [], otherSeconds: 0 });
    const toned = findVoice(joined(silence(1), tone(4), silence(1)), RATE);
    expect(toned.speech).toEqual([]);
    expect(toned.otherSeconds).toBeCloseTo(4, 1);
    const noisy = findVoice(joined(silence(1), noise(4, 6000), silence(1)), RATE);
    expect(noisy.speech).toEqual([]);
    expect(noisy.otherSeconds).toBeCloseTo(4, 1);
  });

  it("finds syllables over a quiet hiss", () => {
    const mixed = joined(silence(2), babble(3), silence(2));
    const hiss = noise(7, 100);
    const { speech } = findVoice(
      mixed.map((sample, at) => sample + (hiss[at] ?? 0)),
      RATE,
    );
    expect(speech.some(({ from, to }) => from < 2.5 && to > 4)).toBe(true);
  });

  it("cuts long speech into stretches that touch, none longer than 20 s", () => {
    const { speech } = findVoice(babble(65), RATE);
    expect(speech.length).toBeGreaterThanOrEqual(4);
    for (const [index, { from, to }] of speech.entries()) {
      expect(to - from).toBeLessThanOrEqual(20.01);
      const next = speech[index + 1];
      if (next) expect(next.from).toBeCloseTo(to, 6);
    }
  });

  it("keeps stretches in order and apart", () => {
    const { speech } = findVoice(joined(babble(2), silence(0.45), babble(2), silence(3), babble(2)), RATE);
    for (const [index, { from, to }] of speech.entries()) {
      expect(to).toBeGreaterThan(from);
      expect(from).toBeGreaterThanOrEqual(speech[index - 1]?.to ?? 0);
    }
  });
});
