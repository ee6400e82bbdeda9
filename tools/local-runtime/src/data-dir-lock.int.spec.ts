import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { acquireLock } from './data-dir-lock.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CONTENDER = `
  import { openRuntime } from '@hemtag/local-runtime';
  const opened = await openRuntime({ dataDir: process.argv[1] });
  console.log(opened.ok ? 'held' : opened.error.code);
  process.stdin.on('end', () => process.exit()).resume();
`;

describe('acquireLock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hemtag-lock-'));
    path = join(folder, 'runtime.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names the process that holds the lock, and is free again after the release', () => {
    const first = acquireLock(path);
    const second = acquireLock(path);
    expect(second).toMatchObject({ ok: false, error: { pid: process.pid } });
    if (first.ok) first.value.release();
    expect(acquireLock(path).ok).toBe(true);
  });

  it('takes over a lock whose pid belongs to another process by now', () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, startTime: 'long ago' }));
    expect(acquireLock(path).ok).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, startTime: expect.not.stringContaining('long ago') as unknown });
    expect(readdirSync(folder)).toEqual(['runtime.lock']);
  });

  it('takes over a lock that says nothing', () => {
    writeFileSync(path, '');
    expect(acquireLock(path).ok).toBe(true);
  });

  it('lets one of many have a stale lock', async () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, startTime: 'long ago' }));
    const contenders = Array.from({ length: 5 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', CONTENDER, folder], { cwd: HERE, stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    const answers = await Promise.all(contenders.map(async ({ stdout }) => ((await once(createInterface(stdout), 'line')) as [string])[0]));
    await Promise.all(
      contenders.map(async (contender) => {
        contender.stdin.end();
        await once(contender, 'exit');
      }),
    );
    expect(answers.toSorted()).toEqual(['DATA_DIR_IN_USE', 'DATA_DIR_IN_USE', 'DATA_DIR_IN_USE', 'DATA_DIR_IN_USE', 'held']);
  });
});
