import { UsageVolume } from '@hemtag/contracts';
import type { Client } from 'pg';

import { DecisionReader, placeOf, sourceKey, type Decided } from './decided-records.js';
import type { SimulatedLog } from './simulated-log.js';
import { readStoredState, type StoredState, type StoredVolume } from './stored-state.js';
import { identityOf, isAmendment, microsOf, targetOf } from './statement.js';
import { expectedFrom, localDay, volumeKey } from './usage-oracle.js';

const KINDS = { recorded: 1, aggregated: 2, corrected: 3, retracted: 4, heartbeat: 5 } as const;
const SHOWN = 8;

/** Where two maps of texts differ, in words. */
function differences(what: string, found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): readonly string[] {
  const keys = new Set([...found.keys(), ...wanted.keys()]);
  return [...keys].flatMap((key) => {
    const [is, should] = [found.get(key) ?? 'nothing', wanted.get(key) ?? 'nothing'];
    return is === should ? [] : [`${what} ${key}: is ${is}, should be ${should}`];
  });
}

const keyOfVolume = (row: StoredVolume): string =>
  volumeKey({ ...row, orgUnit: row.org_unit }, row.measure_name === null ? null : [row.measure_name, row.measure_unit ?? ''], row.day);

/** The invariants of everything stored, checked by code that shares neither SQL nor arithmetic with the product. */
export class Audit {
  private lastMessage = '0';
  /** Of each volume the revision and content of its last message. */
  private readonly published = new Map<string, { readonly revision: number; readonly text: string }>();
  private rejectsPublished = 0;

  constructor(
    private readonly login: Client,
    private readonly log: SimulatedLog,
  ) {}

  /** Every way in which what is stored is not what it should be; empty where all holds. `stored` is what the workers were told. */
  async faults(stored: readonly bigint[]): Promise<readonly string[]> {
    const state = await readStoredState(this.login, this.lastMessage);
    const decided = new DecisionReader(this.log, state).read();
    const faults = [
      ...this.offsets(state, stored),
      ...decided.faults,
      ...partitionFaults(state, decided),
      ...ledgerFaults(state, decided),
      ...counterFaults(state, decided),
      ...volumeFaults(state, decided),
      ...this.messages(state),
    ];
    return faults.length > SHOWN ? [...faults.slice(0, SHOWN), `and ${faults.length - SHOWN} more`] : faults;
  }

  private offsets(state: StoredState, stored: readonly bigint[]): readonly string[] {
    const found = new Map(state.offsets.map(({ partition, next_offset }) => [String(partition), next_offset]));
    return differences('stored offset of partition', found, new Map([...found.keys()].map((key) => [key, String(stored[Number(key)])])));
  }

  /** The last message of each volume says what its row says, and no revision is left out or told twice. */
  private messages(state: StoredState): readonly string[] {
    const faults: string[] = [];
    for (const { id, topic, key, value } of state.messages) {
      this.lastMessage = id;
      if (topic !== 'usage.volumes.v1') {
        this.rejectsPublished += 1;
        continue;
      }
      const message = UsageVolume.parse(JSON.parse(value ?? ''));
      const { revision, quantity, events, tenant, series, day } = message;
      if (key !== `${tenant}|${series.key}|${day}`) faults.push(`message ${id} has the key of another volume`);
      const place = volumeKey({ ...series, tenant }, series.measure && [series.measure.name, series.measure.unit], day);
      const before = this.published.get(place)?.revision ?? 0;
      if (revision !== before + 1) faults.push(`revision ${revision} of ${place} follows ${before}`);
      this.published.set(place, { revision, text: `${quantity} in ${events}, revision ${revision}` });
    }
    const rows = new Map(state.volumes.map((row) => [keyOfVolume(row), `${row.quantity} in ${row.events}, revision ${row.revision}`]));
    faults.push(...differences('last message of', new Map([...this.published].map(([key, { text }]) => [key, text])), rows));
    if (this.rejectsPublished !== state.rejects.length) faults.push(`${this.rejectsPublished} rejects are published and ${state.rejects.length} kept`);
    return faults;
  }
}

function partitionFaults(state: StoredState, decided: Decided): readonly string[] {
  const found = new Map<string, string>();
  const wanted = new Map<string, string>();
  const positions = new Map(state.offsets.map(({ partition, next_offset }) => [partition, BigInt(next_offset)]));
  for (const row of state.counts) {
    const { accepted, duplicate, conflict, rejected, skipped } = row;
    found.set(String(row.partition), JSON.stringify([row.first_offset, row.next_offset, accepted + duplicate, conflict, rejected, skipped]));
  }
  for (const [partition, { good, conflict, rejected }] of decided.partitions) {
    const next = positions.get(partition) ?? 0n;
    if (next > 0n) wanted.set(String(partition), JSON.stringify(['0', String(next), good, conflict, rejected, Number(next) - good - conflict - rejected]));
  }
  const accepted = state.counts.reduce((sum, row) => sum + row.accepted, 0);
  return [
    ...differences('counts of partition', found, wanted),
    ...(accepted === decided.accepted.size ? [] : [`the partitions count ${accepted} accepted events, and ${decided.accepted.size} are`]),
  ];
}

