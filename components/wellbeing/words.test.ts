import { describe, expect, it } from "vitest";
import { limitWords, minutesUntil } from "./words";

const NOW = Date.UTC(2026, 10, 20, 12);
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const care = { reason: null, until: null, breakMinutes: 15, breakDue: false, workMinutes: 60 } as const;

describe("minutesUntil", () => {
  it("counts down to nothing and no further", () => {
    expect(minutesUntil(at(845), NOW)).toBe("14:05");
    expect(minutesUntil(at(-5), NOW)).toBe("0:00");
  });
});

describe("limitWords", () => {
  it("says nothing when nothing is held back", () => {
    expect(limitWords(care, NOW)).toBeNull();
  });

  it("says what is held back, and until when where that is known", () => {
    expect(limitWords({ ...care, reason: "break", until: at(60) }, NOW)?.text).toContain("1:00");
    expect(limitWords({ ...care, reason: "dose" }, NOW)?.text).toContain("15 minutes");
    expect(limitWords({ ...care, reason: "grave_run", until: at(30) }, NOW)?.text).toContain("0:30");
    expect(limitWords({ ...care, reason: "week" }, NOW)?.title).toContain("week");
    expect(limitWords({ ...care, breakDue: true }, NOW)?.title).toBe("Time for a break");
  });
});
