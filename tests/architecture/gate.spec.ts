import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}
interface Counting {
  readonly countProgram: (exitCode: number) => Counts;
  readonly countTests: (report: unknown, exitCode: number) => Counts;
  readonly sum: (counts: readonly Counts[]) => Counts;
  readonly describeCounts: (counts: Counts) => string;
}

const root = resolve(__dirname, '../..');
const { countProgram, countTests, describeCounts, sum } = createRequire(__filename)(join(root, 'tools/check-counts.mjs')) as Counting;

const report = (
  counts: Partial<Record<'numTotalTests' | 'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites', number>>,
  ...skipped: string[]
): unknown => ({
  numTotalTests: 3,
  numPassedTests: 3,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...counts,
  testResults: [{ assertionResults: [{ status: 'passed', fullName: 'a' }, ...skipped.map((fullName) => ({ status: 'pending', fullName }))] }],
});

describe('the counts of the gate', () => {
  it('are those of the tests where all went well', () => {
    expect(countTests(report({}), 0)).toEqual({ passed: 3, failed: 0, skipped: [] });
  });

  it('name what was skipped', () => {
    expect(countTests(report({ numTotalTests: 4 }, 'needs a container engine'), 0)).toEqual({ passed: 3, failed: 0, skipped: ['needs a container engine'] });
  });

  it('add a failure for every suite that could not be loaded', () => {
    expect(countTests(report({ numPassedTests: 2, numFailedTests: 1, numRuntimeErrorTestSuites: 2 }), 1).failed).toBe(3);
    expect(countTests(report({ numTotalTests: 0, numPassedTests: 0, numRuntimeErrorTestSuites: 2 }), 1)).toEqual({ passed: 0, failed: 2, skipped: [] });
  });

  it('are never without failure for a run that crashed, ran nothing or ended badly', () => {
    expect(countTests(undefined, 134).failed).toBe(1);
    expect(countTests(report({ numTotalTests: 0, numPassedTests: 0 }), 0).failed).toBe(1);
    expect(countTests(report({}), 1)).toEqual({ passed: 3, failed: 1, skipped: [] });
  });

  it('take a program as one test', () => {
    expect(describeCounts(sum([countProgram(0), countProgram(2), countTests(report({}), 0)]))).toBe('4 passed, 1 failed');
    expect(describeCounts({ passed: 1, failed: 0, skipped: ['a', 'b'] })).toBe('1 passed, 0 failed, 2 skipped');
  });
});

describe('the gate', () => {
  it('refuses a step that it does not know, with a closing line that nobody takes for a pass', async () => {
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((fulfil) => {
      execFile(process.execPath, [join(root, 'tools/check.mjs'), 'unti'], { timeout: 20_000 }, (error, printed) =>
        fulfil({ code: error?.code, stdout: printed }),
      );
    });
    expect(code).toBe(2);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });
});
