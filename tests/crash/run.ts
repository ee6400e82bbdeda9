import { resolve } from 'node:path';

import { startFaultServers } from './harness/fault-servers.js';
import { playRow, seconds, Skipped } from './harness/row.js';
import { ROWS } from './rows/all-rows.js';

/** `node run.js CHECKOUT [--quick] [--row N]… [--seed S]`: plays the rows of the fault matrix, one line each. */
interface Options {
  readonly checkout: string;
  readonly quick: boolean;
  readonly names: readonly string[];
  readonly seed: number;
}

function readOptions([checkout = '.', ...rest]: readonly string[]): Options {
  const names: string[] = [];
  let quick = false;
  let seed = Math.floor(Math.random() * 2 ** 31);
  for (let at = 0; at < rest.length; at += 1) {
    const [option, value] = [rest[at], rest[at + 1] ?? ''];
    if (option === '--quick') quick = true;
    else if (option === '--row' && ROWS.some(({ name }) => name === value)) names.push(value);
    else if (option === '--seed' && /^\d+$/.test(value)) seed = Number(value);
    else throw new Error(`usage: npm run test:crash -- [--quick] [--row ${ROWS.map(({ name }) => name).join('|')}]… [--seed NUMBER]`);
    if (option !== '--quick') at += 1;
  }
  return { checkout: resolve(checkout), quick, names, seed };
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2));
const { quick, seed, names } = options;
const rows = ROWS.filter(({ name, isQuick }) => (names.length > 0 ? names.includes(name) : !quick || isQuick));
say(`seed ${seed}`);
const servers = await startFaultServers(options.checkout);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const count = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const row of rows) {
    const startedMs = performance.now();
    const line = (result: string, seen: string): void =>
      say(`row ${row.name.padStart(2)}  ${result.padEnd(7)} ${seconds(performance.now() - startedMs).padStart(8)}  ${row.title}: ${seen}`);
    try {
      line('ok', await playRow(row, { servers, seed, quick }));
      count.passed += 1;
    } catch (error) {
      if (error instanceof Skipped) {
        line('skipped', error.message);
        count.skipped += 1;
        continue;
      }
      line('FAILED', error instanceof Error ? error.message : String(error));
      say(`        repeat: npm run test:crash -- --row ${row.name} --seed ${seed}${quick ? ' --quick' : ''}`);
      count.failed += 1;
    }
  }
} finally {
  await servers.stop();
}
say(`${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
process.exit(count.failed === 0 ? 0 : 1);
