import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startBenchServers } from './bench-servers.js';
import { benchmarkDashboards, dashboardReport, LIMIT_MS } from './dashboard-benchmark.js';
import { loadAverage, surroundingsOf } from './surroundings.js';

const USAGE = 'Usage: npm run bench:dashboards -- [--tenants N] [--benefits N] [--volumes N] [--runs N] [--json FILE]';
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function optionsOrUsage() {
  const text = (preset: string) => ({ type: 'string', default: preset }) as const;
  try {
    const { values } = parseArgs({
      options: { tenants: text('50'), benefits: text('5000'), volumes: text('3000000'), runs: text('5'), json: text('.hemtag/bench-dashboards.json') },
    });
    const [tenants = 0, benefits = 0, volumes = 0, runs = 0] = [values.tenants, values.benefits, values.volumes, values.runs].map(Number);
    if (![tenants, benefits, volumes, runs].every((number) => Number.isInteger(number) && number > 0)) throw new Error('numbers are whole and above 0');
    return { size: { tenants, benefits, volumes }, runs, jsonFile: values.json };
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return null;
  }
}

const options = optionsOrUsage();
if (options === null) process.exitCode = 2;
else {
  const servers = await startBenchServers();
  try {
    const surroundings = await surroundingsOf(servers);
    const before = loadAverage();
    const panels = await benchmarkDashboards({ servers, ...options, prefix: 'bench.', say });
    const { table, slow } = dashboardReport(panels);
    await mkdir(dirname(resolve(options.jsonFile)), { recursive: true });
    await writeFile(options.jsonFile, `${JSON.stringify({ options, ...surroundings, loadAverage: { before, after: loadAverage() }, panels }, null, 2)}\n`);
    process.stdout.write(`${table}\n`);
    say(`Written: ${options.jsonFile}`);
    for (const { board, panel, maxMs } of slow) say(`${board}: ${panel} took ${maxMs.toFixed(0)} ms, the limit is ${LIMIT_MS} ms`);
    if (slow.length > 0) process.exitCode = 1;
  } finally {
    await servers.stop();
  }
}
