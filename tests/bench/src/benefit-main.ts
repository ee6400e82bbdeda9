import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { startBenchServers } from './bench-servers.js';
import { benchmarkBenefit, benefitRows } from './benefit-benchmark.js';
import { BENEFIT_USAGE, readBenefitOptions, type BenefitBenchOptions } from './benefit-options.js';
import { reportTable } from './report.js';
import { loadAverage, surroundingsOf } from './surroundings.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function bench(options: BenefitBenchOptions): Promise<void> {
  const servers = await startBenchServers();
  try {
    const surroundings = await surroundingsOf(servers);
    const startedAt = new Date().toISOString();
    const before = loadAverage();
    const measured = await benchmarkBenefit({ servers, options, prefix: 'bench.', say });
    const rows = benefitRows(measured);
    await mkdir(dirname(resolve(options.jsonFile)), { recursive: true });
    const whole = { startedAt, options, ...surroundings, loadAverage: { before, after: loadAverage() }, rows, ...measured };
    await writeFile(options.jsonFile, `${JSON.stringify(whole, null, 2)}\n`);
    process.stdout.write(`${reportTable(rows)}\n`);
    say(`Written: ${options.jsonFile}`);
  } finally {
    await servers.stop();
  }
}

function optionsOrUsage(): BenefitBenchOptions | null {
  try {
    return readBenefitOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${BENEFIT_USAGE}`);
    return null;
  }
}

// An aim that is missed is a result; a figure that is not exact is a fault and ends here with its exit code.
const options = optionsOrUsage();
if (options) await bench(options);
else process.exitCode = 2;
