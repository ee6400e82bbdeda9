import type { LocalRuntime } from '@hemtag/local-runtime';
import { fileURLToPath } from 'node:url';
import { readOptions, USAGE } from './options.js';
import { start } from './start.js';

const checkout = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2), { checkout, env: process.env });
if (!options.ok) {
  process.stderr.write(`${options.error}\n${USAGE}\n`);
  process.exit(2);
}

let runtime: LocalRuntime | undefined;
let signals = 0;
const stopAsked = new Promise<void>((resolve) => {
  const onSignal = (): void => {
    signals += 1;
    if (signals === 1) return resolve();
    // Asked again: no more patience.
    runtime?.killNow();
    process.exit(130);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
});
// Whatever ends this process, nothing that it started stays behind.
process.on('exit', () => runtime?.killNow());

try {
  process.exitCode = await start(options.value, { checkout, env: process.env, clock: Date.now, say, stopAsked, onRuntime: (opened) => (runtime = opened) });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
process.exit();
