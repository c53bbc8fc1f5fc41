/** How many tests passed, failed and were skipped. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What of vitest's JSON report is read. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** A check before the tests failed, or vitest died without a word: nothing passed, and that is a failure. */
export const UNREPORTED: Outcome = { passed: 0, failed: 1, skipped: 0 };

/**
 * Counts a report. A file that failed without a failed test in it (it did not load, or its setup broke) counts as one,
 * and so does a run that ended with an error although no test failed, or in which no test ran.
 */
export function outcomeOf({ testResults }: VitestReport, exitCode: number): Outcome {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const { status, assertionResults } of testResults) {
    const failedBefore = failed;
    for (const test of assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failed += 1;
      else skipped += 1;
    }
    if (status === 'failed' && failed === failedBefore) failed += 1;
  }
  if (failed === 0 && (exitCode !== 0 || passed === 0)) failed = 1;
  return { passed, failed, skipped };
}

/** `N passed, N failed`, and `, N skipped` where any were. */
export const lastLine = ({ passed, failed, skipped }: Outcome): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
