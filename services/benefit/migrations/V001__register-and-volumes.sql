-- The register: every applied manifest as a whole merged document, one row a version. What was known at an instant is the highest version recorded up to it.
-- `tenant` is '' for what belongs to no tenant (tenants themselves and shared rates), so that every key can start with it.
CREATE TABLE register_version (
  tenant text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  document jsonb NOT NULL,
  author text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT register_version_pk PRIMARY KEY (tenant, kind, name, version),
  CONSTRAINT register_version_kind CHECK (kind IN ('Tenant', 'Source', 'Rate', 'Initiative')),
  CONSTRAINT register_version_number CHECK (version > 0)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed: add a version', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER register_version_append_only BEFORE UPDATE OR DELETE ON register_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What the intake needs of the newest documents, with the invariants that only a database can hold under concurrency.
CREATE TABLE tenant (
  tenant text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL,
  CONSTRAINT tenant_pk PRIMARY KEY (tenant)
);
CREATE TABLE source (
  tenant text NOT NULL,
  name text NOT NULL,
  source text NOT NULL,
  dimensions text[] NOT NULL,
  CONSTRAINT source_pk PRIMARY KEY (tenant, name),
  CONSTRAINT source_uri_has_one_owner UNIQUE (source),
  CONSTRAINT source_tenant_fk FOREIGN KEY (tenant) REFERENCES tenant (tenant)
);

-- Day volumes as the log of usage.volumes.v1 last said them.
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
  CONSTRAINT usage_series_pk PRIMARY KEY (tenant, series_key)
);
CREATE TABLE usage_volume (
  tenant text NOT NULL,
  series_key uuid NOT NULL,
  day date NOT NULL,
  quantity numeric NOT NULL,
  events bigint NOT NULL,
  revision bigint NOT NULL,
  CONSTRAINT usage_volume_pk PRIMARY KEY (tenant, series_key, day),
  CONSTRAINT usage_volume_series_fk FOREIGN KEY (tenant, series_key) REFERENCES usage_series (tenant, series_key),
  CONSTRAINT usage_volume_not_negative CHECK (quantity >= 0 AND events >= 0 AND revision > 0)
);

CREATE VIEW published.tenant AS SELECT tenant, time_zone, currency FROM tenant;
CREATE VIEW published.source AS SELECT tenant, name, source, dimensions FROM source;
CREATE VIEW published.benefit_progress AS SELECT topic, partition_id, next_offset FROM consumed_partition;
GRANT SELECT ON published.tenant, published.source, published.benefit_progress TO hemtag_reader;
