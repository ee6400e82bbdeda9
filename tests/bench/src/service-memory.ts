import { exampleLines, hemtag, SERVICES, startStack } from '@hemtag/launcher';
import { freeLoopbackPort, openRuntime, type LocalRuntime } from '@hemtag/local-runtime';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { CHECKOUT } from './checkout.js';
import { memoryMib, type Memory } from './process-usage.js';

/** Long enough for what follows work, such as rows for the boards and collecting, to have been done. */
const SETTLE_MS = 60_000;
/** The examples' tenants and their year. */
const TENANTS = ['SE-2281', 'SE-0127', 'SE-0186', 'DK-860'];
const YEAR = '2025';

export interface ServiceMemory {
  readonly when: string;
  readonly services: readonly { readonly name: string; readonly memory: Memory }[];
}

const measured = (runtime: LocalRuntime, when: string): ServiceMemory => ({
  when,
  services: SERVICES.map((name) => ({ name, memory: memoryMib(runtime.pidOf(name)) })),
});

async function done(url: string, args: readonly string[], input?: Iterable<string>): Promise<void> {
  const { exitCode, stdout } = await hemtag(args, { url, ...(input === undefined ? {} : { input: Readable.from(input) }) });
  if (exitCode !== 0) throw new Error(`hemtag ${args.join(' ')} ended with ${exitCode}: ${stdout}`);
}

async function live(runtime: LocalRuntime, folder: string): Promise<readonly ServiceMemory[]> {
  const started = await startStack({ checkout: CHECKOUT, runtime, port: await freeLoopbackPort(), env: process.env, say: () => undefined });
  if (!started.ok) throw new Error(started.error.message);
  const { url } = started.value;
  const told = [measured(runtime, 'started, nothing loaded')];
  await done(url, ['apply', '-f', join(CHECKOUT, 'examples/register')]);
  await done(url, ['send', '-'], exampleLines());
  await done(url, ['wait', '--timeout', '300']);
  told.push(measured(runtime, 'at the end of loading the examples'));
  await later(SETTLE_MS);
  told.push(measured(runtime, 'examples loaded, a minute idle'));
  for (const tenant of TENANTS) await done(url, ['report', YEAR, '--tenant', tenant, '--out', join(folder, 'reports')]);
  told.push(measured(runtime, "after a report of each tenant's year"));
  await later(SETTLE_MS);
  told.push(measured(runtime, 'the same, a minute idle'));
  return told;
}

/** What the services of `npm start` have resident, with the flags that they run with, as the examples come and are reported. Servers of its own, in a temporary folder. */
export async function measureServices(): Promise<readonly ServiceMemory[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hemtag-memory-'));
  const opened = await openRuntime({ dataDir: folder });
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await live(opened.value, folder);
  } finally {
    await opened.value.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const AIM_MIB = 1_024;

/** A line for each moment: resident by service, their sum, and the sum of what is their own, with shared pages in equal parts. */
export function memoryTable(told: readonly ServiceMemory[]): string {
  const mib = (value: number): string => value.toFixed(0).padStart(10);
  const sum = (of: ServiceMemory, member: keyof Memory): number => of.services.reduce((all, { memory }) => all + memory[member], 0);
  const head = ['MiB'.padEnd(40), ...SERVICES.map((name) => name.padStart(10)), 'sum'.padStart(10), 'PSS'.padStart(10), 'peaks'.padStart(10)].join('');
  const lines = told.map((of) =>
    [
      of.when.padEnd(40),
      ...of.services.map(({ memory }) => mib(memory.resident)),
      ...(['resident', 'proportional', 'peak'] as const).map((member) => mib(sum(of, member))),
    ].join(''),
  );
  const highest = Math.max(...told.map((of) => sum(of, 'peak')));
  return [head, ...lines, `sum of the peaks ${highest.toFixed(0)} MiB, aim < ${AIM_MIB} MiB: ${highest < AIM_MIB ? 'reached' : 'missed'}`].join('\n');
}
