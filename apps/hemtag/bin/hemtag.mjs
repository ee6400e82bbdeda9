#!/usr/bin/env node
import { existsSync } from 'node:fs';

// npm links this file when it installs, long before the program is built; so it is committed and only leads on.
const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('hemtag is not built yet: run `npm start` (builds and starts everything) or `npm run build`.\n');
  process.exitCode = 1;
}
