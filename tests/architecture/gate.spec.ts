import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
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

describe('.ci/run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hemtag-ci-'));
    // A machine with these programs and no others; `npm` closes like a gate that failed, and nobody is root.
    for (const program of ['bash', 'dirname', 'sed', 'head']) symlinkSync(`/usr/bin/${program}`, join(folder, program));
    provide('id', 'echo 1000');
    provide('npm', 'echo "npm $*"; echo "3 passed, 1 failed"; exit 1');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const provide = (program: string, script: string): void => writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const run = (): Promise<{ code: unknown; stdout: string; stderr: string }> =>
    new Promise((fulfil) => {
      execFile(join(folder, 'bash'), [join(root, '.ci/run')], { env: { PATH: folder } }, (error, stdout, stderr) =>
        fulfil({ code: error?.code, stdout, stderr }),
      );
    });

  it('asks for what is missing, by the program that is needed, and closes with the line and the exit code of the gate', async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([1, 'npm --silent test\n3 passed, 1 failed\n']);
    expect(stderr.split('. ')[0]).toBe(
      'Missing: openjdk-17-jre-headless maven prometheus prometheus-alertmanager poppler-utils libreoffice-calc-nogui chromium',
    );
  });

  it('asks for nothing where everything is there', async () => {
    provide('java', 'echo \'openjdk version "21.0.2" 2024-01-16\' >&2');
    for (const program of ['mvn', 'promtool', 'amtool', 'pdftotext', 'soffice', 'chromium']) provide(program, 'exit 0');
    expect(await run()).toEqual({ code: 1, stdout: 'npm --silent test\n3 passed, 1 failed\n', stderr: '' });
  });
});
