import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';

import { testKafkaBrokers } from '@hemtag/testing';

import { BrokerUnfit, brokerVersions, checkBroker, CLIENT_REQUESTS, unfittingRequests, type VersionRange } from './api-versions.js';

const fitting = (): Map<number, VersionRange> => new Map(CLIENT_REQUESTS.map(({ key, min, max }) => [key, { min, max }]));

/** A broker that answers nothing but which versions it takes, in two pieces. */
async function fakeBroker(versions: ReadonlyMap<number, VersionRange>): Promise<{ readonly address: string; readonly close: () => void }> {
  const body = Buffer.alloc(10 + versions.size * 6);
  body.writeInt32BE(1, 0);
  body.writeInt32BE(versions.size, 6);
  [...versions].forEach(([key, { min, max }], n) => {
    body.writeInt16BE(key, 10 + n * 6);
    body.writeInt16BE(min, 12 + n * 6);
    body.writeInt16BE(max, 14 + n * 6);
  });
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  const server = createServer((socket) => {
    socket.once('data', () => socket.write(size, () => socket.write(body)));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

test('the real broker takes all that is sent', async () => {
  expect(unfittingRequests(await brokerVersions(testKafkaBrokers()[0] ?? ''))).toEqual([]);
  await checkBroker(testKafkaBrokers());
});

test('what is sent is what the client library implements', () => {
  const library = createRequire(__filename);
  const folders: Record<string, string> = { FindCoordinator: 'findCoordinator', ListOffsets: 'listOffsets' };
  for (const { name, min, max } of CLIENT_REQUESTS) {
    const folder = folders[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
    const { versions } = library(`kafkajs/src/protocol/requests/${folder}`) as { versions: readonly (string | number)[] };
    expect({ name, versions: versions.map(Number) }).toEqual({ name, versions: Array.from({ length: max - min + 1 }, (_, n) => min + n) });
  }
});

test('a broker that has given up a version, or is too old for one, is refused with what to do', async () => {
  const versions = fitting();
  versions.set(1, { min: 12, max: 18 });
  versions.set(9, { min: 0, max: 0 });
  versions.delete(22);
  const broker = await fakeBroker(versions);
  const refused = await checkBroker([broker.address]).catch((error: unknown) => error);
  broker.close();
  expect(refused).toBeInstanceOf(BrokerUnfit);
  expect(String(refused)).toContain('Fetch: the broker takes versions 12 to 18, the client sends 0 to 11');
  expect(String(refused)).toContain('OffsetFetch: the broker takes versions 0 to 0, the client sends 1 to 4');
  expect(String(refused)).toContain('InitProducerId: the broker takes none, the client sends 0 to 1');
  expect(String(refused)).toContain('or a release of Hemtag whose Kafka client is newer');
});

test('the first broker that answers is asked; where none does, connecting will say so', async () => {
  const broker = await fakeBroker(fitting());
  await checkBroker(['127.0.0.1:1', broker.address]);
  broker.close();
  await checkBroker(['127.0.0.1:1']);
});
