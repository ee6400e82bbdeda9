import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { startBenchServers } from './bench-servers.js';
import { IngestionBenchmark } from './ingestion-benchmark.js';
import { readOptions, USAGE, type BenchOptions } from './options.js';
import { reportRows, reportTable } from './report.js';
import { loadAverage, surroundingsOf } from './surroundings.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function bench(options: BenchOptions): Promise<void> {
  const servers = await startBenchServers();
  try {
    const surroundings = await surroundingsOf(servers);
    const startedAt = new Date().toISOString();
    const before = loadAverage();
    const benchmark = new IngestionBenchmark({ servers, options, prefix: 'bench.', folder: servers.folder, say });
    const measured = await benchmark.measure();
    const rows = reportRows(measured);
    const load = { before, after: loadAverage() };
    await mkdir(dirname(resolve(options.jsonFile)), { recursive: true });
    const whole = { startedAt, options: { ...options, parts: [...options.parts] }, ...surroundings, loadAverage: load, rows, ...measured };
    await writeFile(options.jsonFile, `${JSON.stringify(whole, null, 2)}\n`);
    process.stdout.write(`${reportTable(rows)}\n`);
    say(`Written: ${options.jsonFile}`);
  } finally {
    await servers.stop();
  }
}

function optionsOrUsage(): BenchOptions | null {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return null;
  }
}

// An aim that is missed is a result; an event that is lost or counted twice is a fault and ends here with its exit code.
const options = optionsOrUsage();
if (options) await bench(options);
else process.exitCode = 2;
