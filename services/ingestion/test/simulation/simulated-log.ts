import type { IncomingRecord } from '../../src/application/ports.js';

import { badRecord, type BadRecord } from './bad-records.js';
import { RecordWriter } from './records.js';
import type { SeededRandom } from './seeded-random.js';
import { EVENT_SOURCES, OVERLAPPING_SOURCE } from './simulated-register.js';
import { allStatements, contradiction, type Contended } from './statements.js';
import { contentOf, identityOf, isAmendment, targetOf, type Statement } from './statement.js';

/** What the log holds at one offset, with what is to become of it. */
export type SimulatedRecord = IncomingRecord &
  (
    | { readonly is: 'bad'; readonly bad: Omit<BadRecord, 'record'> }
    /** `mayBeRefused`: the codes that the order of arrival can bring upon it. */
    | { readonly is: 'said'; readonly said: Statement; readonly identity: string; readonly content: string; readonly mayBeRefused: readonly string[] }
  );

export interface SimulatedLog {
  /** By partition, in the order of their offsets, which have gaps. */
  readonly partitions: readonly (readonly SimulatedRecord[])[];
  /** The offset behind the last record or behind the gap that follows it. */
  readonly ends: readonly bigint[];
}

export interface LogOptions {
  readonly partitions: number;
  readonly size: number;
  /** Feeds and periods of one source overlap, so that it depends on the order what is refused. */
  readonly overlaps: boolean;
  readonly contended: Contended | null;
  /** One source sends so many bad records in a row that its partition is held. */
  readonly spendsBudget: boolean;
}

type WithoutOffset = SimulatedRecord extends infer Kind ? (Kind extends unknown ? Omit<Kind, 'offset'> : never) : never;

/** What an amendment may not be about: found in the whole log, because a conflict decides by arrival what an identity is. */
const unamendable = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(statements.filter((one) => one.kind === 'heartbeat' || isAmendment(one)).map(identityOf));

function refusalsOf(statement: Statement, inamendable: ReadonlySet<string>): readonly string[] {
  if (statement.id.startsWith('poison-')) return ['UNSTORABLE'];
  if (isAmendment(statement)) return inamendable.has(targetOf(statement)) ? ['INVALID_CORRECTION'] : [];
  return statement.source === OVERLAPPING_SOURCE.source ? ['FEED_OVERLAP', 'PERIOD_OVERLAP'] : [];
}

const bad = ({ record, ...expected }: BadRecord): WithoutOffset => ({ ...record, is: 'bad', bad: expected });
const BUDGET_SPENT = 130;

/** Deals statements, repetitions, contradictions and bad records out to partitions, in any order. */
export function simulatedLog(random: SeededRandom, options: LogOptions): SimulatedLog {
  const writer = new RecordWriter(random.fork());
  const statements = allStatements(random.fork(), options);
  const sent: Statement[] = [...statements];
  for (const statement of statements) {
    while (random.chance(0.12)) sent.push(statement);
    if (random.chance(0.02) && !statement.id.startsWith('poison-')) sent.push(contradiction(statement, random));
  }
  const inamendable = unamendable(sent);
  const records: WithoutOffset[] = sent.map((said) => ({
    ...writer.said(said),
    is: 'said',
    said,
    identity: identityOf(said),
    content: contentOf(said),
    mayBeRefused: refusalsOf(said, inamendable),
  }));
  const bads = Math.ceil(records.length * 0.04);
  for (let n = 0; n < bads; n += 1) records.push(bad(badRecord(random, writer, `bad-${n}`)));
  const dealt: WithoutOffset[][] = Array.from({ length: options.partitions }, () => []);
  for (const record of random.shuffled(records)) random.pick(dealt).push(record);
  if (options.spendsBudget) {
    const partition = random.pick(dealt);
    const source = random.pick(EVENT_SOURCES);
    const block = Array.from({ length: BUDGET_SPENT }, (_, n) => bad(unknownUnit(writer, source, `worse-${n}`)));
    partition.splice(random.int(partition.length), 0, ...block);
  }
  const placed = dealt.map((partition) => withOffsets(partition, random));
  return { partitions: placed.map(({ records: rows }) => rows), ends: placed.map(({ end }) => end) };
}

function unknownUnit(writer: RecordWriter, { tenant, source }: { readonly tenant: string; readonly source: string }, id: string): BadRecord {
  const attributes = { specversion: '1.0', id, source, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2025-04-01T12:00:00Z' };
  return { record: writer.event(attributes, { quantity: 1, unit: 'parsec' }), code: 'UNKNOWN_UNIT', tenant, source };
}

function withOffsets(records: readonly WithoutOffset[], random: SeededRandom): { readonly records: readonly SimulatedRecord[]; readonly end: bigint } {
  let next = BigInt(random.chance(0.3) ? random.int(1_000) : 0);
  const gap = (): bigint => BigInt(random.chance(0.05) ? random.between(1, 5) : 0);
  const placed = records.map((record): SimulatedRecord => {
    const offset = next + gap();
    next = offset + 1n;
    return { ...record, offset };
  });
  return { records: placed, end: next + gap() };
}
