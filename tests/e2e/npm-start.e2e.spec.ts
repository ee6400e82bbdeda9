import { freeLoopbackPort } from '@hemtag/local-runtime';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const LAUNCHER = resolve(__dirname, '../../tools/launcher/dist/main.js');
const LIMIT_MS = 240_000;

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hemtag-start-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function launch(args: readonly string[]): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output: Buffer.concat(chunks).toString('utf8') };
}

test(
  'npm start -- --once computes what nine published cases say, and again after a restart on the kept data',
  async () => {
    const port = String(await freeLoopbackPort());
    const first = await launch(['--once', '--port', port, '--data-dir', dataDir]);
    expect(first.output).toContain('9 of 9 cases equal');
    // Of the published cases themselves, so that an expectation that was changed to fit is noticed.
    for (const figure of ['900000.00', '11000.00', '1458.60', '1500000.00', '6000000.00', '130140.00', '52056.00', '347040.00', '150000.00', 'NO_VALUE']) {
      expect(first.output).toContain(figure);
    }
    expect(first.exitCode).toBe(0);

    const second = await launch(['--once', '--port', port, '--data-dir', dataDir]);
    expect(second.output).toContain('the example events are here already');
    expect(second.output).toContain('9 of 9 cases equal');
    expect(second.exitCode).toBe(0);
  },
  LIMIT_MS,
);

test('wrong words end with exit code 2 and the usage', async () => {
  const { exitCode, output } = await launch(['--nonsense']);
  expect(exitCode).toBe(2);
  expect(output).toContain('--data-dir DIR');
});
