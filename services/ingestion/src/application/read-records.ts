import { fromKafkaRecord, parseUsageEvent, type CloudEvent, type Fault, type UsageRecorded } from '@hemtag/contracts';
import { err, ok, type Instant, type Result } from '@hemtag/kernel';
import { checkAgainstRegister, contentHashOf, identityOf, isRegisterFault, type Digest128 } from '@hemtag/metering';

import type { IncomingRecord, RecordedCandidate, RegisterSnapshot, RejectedRecord } from './ports.js';

export interface ReadRecords {
  /** In the order of the log. */
  readonly candidates: readonly RecordedCandidate[];
  readonly rejected: readonly RejectedRecord[];
}

interface ParsedRecord {
  readonly record: IncomingRecord;
  /** As the sender states it; empty where the record is no CloudEvent. */
  readonly source: string;
  readonly event: Result<UsageRecorded, Fault>;
}

/** Metering counts recorded usage only. */
function recordedOf(event: CloudEvent, nowMs: Instant): Result<UsageRecorded, Fault> {
  const usage = parseUsageEvent(event, { nowMs });
  if (!usage.ok) return usage;
  const { value } = usage;
  return value.kind === 'recorded' ? ok(value) : err({ code: 'UNKNOWN_TYPE', pointer: '/type', detail: 'events of this type are not metered yet' });
}

function parse(record: IncomingRecord, nowMs: Instant): ParsedRecord {
  const read: Result<CloudEvent, Fault> = fromKafkaRecord(record);
  if (!read.ok) return { record, source: '', event: read };
  return { record, source: read.value.source, event: recordedOf(read.value, nowMs) };
}

/** Reads and checks records as far as that needs no register: the same checks as at the gateway, because systems may publish to the topic themselves. */
export const parseRecords = (records: readonly IncomingRecord[], nowMs: Instant): readonly ParsedRecord[] => records.map((record) => parse(record, nowMs));

function decide(parsed: ParsedRecord, register: RegisterSnapshot, digest: Digest128): Result<RecordedCandidate, RejectedRecord> {
  const { record, source, event } = parsed;
  const tenant = register.sources.sourceOf(source)?.tenant;
  const reject = (fault: Fault): Result<never, RejectedRecord> => err({ record, tenant: tenant ?? '', source: tenant === undefined ? '' : source, fault });
  if (!event.ok) return reject(event.error);
  const owner = checkAgainstRegister(event.value, register.sources);
  if (!owner.ok) return reject(owner.error);
  const identity = identityOf(event.value, digest);
  return ok({ tenant: owner.value, identity, contentHash: contentHashOf(event.value, digest), event: event.value, record });
}

/** Gives each record to its tenant or refuses it. */
export function readRecords(records: readonly ParsedRecord[], register: RegisterSnapshot, { digest }: { readonly digest: Digest128 }): ReadRecords {
  const candidates: RecordedCandidate[] = [];
  const rejected: RejectedRecord[] = [];
  for (const parsed of records) {
    const decided = decide(parsed, register, digest);
    if (decided.ok) candidates.push(decided.value);
    else rejected.push(decided.error);
  }
  return { candidates, rejected };
}

/** Whether a newer register could decide otherwise. */
export const dependsOnRegister = ({ rejected }: ReadRecords): boolean => rejected.some(({ fault }) => isRegisterFault(fault));
