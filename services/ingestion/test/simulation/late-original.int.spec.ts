import { createTestDatabase } from '@hemtag/testing';
import { partitionClaims } from '@hemtag/platform-inbox';

import { ingestionDatabase, type IngestionDatabase } from '../../src/adapters/postgres/ingestion-database.builder.js';

import { Faults } from './faulty-database.js';
import { RecordWriter } from './records.js';
import { seededRandom } from './seeded-random.js';
import { SimulatedWorker, TOPIC } from './simulated-worker.js';
import type { Statement, Values } from './statement.js';

let database: IngestionDatabase;
beforeAll(async () => {
  database = await ingestionDatabase(await createTestDatabase());
});
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
const sent = { tenant: 'SE-2281', source: '/se-2281/letters', subject: 'message:letter' };
const correction = (id: string, count: number, time: string): Statement => ({
  kind: 'corrected',
  ...sent,
  id,
  instant: Date.parse(time),
  values: letters(count),
  corrects: { source: sent.source, id: 'e-1' },
});
const worker = (): SimulatedWorker =>
  new SimulatedWorker({ dataSource: database.dataSource, faults: new Faults(database.login, null), maxEvents: 100, onWritten: () => undefined });

async function hand(to: SimulatedWorker, partition: number, statement: Statement): Promise<void> {
  const { epoch, nextOffset } = await partitionClaims(database.dataSource).claim({ topic: TOPIC, partition });
  const message = { ...writer.said(statement), offset: nextOffset };
  const batch = { topic: TOPIC, partition, epoch, firstOffset: nextOffset, nextOffset: nextOffset + 1n, messages: [message] };
  await to.hand([[{ partition, epoch, position: nextOffset }, batch]]);
}

test('a second correction that was decided before the original came, and is written after it, counts', async () => {
  const [first, late] = [worker(), worker()];
  await hand(first, 0, correction('c-1', 5, '2025-05-01T00:00:00Z'));
  await first.settled();
  const parked = late.faults.arm({ kind: 'parked', at: 'write' });
  await hand(late, 1, correction('c-2', 7, '2025-05-02T00:00:00Z'));
  await parked;
  await hand(first, 0, { kind: 'recorded', ...sent, id: 'e-1', instant: Date.parse('2025-04-01T10:00:00Z'), values: letters(1) });
  await first.settled();
  late.faults.release();
  await late.settled();
  expect(await database.dataSource.query('SELECT quantity::text, events::int FROM usage_volume')).toEqual([{ quantity: '7', events: 1 }]);
});
