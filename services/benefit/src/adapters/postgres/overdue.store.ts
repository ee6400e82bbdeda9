import { runStatement } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { OverdueCounts, OverdueLimits, OverdueStore } from '../../application/ports.js';

// The version in force is the youngest that has begun. Days are those of UTC: a day more or less is no matter for a year.
const IN_FORCE_SINCE = (entries: string): string =>
  `(SELECT max((entry ->> 'validFrom')::date) FROM jsonb_array_elements(${entries}) AS entry
     WHERE (entry ->> 'validFrom')::date <= current_date AND coalesce((entry ->> 'validTo')::date > current_date, true))`;

// Before its first step a tenant closes elsewhere or not yet; a month that was opened again is open.
const COUNT = {
  name: 'benefit-count-overdue',
  text: `WITH due AS (
  SELECT to_char(month, 'YYYY-MM') AS month, tenant
    FROM (SELECT tenant, min(month) AS first FROM period_entry GROUP BY tenant) begun
      CROSS JOIN LATERAL generate_series((begun.first || '-01')::timestamp, current_date - $2::integer - interval '1 month', interval '1 month') AS month
), newest AS (
  SELECT DISTINCT ON (tenant, month) tenant, month, state FROM period_entry ORDER BY tenant, month, sequence DESC
)
SELECT
  (SELECT count(*)::int FROM register_newest
    WHERE kind = 'Rate' AND ${IN_FORCE_SINCE(`spec -> 'versions'`)} < current_date - $1::integer) AS rates,
  (SELECT count(*)::int FROM register_newest CROSS JOIN LATERAL jsonb_array_elements(spec -> 'benefits') AS benefit
    WHERE kind = 'Initiative' AND coalesce((spec -> 'retired' ->> 'from')::date > current_date, true)
      AND ${IN_FORCE_SINCE(`coalesce(benefit -> 'baseline', '[]')`)} < current_date - $1::integer) AS baselines,
  (SELECT count(*)::int FROM due LEFT JOIN newest USING (tenant, month) WHERE state IS DISTINCT FROM 'CLOSED') AS "openMonths"`,
};

/** What somebody should have looked at by now, over all tenants. */
export class PostgresOverdueStore implements OverdueStore {
  constructor(private readonly dataSource: DataSource) {}

  async count({ reviewAgeDays, expectedCloseDays }: OverdueLimits): Promise<OverdueCounts> {
    const [counts] = await runStatement<OverdueCounts>(this.dataSource, COUNT, [reviewAgeDays, expectedCloseDays]);
    return counts ?? { rates: 0, baselines: 0, openMonths: 0 };
  }
}
