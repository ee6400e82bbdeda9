import type { UsageSeries } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import { withTenant } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { EventLists, EventRange, Identified, LedgerPlace, SeriesNeighbours } from '../../application/list-events.js';
import type { LedgerAggregate, LedgerEvent } from '../../application/ledger.js';

import { toAggregate, toEvent, toSeries, type AggregateRow, type SeriesRow, type UsageRow } from './ledger.store.js';

const SERIES = 'series_id, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit';
const WANTED = `SELECT ${SERIES} FROM usage_series WHERE tenant = $1 AND series_key = $2`;
const OWN = `SELECT ${SERIES} FROM usage_series WHERE tenant = $1 AND source = $2 AND subject = $3 AND measure_name IS NULL`;

/** What was stored up to an instant, null: everything. Both are SQL; instants are told to the millisecond. */
const storedUpTo = (row: string, instant: string): string =>
  `(${instant}::timestamptz IS NULL OR date_trunc('milliseconds', ${row}.recorded_at) <= ${instant})`;
const usage = (
  instant: string,
): string => `u.series_id, u.identity, u.id, u.time_ms::text, u.quantity::text, u.measures, u.final, u.reference, u.record_partition, u.record_offset::text,
  (SELECT jsonb_agg(jsonb_build_object('source', m.source, 'id', m.id, 'instant', m.time_ms, 'values', m.usage_values))
    FROM usage_amendment m WHERE m.tenant = u.tenant AND m.target = u.identity AND ${storedUpTo('m', instant)}) AS said`;
const AMENDED = 'EXISTS (SELECT FROM usage_amendment m WHERE m.tenant = u.tenant AND m.target = u.identity)';
const BEHIND = `u.tenant = $1 AND u.day >= $2 AND u.day <= $3 AND (u.day, u.identity) > ($4::date, $5::uuid) AND ${storedUpTo('u', '$9')}`;

// Two parts, because each has its own way through the index.
const EVENTS = `SELECT * FROM (
    (SELECT ${usage('$9')}, u.day::text FROM usage_event u WHERE ${BEHIND} AND u.series_id = $6 ORDER BY u.day, u.identity LIMIT $8)
    UNION ALL
    (SELECT ${usage('$9')}, u.day::text FROM usage_event u WHERE ${BEHIND} AND u.series_id = ANY ($7::int[]) AND ${AMENDED} ORDER BY u.day, u.identity LIMIT $8)
  ) e ORDER BY day, identity LIMIT $8`;

const AGGREGATES = `SELECT ${usage('$4')}, u.period_start_ms::text, u.period_end_ms::text, u.mode, u.revision, u.complete FROM usage_aggregate u
  WHERE u.tenant = $1 AND ${storedUpTo('u', '$4')} AND (u.series_id = $2 OR u.series_id IN (SELECT u.series_id FROM usage_aggregate u WHERE u.tenant = $1 AND u.series_id = ANY ($3::int[]) AND ${AMENDED}))
  ORDER BY u.series_id, u.period_end_ms`;

const DETACHED = `SELECT month, events::int FROM (
    SELECT to_char(v.day, 'YYYY-MM') AS month, sum(v.events) AS events FROM usage_volume v JOIN usage_series s ON s.tenant = v.tenant AND s.series_id = v.series_id
      WHERE v.tenant = $1 AND s.series_key = $2 AND v.day >= $3 AND v.day <= $4 GROUP BY 1
  ) m WHERE events > 0 AND CASE WHEN month < '2015-01' THEN 'usage_event_before_2015' ELSE 'usage_event_' || replace(month, '-', '_') END
    NOT IN (SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'usage_event'::regclass) ORDER BY month`;

const instantOf = (instant: Instant | null): Date | null => (instant === null ? null : new Date(instant));
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type KeyedSeriesRow = SeriesRow & { readonly series_key: string };
type IdentifiedRow<Row> = Row & { readonly identity: string };

/** `EventLists` over PostgreSQL. */
export class PostgresEventLists implements EventLists {
  constructor(private readonly dataSource: DataSource) {}

  neighbours(tenant: string, seriesKey: string): Promise<SeriesNeighbours | null> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const [row] = await tx.query<KeyedSeriesRow>(WANTED, [tenant, seriesKey]);
      if (row === undefined) return null;
      const wanted: UsageSeries = { ...toSeries(row), key: row.series_key };
      const own = await tx.query<KeyedSeriesRow>(OWN, [tenant, row.source, row.subject]);
      return { wanted, own: new Map(own.map((one) => [one.series_id, toSeries(one)])) };
    });
  }

  events({
    tenant,
    from,
    until,
    series,
    neighbours,
    after,
    limit,
    asKnownOn,
  }: EventRange & {
    readonly series: number | null;
    readonly neighbours: readonly number[];
    readonly after: LedgerPlace | null;
    readonly limit: number;
  }): Promise<readonly Identified<LedgerEvent>[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const place = after ?? { day: '-infinity', identity: BEFORE_ALL };
      const rows = await tx.query<IdentifiedRow<UsageRow & { readonly day: string }>>(EVENTS, [
        tenant, from, until, place.day, place.identity, series, neighbours, limit, instantOf(asKnownOn),
      ]); // prettier-ignore
      return rows.map((row) => ({ ...toEvent(row), identity: row.identity }));
    });
  }

  aggregates({
    tenant,
    series,
    neighbours,
    asKnownOn,
  }: {
    readonly tenant: string;
    readonly series: number | null;
    readonly neighbours: readonly number[];
    readonly asKnownOn: Instant | null;
  }): Promise<readonly Identified<LedgerAggregate>[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<IdentifiedRow<AggregateRow>>(AGGREGATES, [tenant, series, neighbours, instantOf(asKnownOn)]);
      return rows.map((row) => ({ ...toAggregate(row), identity: row.identity }));
    });
  }

  detached({
    tenant,
    seriesKey,
    from,
    until,
  }: EventRange & { readonly seriesKey: string }): Promise<readonly { readonly month: string; readonly events: number }[]> {
    return withTenant(this.dataSource, tenant, (tx) => tx.query<{ month: string; events: number }>(DETACHED, [tenant, seriesKey, from, until]));
  }
}
