import { TOPICS, VOLUME_HEADERS } from '@hemtag/contracts';
import { outboxChannel } from '@hemtag/platform-outbox';
import type { Statement } from '@hemtag/platform-postgres';

import { RECORD_VALUE, relation, rowsOf } from './flush-relations.js';
import { SERVICE } from './service-name.js';

/** The ledger's own time of everything that a flush stores, as one more header of its volumes. */
const STORED_HEADER = `jsonb_build_array(jsonb_build_array('${VOLUME_HEADERS.ledgerAt}',
  encode(convert_to(floor(extract(epoch FROM now()) * 1000)::bigint::text, 'UTF8'), 'base64')))`;

/**
 * The one statement of a flush. Its parts see the database as it was when it began, and all of it becomes visible at once or not at all: an offset
 * that is not ours (HT001), a fact that has changed (HT002, or a unique violation) takes everything back. Rows go in key order, so that concurrent
 * flushes lock the same rows one after the other.
 */
export const FLUSH: Statement = {
  name: 'ingestion-flush',
  text: `WITH fenced AS (
    UPDATE consumed_partition c SET next_offset = partition.next_offset FROM ${relation('partition')}
      WHERE c.topic = partition.topic AND c.partition_id = partition.partition_id AND c.epoch = partition.epoch AND c.next_offset = partition.first_offset
      RETURNING c.topic, c.partition_id
  ), counted AS (
    INSERT INTO partition_count AS c (topic, partition_id, first_offset, next_offset, accepted, duplicate, conflict, rejected, skipped)
      SELECT topic, partition_id, first_offset, next_offset, accepted, duplicate, conflict, rejected, skipped FROM ${relation('partition')}
        WHERE (topic, partition_id) IN (SELECT topic, partition_id FROM fenced)
      ON CONFLICT (topic, partition_id) DO UPDATE SET next_offset = EXCLUDED.next_offset, accepted = c.accepted + EXCLUDED.accepted,
        duplicate = c.duplicate + EXCLUDED.duplicate, conflict = c.conflict + EXCLUDED.conflict, rejected = c.rejected + EXCLUDED.rejected,
        skipped = c.skipped + EXCLUDED.skipped
  ), claimed AS (
    INSERT INTO event_identity (tenant, identity, content_hash, day, series_id, kind, amendments)
      SELECT tenant, identity, content_hash, day, series_id, 1, amendments FROM ${relation('event')} WHERE NOT is_reserved
      UNION ALL SELECT tenant, identity, content_hash, day, series_id, kind, amendments FROM ${relation('claim')}
  ), fulfilled AS (
    UPDATE event_identity i SET content_hash = fulfil.content_hash, day = fulfil.day, series_id = fulfil.series_id, kind = fulfil.kind, amendments = fulfil.amendments
      FROM ${relation('fulfil')}
      WHERE i.tenant = fulfil.tenant AND i.identity = fulfil.identity AND i.content_hash IS NULL AND i.amendments = fulfil.was
      RETURNING 1
  ), amended AS (
    UPDATE event_identity i SET amendments = amended.amendments FROM ${relation('amended')}
      WHERE i.tenant = amended.tenant AND i.identity = amended.identity AND i.amendments = amended.was AND (i.content_hash IS NULL) = amended.is_reserved
      RETURNING 1
  ), events AS (
    INSERT INTO usage_event (tenant, series_id, day, identity, id, time_ms, quantity, measures, final, reference, record_partition, record_offset)
      SELECT tenant, series_id, day, identity, id, time_ms, quantity, measures, final, reference, record_partition, record_offset FROM ${relation('event')}
  ), aggregates AS (
    INSERT INTO usage_aggregate (tenant, series_id, period_end_ms, identity, period_start_ms, mode, revision, complete, id, time_ms, quantity, measures, final,
        reference, record_partition, record_offset)
      SELECT tenant, series_id, period_end_ms, identity, period_start_ms, mode, revision, complete, id, time_ms, quantity, measures, final,
        reference, record_partition, record_offset FROM ${relation('aggregate')}
  ), aggregated_first AS (
    INSERT INTO aggregate_series (tenant, series_id, revision) SELECT tenant, series_id, 1 FROM ${relation('aggregate_series')} WHERE was = 0
      RETURNING 1
  ), aggregated_again AS (
    UPDATE aggregate_series s SET revision = s.revision + 1 FROM ${relation('aggregate_series')}
      WHERE s.tenant = aggregate_series.tenant AND s.series_id = aggregate_series.series_id AND s.revision = aggregate_series.was
      RETURNING 1
  ), amendments AS (
    INSERT INTO usage_amendment (tenant, target, identity, source, id, time_ms, usage_values, reason, record_partition, record_offset)
      SELECT tenant, target, identity, source, id, time_ms, usage_values, reason, record_partition, record_offset FROM ${relation('amendment')}
  ), feeds AS (
    INSERT INTO subject_feed_day (tenant, source, subject, day, feed) SELECT tenant, source, subject, day, feed FROM ${relation('feed')}
  ), incomplete AS (
    INSERT INTO source_incomplete_day AS d (tenant, source, day, aggregates) SELECT tenant, source, day, aggregates FROM ${relation('incomplete')}
      ON CONFLICT (tenant, source, day) DO UPDATE SET aggregates = d.aggregates + EXCLUDED.aggregates
  ), raised AS (
    INSERT INTO usage_volume AS v (tenant, series_id, day, quantity, events, revision)
      SELECT tenant, series_id, day, quantity, events, 1 FROM ${relation('raise')}
      ON CONFLICT (tenant, series_id, day) DO UPDATE
        SET quantity = v.quantity + EXCLUDED.quantity, events = v.events + EXCLUDED.events, revision = v.revision + 1
      RETURNING series_id, day, quantity, events, revision
  ), lowered AS (
    UPDATE usage_volume v SET quantity = v.quantity + lower.quantity, events = v.events + lower.events, revision = v.revision + 1 FROM ${relation('lower')}
      WHERE v.tenant = lower.tenant AND v.series_id = lower.series_id AND v.day = lower.day
      RETURNING v.series_id, v.day, v.quantity, v.events, v.revision
  ), announced AS (
    INSERT INTO outbox (topic, key, value, headers)
      SELECT '${TOPICS.usageVolumes.name}', convert_to(message.key, 'UTF8'),
          convert_to(message.head || trim_scale(changed.quantity) || '","events":' || changed.events || ',"revision":' || changed.revision || '}', 'UTF8'),
          (coalesce(message.headers::jsonb, '[]') || stored.header)::json
        FROM (SELECT * FROM raised UNION ALL SELECT * FROM lowered) changed
          JOIN ${relation('message')} ON message.series_id = changed.series_id AND message.day = changed.day
          CROSS JOIN (SELECT ${STORED_HEADER} AS header) stored
  ), quarantined AS (
    INSERT INTO rejected_event (tenant, topic, partition_id, record_offset, source, code, pointer, detail, record_key, record_headers, record_value, record_time,
        masked, kept_hash, refused_hash)
      SELECT tenant, topic, partition_id, record_offset, source, code, pointer, detail, record_key, record_headers, ${RECORD_VALUE}, record_time,
        masked, kept_hash, refused_hash FROM ${relation('reject')}
  ), announced_rejects AS (
    INSERT INTO outbox (topic, key, value, headers) SELECT '${TOPICS.usageEventsRejected.name}', record_key, ${RECORD_VALUE}, headers FROM ${relation('reject')}
  ), active AS (
    INSERT INTO source_activity_day AS a (tenant, source, day, first_ms, last_ms, events)
      SELECT tenant, source, day, first_ms, last_ms, events FROM ${relation('activity')}
      ON CONFLICT (tenant, source, day) DO UPDATE
        SET first_ms = least(a.first_ms, EXCLUDED.first_ms), last_ms = greatest(a.last_ms, EXCLUDED.last_ms), events = a.events + EXCLUDED.events
  ), counters AS (
    INSERT INTO source_counter AS c (tenant, source, accepted, duplicate, conflict, rejected)
      SELECT tenant, source, accepted, duplicate, conflict, rejected FROM ${relation('count')}
      ON CONFLICT (tenant, source) DO UPDATE
        SET accepted = c.accepted + EXCLUDED.accepted, duplicate = c.duplicate + EXCLUDED.duplicate,
          conflict = c.conflict + EXCLUDED.conflict, rejected = c.rejected + EXCLUDED.rejected
  ), counted_by_hour AS (
    INSERT INTO source_hour AS h (tenant, source, hour, accepted, duplicate, conflict, rejected, gateway_rejected)
      SELECT tenant, source, date_trunc('hour', now(), 'UTC'), accepted, duplicate, conflict, rejected, 0 FROM ${relation('count')}
      ON CONFLICT (tenant, hour, source) DO UPDATE
        SET accepted = h.accepted + EXCLUDED.accepted, duplicate = h.duplicate + EXCLUDED.duplicate,
          conflict = h.conflict + EXCLUDED.conflict, rejected = h.rejected + EXCLUDED.rejected
  ), rejected_by_hour AS (
    INSERT INTO reject_hour AS h (tenant, source, hour, code, origin, rejects)
      SELECT tenant, source, date_trunc('hour', now(), 'UTC'), code, 'ingestion', count(*) FROM ${relation('reject')}
        GROUP BY tenant, source, code ORDER BY tenant, source, code
      ON CONFLICT (tenant, hour, source, code, origin) DO UPDATE SET rejects = h.rejects + EXCLUDED.rejects
  )
  SELECT CASE
      WHEN (SELECT count(*) FROM fenced) <> ${rowsOf('partition')} THEN abort_flush('fenced')
      WHEN (SELECT count(*) FROM fulfilled) <> ${rowsOf('fulfil')}
        OR (SELECT count(*) FROM amended) <> ${rowsOf('amended')}
        OR (SELECT count(*) FROM aggregated_first) + (SELECT count(*) FROM aggregated_again) <> ${rowsOf('aggregate_series')}
        OR (SELECT count(*) FROM lowered) <> ${rowsOf('lower')} THEN abort_flush('changed')
    END,
    pg_notify('${outboxChannel(SERVICE)}', '')`,
};
