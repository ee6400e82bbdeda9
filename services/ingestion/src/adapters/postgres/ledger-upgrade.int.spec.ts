import { readFile } from 'node:fs/promises';

import { identityOf } from '@hemtag/metering';
import { inboxMigrations } from '@hemtag/platform-inbox';
import { outboxMigrations } from '@hemtag/platform-outbox';
import { ensureServiceSchema, migrate, serviceClient, type DatabaseClient } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';

import { sha256First128 } from '../../sha256.js';
import { prepareDatabase } from './migrations.js';
import { SERVICE } from './service-name.js';

const MIGRATIONS = new URL('../../../migrations/', import.meta.url);
const IDS = ['plain-1', '017F22E2-79B0-7CC3-98C4-DC0C0C07398F', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'attempt-1'];
const SOURCE = '/se/2281/messaging/prod';

let database: TestDatabase;
let client: DatabaseClient;
beforeAll(async () => {
  database = await createTestDatabase();
  await ensureServiceSchema({ url: database.url, service: SERVICE });
  const first = { version: 1, what: 'usage', sql: await readFile(new URL('V001__usage.sql', MIGRATIONS), 'utf8') };
  await migrate({ url: database.url, service: SERVICE, sets: [inboxMigrations, outboxMigrations, { scope: SERVICE, migrations: [first] }] });
  client = serviceClient({ url: database.url, service: SERVICE, purpose: 'test' });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test('what the first form of the tables holds is in the second: events with their identities, volumes, positions', async () => {
  const days = ['2025-03-10', '2025-03-31', '1999-01-01', '2025-03-10'];
  for (const [index, id] of IDS.entries()) {
    const identity = sha256First128(`${SOURCE}\u0000${id}`);
    const dimensions = index === 3 ? { priority: 'attempts only' } : {};
    await client.query('INSERT INTO event_identity VALUES ($1, $2, $3)', ['SE-2281', identity, sha256First128(`content ${id}`)]);
    await client.query(
      `INSERT INTO usage_event (tenant, day, identity, source, id, subject, time, quantity, unit, outcome, channel, dimensions, measures, final, topic, partition_id, record_offset)
       VALUES ('SE-2281', $1, $2, $3, $4, 'message:letter', $1::date + time '12:00', 1, 'letter', 'success', NULL, $5, '{}', $6, 'usage.events.v1', 0, $7)`,
      [days[index], identity, SOURCE, id, dimensions, index !== 3, index],
    );
  }
  const series = sha256First128('the series');
  await client.query(`INSERT INTO usage_series VALUES ('SE-2281', $1, $2, 'message:letter', 'letter', 'success', NULL, NULL, '{}', NULL, NULL)`, [
    series,
    SOURCE,
  ]);
  for (const day of days.slice(0, 3)) await client.query(`INSERT INTO usage_volume VALUES ('SE-2281', $1, $2, 1, 1, 1)`, [series, day]);
  await client.query(`INSERT INTO consumed_partition VALUES ('usage.events.v1', 0, 3, 4)`);
  await client.query(`INSERT INTO outbox (topic, key, value) VALUES ('t', 'ä', '{}')`);

  await prepareDatabase({ url: database.url, migrationsDirectory: MIGRATIONS });

  const identities = await client.query<{ id: string; identity: string; content_hash: string; kind: number }>(
    `SELECT e.id, i.identity, replace(i.content_hash::text, '-', '') AS content_hash, i.kind FROM event_identity i
     JOIN usage_event e USING (tenant, series_id, day, identity) JOIN usage_series s USING (tenant, series_id) WHERE s.subject = 'message:letter' ORDER BY e.record_offset`,
  );
  expect(identities.rows).toEqual(
    IDS.map((id) => ({ id, identity: identityOf({ source: SOURCE, id }, sha256First128), content_hash: sha256First128(`content ${id}`), kind: 1 })),
  );
  const volumes = await client.query(
    `SELECT replace(s.series_key::text, '-', '') AS key, day::text, quantity, revision FROM usage_volume JOIN usage_series s USING (tenant, series_id) ORDER BY day`,
  );
  expect(volumes.rows).toEqual(['1999-01-01', '2025-03-10', '2025-03-31'].map((day) => ({ key: series, day, quantity: '1', revision: '1' })));
  expect((await client.query(`SELECT tableoid::regclass::text AS month, count(*)::int FROM usage_event GROUP BY 1 ORDER BY 1`)).rows).toEqual([
    { month: 'usage_event_2025_03', count: 3 },
    { month: 'usage_event_before_2015', count: 1 },
  ]);
  expect((await client.query('SELECT first_offset::int, next_offset::int, accepted::int FROM partition_count')).rows).toEqual([
    { first_offset: 4, next_offset: 4, accepted: 0 },
  ]);
  expect((await client.query('SELECT key, value FROM outbox')).rows).toEqual([{ key: Buffer.from('ä'), value: Buffer.from('{}') }]);
});
