import type { Transaction } from '@hemtag/platform-postgres';

/**
 * One writer at a time for everything that people decide of a tenant's figures: numbers and instants of later rows are never lower. Ends with the transaction.
 * What they decide makes the tenant's published figures pending.
 */
export async function lockPeriods(tx: Transaction, tenant: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`hemtag.periods.${tenant}`]);
  await tx.query('INSERT INTO projection_pending (tenant) VALUES ($1)', [tenant]);
}
