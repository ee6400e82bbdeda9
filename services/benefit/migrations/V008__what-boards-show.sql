-- What a variance is computed from, without loss: printed quantities have six decimals, which is too few where one unit is worth much.
ALTER TABLE figure
  ADD COLUMN exact_quantity_estimated text,
  ADD COLUMN exact_quantity_counted text,
  ADD COLUMN decimal_quantity_estimated numeric GENERATED ALWAYS AS (published.decimal_of(exact_quantity_estimated)) STORED,
  ADD COLUMN decimal_quantity_counted numeric GENERATED ALWAYS AS (published.decimal_of(exact_quantity_counted)) STORED;
-- The share of the channel from which on operation is paid, in percent.
ALTER TABLE initiative_month ADD COLUMN exact_break_even_share text;
-- Every figure is computed anew, which fills the new columns.
INSERT INTO projection_pending (tenant) SELECT tenant FROM tenant;

CREATE OR REPLACE VIEW published.figure AS
  SELECT tenant, figure_id, kind, initiative, benefit, type, evidence, month, original_month, state,
    quantity_unit, quantity_estimated, quantity_low, quantity_high, quantity_actual, quantity_counted, quantity_excess,
    amount_unit, amount_estimated, amount_gross, amount_adjusted, amount_confirmed, amount_harvested, amount_as_reported,
    decimal_estimated AS exact_estimated, decimal_gross AS exact_gross, decimal_adjusted AS exact_adjusted,
    hours_gross, hours_adjusted, hours_unclaimed, hours_fte, adoption_potential, adoption_share, rate, complete, reason,
    decimal_quantity_estimated AS exact_quantity_estimated, decimal_quantity_counted AS exact_quantity_counted
  FROM figure;

CREATE OR REPLACE VIEW published.initiative_month AS
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
    published.decimal_of(exact_cumulative_net) AS exact_cumulative_net,
    round(published.decimal_of(exact_break_even_share), 2) AS break_even_share
  FROM initiative_month;
