import type { Measurements } from './ingestion-benchmark.js';
import { CLIENTS, type Client } from './options.js';
import { ratiosOf, spreadOf, type Spread } from './statistics.js';
import type { IdKind } from './workload.js';

export interface ReportRow {
  readonly what: string;
  readonly unit: 'ratio' | 'events/s' | 'ms' | 's' | 'MiB' | 'µs/event';
  readonly spread: Spread;
  /** In words; null where nothing is aimed at. */
  readonly aim: string | null;
  readonly reached: boolean | null;
}

export interface Aim {
  readonly text: string;
  readonly holds: (median: number) => boolean;
}

const atLeast = (bound: number): Aim => ({ text: `≥ ${bound}`, holds: (median) => median >= bound });
export const under = (bound: number, unit: string): Aim => ({ text: `< ${bound} ${unit}`, holds: (median) => median < bound });

export function row(what: string, unit: ReportRow['unit'], runs: readonly number[], aim: Aim | null = null): readonly ReportRow[] {
  const spread = spreadOf(runs);
  return spread ? [{ what, unit, spread, aim: aim?.text ?? null, reached: aim ? aim.holds(spread.median) : null }] : [];
}

const present = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);

const consumeRates = ({ rounds }: Measurements): readonly number[] => present(rounds.map(({ consumeOnly }) => consumeOnly?.eventsPerSecond ?? null));

/** Processor time for one record; the start of the process is in it. */
const microsPerEvent = (cpuSeconds: readonly number[], { payload }: Measurements): readonly number[] =>
  cpuSeconds.filter(Number.isFinite).map((seconds) => (seconds * 1_000_000) / (payload?.records ?? Number.NaN));

function rowsOfClient(client: Client, measured: Measurements): readonly ReportRow[] {
  const { rounds, delay, recovery } = measured;
  const runs = rounds.flatMap(({ pipeline }) => pipeline.filter((run) => run.client === client));
  const rates = runs.map(({ eventsPerSecond }) => eventsPerSecond);
  const against = (base: readonly (number | null)[]): readonly number[] => ratiosOf(rates, present(base));
  const delays = delay.filter((run) => run.client === client);
  return [
    ...row(`(d) pipeline, ${client}`, 'events/s', rates),
    ...row(`(d) pipeline, ${client}, with start-up`, 'events/s', runs.map(({ withStartPerSecond }) => withStartPerSecond)), // prettier-ignore
    ...row(`d/a, ${client}`, 'ratio', against(consumeRates(measured)), atLeast(0.25)),
    ...row(`d/b, ${client}`, 'ratio', against(rounds.map(({ copy }) => copy)), atLeast(0.2)),
    ...row(`d/c, ${client}`, 'ratio', against(rounds.map(({ oneByOne }) => oneByOne)), atLeast(100)),
    ...row(`processor time of the service, ${client}`, 'µs/event', microsPerEvent(runs.map(({ cpuSeconds }) => cpuSeconds.service), measured)), // prettier-ignore
    ...row(`processor time of the database, ${client}`, 'µs/event', microsPerEvent(runs.map(({ cpuSeconds }) => cpuSeconds.postgres), measured)), // prettier-ignore
    ...row(`memory under full load, ${client}`, 'MiB', runs.map(({ peakMemoryMib }) => peakMemoryMib), under(400, 'MiB')), // prettier-ignore
    ...row(`delay p50, ${client}`, 'ms', delays.map(({ p50Ms }) => p50Ms)), // prettier-ignore
    ...row(`delay p99, ${client}`, 'ms', delays.map(({ p99Ms }) => p99Ms), under(1_000, 'ms')), // prettier-ignore
    ...row(`kill -9 to first commit, ${client}`, 's', recovery.filter((run) => run.client === client).map(({ seconds }) => seconds), under(15, 's')), // prettier-ignore
  ];
}

function rowsOfStored(ids: IdKind, least: number, { stored }: Measurements): readonly ReportRow[] {
  const rounds = stored.filter((round) => round.ids === ids);
  const rate = (of: 'empty' | 'stored'): readonly number[] => rounds.map((round) => round[of].eventsPerSecond);
  return [
    ...row(`${ids} ids, empty database`, 'events/s', rate('empty')),
    ...row(`${ids} ids, earlier events stored`, 'events/s', rate('stored')),
    ...row(`stored / empty, ${ids} ids`, 'ratio', ratiosOf(rate('stored'), rate('empty')), atLeast(least)),
  ];
}

/** What was measured, as rows for the reader; each with its median, its spread and its aim. */
export function reportRows(measured: Measurements): readonly ReportRow[] {
  const { rounds } = measured;
  return [
    ...row('(a) kafkajs consume only', 'events/s', consumeRates(measured)),
    ...row('processor time of (a)', 'µs/event', microsPerEvent(present(rounds.map(({ consumeOnly }) => consumeOnly?.cpuSeconds ?? null)), measured)),
    ...row('(b) raw COPY of the ledger rows', 'events/s', present(rounds.map(({ copy }) => copy))),
    ...row('(c) Nest eachMessage + TypeORM save', 'events/s', present(rounds.map(({ oneByOne }) => oneByOne))),
    ...CLIENTS.flatMap((client) => rowsOfClient(client, measured)),
    ...rowsOfStored('time-ordered', 0.7, measured),
    ...rowsOfStored('random', 0.2, measured),
  ];
}

function shown(value: number, unit: ReportRow['unit']): string {
  if (unit === 'ratio') return value >= 10 ? value.toFixed(0) : value.toFixed(3);
  return unit === 's' || unit === 'µs/event' ? value.toFixed(1) : value.toFixed(0);
}

/** A table of fixed width, one line a row. */
export function reportTable(rows: readonly ReportRow[]): string {
  const cells = rows.map(({ what, unit, spread, aim, reached }) => [
    what,
    `${shown(spread.median, unit)}${unit === 'ratio' ? '' : ` ${unit}`}`,
    `${shown(spread.min, unit)}..${shown(spread.max, unit)}`,
    aim === null ? '' : `${aim}${reached === true ? '' : '  missed'}`,
  ]);
  const lines = [['what', 'median', 'spread', 'aim'], ...cells];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')).join('\n');
}
