import { EventEmitter, once } from 'node:events';

import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';

import { listen } from './listen.js';

let database: TestDatabase;
let other: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  other = new Client({ connectionString: database.url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await database.drop();
});

test('calls back after each connect and for each notification, also after the connection was cut', async () => {
  const heard = new EventEmitter<{ call: [string | null] }>();
  const payloads: (string | null)[] = [];
  const listening = await listen({
    url: database.url,
    channel: 'hemtag_test',
    log: { info: () => undefined, warn: () => undefined },
    reconnectDelayMs: 10,
    onNotify: (payload) => {
      payloads.push(payload);
      heard.emit('call', payload);
    },
  });
  expect(payloads).toEqual([null]);

  await Promise.all([once(heard, 'call'), other.query(`NOTIFY hemtag_test, 'one'`)]);
  await Promise.all([
    once(heard, 'call'),
    other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hemtag-listen-hemtag_test'`),
  ]);
  await Promise.all([once(heard, 'call'), other.query(`NOTIFY hemtag_test, 'two'`)]);
  expect(payloads).toEqual([null, 'one', null, 'two']);
  await listening.close();
});
