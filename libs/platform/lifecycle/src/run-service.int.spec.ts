import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const EXAMPLE = join(__dirname, '../test/example-service.mjs');

interface Line {
  readonly event?: string;
  readonly port?: number;
  readonly metricsPort?: number;
  readonly level?: string;
  readonly error?: { readonly message: string };
}

/** A process of its own, because signals and exit codes are what is tested. */
class Example {
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;
  readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(behaviour: string) {
    this.child = spawn(process.execPath, [EXAMPLE, behaviour], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'exit');
    for (const input of [this.child.stdout, this.child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        this.lines.push(line);
        for (const wake of this.waiting) wake();
      });
    }
  }

  async line(text: string): Promise<Line> {
    for (;;) {
      const found = this.lines.find((line) => line.includes(text));
      if (found !== undefined) return found.startsWith('{') ? (JSON.parse(found) as Line) : {};
      await new Promise<void>((resolve) => this.waiting.add(resolve));
      this.waiting.clear();
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async exitCode(): Promise<number | null> {
    await this.exited;
    return this.child.exitCode;
  }

  async endingSignal(): Promise<NodeJS.Signals | null> {
    await this.exited;
    return this.child.signalCode;
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}

let example: Example;
afterEach(() => example.end());

test('answers on its ports, and ends in order with code 0: HTTP, then transports, then connections', async () => {
  example = new Example('well');
  const { port, metricsPort } = await example.line('service.started');
  const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  expect(await metrics.text()).toContain('process_resident_memory_bytes{service="example"}');
  expect((await fetch(`http://127.0.0.1:${metricsPort}/else`)).status).toBe(404);

  const answer = fetch(`http://127.0.0.1:${port}/slow`);
  await example.line('asked');
  example.signal('SIGTERM');
  example.signal('SIGTERM');
  expect(await (await answer).text()).toBe('done');
  expect(await example.exitCode()).toBe(0);
  expect(example.lines.filter((line) => !line.startsWith('{'))).toEqual(['asked', 'drained', 'closed']);
  await example.line('service.stopped');
});

test('is ended by force where something does not stop in time', async () => {
  example = new Example('hanging');
  await example.line('service.started');
  example.signal('SIGINT');
  expect(await example.exitCode()).toBe(1);
  expect(await example.line('service.failed')).toMatchObject({ level: 'fatal', error: { message: 'the service did not stop in time' } });
});

test.each([
  ['misconfigured', 'the configuration is not usable'],
  ['rejecting', 'nobody caught this'],
  ['faulty', 'a batch could not be stored'],
])('%s: logs the reason and ends with code 1', async (behaviour, message) => {
  example = new Example(behaviour);
  expect(await example.exitCode()).toBe(1);
  expect(await example.line('service.failed')).toMatchObject({ level: 'fatal', error: { message } });
});

test('a blocked event loop ends the process, and says so', async () => {
  example = new Example('blocked');
  expect(await example.endingSignal()).toBe('SIGKILL');
  expect(await example.line('service.event_loop_blocked')).toMatchObject({ level: 'fatal', error: { message: 'the event loop has not turned for 500 ms' } });
});

test('a process that was stopped for longer than that goes on', async () => {
  example = new Example('watched');
  const { port } = await example.line('service.started');
  example.signal('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  example.signal('SIGCONT');
  await example.line('service.started');
  expect(await (await fetch(`http://127.0.0.1:${port}/slow`)).text()).toBe('done');
  // Longer than the limit again, which a clock that ran on would have used up.
  await new Promise((resolve) => setTimeout(resolve, 700));
  example.signal('SIGTERM');
  expect(await example.exitCode()).toBe(0);
});
