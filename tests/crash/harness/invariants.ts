import { UsageVolume } from '@hemtag/contracts';

import { NUMBER_HEADER, type EventLog, type LogEntry } from './event-log.js';
import { expectedVolumes, microsOf, tenantOf, volumeName } from './expected-volumes.js';
import type { StoredPartition, StoredReject, StoredState, StoredVolume } from './stored-state.js';
import type { Message, Statement } from './usage.js';

/** One thing that does not hold, in words. */
export type Violation = string;

interface Arrived extends LogEntry {
  readonly sent: Message;
  /** What counts of it; null where it is refused. */
  readonly says: Statement | null;
}

/** For each partition the offset from which on the register was put right. */
export type FixedFrom = ReadonlyMap<number, bigint>;

interface Decided {
  /** What counts, by source and id. */
  readonly winners: ReadonlyMap<string, Statement>;
  readonly duplicates: readonly Arrived[];
  readonly conflicts: readonly Arrived[];
  readonly refused: readonly Arrived[];
}

const place = ({ partition, offset }: { readonly partition: number; readonly offset: bigint }): string => `${partition}:${offset}`;
const identityOf = ({ source, id }: { readonly source: string; readonly id: string }): string => JSON.stringify([source, id]);

function saidBy(statement: Statement): { readonly source: string; readonly id: string } {
  switch (statement.kind) {
    case 'usage':
      return statement.usage;
    case 'amendment':
      return statement.amendment;
    case 'aggregate':
      return statement.aggregate.usage;
  }
}

// The generator writes each instant in one way, so equal text is equal content.
const contentOf = (statement: Statement): string => JSON.stringify(statement);

const MAX_SHOWN = 5;
const some = (items: readonly string[]): string =>
  `${items.slice(0, MAX_SHOWN).join(', ')}${items.length > MAX_SHOWN ? ` and ${items.length - MAX_SHOWN} more` : ''}`;

function arrivedOf(entries: readonly LogEntry[], log: EventLog, fixedFrom: FixedFrom | null): readonly Arrived[] {
  return entries.map((entry) => {
    const sent = log.sentAs(entry.message);
    if (!sent) throw new Error('a record in the log that the test did not send');
    const { expected } = sent;
    if (expected.kind !== 'refused') return { ...entry, sent, says: expected };
    const isFixed = fixedFrom !== null && entry.offset >= (fixedFrom.get(entry.partition) ?? 0n);
    return { ...entry, sent, says: (isFixed ? expected.onceFixed : undefined) ?? null };
  });
}

/** Which of several contents came first is the store's choice between partitions, and nobody's within one. */
function decide(arrived: readonly Arrived[], stored: StoredState, violations: Violation[]): Decided {
  const winnersAt = new Map(stored.events.map((event) => [place(event), event]));
  const statements = arrived.filter((one): one is Arrived & { readonly says: Statement } => one.says !== null);
  const groups = Map.groupBy(statements, ({ says }) => identityOf(saidBy(says)));
  const winners = new Map<string, Statement>();
  const duplicates: Arrived[] = [];
  const conflicts: Arrived[] = [];
  const miscounted: string[] = [];
  for (const [identity, group] of groups) {
    const won = group.filter((one) => winnersAt.has(place(one)));
    const [winner] = won;
    if (!winner || won.length > 1) {
      miscounted.push(`${identity} is ${won.length} times in the ledger (${some(group.map(place))})`);
      continue;
    }
    const first = group.filter(({ partition }) => partition === winner.partition).every(({ offset }) => offset >= winner.offset);
    if (!first) miscounted.push(`of ${identity} a later record of one partition counts`);
    winners.set(identity, winner.says);
    const content = contentOf(winner.says);
    for (const one of group) if (one !== winner) (contentOf(one.says) === content ? duplicates : conflicts).push(one);
  }
  if (miscounted.length > 0) violations.push(`I1: ${some(miscounted)}`);
  const known = new Set(arrived.map(place));
  const strangers = stored.events.filter((event) => !known.has(place(event)));
  if (strangers.length > 0) violations.push(`I1: ${strangers.length} ledger rows name no record of the log`);
  return { winners, duplicates, conflicts, refused: arrived.filter(({ says }) => says === null) };
}

function checkVolumes(decided: Decided, stored: StoredState): Violation[] {
  const expected = expectedVolumes([...decided.winners.values()]);
  const found = new Map(stored.volumes.map((volume) => [volumeName(volume, volume.day), volume]));
  const wrong: string[] = [];
  for (const [name, { micros, events }] of expected) {
    const volume = found.get(name);
    if (!volume) wrong.push(`${name} is missing`);
    else if (microsOf(volume.quantity) !== micros || volume.events !== events)
      wrong.push(`${name} is ${volume.quantity} of ${volume.events}, not ${micros} millionths of ${events}`);
  }
  for (const [name, { quantity, events }] of found)
    if (!expected.has(name) && (microsOf(quantity) !== 0n || events !== 0n)) wrong.push(`${name} should not be`);
  if (found.size !== stored.volumes.length) wrong.push('one series and day has two volumes');
  const identities = BigInt(decided.winners.size);
  if (stored.identities !== identities) wrong.push(`${stored.identities} identities, not ${identities}`);
  if (BigInt(stored.events.length) !== identities) wrong.push(`${stored.events.length} ledger rows, not ${identities}`);
  return wrong.length === 0 ? [] : [`I1: ${some(wrong)}`];
}

