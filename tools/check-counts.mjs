// How a step of the gate is counted. Apart from check.mjs so that it can be tested without running anything.

/** A program without tests of its own (a compiler, a linter) counts as one test. */
export const countProgram = (exitCode) => (exitCode === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] });

const skippedTitles = (report) =>
  report.testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName));

/**
 * Counts a run of Jest from its JSON report. A suite that could not be loaded counts as one failure, and so does a run that left no report,
 * found no test, or ended badly although its tests passed (a teardown that throws, a process that died).
 */
export function countTests(report, exitCode) {
  if (!report || report.numTotalTests === 0) return { passed: 0, failed: Math.max(1, report?.numRuntimeErrorTestSuites ?? 0), skipped: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped: skippedTitles(report) };
}

export const sum = (counts) => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
  skipped: counts.flatMap(({ skipped }) => skipped),
});

/** The closing line, `N passed, N failed` with `, N skipped` where there are any. */
export const describeCounts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
