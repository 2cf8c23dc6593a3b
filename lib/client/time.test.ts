import { describe, expect, it } from "vitest";
import { ago, clock, deadline, spanWords } from "./time";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

describe("spanWords", () => {
  it.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_600_000, "1 h"],
    [12_000_000, "3 h 20 min"],
    [-7_200_000, "2 h"],
    [200_000_000, "2 d"],
  ])("%i ms is %s", (ms, words) => expect(spanWords(ms)).toBe(words));
});

describe("clock", () => {
  it.each([
    [120_000, "2:00"],
    [64_100, "1:05"],
    [900, "0:01"],
    [0, "0:00"],
    [-5000, "0:00"],
  ])("%i ms shows %s", (ms, shown) => expect(clock(ms)).toBe(shown));
});

describe("deadline", () => {
  it("counts down, presses and is over", () => {
    expect(deadline(at(7200), NOW)).toEqual({ words: "due in 2 h", state: "ahead" });
    expect(deadline(at(299), NOW)).toEqual({ words: "due in 4:59", state: "soon" });
    expect(deadline(at(-120), NOW)).toEqual({ words: "overdue by 2 min", state: "over" });
  });
});

describe("ago", () => {
  it("looks both ways", () => {
    expect(ago(at(-3), NOW)).toBe("just now");
    expect(ago(at(-240), NOW)).toBe("4 min ago");
    expect(ago(at(90), NOW)).toBe("in 1 min");
  });
});
