-- What the intake needs to know of a source beside its dimensions. Documents that were stored before name none of it, except that they may accept aggregates.
ALTER TABLE source
  ADD COLUMN accepts_aggregates boolean NOT NULL DEFAULT false,
  ADD COLUMN reference text,
  ADD COLUMN safe_patterns jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT source_reference CHECK (reference IN ('events', 'aggregates'));

UPDATE source SET accepts_aggregates = coalesce((newest.spec ->> 'acceptsAggregates')::boolean, newest.spec ->> 'events' = 'aggregate', false)
FROM (
  SELECT DISTINCT ON (tenant, name) tenant, name, document -> 'spec' AS spec FROM register_version WHERE kind = 'Source' ORDER BY tenant, name, version DESC
) newest
WHERE newest.tenant = source.tenant AND newest.name = source.name;

-- From here on every row says it itself.
ALTER TABLE source ALTER COLUMN accepts_aggregates DROP DEFAULT, ALTER COLUMN safe_patterns DROP DEFAULT;

CREATE OR REPLACE VIEW published.source AS SELECT tenant, name, source, dimensions, accepts_aggregates, reference, safe_patterns FROM source;
