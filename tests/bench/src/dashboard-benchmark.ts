import { allBoards, firstOrAll, panelQueries, setVariables, type BuiltBoard, type GrafanaBoard, type RunSql, type TimeRange } from '@hemtag/dashboards';
import pg from 'pg';

import { createBenchDatabase, runOn } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import { applyRegister } from './benefit-benchmark.js';
import { BenefitProgress, startBenefit } from './benefit-process.js';
import { storeVolumes } from './benefit-tables.js';
import { BenefitWorkload, type BenefitSize } from './benefit-workload.js';
import { closeMonths, makeSchema, storeReceipts, storeReports } from './dashboard-tables.js';
import { quantile } from './statistics.js';

export const LIMIT_MS = 500;

export interface DashboardBench {
  readonly servers: BenchServers;
  readonly size: BenefitSize;
  /** How often each board is shown. */
  readonly runs: number;
  readonly prefix: string;
  readonly say: (line: string) => void;
}

/** How long all statements of a panel took together, each time that its board was shown. Of a repeated panel the slowest one counts. */
export interface PanelTimes {
  readonly board: string;
  readonly panel: string;
  readonly rows: number;
  readonly p50Ms: number;
  readonly maxMs: number;
}

/** A login that may read what is published, and nothing else. */
async function readerOf(databaseUrl: string): Promise<string> {
  const [name, password] = ['bench_reader', 'bench'];
  await runOn(
    databaseUrl,
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE ${name} LOGIN PASSWORD '${password}' IN ROLE hemtag_reader; END IF; END $$`,
  );
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return url.href;
}

async function fill(url: string, load: BenefitWorkload, { servers, prefix, say }: DashboardBench): Promise<void> {
  const place = { servers, databaseUrl: url, prefix };
  await makeSchema('ingestion', place);
  const setup = { ...place, cpuProfileDir: null };
  const preparing = await startBenefit(setup);
  say(`applying the register: ${load.benefits} benefits of ${load.tenants.length} tenants`);
  await applyRegister(preparing, load).finally(() => preparing.stop());
  await makeSchema('report', place);
  await storeReceipts(url, load);
  say(`storing ${load.benefits * load.days} volumes, ${load.days} days`);
  await storeVolumes(url, load);
  say('waiting for every published figure');
  const progress = await new BenefitProgress(url).open();
  try {
    const service = await startBenefit(setup);
    await progress.isSettled({ everyMs: 100 }).finally(() => service.stop());
  } finally {
    await progress.close();
  }
  await closeMonths(url, load);
  await storeReports(url);
  await runOn(
    url,
    'VACUUM ANALYZE benefit.figure',
    'VACUUM ANALYZE benefit.initiative_month',
    'ANALYZE benefit.source_day',
    'ANALYZE benefit.register_version',
  );
}

interface Shown {
  readonly ms: number;
  readonly rows: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What a board's picker shows at first; boards of a year do not look at it. */
function rangeOf({ time }: GrafanaBoard, year: string): TimeRange {
  const [, count, unit = ''] = /^now-(\d+)([mhd])$/.exec(time?.from ?? '') ?? [];
  if (count === undefined) return { from: `${year}-01-01T00:00:00Z`, to: `${year}-12-31T23:59:59Z` };
  const nowMs = Date.now();
  return { from: new Date(nowMs - Number(count) * (UNIT_MS[unit] ?? Number.NaN)).toISOString(), to: new Date(nowMs).toISOString() };
}

/** Shows a board once: its variables, then every panel's statements one after the other. */
async function show(client: pg.Client, { json }: BuiltBoard, year: string): Promise<ReadonlyMap<string, Shown>> {
  const board = json as unknown as GrafanaBoard;
  const times = new Map<string, Shown>();
  const timed = async (name: string, sql: string): Promise<Shown & { readonly answer: Awaited<ReturnType<RunSql>> }> => {
    const startedAtMs = performance.now();
    const { rows } = await client.query<Record<string, unknown>>({ text: sql, types: { getTypeParser: () => String } }).catch((error: unknown) => {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}\n${sql}`, { cause: error });
    });
    return { ms: performance.now() - startedAtMs, rows: rows.length, answer: rows };
  };
  const note = (panel: string, { ms, rows }: Shown): void => {
    const before = times.get(panel);
    if (before === undefined || ms > before.ms) times.set(panel, { ms, rows });
  };
  const range = rangeOf(board, year);
  const variables = await setVariables(
    board,
    (variable, options) => (variable.name === 'year' ? options.filter(({ value }) => value === year) : firstOrAll(variable, options)),
    range,
    async (sql) => {
      const shown = await timed('a variable', sql);
      note('(slowest variable)', shown);
      return shown.answer;
    },
  );
  const panels = Map.groupBy(panelQueries(board, variables, range), ({ panel, variables: own }) => `${panel.id} ${JSON.stringify(own)}`);
  for (const queries of panels.values()) {
    let whole: Shown = { ms: 0, rows: 0 };
    for (const { panel, sql } of queries) {
      const { ms, rows } = await timed(panel.title ?? '', sql);
      whole = { ms: whole.ms + ms, rows: whole.rows + rows };
    }
    const [{ panel }] = queries as [(typeof queries)[number]];
    note(`${panel.id} ${panel.title ?? ''}`, whole);
  }
  return times;
}

async function measure(readerUrl: string, runs: number, year: string): Promise<readonly PanelTimes[]> {
  const client = new pg.Client({ connectionString: readerUrl });
  await client.connect();
  try {
    const results: PanelTimes[] = [];
    for (const board of allBoards()) {
      const shown: ReadonlyMap<string, Shown>[] = [];
      for (let run = 0; run < runs; run += 1) shown.push(await show(client, board, year));
      for (const [panel, { rows }] of shown[0] ?? []) {
        const times = shown.map((one) => one.get(panel)?.ms ?? Number.NaN);
        results.push({ board: board.uid, panel, rows, p50Ms: quantile(times, 0.5), maxMs: Math.max(...times) });
      }
    }
    return results;
  } finally {
    await client.end();
  }
}

/** Fills a database of its own with the load and shows every board in every language to a reader. */
export async function benchmarkDashboards(bench: DashboardBench): Promise<readonly PanelTimes[]> {
  const database = await createBenchDatabase(bench.servers.databaseUrl);
  try {
    const load = new BenefitWorkload(bench.size, Date.now());
    await fill(database.url, load, bench);
    // Its estimates fill the months that are to come.
    const year = load.dayOf(load.days - 1).slice(0, 4);
    bench.say(`showing every board ${bench.runs} times, year ${year}`);
    return await measure(await readerOf(database.url), bench.runs, year);
  } finally {
    await database.drop();
  }
}

/** The table for the reader, and what took too long. */
export function dashboardReport(times: readonly PanelTimes[]): { readonly table: string; readonly slow: readonly PanelTimes[] } {
  const lines = [['board', 'panel', 'rows', 'p50 ms', 'max ms'], ...times.map(({ board, panel, rows, p50Ms, maxMs }) => [board, panel, String(rows), p50Ms.toFixed(0), maxMs.toFixed(0)])];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const table = lines.map((line) => line.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')).join('\n');
  return { table, slow: times.filter(({ maxMs }) => maxMs >= LIMIT_MS) };
} // prettier-ignore
