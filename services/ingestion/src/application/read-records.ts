import { findInRecord, fromKafkaRecord, parseGuardedUsageEvent, type CloudEvent, type Fault, type SafePatterns, type UsageEvent } from '@hemtag/contracts';
import { err, type Instant, type Result } from '@hemtag/kernel';
import { checkAgainstRegister, contentHashOf, identityOf, isRegisterFault, type Digest128, type SourceRegistry } from '@hemtag/metering';

import type { IncomingBatch, IncomingRecord, ReadBatch, ReadItem, RegisterSnapshot } from './ports.js';

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

export interface ParseOptions {
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

/** Reads and checks records before they are given to a tenant: the same checks as at the gateway, because systems may publish to the topic themselves. */
export const parseRecords = (batch: IncomingBatch, options: ParseOptions): ParsedBatch => ({
  batch,
  records: batch.messages.map((record) => parse(record, options)),
});

function isReference(kind: UsageEvent['kind'], reference: 'events' | 'aggregates' | null): boolean {
  return (kind === 'recorded' && reference === 'events') || (kind === 'aggregated' && reference === 'aggregates');
}

function readItem(parsed: ParsedRecord, batch: IncomingBatch, register: RegisterSnapshot, digest: Digest128): ReadItem {
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
  const identity = identityOf(event.value, digest);
  const reference = registered?.reference ?? null;
  const candidate = {
    tenant: owner.value,
    identity,
    contentHash: contentHashOf(event.value, digest),
    event: event.value,
    record,
    partition,
    reference: isReference(event.value.kind, reference),
    mixesFeeds: reference !== null,
  };
  return { kind: 'candidate', candidate };
}

/** Gives each record to its tenant or refuses it. */
export function readBatch({ batch, records }: ParsedBatch, register: RegisterSnapshot, { digest }: { readonly digest: Digest128 }): ReadBatch {
  const { topic, partition, epoch, firstOffset, nextOffset } = batch;
  return { position: { topic, partition, epoch, firstOffset, nextOffset }, items: records.map((record) => readItem(record, batch, register, digest)) };
}

/** Whether a newer register could decide otherwise. */
export const dependsOnRegister = ({ items }: ReadBatch): boolean => items.some((item) => item.kind === 'reject' && isRegisterFault(item.rejected.fault));
