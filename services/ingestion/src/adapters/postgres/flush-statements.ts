import type { Statement } from '@hemtag/platform-postgres';

// Arrays go in key order, and the statements keep that order, so that concurrent batches lock the same rows one after the other and never crosswise.

export const CLAIM_IDENTITIES: Statement = {
  name: 'ingestion-claim-identities',
  text: `INSERT INTO event_identity (tenant, identity, content_hash)
    SELECT tenant, identity, content_hash
      FROM unnest($1::text[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS i (tenant, identity, content_hash, place) ORDER BY place
    ON CONFLICT DO NOTHING
    RETURNING identity`,
};

/** A statement of its own after the claim: its snapshot then includes the writers for which the claim had to wait. */
export const READ_CLAIMED: Statement = {
  name: 'ingestion-read-claimed',
  text: `SELECT e.identity, e.content_hash
      FROM unnest($1::text[], $2::uuid[]) AS i (tenant, identity) JOIN event_identity e ON e.tenant = i.tenant AND e.identity = i.identity`,
};

export const INSERT_EVENTS: Statement = {
  name: 'ingestion-insert-events',
  text: `INSERT INTO usage_event (tenant, day, identity, source, id, subject, time, quantity, unit, outcome, channel, org_unit, dimensions, measures,
      final, topic, partition_id, record_offset)
    SELECT tenant, day, identity, source, id, subject, time, quantity, unit, outcome, channel, org_unit, dimensions, measures, final, $16, $17, record_offset
      FROM unnest($1::text[], $2::date[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::numeric[], $9::text[], $10::text[],
        $11::text[], $12::text[], $13::jsonb[], $14::jsonb[], $15::boolean[], $18::bigint[])
        AS e (tenant, day, identity, source, id, subject, time, quantity, unit, outcome, channel, org_unit, dimensions, measures, final, record_offset)`,
};

export const INSERT_SERIES: Statement = {
  name: 'ingestion-insert-series',
  text: `INSERT INTO usage_series (tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit)
    SELECT tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit
      FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::text[], $11::text[])
        WITH ORDINALITY AS s (tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit, place) ORDER BY place
    ON CONFLICT DO NOTHING`,
};

export const ADD_VOLUMES: Statement = {
  name: 'ingestion-add-volumes',
  text: `INSERT INTO usage_volume AS v (tenant, series_key, day, quantity, events, revision)
    SELECT tenant, series_key, day, quantity, events, 1
      FROM unnest($1::text[], $2::uuid[], $3::date[], $4::numeric[], $5::bigint[]) WITH ORDINALITY AS d (tenant, series_key, day, quantity, events, place) ORDER BY place
    ON CONFLICT (tenant, series_key, day) DO UPDATE
      SET quantity = v.quantity + EXCLUDED.quantity, events = v.events + EXCLUDED.events, revision = v.revision + 1
    RETURNING tenant, series_key, day::text AS day, trim_scale(quantity)::text AS quantity, events, revision`,
};

export const INSERT_REJECTED: Statement = {
  name: 'ingestion-insert-rejected',
  text: `INSERT INTO rejected_event (tenant, topic, partition_id, record_offset, source, code, pointer, detail, record_key, record_headers, record_value, record_time)
    SELECT tenant, $1, $2, record_offset, source, code, pointer, detail, record_key, record_headers, record_value, record_time
      FROM unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::bytea[], $12::timestamptz[])
        AS r (tenant, record_offset, source, code, pointer, detail, record_key, record_headers, record_value, record_time)`,
};

export const ADD_ACTIVITY: Statement = {
  name: 'ingestion-add-activity',
  text: `INSERT INTO source_activity_day AS a (tenant, source, day, first_ms, last_ms, events)
    SELECT tenant, source, day, first_ms, last_ms, events
      FROM unnest($1::text[], $2::text[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[])
        WITH ORDINALITY AS d (tenant, source, day, first_ms, last_ms, events, place) ORDER BY place
    ON CONFLICT (tenant, source, day) DO UPDATE
      SET first_ms = least(a.first_ms, EXCLUDED.first_ms), last_ms = greatest(a.last_ms, EXCLUDED.last_ms), events = a.events + EXCLUDED.events`,
};

export const ADD_COUNTS: Statement = {
  name: 'ingestion-add-counts',
  text: `INSERT INTO source_counter AS c (tenant, source, accepted, duplicate, conflict, rejected)
    SELECT tenant, source, accepted, duplicate, conflict, rejected
      FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
        WITH ORDINALITY AS d (tenant, source, accepted, duplicate, conflict, rejected, place) ORDER BY place
    ON CONFLICT (tenant, source) DO UPDATE
      SET accepted = c.accepted + EXCLUDED.accepted, duplicate = c.duplicate + EXCLUDED.duplicate,
        conflict = c.conflict + EXCLUDED.conflict, rejected = c.rejected + EXCLUDED.rejected`,
};
