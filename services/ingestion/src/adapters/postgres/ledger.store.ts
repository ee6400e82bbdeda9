import type { Amendment, PeriodMode, Series, UsageValues } from '@hemtag/metering';
import { inTransaction, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { Ledger, LedgerAggregate, LedgerEvent, LedgerMonth, LedgerSnapshots, LoneRow, Shares, SourceTotals } from '../../application/ledger.js';

import { toAmendment, type SaidRow } from './amendment.mapping.js';
import * as statements from './ledger-statements.js';

const SHARE = 2_000;

async function* shares<Raw, Row>(
  tx: Transaction,
  query: { readonly text: string; readonly parameters: readonly unknown[] },
  of: (raw: Raw) => Row,
): Shares<Row> {
  await tx.query(`DECLARE ledger_rows NO SCROLL CURSOR FOR ${query.text}`, query.parameters);
  for (;;) {
    const rows = await tx.query<Raw>(`FETCH ${SHARE} FROM ledger_rows`);
    if (rows.length > 0) yield rows.map(of);
    if (rows.length < SHARE) break;
  }
  await tx.query('CLOSE ledger_rows');
}

export interface UsageRow {
  readonly series_id: number;
  readonly id: string;
  readonly time_ms: string;
  readonly quantity: string;
  readonly measures: UsageValues['measures'] | null;
  readonly final: boolean;
  readonly reference: boolean;
  readonly record_partition: number;
  readonly record_offset: string;
  readonly said: readonly SaidRow[] | null;
}

const NOTHING_SAID: readonly Amendment[] = [];
const toUsage = (row: UsageRow) => ({
  seriesId: row.series_id,
  id: row.id,
  timeMs: Number(row.time_ms),
  quantity: row.quantity,
  measures: row.measures ?? {},
  final: row.final,
  reference: row.reference,
  partition: row.record_partition,
  offset: BigInt(row.record_offset),
  amendments: row.said?.map(toAmendment) ?? NOTHING_SAID,
});

export const toEvent = (row: UsageRow & { readonly day: string }): LedgerEvent => ({ ...toUsage(row), day: row.day });

export type AggregateRow = UsageRow & {
  readonly period_start_ms: string;
  readonly period_end_ms: string;
  readonly mode: PeriodMode;
  readonly revision: string;
  readonly complete: boolean;
};
export const toAggregate = (row: AggregateRow): LedgerAggregate => ({
  ...toUsage(row),
  startMs: Number(row.period_start_ms),
  endMs: Number(row.period_end_ms),
  mode: row.mode,
  revision: Number(row.revision),
  complete: row.complete,
});

export interface SeriesRow {
  readonly series_id: number;
  readonly source: string;
  readonly subject: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly org_unit: string | null;
  readonly dimensions: Series['dimensions'];
  readonly measure_name: string | null;
  readonly measure_unit: string | null;
}
export const toSeries = ({ source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit }: SeriesRow): Series => ({
  source,
  subject,
  unit,
  outcome,
  channel,
  orgUnit: org_unit,
  dimensions,
  measure: measure_name === null || measure_unit === null ? null : { name: measure_name, unit: measure_unit },
});

interface TotalsRow {
  readonly source: string;
  readonly accepted: string;
  readonly conflict: string;
  readonly rejected: string;
  readonly gateway_rejected: string;
}
const toTotals = ({ source, accepted, conflict, rejected, gateway_rejected }: TotalsRow): SourceTotals => ({
  source,
  accepted: BigInt(accepted),
  conflict: BigInt(conflict),
  rejected: BigInt(rejected),
  rejectedByGateway: BigInt(gateway_rejected),
});

interface PartitionRow {
  readonly partition_id: number;
  readonly first_offset: string;
  readonly next_offset: string;
  readonly consumed_up_to: string | null;
  readonly accepted: string;
  readonly conflict: string;
  readonly rejected: string;
  readonly stored_conflicts: string;
  readonly stored_rejects: string;
}

const ledgerIn = (tx: Transaction): Ledger => ({
  tenants: async () => (await tx.query<{ tenant: string }>(statements.TENANTS)).map(({ tenant }) => tenant),
  series: async (tenant) => new Map((await tx.query<SeriesRow>(statements.SERIES, [tenant])).map((row) => [row.series_id, toSeries(row)])),
  months: async (tenant) => {
    const rows = await tx.query<{ month: string; events: number; is_detached: boolean }>(statements.MONTHS, [tenant]);
    return rows.map(({ month, events, is_detached }): LedgerMonth => ({ month, events, isDetached: is_detached }));
  },
  events: (tenant, month) => shares(tx, { text: statements.EVENTS, parameters: [tenant, month] }, toEvent),
  aggregates: (tenant) => shares(tx, { text: statements.AGGREGATES, parameters: [tenant] }, toAggregate),
  amendments: (tenant) =>
    shares(
      tx,
      { text: statements.AMENDMENTS, parameters: [tenant] },
      (row: Pick<UsageRow, 'time_ms' | 'record_partition' | 'record_offset'> & { source: string }) => ({
        source: row.source,
        timeMs: Number(row.time_ms),
        partition: row.record_partition,
        offset: BigInt(row.record_offset),
      }),
    ),
  volumes: (tenant, month) =>
    shares(tx, { text: statements.VOLUMES, parameters: [tenant, month] }, (row: { series_id: number; day: string; quantity: string; events: string }) => ({
      seriesId: row.series_id,
      day: row.day,
      quantity: row.quantity,
      events: row.events,
    })),
  feedDays: (tenant, month) =>
    shares(tx, { text: statements.FEED_DAYS, parameters: [tenant, month] }, (row: { source: string; subject: string; day: string; feed: string }) => row),
  activity: (tenant) =>
    shares(
      tx,
      { text: statements.ACTIVITY, parameters: [tenant] },
      (row: { source: string; day: string; first_ms: string; last_ms: string; events: string }) => ({
        source: row.source,
        day: row.day,
        firstMs: Number(row.first_ms),
        lastMs: Number(row.last_ms),
        events: Number(row.events),
      }),
    ),
  incompleteDays: (tenant) =>
    shares(tx, { text: statements.INCOMPLETE_DAYS, parameters: [tenant] }, (row: { source: string; day: string; aggregates: number }) => row),
  storedTotals: async (tenant) => (await tx.query<TotalsRow>(statements.STORED_TOTALS, [tenant])).map(toTotals),
  countedTotals: async (tenant) => {
    const sources = (await tx.query<TotalsRow>(statements.COUNTED_TOTALS, [tenant])).map(toTotals);
    const [row] = await tx.query<{ identities: string; heartbeats: string }>(statements.IDENTITIES, [tenant]);
    return { sources, heartbeats: BigInt(row?.heartbeats ?? 0), identities: BigInt(row?.identities ?? 0) };
  },
  loneRows: async (tenant, detached, limit) => {
    // Both sides are read whole. Where tables have just been filled and nobody has counted them yet, the planner would look up each row by reading all others.
    await tx.query('SET LOCAL enable_nestloop = off');
    const rows = await tx.query<LoneRow>(statements.LONE_ROWS, [tenant, detached, limit]);
    await tx.query('SET LOCAL enable_nestloop = on');
    return rows;
  },
  partitions: async (topic) =>
    (await tx.query<PartitionRow>(statements.PARTITIONS, [topic])).map((row) => ({
      partition: row.partition_id,
      firstOffset: BigInt(row.first_offset),
      nextOffset: BigInt(row.next_offset),
      consumedUpTo: row.consumed_up_to === null ? null : BigInt(row.consumed_up_to),
      accepted: BigInt(row.accepted),
      conflict: BigInt(row.conflict),
      rejected: BigInt(row.rejected),
      storedConflicts: BigInt(row.stored_conflicts),
      storedRejects: BigInt(row.stored_rejects),
    })),
});

/** `LedgerSnapshots` over PostgreSQL: reads only, row by row and apart from everything that stores. */
export class PostgresLedgerSnapshots implements LedgerSnapshots {
  constructor(private readonly dataSource: DataSource) {}

  inSnapshot<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      // All rows are read, so plans that give the first ones soon are no help; and a large ledger takes longer than a statement may elsewhere.
      await tx.query('SET LOCAL cursor_tuple_fraction = 1');
      await tx.query('SET LOCAL statement_timeout = 0');
      return work(ledgerIn(tx));
    });
  }
}
