import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

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

test('gives a connection up on which nothing comes any more, and hears on a new one', async () => {
  const server = new URL(database.url);
  const sockets: Socket[] = [];
  // The first connection dies without a word after it has begun to listen.
  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname);
    const dies = sockets.length === 0;
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('data', (chunk) => void (dies && chunk.includes('SELECT') ? undefined : upstream.write(chunk)));
    upstream.on('data', (chunk) => client.write(chunk));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(database.url);
  url.port = String((proxy.address() as AddressInfo).port);
  const heard = new EventEmitter<{ call: [string | null] }>();
  const warned: string[] = [];
  const listening = await listen({
    url: url.href,
    channel: 'hemtag_quiet',
    log: { info: () => undefined, warn: (_, event) => void warned.push(event) },
    reconnectDelayMs: 10,
    silenceLimitMs: 300,
    onNotify: (payload) => heard.emit('call', payload),
  });
  await once(heard, 'call');
  expect(warned).toEqual(['database.listen_lost']);
  await Promise.all([once(heard, 'call'), other.query(`NOTIFY hemtag_quiet, 'one'`)]);
  await listening.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
});
