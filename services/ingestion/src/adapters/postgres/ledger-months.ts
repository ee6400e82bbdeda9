import { inTransaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

/** Makes sure that the ledger has a table for each month before rows go there. */
export class LedgerMonths {
  private readonly known = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  async ensure(days: Iterable<string>): Promise<void> {
    const months = new Map<string, string>();
    for (const day of days) {
      const month = day.slice(0, day.lastIndexOf('-'));
      if (!this.known.has(month)) months.set(month, day);
    }
    for (const [month, day] of [...months].sort()) {
      // A transaction each, so that nobody holds the lock of one table while waiting for that of another.
      await inTransaction(this.dataSource, (tx) => tx.query('SELECT ensure_usage_event_month($1::date)', [day]));
      this.known.add(month);
    }
  }

  /** After a month was detached, its table has to be looked for again. */
  forget(): void {
    this.known.clear();
  }
}
