import { dayFinders, SeriesBook } from '@hemtag/metering';

import { usageStore } from './adapters/postgres/usage.store.js';
import type { IngestionDatabase } from './adapters/postgres/ingestion-database.builder.js';
import { Flusher, type BatchOutcome } from './application/flusher.js';
import { dayOfTenants, ingest, type IngestionParts } from './application/ingest.js';
import type { IncomingRecord, Register, UsageStore } from './application/ports.js';
import { sha256First128 } from './sha256.js';

export const TOPIC = 'usage.events.v1';
const dayOfZone = dayFinders();

export interface IngestionProcess extends IngestionParts {
  readonly store: UsageStore;
}

/** The parts of a process that has just begun: it remembers nothing of what others wrote. */
export function freshProcess({ dataSource }: IngestionDatabase, register: Register): IngestionProcess {
  const dayOf = dayOfTenants(register, dayOfZone);
  const log = { info: () => undefined, warn: () => undefined };
  const metering = { dayOf, digest: sha256First128, book: new SeriesBook(sha256First128) };
  const store = usageStore({ dataSource, ...metering, log, signal: new AbortController().signal });
  const limits = { minEvents: 1, maxEvents: 5_000, lingerMs: 0, maxWaiting: 10_000, maxBytes: 8_000_000 };
  const flusher = new Flusher({ ...limits, ...metering, store, now: () => performance.now(), onFlushed: () => undefined });
  return { register, store, flusher, clock: () => Date.parse('2025-06-01T00:00:00Z'), ...metering };
}

/** Hands a batch over that begins where the partition was left, so that gaps in front of it count as skipped. */
export async function ingestNext(
  messages: readonly IncomingRecord[],
  from: { readonly database: IngestionDatabase; readonly process: IngestionProcess; readonly epoch: bigint; readonly partition?: number },
): Promise<BatchOutcome> {
  const { database, process, epoch, partition = 0 } = from;
  const [known] = await database.dataSource.query<{ next_offset: string }[]>('SELECT next_offset FROM consumed_partition WHERE partition_id = $1', [partition]);
  const firstOffset = BigInt(known?.next_offset ?? 0);
  const { outcome } = await ingest({ topic: TOPIC, partition, epoch, firstOffset, nextOffset: (messages.at(-1)?.offset ?? 0n) + 1n, messages }, process);
  return outcome;
}
