import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { runHemtag } from './program.js';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

// A reader that has seen enough, such as `head`, closes the pipe; what was asked for is done then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runHemtag(process.argv.slice(2), {
  environment: process.env,
  input: process.stdin,
  output: { stream: process.stdout, isTerminal: Boolean(process.stdout.isTTY), ...(process.stdout.columns > 0 ? { columns: process.stdout.columns } : {}) },
  errors: { stream: process.stderr, isTerminal: Boolean(process.stderr.isTTY) },
  clock: () => Date.now(),
  sleep: (durationMs) => setTimeout(durationMs),
  version,
});
