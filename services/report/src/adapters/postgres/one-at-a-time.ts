import { inTransaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

/** Runs the work in at most one process at a time; null where another one is at it. The lock ends with the session, however that ends. */
export function oneAtATime<T>(dataSource: DataSource, name: string, work: () => Promise<T>): Promise<T | null> {
  return inTransaction(dataSource, async (tx) => {
    const [row] = await tx.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free', [name]);
    return row?.free === true ? work() : null;
  });
}
