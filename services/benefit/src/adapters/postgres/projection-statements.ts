import { FIGURE_COLUMNS } from '../../application/figure-record.js';

const names = Object.keys(FIGURE_COLUMNS);
const changing = names.filter((name) => name !== 'figure_id');
const list = (columns: readonly string[], prefix = ''): string => columns.map((name) => prefix + name).join(', ');

/** $1 tenant, $2 rows as JSON. A row that is the same already is not written again. */
export const WRITE_FIGURES = {
  name: 'benefit-write-figures',
  text: `INSERT INTO figure AS stored (tenant, ${list(names)})
SELECT $1, ${list(names)} FROM jsonb_to_recordset($2::jsonb) AS r(${Object.entries(FIGURE_COLUMNS).map((entry) => entry.join(' ')).join(', ')})
ON CONFLICT (tenant, figure_id) DO UPDATE SET (${list(changing)}) = ROW(${list(changing, 'excluded.')})
WHERE (${list(changing, 'stored.')}) IS DISTINCT FROM (${list(changing, 'excluded.')})`,
}; // prettier-ignore

/** $1 tenant; as it is written, numbers and days as text. */
export const READ_FIGURES = `SELECT ${Object.entries(FIGURE_COLUMNS)
  .map(([name, type]) => (type === 'boolean' ? name : `${name}::text AS ${name}`))
  .join(', ')} FROM figure WHERE tenant = $1`;

/** $1 tenant, $2 initiatives, $3 months as JSON. */
export const WRITE_INITIATIVE_MONTHS = {
  name: 'benefit-write-initiative-months',
  text: `WITH given AS (
  SELECT * FROM jsonb_to_recordset($3::jsonb) AS r(initiative text, month date, currency text, type text, exact_gross text, exact_running_cost text,
    exact_one_off_cost text, exact_net text, exact_cumulative_net text, exact_break_even_share text)
), gone AS (
  DELETE FROM initiative_month stored WHERE tenant = $1 AND initiative = ANY($2)
    AND NOT EXISTS (SELECT FROM given WHERE given.initiative = stored.initiative AND given.month = stored.month)
)
INSERT INTO initiative_month AS stored SELECT $1, * FROM given
ON CONFLICT (tenant, initiative, month) DO UPDATE SET currency = excluded.currency, type = excluded.type, exact_gross = excluded.exact_gross,
  exact_running_cost = excluded.exact_running_cost, exact_one_off_cost = excluded.exact_one_off_cost, exact_net = excluded.exact_net,
  exact_cumulative_net = excluded.exact_cumulative_net, exact_break_even_share = excluded.exact_break_even_share
WHERE stored IS DISTINCT FROM excluded`,
};

/** $1 tenant, $2 sources, $3 days, $4 states; gives the source and month of each state that changed. */
export const WRITE_SOURCE_DAYS = {
  name: 'benefit-write-source-days',
  text: `INSERT INTO source_day AS stored SELECT $1, * FROM unnest($2::text[], $3::date[], $4::text[])
ON CONFLICT (tenant, source, day) DO UPDATE SET state = excluded.state WHERE stored.state <> excluded.state
RETURNING source, date_trunc('month', day::timestamp)::date::text AS month`,
};
