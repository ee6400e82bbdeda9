import { parseArgs } from 'node:util';
import { exampleStatement } from './report-statement.js';
import { FILE_FORMATS, renderInProcess, type RenderRun } from './render-process.js';
import { measureServices, memoryTable } from './service-memory.js';
import { spreadOf } from './statistics.js';
import { loadAverage } from './surroundings.js';

const USAGE = 'npm run bench:report [-- --runs N] [--benefits N] [--many N] [--services]';

interface Measured {
  readonly what: string;
  readonly unit: 'ms' | 'MiB';
  readonly runs: readonly number[];
  readonly aim?: number;
}

function tableOf(rows: readonly Measured[]): string {
  const lines = rows.map(({ what, unit, runs, aim }) => {
    const spread = spreadOf(runs);
    if (!spread) return `${what}: not measured`;
    const round = (value: number): string => String(Math.round(value));
    const judged = aim === undefined ? '' : `, aim < ${aim} ${unit}: ${spread.median < aim ? 'reached' : 'missed'}`;
    return `${what.padEnd(58)} ${round(spread.median).padStart(7)} ${unit} (${round(spread.min)}..${round(spread.max)})${judged}`;
  });
  return lines.join('\n');
}

async function runsOf(count: number, render: () => Promise<RenderRun>): Promise<readonly RenderRun[]> {
  const runs: RenderRun[] = [];
  for (let at = 0; at < count; at += 1) {
    const run = await render();
    await run.dispose();
    runs.push(run);
  }
  return runs;
}

async function bench({ runs, benefits, many }: { readonly runs: number; readonly benefits: number; readonly many: number }): Promise<void> {
  const loadBefore = loadAverage();
  const usual = exampleStatement({ benefits });
  const whole = await runsOf(runs, () => renderInProcess(usual));
  const rows: Measured[] = [
    {
      what: `${benefits} benefits, all formats, rendering`,
      unit: 'ms',
      runs: whole.map(({ files }) => files.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
      aim: 2_000,
    },
    {
      what: `${benefits} benefits, all formats, processor time`,
      unit: 'ms',
      runs: whole.map(({ files }) => files.reduce((sum, { processorMs }) => sum + processorMs, 0)),
    },
    { what: `${benefits} benefits, all formats, from start to end of a process`, unit: 'ms', runs: whole.map(({ wholeMs }) => wholeMs) },
    ...FILE_FORMATS.map((format): Measured => ({
      what: `${benefits} benefits, ${format}`,
      unit: 'ms',
      runs: whole.flatMap(({ files }) => files.filter((file) => file.format === format).map(({ milliseconds }) => milliseconds)),
    })),
  ];
  const large = exampleStatement({ benefits: many });
  for (const format of FILE_FORMATS) {
    const [run] = await runsOf(1, () => renderInProcess(large, { formats: [format] }));
    if (!run) continue;
    rows.push({ what: `${many} benefits, ${format}, whole process`, unit: 'ms', runs: [run.wholeMs], aim: 60_000 });
    rows.push({ what: `${many} benefits, ${format}, peak memory`, unit: 'MiB', runs: [run.peakMemoryMib], aim: 500 });
  }
  const [all] = await runsOf(1, () => renderInProcess(large));
  if (all) {
    rows.push({ what: `${many} benefits, all formats as the service makes them`, unit: 'ms', runs: [all.wholeMs], aim: 60_000 });
    rows.push({ what: `${many} benefits, all formats, peak memory`, unit: 'MiB', runs: [all.peakMemoryMib], aim: 500 });
  }
  say(tableOf(rows), loadBefore);
}

function say(table: string, loadBefore: number): void {
  process.stdout.write(`${table}\nNode ${process.version}, load average ${loadBefore.toFixed(1)} before and ${loadAverage().toFixed(1)} after\n`);
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(USAGE);
  return value;
};

// An aim that is missed is a result, and no fault.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' }, benefits: { type: 'string', default: '50' }, many: { type: 'string', default: '10000' },
    services: { type: 'boolean', default: false },
  }, // prettier-ignore
});
if (values.services) {
  const loadBefore = loadAverage();
  say(memoryTable(await measureServices()), loadBefore);
} else await bench({ runs: wholeNumber(values.runs), benefits: wholeNumber(values.benefits), many: wholeNumber(values.many) });
