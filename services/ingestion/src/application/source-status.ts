import { CURRENCIES, recordsBehind, type HeldPartitionStatus, type SourcesStatusResponse, type SourceStatus } from '@hemtag/contracts';
import { parseDurationMs, type Clock, type Instant } from '@hemtag/kernel';

import type { Hold } from './held-partitions.js';

export interface SourceFacts {
  /** Both empty for what leads to no registered source. */
  readonly tenant: string;
  readonly source: string;
  /** Null where the register does not have it. */
  readonly registered: { readonly name: string; readonly expectedEvery: string | null; readonly currency: string } | null;
  readonly lastEvent: Instant | null;
  /** Whole numbers as text. */
  readonly counts: Pick<SourceStatus, 'accepted' | 'duplicate' | 'conflict' | 'rejected' | 'rejectedByGateway'>;
  readonly measures: readonly { readonly name: string; readonly unit: string }[];
}

export interface Rhythm {
  /** A duration, as `P1D`. */
  readonly expectedEvery: string;
  readonly lastEvent: Instant | null;
}

export interface SourceFactsStore {
  /** Registered sources, and others that ever sent something; in the order of tenant and source. Null is all tenants. */
  read(tenant: string | null): Promise<readonly SourceFacts[]>;
  /** Registered sources that are expected to be heard of, with what was heard last. */
  rhythms(): Promise<readonly Rhythm[]>;
  /** For each partition of the topic, below which offset everything is stored. */
  storedOffsets(topic: string): Promise<ReadonlyMap<number, bigint>>;
}

export interface LogEnds {
  /** The offset that the next record of each partition will get; null where the log cannot be asked. */
  endOffsets(topic: string): Promise<ReadonlyMap<number, bigint> | null>;
}

export interface SourceStatusPorts {
  readonly facts: SourceFactsStore;
  readonly ends: LogEnds;
  readonly held: (now: Instant) => readonly Hold[];
  readonly clock: Clock;
}

const isoText = (instant: Instant): string => new Date(instant).toISOString();

/** Contract section 4 at this moment: no event or heartbeat within the rhythm before now. */
function isSilent({ expectedEvery, lastEvent }: Rhythm, now: Instant): boolean {
  const everyMs = parseDurationMs(expectedEvery);
  return everyMs !== null && (lastEvent === null || lastEvent < now - everyMs);
}

export const silentSources = (rhythms: readonly Rhythm[], now: Instant): number => rhythms.filter((rhythm) => isSilent(rhythm, now)).length;

function stateOf({ registered, lastEvent }: SourceFacts, now: Instant): SourceStatus['state'] {
  if (registered === null) return 'unregistered';
  const { expectedEvery } = registered;
  return expectedEvery !== null && isSilent({ expectedEvery, lastEvent }, now) ? 'silent' : 'complete';
}

const heldStatus = ({ topic, partition, source, code, offset, since }: Hold): HeldPartitionStatus => ({
  topic,
  partition,
  source,
  code,
  offset: offset.toString(),
  since: isoText(since),
});

function statusOf(facts: SourceFacts, holds: readonly Hold[], now: Instant): SourceStatus {
  const { tenant, source, registered, lastEvent, counts, measures } = facts;
  return {
    tenant: tenant === '' ? null : tenant,
    source: source === '' ? null : source,
    name: registered?.name ?? null,
    lastEvent: lastEvent === null ? null : isoText(lastEvent),
    expectedEvery: registered?.expectedEvery ?? null,
    // A clock may be ahead by minutes.
    lagSeconds: lastEvent === null ? null : Math.max(0, Math.floor((now - lastEvent) / 1000)),
    ...counts,
    state: stateOf(facts, now),
    measures: measures.map(({ name, unit }) => ({
      name,
      unit,
      isForeignCurrency: registered !== null && CURRENCIES.has(unit) && unit !== registered.currency,
    })),
    held: holds.filter((hold) => hold.source === source).map(heldStatus),
  };
}

const NOTHING = { accepted: '0', duplicate: '0', conflict: '0', rejected: '0', rejectedByGateway: '0' };

/** What is held for records that lead to no registered source is shown even where nothing of them is stored yet. */
function withHeldOnly(facts: readonly SourceFacts[], holds: readonly Hold[]): readonly SourceFacts[] {
  const unknown = holds.some(({ source }) => source === '') && !facts.some(({ source }) => source === '');
  return unknown ? [{ tenant: '', source: '', registered: null, lastEvent: null, counts: NOTHING, measures: [] }, ...facts] : facts;
}

/** How each source does; null where the log cannot be asked. `tenant` null is all tenants, and then also what belongs to none. */
export async function sourcesStatus(
  tenant: string | null,
  topic: string,
  { facts, ends, held, clock }: SourceStatusPorts,
): Promise<SourcesStatusResponse | null> {
  const stored = await facts.storedOffsets(topic);
  const reached = await ends.endOffsets(topic);
  if (reached === null) return null;
  const now = clock();
  const holds = held(now);
  const known = await facts.read(tenant);
  const shown = tenant === null ? withHeldOnly(known, holds) : known;
  return { asOf: isoText(now), waitingRecords: recordsBehind(reached, stored).toString(), sources: shown.map((one) => statusOf(one, holds, now)) };
}
