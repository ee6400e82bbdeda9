import { PUBLISHED } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import { inTransaction, runStatement } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { Allowances } from '../../application/resume-source.js';

/** `Allowances` over PostgreSQL. */
export class PostgresAllowances implements Allowances {
  constructor(private readonly dataSource: DataSource) {}

  async sourcesCalled(called: string, tenant: string | null): Promise<readonly string[]> {
    const text = `SELECT source FROM ${PUBLISHED.source} WHERE (source = $1 OR name = $1) AND ($2::text IS NULL OR tenant = $2) ORDER BY source = $1 DESC, source`;
    const found = (await runStatement<{ source: string }>(this.dataSource, { text }, [called, tenant])).map(({ source }) => source);
    return found[0] === called ? [called] : found;
  }

  allow({ source, until, by }: { readonly source: string; readonly until: Instant; readonly by: string }): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      await tx.query(
        `INSERT INTO rejection_allowance (source, until, allowed_by) VALUES ($1, $2, $3)
         ON CONFLICT (source) DO UPDATE SET until = EXCLUDED.until, allowed_by = EXCLUDED.allowed_by`,
        [source, new Date(until).toISOString(), by],
      );
    });
  }
}
