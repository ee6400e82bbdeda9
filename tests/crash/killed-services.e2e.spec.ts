import { compareAll, exampleLines, hemtag, readExpected, SERVICES, startStack, type Stack } from '@hemtag/launcher';
import { freeLoopbackPort, openRuntime, type LocalRuntime } from '@hemtag/local-runtime';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';

const CHECKOUT = resolve(__dirname, '../..');
const LIMIT_MS = 300_000;
/** Lines of the example load after which a service is killed, so that each dies while events are under way. */
const KILL_AFTER_LINES = { ingestion: 30_000, gateway: 60_000, benefit: 80_000, report: 90_000 } as const;

interface Running {
  readonly runtime: LocalRuntime;
  readonly stack: Stack;
}

let dataDir: string;
let running: Running | undefined;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hemtag-crash-'));
});
afterAll(async () => {
  await running?.runtime.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function startAgain(): Promise<Running> {
  const runtime = await openRuntime({ dataDir });
  if (!runtime.ok) throw new Error(runtime.error.message);
  const stack = await startStack({
    checkout: CHECKOUT,
    runtime: runtime.value,
    port: await freeLoopbackPort(),
    env: process.env,
    durable: false,
    say: () => undefined,
  });
  if (!stack.ok) {
    await runtime.value.stop();
    throw new Error(stack.error.message);
  }
  return { runtime: runtime.value, stack: stack.value };
}

function* killingOnTheWay(runtime: LocalRuntime, killed: string[]): Iterable<string> {
  let lines = 0;
  for (const line of exampleLines()) {
    lines += 1;
    const due = SERVICES.filter((name) => KILL_AFTER_LINES[name] === lines);
    for (const name of due) {
      const pid = runtime.pidOf(name);
      if (pid === undefined) throw new Error(`${name} is down already`);
      process.kill(pid, 'SIGKILL');
      killed.push(name);
    }
    yield line;
  }
}

test(
  'kill -9 of every service in the middle of the load, then a restart of everything: the figures are exact',
  async () => {
    running = await startAgain();
    const { url } = running.stack;
    expect((await hemtag(['apply', '-f', join(CHECKOUT, 'examples/register')], { url })).exitCode).toBe(0);

    const killed: string[] = [];
    const sent = await hemtag(['send', '-', '--format', 'json'], { url, input: Readable.from(killingOnTheWay(running.runtime, killed)) });
    expect(killed).toEqual(['ingestion', 'gateway', 'benefit', 'report']);
    expect(sent.exitCode).toBe(0);
    expect(JSON.parse(sent.stdout)).toMatchObject({ rejected: 0 });

    expect((await hemtag(['wait', '--timeout', '120'], { url })).exitCode).toBe(0);
    const expected = await readExpected(CHECKOUT);
    expect((await compareAll(expected, { url })).filter((one) => !one.equal)).toEqual([]);

    // The same events again, after a restart of everything: nothing may count a second time.
    await running.runtime.stop();
    running = await startAgain();
    const again = Readable.from([...exampleLines()].slice(0, 20_000));
    expect((await hemtag(['send', '-', '--format', 'json'], { url: running.stack.url, input: again })).exitCode).toBe(0);
    expect((await hemtag(['wait', '--timeout', '120'], { url: running.stack.url })).exitCode).toBe(0);
    expect((await compareAll(expected, { url: running.stack.url })).filter((one) => !one.equal)).toEqual([]);
    // From the ledger to the published rows, whatever was killed on the way.
    const verified = await hemtag(['verify', '--format', 'json'], { url: running.stack.url });
    expect(JSON.parse(verified.stdout)).toMatchObject({ differences: [], differenceCount: 0 });
  },
  LIMIT_MS,
);
