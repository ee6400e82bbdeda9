import type { Statement } from '@hemtag/platform-postgres';

// LATERAL with OFFSET 0 keeps the index the only way into the large tables, whatever the planner thinks of the size of an array.

export const READ_IDENTITIES: Statement = {
  name: 'ingestion-read-identities',
  text: `SELECT k.place, e.content_hash, e.kind, e.amendments
    FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k (tenant, identity, place)
      CROSS JOIN LATERAL (SELECT content_hash, kind, amendments FROM event_identity e WHERE e.tenant = k.tenant AND e.identity = k.identity OFFSET 0) e`,
};

export const READ_AMENDMENTS: Statement = {
  name: 'ingestion-read-amendments',
  text: `SELECT a.tenant, a.target, a.identity, a.source, a.id, a.time_ms, a.usage_values
    FROM unnest($1::text[], $2::uuid[]) AS k (tenant, target)
      CROSS JOIN LATERAL (SELECT * FROM usage_amendment a WHERE a.tenant = k.tenant AND a.target = k.target OFFSET 0) a`,
};

const SERIES = 's.source, s.subject, s.unit, s.outcome, s.channel, s.org_unit, s.dimensions';

export const READ_EVENTS: Statement = {
  name: 'ingestion-read-events',
  text: `SELECT e.tenant, e.identity, e.id, e.time_ms, e.quantity::text AS quantity, e.measures, e.final, e.reference, ${SERIES}
    FROM unnest($1::text[], $2::uuid[]) AS k (tenant, identity)
      JOIN event_identity i ON i.tenant = k.tenant AND i.identity = k.identity
      JOIN usage_event e ON e.tenant = i.tenant AND e.series_id = i.series_id AND e.day = i.day AND e.identity = i.identity
      JOIN usage_series s ON s.tenant = e.tenant AND s.series_id = e.series_id`,
};

const SLOT = `a.tenant, a.series_id, a.identity, a.id, a.time_ms, a.period_start_ms, a.period_end_ms, a.mode, a.revision, a.complete, a.quantity::text AS quantity,
  a.measures, a.final, a.reference`;

export const READ_AGGREGATES: Statement = {
  name: 'ingestion-read-aggregates',
  text: `SELECT ${SLOT}, ${SERIES}
    FROM unnest($1::text[], $2::uuid[]) AS k (tenant, identity)
      JOIN event_identity i ON i.tenant = k.tenant AND i.identity = k.identity
      JOIN usage_aggregate a ON a.tenant = i.tenant AND a.series_id = i.series_id AND a.identity = i.identity
      JOIN usage_series s ON s.tenant = a.tenant AND s.series_id = a.series_id`,
};

export const READ_SERIES_REVISIONS: Statement = {
  name: 'ingestion-read-series-revisions',
  text: `SELECT a.tenant, a.series_id, a.revision FROM unnest($1::text[], $2::integer[]) AS k (tenant, series_id)
    JOIN aggregate_series a ON a.tenant = k.tenant AND a.series_id = k.series_id`,
};

const COUNTS_FOR_SURE = `n.mode = 'cumulative' AND n.final AND NOT n.reference
  AND NOT EXISTS (SELECT FROM usage_amendment m WHERE m.tenant = n.tenant AND m.target = n.identity)`;

/**
 * The aggregates that a change of a period could touch: those that overlap it; and of counters the readings from the nearest one before that counts for
 * sure to the nearest one after.
 */
export const READ_WINDOWS: Statement = {
  name: 'ingestion-read-windows',
  text: `SELECT DISTINCT ON (a.tenant, a.series_id, a.identity) ${SLOT}, ${SERIES}
    FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::boolean[]) AS w (tenant, series_id, start_ms, end_ms, is_counter)
      CROSS JOIN LATERAL (
        SELECT coalesce((SELECT max(n.period_end_ms) FROM usage_aggregate n
            WHERE n.tenant = w.tenant AND n.series_id = w.series_id AND n.period_end_ms < w.end_ms AND ${COUNTS_FOR_SURE}), -9223372036854775808) AS first_ms,
          coalesce((SELECT min(n.period_end_ms) FROM usage_aggregate n
            WHERE n.tenant = w.tenant AND n.series_id = w.series_id AND n.period_end_ms > w.end_ms AND ${COUNTS_FOR_SURE}), 9223372036854775807) AS last_ms
      ) near
      JOIN usage_aggregate a ON a.tenant = w.tenant AND a.series_id = w.series_id AND CASE
        WHEN w.is_counter AND a.mode = 'cumulative' THEN a.period_end_ms BETWEEN near.first_ms AND near.last_ms
        ELSE a.period_end_ms > w.start_ms AND a.period_start_ms < w.end_ms END
      JOIN usage_series s ON s.tenant = a.tenant AND s.series_id = a.series_id`,
};

export const READ_FEEDS: Statement = {
  name: 'ingestion-read-feeds',
  text: `SELECT f.tenant, f.source, f.subject, f.day::text AS day, f.feed
    FROM unnest($1::text[], $2::text[], $3::text[], $4::date[]) AS k (tenant, source, subject, day)
      JOIN subject_feed_day f ON f.tenant = k.tenant AND f.source = k.source AND f.subject = k.subject AND f.day = k.day`,
};

export const READ_ALLOWANCES: Statement = { name: 'ingestion-read-allowances', text: 'SELECT source FROM rejection_allowance WHERE until > now()' };
