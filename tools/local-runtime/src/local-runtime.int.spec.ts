import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRuntime, type LocalRuntime } from './local-runtime.js';
import { freeLoopbackPort } from './loopback-port.js';
import { isRunning, readIdentity } from './process-identity.js';
import type { RuntimeEvent } from './supervisor.js';

const SERVICE = `
  require('node:http').createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { console.log('orderly end'); process.exit(0); });
`;

describe('local runtime', () => {
  let dataDir: string;
  let runtime: LocalRuntime;
  const events = new EventEmitter<{ restarted: [RuntimeEvent] }>();

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'hemtag-runtime-'));
    runtime = await open();
  });
  afterEach(async () => {
    await runtime.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function open(): Promise<LocalRuntime> {
    const onEvent = (event: RuntimeEvent): void => void (event.kind === 'restarted' && events.emit('restarted', event));
    const opened = await openRuntime({ dataDir, onEvent });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  async function startService(): Promise<{ readonly pid: number }> {
    const port = await freeLoopbackPort();
    const started = await runtime.startService({ name: 'svc', args: ['--eval', SERVICE], env: { PORT: String(port) }, readyUrl: `http://127.0.0.1:${port}/` });
    expect(started).toEqual({ ok: true, value: undefined });
    const pid = runtime.pidOf('svc');
    if (pid === undefined) throw new Error('the service does not run');
    return { pid };
  }

  it('says which folder it cannot use, and why', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    const opened = await openRuntime({ dataDir: join(file, 'data') });
    expect(opened).toMatchObject({ ok: false, error: { code: 'DATA_DIR_UNUSABLE', message: expect.stringContaining(join(file, 'data')) as string } });
  });

  it('refuses a second runtime on the same data and names the holder', async () => {
    const second = await openRuntime({ dataDir });
    expect(second).toMatchObject({ ok: false, error: { code: 'DATA_DIR_IN_USE', pid: process.pid, dataDir } });
    if (!second.ok) expect(second.error.message).toBe(`the data in ${dataDir} is in use by process ${process.pid}; end it, or use another folder`);
    await runtime.stop();
    runtime = await open();
  });

  it('starts a service again that was SIGKILLed', async () => {
    const { pid } = await startService();
    const restarted = once(events, 'restarted');
    process.kill(pid, 'SIGKILL');
    const [event] = (await restarted) as [RuntimeEvent];
    expect(event).toEqual({ kind: 'restarted', name: 'svc', pid: runtime.pidOf('svc') });
    expect(runtime.pidOf('svc')).not.toBe(pid);
  });

  it('says with its last lines why a service did not start', async () => {
    const script = 'console.error("no such setting: COLOUR"); process.exit(1)';
    const started = await runtime.startService({ name: 'svc', args: ['--eval', script], readyUrl: `http://127.0.0.1:${await freeLoopbackPort()}/` });
    expect(started).toEqual({
      ok: false,
      error: { code: 'START_FAILED', name: 'svc', message: 'svc did not start: the process ended\n  no such setting: COLOUR' },
    });
  });

  it('gives up on a service that runs and never becomes ready', async () => {
    const readyUrl = `http://127.0.0.1:${await freeLoopbackPort()}/`;
    const started = await runtime.startService({ name: 'svc', args: ['--eval', 'setInterval(() => undefined, 1000)'], readyUrl, readyTimeoutMs: 500 });
    expect(started).toMatchObject({ ok: false, error: { message: `svc did not start: ${readyUrl} did not answer 200 within 0.5 s` } });
    expect(runtime.pidOf('svc')).toBeUndefined();
  });

  it('ends a start that is under way when it is stopped', async () => {
    const readyUrl = `http://127.0.0.1:${await freeLoopbackPort()}/`;
    const starting = runtime.startService({ name: 'svc', args: ['--eval', 'setInterval(() => undefined, 1000)'], readyUrl });
    await runtime.stop();
    expect(await starting).toEqual({ ok: false, error: { code: 'STOPPED', message: 'stopped while starting' } });
    expect(existsSync(join(dataDir, 'pids', 'svc.json'))).toBe(false);
  });

  it('ends everything at once on killNow', async () => {
    const { pid } = await startService();
    const identity = readIdentity(pid);
    if (identity === undefined) throw new Error('the service does not run');
    runtime.killNow();
    await runtime.stop();
    expect(isRunning(identity)).toBe(false);
  });

  it('uses existing servers and starts none', async () => {
    const env = { HEMTAG_KAFKA_BROKERS: 'one:9092, two:9092', HEMTAG_DATABASE_URL: 'postgres://somewhere/hemtag' };
    expect(await runtime.startServers({ cacheDir: join(dataDir, 'cache'), env })).toEqual({
      ok: true,
      value: {
        kafkaBrokers: ['one:9092', 'two:9092'],
        databaseUrl: 'postgres://somewhere/hemtag',
        kinds: { kafka: 'existing', postgres: 'existing' },
      },
    });
    expect(existsSync(join(dataDir, 'pids'))).toBe(false);
  });

  it('says what to install or to set where Java is missing, and leaves nothing running', async () => {
    mkdirSync(join(dataDir, 'empty'));
    const env = { PATH: join(dataDir, 'empty'), DOCKER_HOST: 'tcp://127.0.0.1:1', HEMTAG_DATABASE_URL: 'postgres://somewhere/hemtag' };
    const started = await runtime.startServers({ cacheDir: join(dataDir, 'cache'), env });
    expect(started).toMatchObject({ ok: false, error: { code: 'MISSING_PROGRAM' } });
    if (!started.ok) {
      expect(started.error.message).toBe(
        'Apache Kafka cannot be started here: Java 17 or newer was not found, and no container engine answers. Either install Java 17 or newer and Maven (on Debian: apt install openjdk-17-jre-headless maven; JAVA_HOME names a Java that is not on the PATH), or start Docker, or use an existing server with HEMTAG_KAFKA_BROKERS=host:port.',
      );
    }
    expect(existsSync(join(dataDir, 'runtime.lock'))).toBe(false);
    runtime = await open();
  });
});
