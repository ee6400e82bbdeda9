import { PUBLISHED } from '@hemtag/contracts';

const SAID = `LEFT JOIN (
    SELECT target, jsonb_agg(jsonb_build_object('source', source, 'id', id, 'instant', time_ms, 'values', usage_values)) AS said
      FROM usage_amendment WHERE tenant = $1 GROUP BY target
  ) a ON a.target = u.identity`;
const USAGE = `u.series_id, u.id, u.time_ms::text, u.quantity::text, u.measures, u.final, u.reference, u.record_partition, u.record_offset::text, a.said`;
const IN_MONTH = `day >= ($2 || '-01')::date AND day < (($2 || '-01')::date + interval '1 month')::date`;

export const TENANTS = `SELECT tenant FROM (
  SELECT tenant FROM ${PUBLISHED.tenant} UNION SELECT tenant FROM source_counter UNION SELECT tenant FROM usage_series
) t ORDER BY tenant`;

export const SERIES = `SELECT series_id, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit FROM usage_series WHERE tenant = $1`;

/** A month is detached where identities name events and no table of the ledger would take them. */
export const MONTHS = `WITH months AS (
  SELECT to_char(day, 'YYYY-MM') AS month, count(*)::int AS events FROM event_identity WHERE tenant = $1 AND kind = 1 GROUP BY 1
  UNION ALL SELECT DISTINCT to_char(day, 'YYYY-MM'), 0 FROM usage_volume WHERE tenant = $1
  UNION ALL SELECT DISTINCT to_char(day, 'YYYY-MM'), 0 FROM subject_feed_day WHERE tenant = $1
), attached AS (
  SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'usage_event'::regclass
)
SELECT month, sum(events)::int AS events,
    sum(events) > 0 AND CASE WHEN month < '2015-01' THEN 'usage_event_before_2015' ELSE 'usage_event_' || replace(month, '-', '_') END
      NOT IN (SELECT relname FROM attached) AS is_detached
  FROM months GROUP BY month ORDER BY month`;

export const EVENTS = `SELECT ${USAGE}, u.day::text FROM usage_event u ${SAID} WHERE u.tenant = $1 AND ${IN_MONTH}`;

export const AGGREGATES = `SELECT ${USAGE}, u.period_start_ms::text, u.period_end_ms::text, u.mode, u.revision, u.complete FROM usage_aggregate u ${SAID}
  WHERE u.tenant = $1 ORDER BY u.series_id, u.period_end_ms`;

export const AMENDMENTS = `SELECT source, time_ms::text, record_partition, record_offset::text FROM usage_amendment WHERE tenant = $1`;

export const VOLUMES = `SELECT series_id, day::text, trim_scale(quantity)::text AS quantity, events::text FROM usage_volume WHERE tenant = $1 AND ${IN_MONTH}`;
export const FEED_DAYS = `SELECT source, subject, day::text, feed FROM subject_feed_day WHERE tenant = $1 AND ${IN_MONTH}`;
export const ACTIVITY = `SELECT source, day::text, first_ms::text, last_ms::text, events::text FROM source_activity_day WHERE tenant = $1`;
export const INCOMPLETE_DAYS = `SELECT source, day::text, aggregates FROM source_incomplete_day WHERE tenant = $1 AND aggregates <> 0`;

export const STORED_TOTALS = `SELECT source, accepted::text, conflict::text, rejected::text, gateway_rejected::text FROM source_counter WHERE tenant = $1`;

export const COUNTED_TOTALS = `SELECT source, sum(accepted)::text AS accepted, sum(conflict)::text AS conflict, sum(rejected)::text AS rejected,
    sum(gateway_rejected)::text AS gateway_rejected
  FROM (
    SELECT s.source, count(*) AS accepted, 0 AS conflict, 0 AS rejected, 0 AS gateway_rejected
      FROM event_identity i JOIN usage_series s ON s.tenant = i.tenant AND s.series_id = i.series_id
      WHERE i.tenant = $1 AND i.kind IN (1, 2) GROUP BY s.source
    UNION ALL SELECT source, count(*), 0, 0, 0 FROM usage_amendment WHERE tenant = $1 GROUP BY source
    UNION ALL SELECT source, 0, count(*) FILTER (WHERE origin = 'ingestion' AND code = 'CONFLICT'),
        count(*) FILTER (WHERE origin = 'ingestion' AND code <> 'CONFLICT'), count(*) FILTER (WHERE origin = 'gateway')
      FROM rejected_event WHERE tenant = $1 GROUP BY source
  ) counted GROUP BY source`;

