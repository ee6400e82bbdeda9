import type { DayOf, Digest128, SeriesBook } from '@hemtag/metering';
import { runStatement, sqlState, type DatabaseLog } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import { feedKey, type FlushPlan, type UsageStore, type WriteOutcome } from '../../application/ports.js';

import { READ_ALLOWANCES } from './facts-statements.js';
import { readFacts } from './facts.store.js';
import { parametersOf } from './flush-relations.js';
import { FLUSH } from './flush-statement.js';
import { seriesOf, toFlushRows } from './flush.mapping.js';
import { KnownFeeds } from './known-feeds.js';
import { LedgerMonths } from './ledger-months.js';
import { patience } from './patience.js';
import { SeriesIds } from './series-ids.js';

export interface UsageStoreOptions {
  readonly dataSource: DataSource;
  readonly digest: Digest128;
  readonly book: SeriesBook;
  readonly dayOf: (tenant: string) => DayOf;
  readonly log: DatabaseLog;
  /** When aborted, a database that is away is waited for no longer. */
  readonly signal: AbortSignal;
}

// HT001 and HT002 are the flush's own. 23505 is a key that somebody else took meanwhile, 23514 with no such table the month that was detached.
const OUTCOMES: Readonly<Record<string, WriteOutcome>> = { HT001: 'fenced', HT002: 'changed', '23505': 'changed' };

/** `UsageStore` over PostgreSQL. A flush holds events of several tenants, so its statement is not opened for one of them. */
export function usageStore({ dataSource, digest, book, dayOf, log, signal }: UsageStoreOptions): UsageStore {
  const series = new SeriesIds(dataSource);
  const months = new LedgerMonths(dataSource);
  const feeds = new KnownFeeds();
  const patiently = patience({ log, signal });

  async function write(plan: FlushPlan): Promise<WriteOutcome> {
    await months.ensure(plan.events.map(({ day }) => day));
    const ids = await series.resolve(seriesOf(plan));
    try {
      await runStatement(dataSource, FLUSH, parametersOf(toFlushRows(plan, ids)));
    } catch (error) {
      const state = sqlState(error) ?? '';
      const outcome = OUTCOMES[state] ?? (/^2[23]/.test(state) ? 'unstorable' : null);
      if (outcome === null) throw error;
      // A month that was detached looks like a row that no table of the ledger takes; with the months looked for anew it has one.
      months.forget();
      return outcome;
    }
    feeds.add(plan.feeds.map((one) => [feedKey(one), one.feed] as const));
    return 'stored';
  }

  return {
    readFacts: (candidates) => patiently(() => readFacts(candidates, { dataSource, series, feeds, digest, book, dayOf })),
    write: (plan) => patiently(() => write(plan)),
    allowances: () => patiently(async () => new Set((await runStatement<{ source: string }>(dataSource, READ_ALLOWANCES, [])).map(({ source }) => source))),
  };
}
