import { partitionClaims } from '@hemtag/platform-inbox';
import { createTestDatabase } from '@hemtag/testing';

import { ingestionDatabase, type IngestionDatabase } from '../../src/adapters/postgres/ingestion-database.builder.js';

import { Faults } from './faulty-database.js';
import { RecordWriter } from './records.js';
import { seededRandom } from './seeded-random.js';
import { SimulatedWorker, TOPIC, type Ownership } from './simulated-worker.js';
import type { Statement, Values } from './statement.js';
import { emptyDatabase, installPoison } from './stored-state.js';

/** What seeds have found, each as the shortest way to it. */
let database: IngestionDatabase;
beforeAll(async () => {
  database = await ingestionDatabase(await createTestDatabase());
  await database.login.query('SET search_path TO ingestion');
  await installPoison(database.login);
});
beforeEach(() => emptyDatabase(database.login));
afterAll(() => database.drop());

const writer = new RecordWriter(seededRandom(1));
const letters = (count: number): Values => ({
  quantity: BigInt(count) * 1_000_000n,
  unit: 'letter',
  outcome: 'success',
  channel: null,
  orgUnit: null,
  dimensions: {},
  measures: {},
  final: true,
});
const SENT = { tenant: 'SE-2281', source: '/se-2281/letters', subject: 'message:letter' };
const NOON = Date.parse('2025-04-01T10:00:00Z');
const letter = (id: string): Statement => ({ kind: 'recorded', ...SENT, id, instant: NOON, values: letters(1) });

const worker = (): SimulatedWorker =>
  new SimulatedWorker({ dataSource: database.dataSource, faults: new Faults(database.login, null), maxEvents: 100, onWritten: () => undefined });
const query = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql);

/** Hands over one batch for each list, one after the other in the log of a partition that is claimed for it. */
async function hand(to: SimulatedWorker, partition: number, ...lists: readonly (readonly Statement[])[]): Promise<void> {
  const { epoch, nextOffset } = await partitionClaims(database.dataSource).claim({ topic: TOPIC, partition });
  const ownership: Ownership = { partition, epoch, position: nextOffset };
  let firstOffset = nextOffset;
  const batches = lists.map((statements) => {
    const messages = statements.map((statement, index) => ({ ...writer.said(statement), offset: firstOffset + BigInt(index) }));
    const batch = { topic: TOPIC, partition, epoch, firstOffset, nextOffset: firstOffset + BigInt(statements.length), messages };
    firstOffset = batch.nextOffset;
    return [ownership, batch] as const;
  });
  await to.hand(batches);
}

test('two series that leave one day of their source incomplete are stored together', async () => {
  const period = { start: NOON, end: NOON + 3_600_000, mode: 'delta' as const, revision: 0, complete: false };
  const count = (subject: string): Statement => ({
    kind: 'aggregated', tenant: 'SE-2281', source: '/se-2281/counters', subject, id: `a-${subject}`, instant: NOON, values: letters(3), period,
  }); // prettier-ignore
  const process = worker();
  await hand(process, 0, [count('desk:1'), count('desk:2')]);
  await process.settled();
  expect(await query('SELECT day::text AS day, aggregates FROM source_incomplete_day')).toEqual([{ day: '2025-04-01', aggregates: 2 }]);
});

test('a batch of one good record is not refused for the poison in the batch behind it', async () => {
  const process = worker();
  await hand(process, 0, [letter('e-1')], [letter('poison-1'), letter('e-2')]);
  await process.settled();
  expect(await query('SELECT record_offset, code FROM rejected_event')).toEqual([{ record_offset: '1', code: 'UNSTORABLE' }]);
  expect(await query('SELECT quantity::text AS quantity, events::int AS events FROM usage_volume')).toEqual([{ quantity: '2', events: 2 }]);
});

test('a second correction that was decided before the original came, and is written after it, counts', async () => {
  const correction = (id: string, count: number, time: string): Statement => ({
    kind: 'corrected', ...SENT, id, instant: Date.parse(time), values: letters(count), corrects: { source: SENT.source, id: 'e-1' },
  }); // prettier-ignore
  const [first, late] = [worker(), worker()];
  await hand(first, 0, [correction('c-1', 5, '2025-05-01T00:00:00Z')]);
  await first.settled();
  const parked = late.faults.arm({ kind: 'parked', at: 'write' });
  await hand(late, 1, [correction('c-2', 7, '2025-05-02T00:00:00Z')]);
  await parked;
  await hand(first, 0, [letter('e-1')]);
  await first.settled();
  late.faults.release();
  await late.settled();
  expect(await query('SELECT quantity::text AS quantity, events::int AS events FROM usage_volume')).toEqual([{ quantity: '7', events: 1 }]);
});