export const IDENTITIES = `SELECT count(*)::text AS identities, count(*) FILTER (WHERE kind = 5)::text AS heartbeats FROM event_identity WHERE tenant = $1 AND kind <> 0`;

const usageRow = (table: string): string => `SELECT FROM ${table} u WHERE u.tenant = i.tenant AND u.series_id = i.series_id AND u.identity = i.identity`;
const NAMED = `LEFT JOIN usage_series s ON s.tenant = i.tenant AND s.series_id = i.series_id`;
const NO_ROW = `'an identity' AS stored, 'no row in the ledger' AS recomputed`;
const NO_IDENTITY = `'a row in the ledger' AS stored, 'no identity of it' AS recomputed`;

/** Identities and rows of the ledger that miss each other, and identities that count their amendments wrongly. */
export const LONE_ROWS = `SELECT * FROM (
    (SELECT 'events' AS part, 'event ' || i.identity || ' of ' || s.source || ' on ' || i.day AS place, ${NO_ROW} FROM event_identity i ${NAMED}
      WHERE i.tenant = $1 AND i.kind = 1 AND to_char(i.day, 'YYYY-MM') <> ALL ($2::text[])
        AND NOT EXISTS (${usageRow('usage_event')} AND u.day = i.day) LIMIT $3)
    UNION ALL
    (SELECT 'events', 'event ' || u.identity || ' on ' || u.day, ${NO_IDENTITY} FROM usage_event u
      WHERE u.tenant = $1 AND NOT EXISTS (SELECT FROM event_identity i WHERE i.tenant = u.tenant AND i.identity = u.identity AND i.kind = 1
        AND i.series_id = u.series_id AND i.day = u.day) LIMIT $3)
    UNION ALL
    (SELECT 'aggregates', 'aggregate ' || i.identity || ' of ' || s.source || ' up to ' || i.day, ${NO_ROW} FROM event_identity i ${NAMED}
      WHERE i.tenant = $1 AND i.kind = 2 AND NOT EXISTS (${usageRow('usage_aggregate')}) LIMIT $3)
    UNION ALL
    (SELECT 'aggregates', 'aggregate ' || u.identity, ${NO_IDENTITY} FROM usage_aggregate u
      WHERE u.tenant = $1 AND NOT EXISTS (SELECT FROM event_identity i WHERE i.tenant = u.tenant AND i.identity = u.identity AND i.kind = 2
        AND i.series_id = u.series_id) LIMIT $3)
    UNION ALL
    (SELECT 'amendments', 'amendment ' || i.identity, ${NO_ROW} FROM event_identity i
      WHERE i.tenant = $1 AND i.kind IN (3, 4) AND NOT EXISTS (SELECT FROM usage_amendment m WHERE m.tenant = i.tenant AND m.identity = i.identity) LIMIT $3)
    UNION ALL
    (SELECT 'amendments', 'amendment ' || m.identity, ${NO_IDENTITY} FROM usage_amendment m
      WHERE m.tenant = $1 AND NOT EXISTS (SELECT FROM event_identity i WHERE i.tenant = m.tenant AND i.identity = m.identity AND i.kind IN (3, 4)) LIMIT $3)
    UNION ALL
    (SELECT 'amendments', 'amendments of ' || coalesce(i.identity, m.target), coalesce(i.amendments, 0)::text, coalesce(m.found, 0)::text
      FROM (SELECT identity, amendments FROM event_identity WHERE tenant = $1 AND amendments <> 0) i
        FULL JOIN (SELECT target, count(*) AS found FROM usage_amendment WHERE tenant = $1 GROUP BY target) m ON m.target = i.identity
      WHERE i.amendments IS DISTINCT FROM m.found LIMIT $3)
  ) lone LIMIT $3`;

export const PARTITIONS = `SELECT p.partition_id, p.first_offset::text, p.next_offset::text, c.next_offset::text AS consumed_up_to, p.accepted::text, p.conflict::text,
    p.rejected::text, r.conflicts::text AS stored_conflicts, r.rejects::text AS stored_rejects
  FROM partition_count p LEFT JOIN consumed_partition c ON c.topic = p.topic AND c.partition_id = p.partition_id
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE code = 'CONFLICT') AS conflicts, count(*) FILTER (WHERE code <> 'CONFLICT') AS rejects
      FROM rejected_event e WHERE e.topic = p.topic AND e.partition_id = p.partition_id AND e.record_offset >= p.first_offset) r
  WHERE p.topic = $1 ORDER BY p.partition_id`;
