import { connect, type Socket } from 'node:net';

/** Versions of one request, both ends included. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/**
 * What kafkajs 2.2.4 sends of the requests that are used here. It compares only with the broker's newest version: where the broker has given up
 * its oldest ones, it sends what is not understood, and is disconnected without a word.
 */
export const CLIENT_REQUESTS: readonly (VersionRange & { readonly key: number; readonly name: string })[] = [
  { key: 0, name: 'Produce', min: 0, max: 7 },
  { key: 1, name: 'Fetch', min: 0, max: 11 },
  { key: 2, name: 'ListOffsets', min: 0, max: 3 },
  { key: 3, name: 'Metadata', min: 0, max: 6 },
  { key: 8, name: 'OffsetCommit', min: 0, max: 5 },
  { key: 9, name: 'OffsetFetch', min: 1, max: 4 },
  { key: 10, name: 'FindCoordinator', min: 0, max: 2 },
  { key: 11, name: 'JoinGroup', min: 0, max: 5 },
  { key: 12, name: 'Heartbeat', min: 0, max: 3 },
  { key: 13, name: 'LeaveGroup', min: 0, max: 3 },
  { key: 14, name: 'SyncGroup', min: 0, max: 3 },
  { key: 19, name: 'CreateTopics', min: 0, max: 3 },
  { key: 22, name: 'InitProducerId', min: 0, max: 1 },
  { key: 32, name: 'DescribeConfigs', min: 0, max: 2 },
];

/** For each request that the broker does not take, what it takes and what is sent; empty where all fit. */
export function unfittingRequests(broker: ReadonlyMap<number, VersionRange>): readonly string[] {
  return CLIENT_REQUESTS.flatMap(({ key, name, min, max }) => {
    const taken = broker.get(key);
    if (taken && taken.min <= max && taken.max >= min) return [];
    return [`${name}: the broker takes ${taken ? `versions ${taken.min} to ${taken.max}` : 'none'}, the client sends ${min} to ${max}`];
  });
}

/** The broker and the client have no common version of a request. */
export class BrokerUnfit extends Error {
  override readonly name = 'BrokerUnfit';

  constructor(broker: string, requests: readonly string[]) {
    super(
      `the Kafka broker ${broker} does not understand this program:\n${requests.map((request) => `  ${request}`).join('\n')}\n` +
        'Use a broker that does (Kafka 3.9 to 4.4 are known to), or a release of Hemtag whose Kafka client is newer.',
    );
  }
}

const API_VERSIONS = 18;
const CORRELATION = 1;
const ANSWER_LIMIT_MS = 5_000;
// Every broker answers version 0, whose request has no body: a header of key, version, correlation and a client id that is null.
const REQUEST = Buffer.from([0, 0, 0, 10, 0, API_VERSIONS, 0, 0, 0, 0, 0, CORRELATION, 0xff, 0xff]);

function readAnswer(answer: Buffer): ReadonlyMap<number, VersionRange> {
  if (answer.readInt32BE(0) !== CORRELATION) throw new Error('the answer belongs to another request');
  const errorCode = answer.readInt16BE(4);
  if (errorCode !== 0) throw new Error(`the broker refuses to name its versions (error ${errorCode})`);
  const requests = Array.from({ length: answer.readInt32BE(6) }, (_, n) => 10 + n * 6);
  return new Map(requests.map((at) => [answer.readInt16BE(at), { min: answer.readInt16BE(at + 2), max: answer.readInt16BE(at + 4) }]));
}

function receive(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) resolve(received.subarray(4));
    });
  });
}

/** Which versions of which request (by its key) a broker takes. Rejects where it cannot be asked. */
export async function brokerVersions(broker: string): Promise<ReadonlyMap<number, VersionRange>> {
  const [host, port] = [broker.slice(0, broker.lastIndexOf(':')), Number(broker.slice(broker.lastIndexOf(':') + 1))];
  const socket = connect({ host, port }, () => socket.write(REQUEST));
  try {
    return readAnswer(await receive(socket));
  } finally {
    socket.destroy();
  }
}

/** Throws `BrokerUnfit` where the first broker that answers does not fit. Where none answers, connecting says so better. */
export async function checkBroker(brokers: readonly string[]): Promise<void> {
  for (const broker of brokers) {
    const versions = await brokerVersions(broker).catch(() => null);
    if (!versions) continue;
    const unfitting = unfittingRequests(versions);
    if (unfitting.length > 0) throw new BrokerUnfit(broker, unfitting);
    return;
  }
}
