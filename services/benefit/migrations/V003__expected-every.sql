-- How often something should come from a source, for whoever watches the intake.
ALTER TABLE source ADD COLUMN expected_every text;

UPDATE source SET expected_every = newest.spec ->> 'expectedEvery'
FROM (
  SELECT DISTINCT ON (tenant, name) tenant, name, document -> 'spec' AS spec FROM register_version WHERE kind = 'Source' ORDER BY tenant, name, version DESC
) newest
WHERE newest.tenant = source.tenant AND newest.name = source.name;

CREATE OR REPLACE VIEW published.source AS
  SELECT tenant, name, source, dimensions, accepts_aggregates, reference, safe_patterns, expected_every FROM source;
