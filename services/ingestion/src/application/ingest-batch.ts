import type { Fault } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { classify, countBySource, firstOfEach, foldActivity, foldVolumes, type Claimed, type DayOf, type Digest128, type SourceCounts } from '@hemtag/metering';

import type { AcceptedEvent, FlushResult, IncomingBatch, RecordedCandidate, Register, RegisterSnapshot, RejectedRecord, UsageStore } from './ports.js';
import { dependsOnRegister, parseRecords, readRecords, type ReadRecords } from './read-records.js';

export interface IngestionParts {
  readonly register: Register;
  readonly store: UsageStore;
  readonly clock: Clock;
  readonly digest: Digest128;
  /** The day finder of a time zone. */
  readonly dayOfZone: (timeZone: string) => DayOf;
}

const CONFLICT: Fault = { code: 'CONFLICT', pointer: '/id', detail: 'another event with this source and id came before; the first one counts' };

/** An unknown source may have been registered a moment ago, so the register is asked once more before anything is refused for it. */
async function read(batch: IncomingBatch, parts: IngestionParts): Promise<{ readonly records: ReadRecords; readonly register: RegisterSnapshot }> {
  const parsed = parseRecords(batch.messages, parts.clock());
  const register = parts.register.current();
  const records = readRecords(parsed, register, parts);
  if (!dependsOnRegister(records)) return { records, register };
  const renewed = await parts.register.reload();
  return { records: readRecords(parsed, renewed, parts), register: renewed };
}

function dayOfTenant(tenant: string, register: RegisterSnapshot, parts: IngestionParts): DayOf {
  const timeZone = register.timeZones.get(tenant);
  if (timeZone === undefined) throw new Error(`tenant ${tenant} has a source and no time zone`);
  return parts.dayOfZone(timeZone);
}

/** What a batch changes, once it is known which identities were claimed before. */
function resultOf(
  records: ReadRecords,
  claimed: readonly Claimed[],
  options: { readonly dayOf: (tenant: string) => DayOf; readonly digest: Digest128 },
): FlushResult {
  const accepted: AcceptedEvent[] = [];
  const conflicts: RejectedRecord[] = [];
  const outcomes = records.candidates.map((candidate, index) => {
    const { tenant, event, record } = candidate;
    const kind = (claimed[index] as Claimed).kind;
    if (kind === 'accept') accepted.push({ day: options.dayOf(tenant)(event.instant), candidate });
    if (kind === 'conflict') conflicts.push({ record, tenant, source: event.source, fault: CONFLICT });
    return { tenant, source: event.source, kind };
  });
  const candidates: readonly RecordedCandidate[] = accepted.map(({ candidate }) => candidate);
  return {
    accepted,
    rejected: [...records.rejected, ...conflicts],
    volumes: foldVolumes(candidates, options),
    activity: foldActivity(candidates, options),
    counts: countBySource([...outcomes, ...records.rejected.map(({ tenant, source }) => ({ tenant, source, kind: 'reject' as const }))]),
  };
}

/**
 * Stores one batch of the log: each record becomes accepted, duplicate, conflict or rejected, and all of it is visible together with the offset or
 * not at all. Resolves with the counts; an error of the store travels on.
 */
export async function ingestBatch(batch: IncomingBatch, parts: IngestionParts): Promise<readonly SourceCounts[]> {
  const { records, register } = await read(batch, parts);
  const options = { dayOf: (tenant: string) => dayOfTenant(tenant, register, parts), digest: parts.digest };
  return parts.store.flush(batch, async (flush) => {
    const earlier = await flush.claimIdentities(firstOfEach(records.candidates));
    const result = resultOf(records, classify(records.candidates, earlier), options);
    await flush.write(result);
    return result.counts;
  });
}
