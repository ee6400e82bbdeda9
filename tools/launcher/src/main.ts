import type { LocalRuntime } from '@hemtag/local-runtime';
import { fileURLToPath } from 'node:url';
import { readOptions, USAGE } from './options.js';
import { start } from './start.js';
import { stopRequests } from './stop-requests.js';

const checkout = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2), { checkout, env: process.env });
if (!options.ok) {
  process.stderr.write(`${options.error}\n${USAGE}\n`);
  process.exit(2);
}

let runtime: LocalRuntime | undefined;
const stopAsked = new Promise<void>((resolve) => {
  const judge = stopRequests(() => performance.now());
  const onSignal = (): void => {
    const request = judge();
    if (request === 'stop') return resolve();
    if (request === 'same') return;
    runtime?.killNow();
    process.exit(130);
  };
  // SIGHUP: the terminal was closed, and everything that was started leads a group of its own, which no terminal reaches.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
});
// A terminal that was closed, or a reader that went away, must not keep what was started from being stopped in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
// Whatever ends this process, nothing that it started stays behind.
process.on('exit', () => runtime?.killNow());

try {
  process.exitCode = await start(options.value, { checkout, env: process.env, clock: Date.now, say, stopAsked, onRuntime: (opened) => (runtime = opened) });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
process.exit();
