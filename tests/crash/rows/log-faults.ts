import kafkajs from 'kafkajs';
import { setTimeout as later } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';

import type { EventLog } from '../harness/event-log.js';
import type { Member } from '../harness/ingestion-instance.js';
import { generateLoad } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import type { Stage } from '../harness/stage.js';
import { until } from '../harness/until.js';
import { TOPICS } from '@hemtag/contracts';
import type { Message } from '../harness/usage.js';

const { CompressionCodecs, CompressionTypes } = kafkajs;
const SETTLE_LIMIT_MS = 60_000;

// The tests' client learns to write a codec that the service's client cannot read.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(zstdCompressSync(buffer)),
  decompress: () => Promise.reject(new Error('the tests only write it')),
});

async function sendAs(log: EventLog, messages: readonly Message[], compression: number): Promise<void> {
  const producer = log.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (let at = 0; at < messages.length; at += 200)
    await producer.send({ topic: log.eventsTopic, compression, messages: messages.slice(at, at + 200).map((one) => log.note(one)) });
  await producer.disconnect();
}

/** Transactions that are committed, aborted, or hold nothing but their end. What is aborted was never sent. */
async function sendInTransactions(log: EventLog, messages: readonly Message[], transactionalId: string): Promise<void> {
  const producer = log.kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  for (let at = 0; at < messages.length; at += 100) {
    const transaction = await producer.transaction();
    const aborts = (at / 100) % 3 === 1;
    const records = messages.slice(at, at + 100).map((one) => (aborts ? { ...one, headers: { ...one.headers } } : log.note(one)));
    await transaction.send({ topic: log.eventsTopic, messages: records.map(({ key, headers, value, partition }) => ({ key, headers, value, partition })) });
    await (aborts ? transaction.abort() : transaction.commit());
  }
  await producer.disconnect();
}

/** The process ends with a word, again and again, and nothing is stored past the place. */
async function untilRefused(stage: Stage, what: string, pattern: RegExp): Promise<string> {
  const before = await stage.storedOffsets();
  const failure = await until(`${what}: stop and alarm`, 45_000, () => stage.fleet.failures.find((line) => pattern.test(line)) ?? null);
  await later(3_000);
  if ((await stage.storedOffsets()) !== before) throw new Error(`I2: ${what}: something was stored past the fault`);
  return failure.slice(0, failure.indexOf(' ', 'service.failed: '.length)).replace('service.failed: ', '');
}

async function playControlRecords({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random, log } = stage;
  const size = quick ? 600 : 4_000;
  await stage.fleet.start(2);
  await log.publish(generateLoad({ random, events: size, prefix: 'plain' }));
  await sendInTransactions(log, generateLoad({ random, events: size, prefix: 'tx' }), `${stage.topicPrefix}tx`);
  // The broker takes this compression off, because the topic says so.
  await sendAs(log, generateLoad({ random, events: size, prefix: 'gzip' }), CompressionTypes.GZIP);
  await sendAs(log, generateLoad({ random, events: size, prefix: 'zstd' }), CompressionTypes.ZSTD);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `tombstones, committed and aborted transactions, gzip and zstd: lag 0 in ${seconds(settledMs)}`;
}

async function playUnknownCodec({ stage: open }: Play): Promise<string> {
  const stage = await open({ topicConfig: { 'compression.type': 'producer' } });
  const { random, log } = stage;
  await log.publish(generateLoad({ random, events: 500, prefix: 'plain' }));
  await stage.fleet.start(1);
  await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  await sendAs(log, generateLoad({ random, events: 500, prefix: 'zstd' }), CompressionTypes.ZSTD);
  return untilRefused(stage, 'unknown codec', /NotImplemented|codec|compression/i);
}

/** The same name, another log: shorter than what is stored, or longer. */
async function playRecreated({ stage: open }: Play, options: { readonly isLonger: boolean; readonly whileRunning: boolean }): Promise<string> {
  const stage = await open();
  const { random, log } = stage;
  await log.publish(generateLoad({ random, events: 1_000, prefix: 'old' }));
  await stage.fleet.start(1);
  await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  const [member] = stage.fleet.members as readonly [Member];
  if (!options.whileRunning) await stage.fleet.remove(member, 'SIGTERM');
  await log.admin.deleteTopics({ topics: [log.eventsTopic] });
  await until('the topic is gone', 30_000, async () => !(await log.admin.listTopics()).includes(log.eventsTopic));
  await log.create(TOPICS.usageEvents);
  await log.publish(generateLoad({ random, events: options.isLonger ? 2_000 : 200, prefix: 'new' }));
  if (!options.whileRunning) await stage.fleet.add();
  return untilRefused(stage, `recreated topic (${options.isLonger ? 'longer' : 'shorter'})`, /LogMoved|recreat|TopicReplaced|another topic/i);
}

/** The broker has thrown away what was not yet read. */
async function playTruncated({ stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random, log } = stage;
  await log.publish(generateLoad({ random, events: 1_000, prefix: 'old' }));
  await stage.fleet.start(1);
  await stage.settle(SETTLE_LIMIT_MS);
  const [member] = stage.fleet.members as readonly [Member];
  await stage.fleet.remove(member, 'SIGTERM');
  await log.publish(generateLoad({ random, events: 400, prefix: 'lost' }));
  const ends = await log.ends();
  await log.admin.deleteTopicRecords({
    topic: log.eventsTopic,
    partitions: [...ends].map(([partition, end]) => ({ partition, offset: (end - 1n).toString() })),
  });
  await stage.fleet.add();
  return untilRefused(stage, 'log begins after the stored offset', /LogMoved/);
}

async function playLogFaults(play: Play): Promise<string> {
  const seen = [await playControlRecords(play)];
  if (play.quick) return seen.join();
  seen.push(`unknown codec stops with ${await playUnknownCodec(play)}`);
  seen.push(`shorter topic of the same name with ${await playRecreated(play, { isLonger: false, whileRunning: false })}`);
  seen.push(`the same under a running process with ${await playRecreated(play, { isLonger: false, whileRunning: true })}`);
  seen.push(`a log that begins later with ${await playTruncated(play)}`);
  seen.push(`longer topic of the same name with ${await playRecreated(play, { isLonger: true, whileRunning: false })}`);
  return seen.join('; ');
}

export const LOG_FAULTS: readonly Row[] = [{ name: '12', title: 'codecs, tombstones, control records, topic made anew', isQuick: true, run: playLogFaults }];
