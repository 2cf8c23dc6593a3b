import { expect, test } from "vitest";
import { complaints } from "./health.mjs";

test("a health report is told by what is not well, with its reasons", () => {
  const report = {
    status: "unavailable",
    database: { ok: true },
    queue: { ok: false },
    models: { ok: false, loaded: {}, reason: "text-screen: the file is damaged" },
  };
  expect(complaints(report)).toBe("  queue: not well\n  models: text-screen: the file is damaged");
});
