import type { SimulatedLog, SimulatedRecord } from './simulated-log.js';
import type { StoredState } from './stored-state.js';
import type { Statement } from './statement.js';

type SaidRecord = Extract<SimulatedRecord, { is: 'said' }>;
type Reject = StoredState['rejects'][number];

interface Place {
  readonly partition: number;
  readonly record: SaidRecord;
}

/** A usage event that was accepted, and the records that may be the one that claimed it: the first of each partition. */
export interface AcceptedEvent {
  readonly statement: Statement;
  readonly claimedBy: ReadonlySet<string>;
}

export interface Decided {
  readonly accepted: ReadonlyMap<string, AcceptedEvent>;
  /** By tenant and source. */
  readonly counters: ReadonlyMap<string, { accepted: number; duplicate: number; conflict: number; rejected: number }>;
  /** By partition; `good` are accepted and duplicates together. */
  readonly partitions: ReadonlyMap<number, { good: number; conflict: number; rejected: number }>;
  readonly faults: readonly string[];
}

export const placeOf = (partition: number, offset: bigint | string): string => `${partition}:${offset}`;
export const sourceKey = (tenant: string, source: string): string => JSON.stringify([tenant, source]);
const isSameBytes = (a: Buffer | null, b: Buffer | null): boolean => (a === null || b === null ? a === b : a.equals(b));

/**
 * What became of the records below the stored offsets, read from the table of rejects alone: what is not there was accepted or repeats what was. Whether
 * that may be so is decided here from what the generator meant.
 */
export class DecisionReader {
  private readonly faults: string[] = [];
  private readonly counters = new Map<string, { accepted: number; duplicate: number; conflict: number; rejected: number }>();
  private readonly partitions = new Map<number, { good: number; conflict: number; rejected: number }>();
  private readonly good = new Map<string, Place[]>();
  private readonly conflicts = new Map<string, Place[]>();
  private readonly rejects: Map<string, Reject>;

  constructor(
    private readonly log: SimulatedLog,
    private readonly state: StoredState,
  ) {
    this.rejects = new Map(state.rejects.map((reject) => [placeOf(reject.partition, reject.record_offset), reject]));
    if (this.rejects.size !== state.rejects.length) this.faults.push('a record stands in the quarantine twice');
  }

  read(): Decided {
    for (const { partition, next_offset } of this.state.offsets) {
      this.partitions.set(partition, { good: 0, conflict: 0, rejected: 0 });
      const end = BigInt(next_offset);
      for (const record of this.log.partitions[partition] ?? []) if (record.offset < end) this.decide(partition, record);
    }
    for (const place of this.rejects.keys()) this.faults.push(`${place} was refused and is not below the stored offset`);
    return { accepted: this.accepted(), counters: this.counters, partitions: this.partitions, faults: this.faults };
  }

  private counter(tenant: string, source: string) {
    const key = sourceKey(tenant, source);
    const known = this.counters.get(key) ?? { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
    this.counters.set(key, known);
    return known;
  }

  private decide(partition: number, record: SimulatedRecord): void {
    const place = placeOf(partition, record.offset);
    const reject = this.rejects.get(place);
    this.rejects.delete(place);
    const counts = this.partitions.get(partition) ?? { good: 0, conflict: 0, rejected: 0 };
    const { tenant, source } = record.is === 'bad' ? record.bad : record.said;
    const isPoison = record.is === 'said' && record.mayBeRefused.includes('UNSTORABLE');
    if (reject === undefined) {
      if (record.is === 'bad' || isPoison) return void this.faults.push(`${place} must be refused and was not`);
      counts.good += 1;
      return void this.good.set(record.identity, [...(this.good.get(record.identity) ?? []), { partition, record }]);
    }
    if (reject.tenant !== tenant || reject.source !== source) this.faults.push(`${place} was refused for somebody else`);
    if (!isSameBytes(reject.record_key, record.key) || !isSameBytes(reject.record_value, record.value))
      this.faults.push(`${place} was refused with other bytes`);
    const isConflict = reject.code === 'CONFLICT';
    counts[isConflict ? 'conflict' : 'rejected'] += 1;
    this.counter(tenant, source)[isConflict ? 'conflict' : 'rejected'] += 1;
    if (record.is === 'bad') {
      if (reject.code !== record.bad.code) this.faults.push(`${place} was refused as ${reject.code} and not as ${record.bad.code}`);
    } else if (isConflict) {
      if (!reject.has_hashes || !reject.hash_is_kept) this.faults.push(`${place} conflicts with a content that is not kept`);
      this.conflicts.set(record.identity, [...(this.conflicts.get(record.identity) ?? []), { partition, record }]);
    } else if (!record.mayBeRefused.includes(reject.code)) this.faults.push(`${place} was refused as ${reject.code} without a reason`);
  }

  private accepted(): ReadonlyMap<string, AcceptedEvent> {
    const accepted = new Map<string, AcceptedEvent>();
    for (const [identity, places] of this.good) {
      const [first] = places;
      if (first === undefined) continue;
      const { said, content } = first.record;
      if (places.some(({ record }) => record.content !== content)) this.faults.push(`two contents of ${said.source} ${said.id} count`);
      if (this.conflicts.get(identity)?.some(({ record }) => record.content === content)) this.faults.push(`${said.source} ${said.id} conflicts with itself`);
      const counter = this.counter(said.tenant, said.source);
      counter.accepted += 1;
      counter.duplicate += places.length - 1;
      const firsts = new Map<number, bigint>();
      for (const { partition, record } of places) if (!firsts.has(partition)) firsts.set(partition, record.offset);
      accepted.set(identity, { statement: said, claimedBy: new Set([...firsts].map(([partition, offset]) => placeOf(partition, offset))) });
    }
    for (const [identity, [first]] of this.conflicts)
      if (!accepted.has(identity)) this.faults.push(`${first?.record.said.source} ${first?.record.said.id} conflicts with nothing`);
    return accepted;
  }
}
