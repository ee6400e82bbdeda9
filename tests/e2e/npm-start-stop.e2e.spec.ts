import { freeLoopbackPort } from '@hemtag/local-runtime';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';

const LAUNCHER = resolve(__dirname, '../../tools/launcher/dist/main.js');
const LIMIT_MS = 120_000;
const STARTED = ['benefit', 'gateway', 'ingestion', 'kafka', 'postgres', 'report'];

let dataDir: string;
let launcher: ChildProcess;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hemtag-stop-'));
});
afterEach(async () => {
  if (launcher.exitCode === null && launcher.signalCode === null) {
    launcher.kill('SIGTERM');
    await once(launcher, 'exit');
  }
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts it; the function given back resolves at the next line that holds the text. */
async function launch(args: readonly string[]): Promise<(text: string) => Promise<void>> {
  const child = spawn(process.execPath, [LAUNCHER, ...args, '--port', String(await freeLoopbackPort()), '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launcher = child;
  const lines = createInterface({ input: child.stdout });
  return (text) => new Promise((resolve) => lines.on('line', (line) => line.includes(text) && resolve()));
}

const pidFiles = (): readonly string[] => readdirSync(join(dataDir, 'pids')).sort();
const pids = (): readonly number[] => pidFiles().map((file) => (JSON.parse(readFileSync(join(dataDir, 'pids', file), 'utf8')) as { pid: number }).pid);
const childrenOf = (pid: number | undefined): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
const isThere = (pid: number): boolean => existsSync(`/proc/${pid}`);

test(
  'a closed terminal stops everything in order, also where nobody reads its words any more',
  async () => {
    await (
      await launch(['--empty'])
    )('Ctrl-C stops everything');
    expect(pidFiles()).toEqual(STARTED.map((name) => `${name}.json`));
    const started = pids();
    const ended = once(launcher, 'exit');
    launcher.stdout?.destroy();
    launcher.kill('SIGHUP');
    expect(await ended).toEqual([0, null]);
    expect(started.filter(isThere)).toEqual([]);
    expect(pidFiles()).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'a Ctrl-C that arrives twice at once, in the middle of the example, stops everything in order and the command that sends it',
  async () => {
    const said = await launch(['--once']);
    await said('sending the example events');
    while (childrenOf(launcher.pid).length < STARTED.length + 1) await setImmediate();
    const started = childrenOf(launcher.pid);
    const ended = once(launcher, 'exit');
    const stopping = said('stopping everything');
    launcher.kill('SIGINT');
    await stopping;
    launcher.kill('SIGINT');
    // The check was not made, so it is not passed.
    expect(await ended).toEqual([1, null]);
    expect(started.filter(isThere)).toEqual([]);
    expect(pidFiles()).toEqual([]);
  },
  LIMIT_MS,
);
