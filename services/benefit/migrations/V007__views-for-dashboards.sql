-- Decimals of the exact fractions, computed once when a figure is written: a board reads many thousands of them.
ALTER TABLE figure
  ADD COLUMN decimal_estimated numeric GENERATED ALWAYS AS (published.decimal_of(exact_estimated)) STORED,
  ADD COLUMN decimal_gross numeric GENERATED ALWAYS AS (published.decimal_of(exact_gross)) STORED,
  ADD COLUMN decimal_adjusted numeric GENERATED ALWAYS AS (published.decimal_of(exact_adjusted)) STORED;
CREATE OR REPLACE VIEW published.figure AS
  SELECT tenant, figure_id, kind, initiative, benefit, type, evidence, month, original_month, state,
    quantity_unit, quantity_estimated, quantity_low, quantity_high, quantity_actual, quantity_counted, quantity_excess,
    amount_unit, amount_estimated, amount_gross, amount_adjusted, amount_confirmed, amount_harvested, amount_as_reported,
    decimal_estimated AS exact_estimated, decimal_gross AS exact_gross, decimal_adjusted AS exact_adjusted,
    hours_gross, hours_adjusted, hours_unclaimed, hours_fte, adoption_potential, adoption_share, rate, complete, reason
  FROM figure;

-- A board looks at one year of a tenant, or of all.
CREATE INDEX figure_by_month ON figure (tenant, month);
CREATE INDEX source_day_by_day ON source_day (tenant, day);

-- What people call a tenant and a source, and from when on a source is retired.
CREATE OR REPLACE VIEW published.tenant AS
  SELECT tenant, time_zone, currency,
    (SELECT document -> 'spec' -> 'title' FROM register_version v WHERE v.tenant = '' AND v.kind = 'Tenant' AND v.name = t.tenant ORDER BY version DESC LIMIT 1) AS title
  FROM tenant t;
CREATE OR REPLACE VIEW published.source AS
  SELECT s.tenant, s.name, s.source, s.dimensions, s.accepts_aggregates, s.reference, s.safe_patterns, s.expected_every,
    newest.spec -> 'title' AS title, (newest.spec -> 'retired' ->> 'from')::date AS retired_from
  FROM source s
    LEFT JOIN LATERAL (
      SELECT document -> 'spec' AS spec FROM register_version v WHERE v.tenant = s.tenant AND v.kind = 'Source' AND v.name = s.name ORDER BY version DESC LIMIT 1
    ) newest ON true;

-- One row for each month that somebody has begun to close; every other month is OPEN.
CREATE VIEW published.period AS
  SELECT newest.tenant, to_date(newest.month, 'YYYY-MM') AS month, newest.state, newest.version, steps.preliminary_at, steps.closed_at, steps.reopened_at,
    approval.recorded_at AS approved_at, kept.snapshot_hash
  FROM (SELECT DISTINCT ON (tenant, month) tenant, month, sequence, state, version FROM period_entry ORDER BY tenant, month, sequence DESC) newest
    CROSS JOIN LATERAL (
      SELECT max(recorded_at) FILTER (WHERE state = 'PRELIMINARY') AS preliminary_at, max(recorded_at) FILTER (WHERE state = 'CLOSED') AS closed_at,
        max(recorded_at) FILTER (WHERE state = 'REOPENED') AS reopened_at, max(sequence) FILTER (WHERE state <> 'REOPENED') AS kept_sequence
      FROM period_entry e WHERE e.tenant = newest.tenant AND e.month = newest.month
    ) steps
    JOIN period_entry kept ON kept.tenant = newest.tenant AND kept.month = newest.month AND kept.sequence = steps.kept_sequence
    LEFT JOIN period_approval approval ON approval.tenant = kept.tenant AND approval.month = kept.month AND approval.sequence = kept.sequence;

CREATE VIEW published.baseline AS
  SELECT tenant, name AS initiative, benefit ->> 'name' AS benefit, (entry ->> 'validFrom')::date AS valid_from, (entry ->> 'validTo')::date AS valid_to,
    published.decimal_of(entry ->> 'volumePerYear') AS volume_per_year, entry ->> 'method' AS method, (entry ->> 'measuredFrom')::date AS measured_from,
    (entry ->> 'measuredTo')::date AS measured_to, entry ->> 'source' AS source, entry ->> 'approvedBy' AS approved_by
  FROM register_newest CROSS JOIN LATERAL jsonb_array_elements(spec -> 'benefits') AS benefit CROSS JOIN LATERAL jsonb_array_elements(benefit -> 'baseline') AS entry
  WHERE kind = 'Initiative';

GRANT SELECT ON published.period, published.baseline TO hemtag_reader;
