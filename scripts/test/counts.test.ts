import { describe, expect, test } from "vitest";
import { playwrightCounts, totalCounts, vitestCounts } from "./counts.mjs";

describe("vitestCounts", () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };

  test("takes the totals of the report", () => {
    const testResults = [{ status: "failed", assertionResults: [{ status: "failed" }] }];
    expect(vitestCounts({ ...report, testResults })).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test("counts a file that could not be loaded as a failure", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ];
    expect(vitestCounts({ ...report, testResults }).failed).toBe(2);
  });
});

test("playwrightCounts says how many tests passed only when repeated", () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 0 };
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({
    passed: 8,
    failed: 2,
    skipped: 0,
    repeated: 1,
  });
});

describe("totalCounts", () => {
  const green = { ok: true, counts: { passed: 3, failed: 0, skipped: 0 } };

  test("adds up the steps that have tests", () => {
    const red = { ok: false, counts: { passed: 1, failed: 2, skipped: 1 } };
    expect(totalCounts([{ ok: true }, green, red])).toEqual({ passed: 4, failed: 2, skipped: 1 });
  });

  test.each([
    ["without tests", { ok: false }],
    ["whose tests all passed", { ...green, ok: false }],
  ])("counts one failure for a failed step %s", (_, step) => {
    expect(totalCounts([step]).failed).toBe(1);
  });
});
