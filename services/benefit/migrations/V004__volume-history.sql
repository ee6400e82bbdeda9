-- Since when each volume is known: the instant at which the log took it. What was stored before this was written down counts as known all along.
ALTER TABLE usage_series ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE usage_volume ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE usage_series ALTER COLUMN recorded_at DROP DEFAULT;
ALTER TABLE usage_volume ALTER COLUMN recorded_at DROP DEFAULT;

-- What volumes were before. A revision that was superseded within its own second is not kept, so there is one row a second at most for a series and day.
CREATE TABLE usage_volume_revision (
  tenant text NOT NULL,
  series_key uuid NOT NULL,
  day date NOT NULL,
  revision bigint NOT NULL,
  quantity numeric NOT NULL,
  events bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT usage_volume_revision_pk PRIMARY KEY (tenant, series_key, day, revision),
  CONSTRAINT usage_volume_revision_not_negative CHECK (quantity >= 0 AND events >= 0 AND revision > 0)
);

-- The figures as they are published, for readers of SQL: written by the benefit service from the same function that answers GET /v1/figures, never computed here.
CREATE TABLE figure (
  tenant text NOT NULL,
  figure_id text NOT NULL,
  kind text NOT NULL,
  initiative text NOT NULL,
  benefit text NOT NULL,
  type text NOT NULL,
  evidence text NOT NULL,
  month date NOT NULL,
  original_month date,
  state text NOT NULL,
  quantity_unit text,
  quantity_estimated numeric,
  quantity_low numeric,
  quantity_high numeric,
  quantity_actual numeric,
  quantity_counted numeric,
  quantity_excess numeric,
  amount_unit text,
  amount_estimated numeric,
  amount_gross numeric,
  amount_adjusted numeric,
  amount_confirmed numeric,
  amount_harvested numeric,
  amount_as_reported numeric,
  -- Fractions without loss, `n` or `n/d`.
  exact_estimated text,
  exact_gross text,
  exact_adjusted text,
  hours_gross numeric,
  hours_adjusted numeric,
  hours_unclaimed numeric,
  hours_fte numeric,
  adoption_potential numeric,
  adoption_share numeric,
  rate numeric,
  complete boolean NOT NULL,
  reason text,
  CONSTRAINT figure_pk PRIMARY KEY (tenant, figure_id)
) WITH (fillfactor = 70); -- rows are changed in place, all day long
CREATE INDEX figure_by_initiative ON figure (tenant, initiative, month);

CREATE TABLE initiative_month (
  tenant text NOT NULL,
  initiative text NOT NULL,
  month date NOT NULL,
  currency text NOT NULL,
  type text,
  exact_gross text,
  exact_running_cost text NOT NULL,
  exact_one_off_cost text NOT NULL,
  exact_net text,
  exact_cumulative_net text,
  CONSTRAINT initiative_month_pk PRIMARY KEY (tenant, initiative, month)
) WITH (fillfactor = 70);

CREATE TABLE source_day (
  tenant text NOT NULL,
  source text NOT NULL,
  day date NOT NULL,
  state text NOT NULL,
  CONSTRAINT source_day_pk PRIMARY KEY (tenant, source, day),
  CONSTRAINT source_day_state CHECK (state IN ('COMPLETE', 'INCOMPLETE', 'SILENT', 'NOT_EXPECTED'))
);

-- What has changed and is not in the figures above yet, written in the transaction that changed it. All of a tenant where nothing more is said; else the benefits
-- that meter a series (in one month, or in all where the series is new) or that a source's completeness of a month concerns, or the costs and net of an initiative.
CREATE TABLE projection_pending (
  tenant text NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  series_key uuid,
  source text,
  month date,
  initiative text,
  marked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT projection_pending_pk PRIMARY KEY (tenant, id),
  CONSTRAINT projection_pending_one_cause CHECK (num_nonnulls(series_key, source, initiative) <= 1)
);

-- The local day on which a tenant was last projected as a whole.
CREATE TABLE projected_tenant (
  tenant text NOT NULL,
  projected_on date NOT NULL,
  CONSTRAINT projected_tenant_pk PRIMARY KEY (tenant)
);

-- Everything that was stored before this table was there.
INSERT INTO projection_pending (tenant) SELECT tenant FROM tenant;

