import type { FiguresResponse } from '@hemtag/contracts';
import type { ServiceProcess } from '@hemtag/testing';

import { createBenchDatabase, type BenchDatabase } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import type { BenefitBenchOptions } from './benefit-options.js';
import { BenefitProgress, startBenefit, type BenefitSetup } from './benefit-process.js';
import { publishActivity, storeVolumes, wrongFigures, type Changed } from './benefit-tables.js';
import { BenefitWorkload } from './benefit-workload.js';
import { measureChanges, type ChangesRun } from './measure-changes.js';
import { cpuSeconds, peakMemoryMib } from './process-usage.js';
import { row, under, type ReportRow } from './report.js';
import { quantile } from './statistics.js';

export interface WholeRun {
  /** From the start of the process until nothing is pending. */
  readonly seconds: number;
  readonly peakMemoryMib: number;
  readonly cpuSeconds: { readonly service: number; readonly postgres: number };
}
export interface RequestsRun {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one answer. */
  readonly figures: number;
}
export interface BenefitMeasurements {
  readonly whole: WholeRun;
  readonly requests: RequestsRun;
  /** With the processor time for each change, which hardly depends on what else the machine does. */
  readonly changes: Omit<ChangesRun, 'changed'> & { readonly cpuMicros: { readonly service: number; readonly postgres: number } };
  /** Of the process that did all of it. */
  readonly peakMemoryMib: number;
}

export interface BenefitBench {
  readonly servers: BenchServers;
  readonly options: BenefitBenchOptions;
  /** Stands before the name of every topic, so that runs on one broker do not meet. */
  readonly prefix: string;
  readonly say: (line: string) => void;
}

export async function applyRegister(service: ServiceProcess, load: BenefitWorkload): Promise<void> {
  for (const tenant of load.tenants) {
    const files = load.manifestsOf(tenant).map((manifest, n) => ({ name: `${n}.json`, content: JSON.stringify(manifest) }));
    const answer = await fetch(`${service.url}/v1/manifests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files }),
    });
    if (answer.status !== 200) throw new Error(`the register was not applied: ${await answer.text()}`);
  }
}

async function measureRequests(service: ServiceProcess, load: BenefitWorkload, requests: number): Promise<RequestsRun> {
  const year = load.dayOf(load.days - 1).slice(0, 4);
  const times: number[] = [];
  let figures = 0;
  for (let n = 0; n < requests; n += 1) {
    const tenant = load.tenants[n % load.tenants.length] ?? '';
    const startedAtMs = performance.now();
    const answer = await fetch(`${service.url}/v1/figures?tenant=${tenant}&from=${year}-01&to=${year}-12`);
    figures = ((await answer.json()) as FiguresResponse).figures.length;
    times.push(performance.now() - startedAtMs);
    if (answer.status !== 200) throw new Error('figures were not answered');
  }
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), figures };
}

async function exact(database: BenchDatabase, load: BenefitWorkload, changed: Changed): Promise<void> {
  const wrong = await wrongFigures(database.url, load, changed);
  if (wrong.length > 0) throw new Error(`the published figures are not exact:\n  ${wrong.join('\n  ')}`);
}

async function measureIn(database: BenchDatabase, { servers, options, prefix, say }: BenefitBench): Promise<BenefitMeasurements> {
  const load = new BenefitWorkload(options.size, Date.now());
  const setup: BenefitSetup = { servers, databaseUrl: database.url, prefix, cpuProfileDir: null };
  const preparing = await startBenefit(setup);
  await publishActivity(database.url, load);
  say(`applying the register: ${load.benefits} benefits of ${load.tenants.length} tenants`);
  await applyRegister(preparing, load).finally(() => preparing.stop());
  say(`storing ${load.benefits * load.days} volumes, ${load.days} days`);
  await storeVolumes(database.url, load);

  const progress = await new BenefitProgress(database.url).open();
  const postgresBefore = cpuSeconds(servers.pidOf('postgres'));
  const startedAtMs = performance.now();
  const service = await startBenefit({ ...setup, cpuProfileDir: options.cpuProfileDir });
  try {
    await progress.isSettled({ everyMs: 20 });
    const whole = {
      seconds: (performance.now() - startedAtMs) / 1_000,
      peakMemoryMib: peakMemoryMib(service.pid),
      cpuSeconds: { service: cpuSeconds(service.pid), postgres: cpuSeconds(servers.pidOf('postgres')) - postgresBefore },
    };
    await exact(database, load, new Map());
    say(`everything recomputed in ${whole.seconds.toFixed(1)} s`);
    const requests = await measureRequests(service, load, options.requests);
    say(`figures of a tenant and year in ${requests.p50Ms.toFixed(0)} ms`);
    const cpuBefore = { service: cpuSeconds(service.pid), postgres: cpuSeconds(servers.pidOf('postgres')) };
    const { changed, ...measured } = await measureChanges(servers, progress, { prefix, load, ...options.changes });
    const perChange = (after: number, before: number): number => ((after - before) * 1_000_000) / measured.sent;
    const changes = {
      ...measured,
      cpuMicros: {
        service: perChange(cpuSeconds(service.pid), cpuBefore.service),
        postgres: perChange(cpuSeconds(servers.pidOf('postgres')), cpuBefore.postgres),
      },
    };
    await exact(database, load, changed);
    return { whole, requests, changes, peakMemoryMib: peakMemoryMib(service.pid) };
  } finally {
    await progress.close();
    await service.stop();
  }
}

/** One run in a database of its own. A published sum that is not what the generator says ends it with an error. */
export async function benchmarkBenefit(bench: BenefitBench): Promise<BenefitMeasurements> {
  const database = await createBenchDatabase(bench.servers.databaseUrl);
  try {
    return await measureIn(database, bench);
  } finally {
    await database.drop();
  }
}

export function benefitRows({ whole, requests, changes, peakMemoryMib: peak }: BenefitMeasurements): readonly ReportRow[] {
  return [
    ...row('(a) changed volume to published figure, p50', 'ms', [changes.p50Ms]),
    ...row('(a) changed volume to published figure, p99', 'ms', [changes.p99Ms], under(2_000, 'ms')),
    ...row('(a) processor time of the service', 'µs/event', [changes.cpuMicros.service]),
    ...row('(a) processor time of the database', 'µs/event', [changes.cpuMicros.postgres]),
    ...row('(a) changes really sent', 'events/s', [changes.changesPerSecond]),
    ...row('(b) everything recomputed', 's', [whole.seconds], under(300, 's')),
    ...row('(b) memory', 'MiB', [whole.peakMemoryMib], under(600, 'MiB')),
    ...row('(b) processor time of the service', 's', [whole.cpuSeconds.service]),
    ...row('(b) processor time of the database', 's', [whole.cpuSeconds.postgres]),
    ...row('(c) figures of a tenant and year, p50', 'ms', [requests.p50Ms]),
    ...row('(c) figures of a tenant and year, p99', 'ms', [requests.p99Ms], under(200, 'ms')),
    ...row('(d) memory of the service, whole run', 'MiB', [peak], under(600, 'MiB')),
  ].filter(({ spread }) => Number.isFinite(spread.median));
}
