import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endLeftovers } from './leftovers.js';
import { OwnProcesses, RuntimeStopping, type ProcessSpec } from './own-process.js';
import { writePidFile } from './pid-file.js';
import { readIdentity } from './process-identity.js';

const IDLE = 'console.log("up"); setInterval(() => undefined, 1000)';
const DEAF = `process.on('SIGTERM', () => console.log('heard')); ${IDLE}`;

describe('own processes', () => {
  let dataDir: string;
  let processes: OwnProcesses;
  const strangers: ChildProcess[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'hemtag-process-'));
    processes = new OwnProcesses(dataDir);
  });
  afterEach(async () => {
    await processes.stopAll({ kind: 'service', graceMs: 0 });
    for (const stranger of strangers.splice(0)) stranger.kill('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  const spec = (script: string): ProcessSpec => ({
    name: 'svc',
    kind: 'service',
    command: process.execPath,
    args: ['--eval', script],
    env: process.env,
    logFile: join(dataDir, 'logs', 'svc.log'),
  });
  const pidFile = (): string => join(dataDir, 'pids', 'svc.json');
  const startedUp = async (script: string) => {
    const own = processes.start(spec(script));
    while (!own.lastLines().includes('up')) await Promise.race([delay(10), own.exited]);
    return own;
  };

  it('keeps a pid file while the process runs', async () => {
    const own = await startedUp(IDLE);
    expect(JSON.parse(readFileSync(pidFile(), 'utf8'))).toEqual({
      ...readIdentity(own.pid ?? 0),
      name: 'svc',
      kind: 'service',
      command: process.execPath,
      stopSignal: 'SIGTERM',
    });
    expect(await own.stop({ graceMs: 5_000 })).toEqual({ kind: 'exited', code: null, signal: 'SIGTERM' });
    expect(existsSync(pidFile())).toBe(false);
    expect(processes.pidOf('svc')).toBeUndefined();
  });

  it('ends a process for good that does not follow', async () => {
    const own = await startedUp(DEAF);
    expect(await own.stop({ graceMs: 300 })).toEqual({ kind: 'exited', code: null, signal: 'SIGKILL' });
    expect(own.lastLines()).toEqual(['up', 'heard']);
  });

  it('says why a program could not be started', async () => {
    const own = processes.start({ ...spec(IDLE), command: join(dataDir, 'no-such-program') });
    expect(await own.exited).toMatchObject({ kind: 'not-started', reason: expect.stringContaining('ENOENT') as unknown });
    expect(existsSync(pidFile())).toBe(false);
  });

  it('starts nothing once it is closed', () => {
    processes.close();
    expect(() => processes.start(spec(IDLE))).toThrow(RuntimeStopping);
  });

  function stranger(script: string): ChildProcess {
    const child = spawn(process.execPath, ['--eval', script], { detached: true, stdio: 'ignore' });
    strangers.push(child);
    return child;
  }

  it('ends leftovers by their pid files and removes the files', async () => {
    const child = stranger(IDLE);
    const identity = readIdentity(child.pid ?? 0);
    if (identity === undefined) throw new Error('the process does not run');
    writePidFile(join(dataDir, 'pids'), { ...identity, name: 'svc', kind: 'service', command: 'node', stopSignal: 'SIGTERM' });
    const exited = once(child, 'exit');
    const ended = await endLeftovers(dataDir);
    expect(ended.map(({ name, pid }) => ({ name, pid }))).toEqual([{ name: 'svc', pid: child.pid }]);
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(existsSync(pidFile())).toBe(false);
  });

  it('does not end a stranger that was given the pid of a stale file', async () => {
    const child = stranger(IDLE);
    writePidFile(join(dataDir, 'pids'), { pid: child.pid ?? 0, startTime: 'long ago', name: 'svc', kind: 'service', command: 'node', stopSignal: 'SIGTERM' });
    expect(await endLeftovers(dataDir)).toEqual([]);
    expect(existsSync(pidFile())).toBe(false);
    expect(readIdentity(child.pid ?? 0)).toBeDefined();
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  });
});
