import { expect, test } from "vitest";
import { formatDuration } from "./steps.mjs";

test.each([
  [40, "0.0 s"],
  [1_234, "1.2 s"],
  [59_949, "59.9 s"],
  [83_000, "1 min 23 s"],
  [119_900, "2 min 0 s"],
])("%i ms reads %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