-- A fraction with 20 decimals, so that sums of it are exact in every digit that is printed.
CREATE FUNCTION published.decimal_of(fraction text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim_scale(round(split_part(fraction, '/', 1)::numeric * 1e40 / coalesce(nullif(split_part(fraction, '/', 2), '')::numeric, 1) * 1e-40, 20))
$$;

CREATE VIEW published.benefit_pending AS
  SELECT max(id) AS last_id, min(id) AS first_pending_id, min(id) FILTER (WHERE initiative IS NULL) AS first_pending_figure_id FROM projection_pending;

CREATE VIEW published.figure AS
  SELECT tenant, figure_id, kind, initiative, benefit, type, evidence, month, original_month, state,
    quantity_unit, quantity_estimated, quantity_low, quantity_high, quantity_actual, quantity_counted, quantity_excess,
    amount_unit, amount_estimated, amount_gross, amount_adjusted, amount_confirmed, amount_harvested, amount_as_reported,
    published.decimal_of(exact_estimated) AS exact_estimated,
    published.decimal_of(exact_gross) AS exact_gross,
    published.decimal_of(exact_adjusted) AS exact_adjusted,
    hours_gross, hours_adjusted, hours_unclaimed, hours_fte, adoption_potential, adoption_share, rate, complete, reason
  FROM figure;

CREATE VIEW published.initiative_month AS
  SELECT tenant, initiative, month, currency, type,
    round(published.decimal_of(exact_gross), 2) AS gross,
    round(published.decimal_of(exact_running_cost), 2) AS running_cost,
    round(published.decimal_of(exact_one_off_cost), 2) AS one_off_cost,
    round(published.decimal_of(exact_net), 2) AS net,
    round(published.decimal_of(exact_cumulative_net), 2) AS cumulative_net,
    published.decimal_of(exact_gross) AS exact_gross,
    published.decimal_of(exact_running_cost) AS exact_running_cost,
    published.decimal_of(exact_one_off_cost) AS exact_one_off_cost,
    published.decimal_of(exact_net) AS exact_net,
    published.decimal_of(exact_cumulative_net) AS exact_cumulative_net
  FROM initiative_month;

CREATE VIEW published.source_day AS
  SELECT source_day.tenant, source.name, source_day.source, day, state,
    CASE state WHEN 'SILENT' THEN 0 WHEN 'INCOMPLETE' THEN 1 WHEN 'COMPLETE' THEN 2 ELSE 3 END AS level
  FROM source_day JOIN source ON source.tenant = source_day.tenant AND source.source = source_day.source;

-- The newest document of each object.
CREATE VIEW register_newest AS
  SELECT DISTINCT ON (tenant, kind, name) tenant, kind, name, version, document -> 'spec' AS spec FROM register_version ORDER BY tenant, kind, name, version DESC;

CREATE VIEW published.initiative AS
  SELECT tenant, name AS initiative, spec -> 'title' AS title, spec ->> 'department' AS department, spec ->> 'responsibilityUnit' AS responsibility_unit,
    spec ->> 'benefitOwner' AS benefit_owner, spec ->> 'controller' AS controller, spec ->> 'phase' AS phase, (spec ->> 'goLive')::date AS go_live,
    (spec ->> 'processChange')::date AS process_change, (spec ->> 'maturityKl')::integer AS maturity_kl, spec ->> 'currency' AS currency,
    (spec -> 'retired' ->> 'from')::date AS retired_from
  FROM register_newest WHERE kind = 'Initiative';

CREATE VIEW published.benefit AS
  SELECT tenant, name AS initiative, benefit ->> 'name' AS benefit, benefit -> 'title' AS title, spec -> 'title' AS initiative_title,
    spec ->> 'department' AS department, spec ->> 'responsibilityUnit' AS responsibility_unit, spec ->> 'benefitOwner' AS benefit_owner,
    spec ->> 'controller' AS controller, benefit ->> 'type' AS type, benefit ->> 'evidence' AS evidence, coalesce(benefit ->> 'polarity', 'BENEFIT') AS polarity,
    coalesce(benefit ->> 'cap', 'none') AS cap
  FROM register_newest CROSS JOIN LATERAL jsonb_array_elements(spec -> 'benefits') AS benefit WHERE kind = 'Initiative';

CREATE VIEW published.rate_version AS
  SELECT nullif(tenant, '') AS tenant, name AS rate, spec ->> 'unit' AS unit, (entry ->> 'validFrom')::date AS valid_from, (entry ->> 'validTo')::date AS valid_to,
    published.decimal_of(entry ->> 'value') AS value, entry ->> 'source' AS source, entry ->> 'method' AS method
  FROM register_newest CROSS JOIN LATERAL jsonb_array_elements(spec -> 'versions') AS entry WHERE kind = 'Rate';

CREATE VIEW published.plan_line AS
  SELECT tenant, name AS initiative, benefit ->> 'name' AS benefit, line ->> 'name' AS plan_line, line ->> 'measure' AS measure,
    line ->> 'responsibilityUnit' AS responsibility_unit, (line ->> 'budgetYear')::integer AS budget_year, spec ->> 'currency' AS currency,
    published.decimal_of(line ->> 'plannedAmount') AS planned_amount, (line ->> 'plannedDate')::date AS planned_date, line ->> 'decisionRef' AS decision_ref
  FROM register_newest CROSS JOIN LATERAL jsonb_array_elements(spec -> 'benefits') AS benefit CROSS JOIN LATERAL jsonb_array_elements(benefit -> 'plan') AS line
  WHERE kind = 'Initiative';

GRANT SELECT ON published.benefit_pending, published.figure, published.initiative_month, published.source_day, published.initiative, published.benefit,
  published.rate_version, published.plan_line TO hemtag_reader;
