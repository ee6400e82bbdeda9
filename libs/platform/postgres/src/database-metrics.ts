import type { Metrics } from '@hemtag/platform-observability';
import type { DataSource } from 'typeorm';

import { isRetriable, sqlState } from './database-error.js';

/** What a failure of the database is for those who watch it; null for an answer that the program asked for. */
type FailureKind = 'retriable' | 'final' | null;

// Class 22 and 23 refuse the data, HT is the program's own: all three are outcomes that are decided on.
const ANSWERS = /^(22|23|HT)/;

const kindOf = (error: unknown): FailureKind => {
  if (isRetriable(error)) return 'retriable';
  return ANSWERS.test(sqlState(error) ?? '') ? null : 'final';
};

const observers = new WeakMap<DataSource, (kind: 'retriable' | 'final') => void>();

/** Tells whoever watches this pool; gives the error back, to be thrown. */
export function noticed(dataSource: DataSource, error: unknown): unknown {
  const kind = kindOf(error);
  if (kind !== null) observers.get(dataSource)?.(kind);
  return error;
}

interface PoolState {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

function isPool(candidate: unknown): candidate is PoolState {
  return typeof candidate === 'object' && candidate !== null && 'totalCount' in candidate && 'idleCount' in candidate && 'waitingCount' in candidate;
}

/** The pool's connections at each scrape, and every statement or transaction that failed through this library. */
export function reportDatabase(metrics: Metrics, dataSource: DataSource): void {
  const failures = metrics.counter('hemtag_database_failures_total');
  observers.set(dataSource, (kind) => failures.add({ kind }));
  const connections = metrics.gauge('hemtag_database_connections');
  const waiting = metrics.gauge('hemtag_database_waiting_requests');
  metrics.onScrape(() => {
    // The driver keeps pg's own pool here.
    const { master: pool } = dataSource.driver as { readonly master?: unknown };
    if (!isPool(pool)) throw new Error('the driver has no pool of pg');
    connections.set({ state: 'used' }, pool.totalCount - pool.idleCount);
    connections.set({ state: 'idle' }, pool.idleCount);
    waiting.set({}, pool.waitingCount);
  });
}
