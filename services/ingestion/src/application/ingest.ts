import type { Clock } from '@hemtag/kernel';
import type { DayOf } from '@hemtag/metering';

import type { BatchOutcome, Flusher } from './flusher.js';
import type { IncomingBatch, ReadBatch, Register, RegisterSnapshot } from './ports.js';
import { dependsOnRegister, readBatch, type ReadOptions } from './read-records.js';

export interface IngestionParts extends ReadOptions {
  readonly register: Register;
  readonly flusher: Flusher;
  readonly clock: Clock;
}

/** The day finder of a tenant, as the register has its time zone. */
export function dayOfTenants(register: Register, dayOfZone: (timeZone: string) => DayOf): (tenant: string) => DayOf {
  return (tenant) => {
    const timeZone = register.current().timeZones.get(tenant);
    if (timeZone === undefined) throw new Error(`tenant ${tenant} has a source and no time zone`);
    return dayOfZone(timeZone);
  };
}

/** An unknown source may have been registered a moment ago, so the register is asked once more before anything is refused for it. */
async function read(batch: IncomingBatch, parts: IngestionParts): Promise<ReadBatch> {
  const nowMs = parts.clock();
  const by = (register: RegisterSnapshot): ReadBatch => readBatch(batch, register, { ...parts, nowMs });
  const known = by(parts.register.current());
  return dependsOnRegister(known) ? by(await parts.register.reload()) : known;
}

/**
 * Takes a batch of the log: resolves when there is room for the next one, with the promise of what becomes of this one. Each of its records becomes
 * accepted, duplicate, conflict or rejected, and all of it is visible together with the offset or not at all.
 */
export async function ingest(batch: IncomingBatch, parts: IngestionParts): Promise<{ readonly outcome: Promise<BatchOutcome> }> {
  const outcome = parts.flusher.submit(await read(batch, parts));
  // Whoever gets the promise looks after it; until then a failure must not count as unhandled.
  outcome.catch(() => undefined);
  await parts.flusher.room();
  return { outcome };
}
