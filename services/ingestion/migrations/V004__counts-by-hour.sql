-- What was received when, for dashboards: sums that stay small whatever is sent, kept in the flush. By hour, because an hour belongs to one local day of any
-- tenant whose zone is whole hours from UTC.
CREATE TABLE source_hour (
  tenant text NOT NULL,
  source text NOT NULL,
  hour timestamptz NOT NULL,
  accepted bigint NOT NULL,
  duplicate bigint NOT NULL,
  conflict bigint NOT NULL,
  rejected bigint NOT NULL,
  gateway_rejected bigint NOT NULL,
  CONSTRAINT source_hour_pk PRIMARY KEY (tenant, hour, source),
  CONSTRAINT source_hour_whole CHECK (hour = date_trunc('hour', hour, 'UTC')),
  CONSTRAINT source_hour_not_negative CHECK (least(accepted, duplicate, conflict, rejected, gateway_rejected) >= 0)
) WITH (fillfactor = 70); -- the rows of the running hour are changed in place

CREATE TABLE reject_hour (
  tenant text NOT NULL,
  source text NOT NULL,
  hour timestamptz NOT NULL,
  code text NOT NULL,
  origin text NOT NULL,
  rejects bigint NOT NULL,
  CONSTRAINT reject_hour_pk PRIMARY KEY (tenant, hour, source, code, origin),
  CONSTRAINT reject_hour_whole CHECK (hour = date_trunc('hour', hour, 'UTC')),
  CONSTRAINT reject_hour_origin CHECK (origin IN ('ingestion', 'gateway')),
  CONSTRAINT reject_hour_positive CHECK (rejects > 0)
) WITH (fillfactor = 70);

-- Rejects that are kept say when they came; of everything else counting begins with this migration.
INSERT INTO reject_hour (tenant, source, hour, code, origin, rejects)
  SELECT tenant, source, date_trunc('hour', recorded_at, 'UTC'), code, origin, count(*) FROM rejected_event GROUP BY 1, 2, 3, 4, 5;

CREATE VIEW published.source_hour AS SELECT tenant, source, hour, accepted, duplicate, conflict, rejected, gateway_rejected FROM source_hour;
CREATE VIEW published.reject_hour AS SELECT tenant, source, hour, code, origin, rejects FROM reject_hour;

-- The last day of a source holds its last event, so one row of its activity is enough.
CREATE VIEW published.source_counter AS
  SELECT c.tenant, c.source, c.accepted, c.duplicate, c.conflict, c.rejected, c.gateway_rejected, to_timestamp(a.last_ms / 1000.0) AS last_event_at
  FROM source_counter c
    LEFT JOIN LATERAL (SELECT last_ms FROM source_activity_day d WHERE d.tenant = c.tenant AND d.source = c.source ORDER BY d.day DESC LIMIT 1) a ON true;

GRANT SELECT ON published.source_hour, published.reject_hour, published.source_counter TO hemtag_reader;