/** Every consumed offset is accepted, duplicate, conflict, rejected, or holds no record. */
async function checkOffsets(decided: Decided, arrived: readonly Arrived[], stored: StoredState, log: EventLog): Promise<Violation[]> {
  const wrong: string[] = [];
  for (const [partition, end] of await log.ends()) {
    const here = (items: readonly { readonly partition: number }[]): bigint => BigInt(items.filter((item) => item.partition === partition).length);
    const expected: StoredPartition = {
      first: 0n,
      next: end,
      accepted: here(stored.events),
      duplicate: here(decided.duplicates),
      conflict: here(decided.conflicts),
      rejected: here(decided.refused),
      skipped: end - here(arrived),
    };
    const found = stored.partitions.get(partition);
    for (const [name, number] of Object.entries(expected)) {
      const is = found?.[name as keyof StoredPartition] ?? 0n;
      if (is !== number) wrong.push(`${name} of partition ${partition} is ${is}, not ${number}`);
    }
    const next = stored.nextOffsets.get(partition) ?? 0n;
    if (next !== end) wrong.push(`partition ${partition} is stored up to ${next}, the log ends at ${end}`);
  }
  const { counts } = stored;
  const expected = {
    accepted: decided.winners.size,
    duplicate: decided.duplicates.length,
    conflict: decided.conflicts.length,
    rejected: decided.refused.length,
  };
  for (const [name, number] of Object.entries(expected))
    if (counts[name as keyof typeof counts] !== BigInt(number)) wrong.push(`${counts[name as keyof typeof counts]} ${name} over all sources, not ${number}`);
  return wrong.length === 0 ? [] : [`I2: ${some(wrong)}`];
}

function rejectFault(one: Arrived, row: StoredReject | undefined): string | null {
  if (!row) return `${place(one)} was not kept`;
  const { expected } = one.sent;
  const codes = expected.kind === 'refused' ? expected.codes : ['CONFLICT'];
  if (!codes.includes(row.code)) return `${place(one)} is ${row.code}, not ${codes.join(' or ')}`;
  if (row.masked) return `${place(one)} was masked and held no identity number`;
  const { value } = one.message;
  if ((row.value === null) !== (value === null) || (row.value && value && !row.value.equals(value))) return `${place(one)} lost its bytes`;
  const headers = new Map(JSON.parse(row.headers.toString('utf8')) as [string, string][]);
  const number = one.message.headers?.[NUMBER_HEADER];
  const kept = Buffer.from(headers.get(NUMBER_HEADER) ?? '', 'base64').toString('utf8');
  return kept === String(number) ? null : `${place(one)} lost its headers`;
}

function checkRejects(decided: Decided, stored: StoredState): Violation[] {
  const rows = new Map(stored.rejects.map((row) => [place(row), row]));
  const expected = [...decided.refused, ...decided.conflicts];
  const wrong = expected.map((one) => rejectFault(one, rows.get(place(one)))).filter((fault) => fault !== null);
  if (rows.size !== expected.length) wrong.push(`${rows.size} rejects, not ${expected.length}`);
  for (const row of stored.rejects) if (row.source !== '' && tenantOf(row.source) !== row.tenant) wrong.push(`${place(row)} is with another tenant`);
  return wrong.length === 0 ? [] : [`I3: ${some(wrong)}`];
}

/** The newest revision of each key in the topic is the row of the table. */
async function checkTopic(stored: StoredState, log: EventLog): Promise<Violation[]> {
  const newest = new Map<string, UsageVolume>();
  for (const { message } of await log.readAll(log.volumesTopic)) {
    const key = String(message.key);
    const volume = UsageVolume.parse(JSON.parse(String(message.value)));
    if ((newest.get(key)?.revision ?? 0) < volume.revision) newest.set(key, volume);
  }
  const wrong: string[] = [];
  const differs = (row: StoredVolume, said: UsageVolume): boolean =>
    microsOf(row.quantity) !== microsOf(said.quantity) ||
    row.events !== BigInt(said.events) ||
    row.revision !== BigInt(said.revision) ||
    volumeName(row, row.day) !== volumeName({ ...said.series, tenant: said.tenant }, said.day);
  for (const row of stored.volumes) {
    const said = newest.get(row.key);
    if (!said) wrong.push(`${row.key} was not published`);
    else if (differs(row, said)) wrong.push(`${row.key} differs`);
  }
  if (newest.size !== stored.volumes.length) wrong.push(`${newest.size} volumes in the topic, ${stored.volumes.length} in the table`);
  if (stored.unpublished !== 0n) wrong.push(`${stored.unpublished} messages in the outbox`);
  return wrong.length === 0 ? [] : [`I4: ${some(wrong)}`];
}

/** I1 to I4, from the log, the tables and what the test sent. Everything must have been read and published before. */
export async function checkInvariants(log: EventLog, stored: StoredState, fixedFrom: FixedFrom | null): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const arrived = arrivedOf(await log.readAll(log.eventsTopic), log, fixedFrom);
  const decided = decide(arrived, stored, violations);
  violations.push(...checkVolumes(decided, stored), ...(await checkOffsets(decided, arrived, stored, log)));
  violations.push(...checkRejects(decided, stored), ...(await checkTopic(stored, log)));
  return violations;
}
