-- Every key begins with the tenant, so that the tables can be distributed by tenant.

CREATE TABLE event_identity (
  tenant text NOT NULL,
  identity uuid NOT NULL,
  content_hash uuid NOT NULL,
  PRIMARY KEY (tenant, identity)
);

-- The ledger of accepted events. Its key leads over the day, because inserts at random places of a large index are what limits ingestion,
-- and the index of event_identity pays that price already.
CREATE TABLE usage_event (
  tenant text NOT NULL,
  day date NOT NULL,
  identity uuid NOT NULL,
  source text NOT NULL,
  id text NOT NULL,
  subject text NOT NULL,
  time timestamptz NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0),
  unit text NOT NULL,
  outcome text NOT NULL,
  channel text,
  org_unit text,
  dimensions jsonb NOT NULL,
  measures jsonb NOT NULL,
  final boolean NOT NULL,
  topic text NOT NULL,
  partition_id integer NOT NULL,
  record_offset bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, day, identity)
);

CREATE TABLE usage_series (
  tenant text NOT NULL,
  series_key uuid NOT NULL,
  source text NOT NULL,
  subject text NOT NULL,
  unit text NOT NULL,
  outcome text NOT NULL,
  channel text,
  org_unit text,
  dimensions jsonb NOT NULL,
  measure_name text,
  measure_unit text,
  PRIMARY KEY (tenant, series_key),
  CHECK ((measure_name IS NULL) = (measure_unit IS NULL))
);

CREATE TABLE usage_volume (
  tenant text NOT NULL,
  series_key uuid NOT NULL,
  day date NOT NULL,
  quantity numeric NOT NULL CHECK (quantity >= 0),
  events bigint NOT NULL CHECK (events > 0),
  revision bigint NOT NULL CHECK (revision > 0),
  PRIMARY KEY (tenant, series_key, day),
  FOREIGN KEY (tenant, series_key) REFERENCES usage_series (tenant, series_key)
) WITH (fillfactor = 70);

-- Records that did not count, as they came. Tenant and source are empty where the record does not lead to a registered source.
CREATE TABLE rejected_event (
  tenant text NOT NULL,
  topic text NOT NULL,
  partition_id integer NOT NULL,
  record_offset bigint NOT NULL,
  source text NOT NULL,
  code text NOT NULL,
  pointer text NOT NULL,
  detail text NOT NULL,
  record_key bytea,
  -- JSON: a list of [name, value in base64], in the order received.
  record_headers bytea NOT NULL,
  record_value bytea,
  record_time timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, topic, partition_id, record_offset)
);

CREATE TABLE source_activity_day (
  tenant text NOT NULL,
  source text NOT NULL,
  day date NOT NULL,
  first_ms bigint NOT NULL,
  last_ms bigint NOT NULL CHECK (last_ms >= first_ms),
  events bigint NOT NULL CHECK (events > 0),
  PRIMARY KEY (tenant, source, day)
);

CREATE TABLE source_counter (
  tenant text NOT NULL,
  source text NOT NULL,
  accepted bigint NOT NULL CHECK (accepted >= 0),
  duplicate bigint NOT NULL CHECK (duplicate >= 0),
  conflict bigint NOT NULL CHECK (conflict >= 0),
  rejected bigint NOT NULL CHECK (rejected >= 0),
  PRIMARY KEY (tenant, source)
);

CREATE VIEW published.source_activity AS
  SELECT tenant, source, day, first_ms, last_ms, events FROM source_activity_day;

CREATE VIEW published.ingestion_progress AS
  SELECT topic, partition_id, next_offset FROM consumed_partition;

-- The sequence counts messages that are not visible yet, too; who waits for last_id waits a little longer, never too short.
CREATE VIEW published.ingestion_outbox AS
  SELECT (SELECT CASE WHEN is_called THEN last_value END FROM outbox_id_seq) AS last_id,
         (SELECT min(id) FROM outbox) AS first_pending_id;

GRANT SELECT ON published.source_activity, published.ingestion_progress, published.ingestion_outbox TO hemtag_reader;
