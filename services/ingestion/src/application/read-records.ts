import {
  findInRecord,
  fromKafkaRecord,
  maskRecord,
  parseGuardedUsageEvent,
  type CloudEvent,
  type Fault,
  type SafePatterns,
  type UsageEvent,
} from '@hemtag/contracts';
import { err, type Instant, type Result } from '@hemtag/kernel';
import {
  checkAgainstRegister,
  contentHashOf,
  identityOf,
  isRegisterFault,
  type DayOf,
  type Digest128,
  type SeriesBook,
  type SourceRegistry,
} from '@hemtag/metering';

import { identityKey, type IncomingBatch, type IncomingRecord, type ReadBatch, type ReadItem, type RegisterSnapshot } from './ports.js';

interface ParsedRecord {
  readonly record: IncomingRecord;
  /** As the sender states it; empty where the record is no CloudEvent. */
  readonly source: string;
  readonly event: Result<UsageEvent, Fault>;
}

interface ParseOptions {
  readonly nowMs: Instant;
  /** For the forms of keys that a source declares as safe. */
  readonly sources: SourceRegistry;
}

function parse(record: IncomingRecord, { nowMs, sources }: ParseOptions): ParsedRecord {
  const read: Result<CloudEvent, Fault> = fromKafkaRecord(record);
  if (!read.ok) return { record, source: '', event: read };
  const { source } = read.value;
  const safePatternsOf = (sent: string): SafePatterns | undefined => sources.sourceOf(sent)?.safePatterns;
  const beside = findInRecord(record, read.value, { safePatternsOf });
  return { record, source, event: beside ? err(beside) : parseGuardedUsageEvent(read.value, { nowMs, safePatternsOf }) };
}

function isReference(kind: UsageEvent['kind'], reference: 'events' | 'aggregates' | null): boolean {
  return (kind === 'recorded' && reference === 'events') || (kind === 'aggregated' && reference === 'aggregates');
}

export interface ReadOptions {
  readonly dayOf: (tenant: string) => DayOf;
  readonly digest: Digest128;
  readonly book: SeriesBook;
}

interface Kept {
  readonly record: IncomingRecord;
  readonly masked: boolean;
}

function readItem(parsed: ParsedRecord, batch: IncomingBatch, register: RegisterSnapshot, { dayOf, digest, book }: ReadOptions): ReadItem {
  const { record, source, event } = parsed;
  const { topic, partition } = batch;
  const registered = register.sources.sourceOf(source);
  const reject = (fault: Fault, kept: Kept = { record, masked: false }): ReadItem => ({
    kind: 'reject',
    rejected: { ...kept, topic, partition, tenant: registered?.tenant ?? '', source: registered === null ? '' : source, fault, hashes: null },
  });
  // In what is no usage event a number of a person may stand anywhere; a usage event has been searched in every field that could hold one.
  if (!event.ok) return reject(event.error, maskRecord(record, { safePatterns: registered?.safePatterns }));
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

/**
 * Reads and checks each record, the same checks as at the gateway, because systems may publish to the topic themselves, and gives it to its tenant or
 * refuses it. One record after the other, so that what is only needed on the way is not kept for a whole batch.
 */
export function readBatch(batch: IncomingBatch, register: RegisterSnapshot, options: ReadOptions & { readonly nowMs: Instant }): ReadBatch {
  const { topic, partition, epoch, firstOffset, nextOffset, messages } = batch;
  const how = { nowMs: options.nowMs, sources: register.sources };
  return {
    position: { topic, partition, epoch, firstOffset, nextOffset },
    items: messages.map((record) => readItem(parse(record, how), batch, register, options)),
  };
}

/** Whether a newer register could decide otherwise. */
export const dependsOnRegister = ({ items }: ReadBatch): boolean => items.some((item) => item.kind === 'reject' && isRegisterFault(item.rejected.fault));
