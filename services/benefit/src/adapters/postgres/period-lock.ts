import type { Transaction } from '@hemtag/platform-postgres';

/** Keeps every writer out of what people decide of a tenant's figures, until the transaction ends. */
export async function holdPeriods(tx: Transaction, tenant: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`hemtag.periods.${tenant}`]);
}

/**
 * One writer at a time for everything that people decide of a tenant's figures: numbers and instants of later rows are never lower. Ends with the transaction.
 * What they decide makes the tenant's published figures pending.
 */
export async function lockPeriods(tx: Transaction, tenant: string): Promise<void> {
  await holdPeriods(tx, tenant);
  await tx.query('INSERT INTO projection_pending (tenant) VALUES ($1)', [tenant]);
}
