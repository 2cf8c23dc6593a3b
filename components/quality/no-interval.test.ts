import { expect, it } from "vitest";
import { whyNoInterval } from "./no-interval";

it("says that nobody disagreed only where nobody did", () => {
  expect(whyNoInterval({ value: 1 })).toMatch(/^nobody disagreed/);
  expect(whyNoInterval({ value: 0 })).toBe("too few items differ for an interval");
});
