import { expect, it } from "vitest";
import { plainDay, plainMoment } from "./plain-date";

it("writes days and moments in words, in UTC wherever the server stands", () => {
  expect(plainDay("2026-03-07T23:30:00.000Z")).toBe("7 March 2026");
  expect(plainMoment("2026-03-07T14:05:59.000Z")).toBe("7 March 2026 at 14:05 UTC");
});
