import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { Instance } from '../harness/ingestion-instance.js';
import { PARTITIONS, randomUsage } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import type { Stage } from '../harness/stage.js';
import { until } from '../harness/until.js';
import { dataOf, RECORDED, refusedMessage, usageMessage, type Message, type Usage } from '../harness/usage.js';

const MIB = 1024 * 1024;
const MAX_RSS_MIB = 400;
const SETTLE_LIMIT_MS = 60_000;
const NOWHERE = 'http://127.0.0.1:9';

const structured = (usage: Usage, data: unknown = dataOf(usage)): object => ({
  specversion: '1.0',
  id: usage.id,
  source: usage.source,
  type: RECORDED,
  subject: usage.subject,
  time: usage.time,
  data,
});

/** An event whose JSON has exactly so many bytes. */
function eventOfBytes(usage: Usage, bytes: number): string {
  const withPadding = (padding: string): string => JSON.stringify({ ...structured(usage), padding });
  return withPadding('x'.repeat(bytes - Buffer.byteLength(withPadding(''))));
}

const manyDimensions = (usage: Usage): object => ({
  ...dataOf(usage),
  dimensions: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`d${n}`, 'x'])),
});

interface Request {
  readonly what: string;
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly encoding?: string;
  readonly status: number;
  /** So large that the gateway need not read it to the end before it answers. */
  readonly mayBeCutOff?: true;
}

function hostileRequests(usageOf: (id: string) => Usage): readonly Request[] {
  const single = 'application/cloudevents+json';
  const batch = 'application/cloudevents-batch+json';
  const bomb = (bytes: number): Uint8Array<ArrayBuffer> => gzipSync(Buffer.alloc(bytes, 0x20));
  return [
    { what: '1 MiB + 1', type: single, body: eventOfBytes(usageOf('big'), MIB + 1), status: 413 },
    { what: '5 MiB + 1', type: batch, body: `[${' '.repeat(5 * MIB - 1)}]`, status: 413 },
    { what: '30 MB', type: batch, body: Buffer.alloc(30_000_000, 0x20), status: 413, mayBeCutOff: true },
    { what: '10,000 dimensions', type: single, body: JSON.stringify(structured(usageOf('wide'), manyDimensions(usageOf('wide')))), status: 422 },
    { what: '1 GiB in gzip', type: batch, body: bomb(1024 * MIB), encoding: 'gzip', status: 413 },
    { what: 'gzip in gzip', type: batch, body: gzipSync(bomb(1024 * MIB)), encoding: 'gzip', status: 400 },
    { what: '1,000,000 brackets', type: single, body: '['.repeat(1_000_000), status: 400 },
  ];
}

/** Status of the answer; null where the connection was closed while the body was still being sent. */
async function post(url: string, { type, body, encoding }: Omit<Request, 'what' | 'status' | 'mayBeCutOff'>): Promise<number | null> {
  try {
    const headers = { 'content-type': type, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) };
    const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    // Fetch knows one name for whatever happens to a connection; its class is not that of the realm in which Jest runs this.
    if ((error as { readonly name?: unknown }).name === 'TypeError') return null;
    throw error;
  }
}

async function startGateway(stage: Stage): Promise<Instance> {
  const gateway = new Instance({
    main: join(stage.servers.checkout, 'services/gateway/dist/main.js'),
    env: {
      HEMTAG_KAFKA_BROKERS: stage.servers.brokers.join(','),
      HEMTAG_DATABASE_URL: stage.databaseUrl,
      HEMTAG_TOPIC_PREFIX: stage.topicPrefix,
      HEMTAG_INGESTION_URL: NOWHERE,
      HEMTAG_BENEFIT_URL: NOWHERE,
      HEMTAG_REPORT_URL: NOWHERE,
    },
  });
  await until('the gateway listens', 30_000, () => gateway.hasStarted);
  return gateway;
}

async function sendGood(stage: Stage, gateway: Instance, id: string): Promise<void> {
  const message = usageMessage(randomUsage(stage.random, id), 0);
  stage.log.noteElsewhere(message);
  if (message.expected.kind !== 'usage') throw new Error('a usage was expected');
  const body = JSON.stringify(structured(message.expected.usage));
  await until('the gateway takes an event', 30_000, async () => (await post(gateway.url, { type: 'application/cloudevents+json', body })) === 202);
}

async function throughGateway(stage: Stage): Promise<string> {
  const gateway = await startGateway(stage);
  try {
    const wrong: string[] = [];
    await sendGood(stage, gateway, 'http-before');
    const requests = hostileRequests((id) => randomUsage(stage.random, id));
    for (const [n, request] of requests.entries()) {
      const status = await post(gateway.url, request);
      const isRight = status === request.status || (status === null && request.mayBeCutOff === true);
      if (!isRight) wrong.push(`${request.what}: ${status ?? 'cut off'}, not ${request.status}`);
      await sendGood(stage, gateway, `http-${n}`);
    }
    if (gateway.peakRssMib > MAX_RSS_MIB) wrong.push(`the gateway grew to ${gateway.peakRssMib} MiB`);
    if (!gateway.isRunning || gateway.unhandled.length > 0) wrong.push('the gateway did not survive');
    if (wrong.length > 0) throw new Error(wrong.join(', '));
    return `${requests.length} requests refused by the gateway (peak ${gateway.peakRssMib} MiB)`;
  } finally {
    await gateway.end();
  }
}

function oversizeRecords(stage: Stage, rounds: number): readonly Message[] {
  const { random } = stage;
  const messages: Message[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const refused = (id: string, value: Buffer, code: string): Message =>
      refusedMessage(randomUsage(random, `${id}-${round}`), { partition: random.below(PARTITIONS), value, codes: [code] });
    messages.push(refused('big', Buffer.alloc(MIB + 1, 0x20), 'TOO_LARGE'), refused('huge', Buffer.alloc(5 * MIB, 0x20), 'TOO_LARGE'));
    messages.push(refused('wide', Buffer.from(JSON.stringify(manyDimensions(randomUsage(random, 'wide')))), 'INVALID_DATA'));
    for (let n = 0; n < 60; n += 1) messages.push(usageMessage(randomUsage(random, `small-${round}-${n}`), random.below(PARTITIONS)));
  }
  return messages;
}

async function playOversize({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  await stage.fleet.start(1);
  const answered = await throughGateway(stage);
  const messages = oversizeRecords(stage, quick ? 5 : 40);
  // One by one: together they would exceed what one send may hold.
  for (const message of messages.filter(({ expected }) => expected.kind === 'refused')) await stage.log.publish([message]);
  await stage.log.publish(messages.filter(({ expected }) => expected.kind === 'usage'));
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `${answered}; ${messages.length} records of up to 5 MiB straight to the log: lag 0 in ${seconds(settledMs)} (peak of ingestion ${stage.peakRssMib} MiB)`;
}

export const OVERSIZE: readonly Row[] = [{ name: '15', title: 'too large, too wide, too compressed', isQuick: true, run: playOversize }];
