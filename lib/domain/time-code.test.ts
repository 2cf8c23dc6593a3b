import { describe, expect, it } from "vitest";
import { clockTime } from "./time-code";

describe("a time code", () => {
  it.each([
    [0, "0:00"],
    [9.99, "0:09"],
    [75.4, "1:15"],
    [600, "10:00"],
    [-1, "0:00"],
  ])("of %d s is %s", (seconds, code) => expect(clockTime(seconds)).toBe(code));
});
