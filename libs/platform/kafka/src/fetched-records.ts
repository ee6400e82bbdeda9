import { IS_CONTROL, IS_TRANSACTIONAL, type Consumer, type KafkaRecord, type RecordsBatch } from '@platformatic/kafka';

import type { LogRecord } from './log-consumer.js';

export type FetchResponse = Awaited<ReturnType<Consumer['fetch']>>;
type FetchResponsePartition = FetchResponse['responses'][number]['partitions'][number];

const LOG_APPEND_TIME = 0b1000;
const ABORT_MARKER = 0;

type Headers = Record<string, Buffer | Buffer[]>;

function headersOf({ headers }: KafkaRecord): Headers {
  const named: Headers = {};
  for (const [key, value] of headers) {
    if (key === null || value === null) continue;
    const name = key.toString();
    const known = Object.hasOwn(named, name) ? named[name] : undefined;
    if (known === undefined) Object.defineProperty(named, name, { value, enumerable: true, writable: true, configurable: true });
    else named[name] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return named;
}

const lastOffsetOf = (batch: RecordsBatch): bigint => batch.firstOffset + BigInt(batch.lastOffsetDelta);

function toRecord(batch: RecordsBatch, record: KafkaRecord): LogRecord {
  const timestamp = (batch.attributes & LOG_APPEND_TIME) === 0 ? batch.firstTimestamp + record.timestampDelta : batch.maxTimestamp;
  return {
    offset: batch.firstOffset + BigInt(record.offsetDelta),
    key: record.key,
    value: record.value,
    headers: headersOf(record),
    timestamp: Number(timestamp),
  };
}

const isAbortMarker = ({ records }: RecordsBatch): boolean => records[0]?.key?.readInt16BE(2) === ABORT_MARKER;

/**
 * The batches that a reader of committed records sees. The client drops aborted ones by itself, but of several transactions of one producer only
 * the last, and none whose end lies behind what was fetched.
 */
function committed(batches: readonly RecordsBatch[], aborted: NonNullable<FetchResponsePartition['abortedTransactions']>): readonly RecordsBatch[] {
  const waiting = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<bigint>();
  return batches.filter((batch) => {
    while (waiting[0] && waiting[0].firstOffset <= lastOffsetOf(batch)) open.add(waiting.shift()?.producerId ?? -1n);
    if ((batch.attributes & IS_CONTROL) !== 0) {
      if (isAbortMarker(batch)) open.delete(batch.producerId);
      return false;
    }
    return (batch.attributes & IS_TRANSACTIONAL) === 0 || !open.has(batch.producerId);
  });
}

/** What one partition's part of a fetch holds from `from` on; null where it holds nothing. */
export function fetchedRecords(
  { records, abortedTransactions }: Pick<FetchResponsePartition, 'records' | 'abortedTransactions'>,
  from: bigint,
): { readonly next: bigint; readonly records: readonly LogRecord[] } | null {
  const last = records?.at(-1);
  if (!records || !last) return null;
  const read: LogRecord[] = [];
  for (const batch of committed(records, abortedTransactions ?? [])) {
    for (const record of batch.records) {
      // A batch is sent whole, also where only its end was asked for.
      if (batch.firstOffset + BigInt(record.offsetDelta) >= from) read.push(toRecord(batch, record));
    }
  }
  return { next: lastOffsetOf(last) + 1n, records: read };
}