function ledgerFaults(state: StoredState, { accepted }: Decided): readonly string[] {
  const faults: string[] = [];
  const wanted = new Map([...accepted].flatMap(([identity, { statement }]) => (statement.kind === 'heartbeat' ? [] : [[identity, statement.kind] as const])));
  faults.push(...differences('ledger entry', new Map(state.ledger.map((row) => [identityOf(row), row.kind])), wanted));
  if (state.ledger.length !== wanted.size) faults.push(`the ledger has ${state.ledger.length} entries and should have ${wanted.size}`);
  for (const row of state.ledger) {
    const claimedBy = accepted.get(identityOf(row))?.claimedBy;
    if (claimedBy?.has(placeOf(row.partition, row.record_offset)) === false) faults.push(`${row.source} ${row.id} was claimed by a record that came later`);
  }
  const identities = new Map<string, { identities: number; amendments: number }>();
  const add = (tenant: string, kind: number, what: 'identities' | 'amendments'): void => {
    const key = JSON.stringify([tenant, kind]);
    const known = identities.get(key) ?? { identities: 0, amendments: 0 };
    identities.set(key, known);
    known[what] += 1;
  };
  const reserved = new Set<string>();
  for (const { statement } of accepted.values()) {
    add(statement.tenant, KINDS[statement.kind], 'identities');
    if (!isAmendment(statement)) continue;
    const target = targetOf(statement);
    const known = accepted.get(target)?.statement;
    // What was said about something that cannot be amended, before that came, is kept and counts for nothing.
    if (known === undefined || known.kind === 'recorded' || known.kind === 'aggregated') add(statement.tenant, known ? KINDS[known.kind] : 0, 'amendments');
    if (known === undefined && !reserved.has(target)) add(statement.tenant, 0, 'identities');
    if (known === undefined) reserved.add(target);
  }
  const texts = new Map([...identities].map(([key, counts]) => [key, `${counts.identities}, amended ${counts.amendments}`]));
  const isAmendable = (kind: number): boolean => kind <= KINDS.aggregated;
  const rows = state.identities.map(
    (row) => [JSON.stringify([row.tenant, row.kind]), `${row.identities}, amended ${isAmendable(row.kind) ? row.amendments : 0}`] as const,
  );
  return [...faults, ...differences('identities of tenant and kind', new Map(rows), texts)];
}

function counterFaults(state: StoredState, { counters, accepted }: Decided): readonly string[] {
  const text = (row: { accepted: number; duplicate: number; conflict: number; rejected: number }): string =>
    [row.accepted, row.duplicate, row.conflict, row.rejected].join(' ');
  const days = new Map<string, { first: number; last: number; events: number }>();
  for (const { statement } of accepted.values()) {
    const { tenant, source, instant } = statement;
    const key = JSON.stringify([tenant, source, localDay(tenant, instant)]);
    const known = days.get(key) ?? { first: instant, last: instant, events: 0 };
    days.set(key, { first: Math.min(known.first, instant), last: Math.max(known.last, instant), events: known.events + 1 });
  }
  return [
    ...differences(
      'counter of',
      new Map(state.counters.map((row) => [sourceKey(row.tenant, row.source), text(row)])),
      new Map([...counters].map(([key, counts]) => [key, text(counts)])),
    ),
    ...differences(
      'activity of',
      new Map(state.activity.map((row) => [JSON.stringify([row.tenant, row.source, row.day]), `${row.first_ms} ${row.last_ms} ${row.events}`])),
      new Map([...days].map(([key, { first, last, events }]) => [key, `${first} ${last} ${events}`])),
    ),
  ];
}

function volumeFaults(state: StoredState, { accepted }: Decided): readonly string[] {
  const expected = expectedFrom([...accepted.values()].map(({ statement }) => statement));
  // A usage that was retracted may leave a row of zeros.
  const counting = state.volumes.filter(({ quantity, events }) => events !== 0 || microsOf(quantity) !== 0n);
  return [
    ...differences(
      'volume',
      new Map(counting.map((row) => [keyOfVolume(row), `${microsOf(row.quantity)} in ${row.events}`])),
      new Map([...expected.volumes].map(([key, { quantity, events }]) => [key, `${quantity} in ${events}`])),
    ),
    ...differences(
      'incomplete day',
      new Map(state.incomplete.map((row) => [JSON.stringify([row.tenant, row.source, row.day]), String(row.aggregates)])),
      new Map([...expected.incomplete].map(([key, aggregates]) => [key, String(aggregates)])),
    ),
  ];
}
