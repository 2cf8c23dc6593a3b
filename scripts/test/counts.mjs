/**
 * What one run of tests came to.
 * @typedef {{ passed: number, failed: number, skipped: number, repeated?: number }} Counts `repeated`: those of the
 * passed that failed at first
 */

/** @returns {Counts} of vitest's JSON report; a file that could not be loaded is one failure */
export function vitestCounts(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @returns {Counts} of Playwright's JSON report; errors outside the tests are failures */
export function playwrightCounts(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped, repeated: flaky };
}

/**
 * Adds up the steps of a run. A step that failed although all its tests passed (or that has none) counts as one
 * failure, so that the total never looks better than the run was.
 * @param {{ ok: boolean, counts?: Counts }[]} steps
 * @returns {Counts}
 */
export function totalCounts(steps) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { ok, counts } of steps) {
    total.passed += counts?.passed ?? 0;
    total.skipped += counts?.skipped ?? 0;
    total.failed += Math.max(counts?.failed ?? 0, ok ? 0 : 1);
  }
  return total;
}
