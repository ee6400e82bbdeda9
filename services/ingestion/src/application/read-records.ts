import { fromKafkaRecord, parseUsageEvent, type CloudEvent, type Fault, type UsageEvent } from '@hemtag/contracts';
import type { Instant, Result } from '@hemtag/kernel';
import { checkAgainstRegister, contentHashOf, identityOf, isRegisterFault, type DayOf, type Digest128, type SeriesBook } from '@hemtag/metering';

import { identityKey, type IncomingBatch, type IncomingRecord, type ReadBatch, type ReadItem, type RegisterSnapshot } from './ports.js';

interface ParsedRecord {
  readonly record: IncomingRecord;
  /** As the sender states it; empty where the record is no CloudEvent. */
  readonly source: string;
  readonly event: Result<UsageEvent, Fault>;
}

export interface ParsedBatch {
  readonly batch: IncomingBatch;
  readonly records: readonly ParsedRecord[];
}

function parse(record: IncomingRecord, nowMs: Instant): ParsedRecord {
  const read: Result<CloudEvent, Fault> = fromKafkaRecord(record);
  if (!read.ok) return { record, source: '', event: read };
  return { record, source: read.value.source, event: parseUsageEvent(read.value, { nowMs }) };
}

/** Reads and checks records as far as that needs no register: the same checks as at the gateway, because systems may publish to the topic themselves. */
export const parseRecords = (batch: IncomingBatch, nowMs: Instant): ParsedBatch => ({ batch, records: batch.messages.map((record) => parse(record, nowMs)) });

function isReference(kind: UsageEvent['kind'], reference: 'events' | 'aggregates' | null): boolean {
  return (kind === 'recorded' && reference === 'events') || (kind === 'aggregated' && reference === 'aggregates');
}

export interface ReadOptions {
  readonly dayOf: (tenant: string) => DayOf;
  readonly digest: Digest128;
  readonly book: SeriesBook;
}

function readItem(parsed: ParsedRecord, batch: IncomingBatch, register: RegisterSnapshot, { dayOf, digest, book }: ReadOptions): ReadItem {
  const { record, source, event } = parsed;
  const { topic, partition } = batch;
  const registered = register.sources.sourceOf(source);
  const reject = (fault: Fault): ReadItem => ({
    kind: 'reject',
    rejected: { record, topic, partition, tenant: registered?.tenant ?? '', source: registered === null ? '' : source, fault, hashes: null },
  });
  if (!event.ok) return reject(event.error);
  const owner = checkAgainstRegister(event.value, register.sources);
  if (!owner.ok) return reject(owner.error);
  const { value } = event;
  const tenant = owner.value;
  const identity = identityOf(value, digest);
  const reference = registered?.reference ?? null;
  const candidate = {
    tenant,
    identity,
    key: identityKey(tenant, identity),
    contentHash: contentHashOf(value, digest),
    day: dayOf(tenant)(value.instant),
    event: value,
    booked: value.kind === 'recorded' || value.kind === 'aggregated' ? book.of(tenant, value) : null,
    record,
    partition,
    reference: isReference(value.kind, reference),
    mixesFeeds: reference !== null,
  };
  return { kind: 'candidate', candidate };
}

/** Gives each record to its tenant or refuses it. */
export function readBatch({ batch, records }: ParsedBatch, register: RegisterSnapshot, options: ReadOptions): ReadBatch {
  const { topic, partition, epoch, firstOffset, nextOffset } = batch;
  return { position: { topic, partition, epoch, firstOffset, nextOffset }, items: records.map((record) => readItem(record, batch, register, options)) };
}

/** Whether a newer register could decide otherwise. */
export const dependsOnRegister = ({ items }: ReadBatch): boolean => items.some((item) => item.kind === 'reject' && isRegisterFault(item.rejected.fault));
