import { setTimeout as later } from 'node:timers/promises';

import { generateLoad, PARTITIONS, randomUsage } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import type { StoredUsage } from '../harness/stored-state.js';
import { until } from '../harness/until.js';
import { refusedMessage, SOURCES, usageMessage, type Message } from '../harness/usage.js';

const SETTLE_LIMIT_MS = 60_000;
/** So many bad records of a source may follow each other. */
const IN_A_ROW = 100;
const HELD_PARTITION = 2;
const BROKEN = SOURCES[1];
const BAD_VALUE = Buffer.from('{"quantity":1,"unit":"parsec"}');

/** Now and then a record that leads to no source, one in fifty: far below every share, and good ones between any two. */
async function playTrickle({ stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random, log } = stage;
  const messages: Message[] = [];
  for (let n = 0; n < IN_A_ROW * 50 * 1.5; n += 1) {
    const usage = randomUsage(random, `e-${n}`);
    messages.push(
      n % 50 === 0
        ? refusedMessage({ ...usage, source: '/made/up' }, { partition: 0, value: BAD_VALUE, codes: ['UNKNOWN_SOURCE', 'UNKNOWN_UNIT'] })
        : usageMessage(usage, 0),
    );
  }
  await log.publish(messages);
  await stage.fleet.start(1);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `${IN_A_ROW * 1.5} records of no source, one in fifty, held nothing up (lag 0 in ${seconds(settledMs)})`;
}

async function playSpentBudget({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random, log, stored } = stage;
  const size = quick ? 1_000 : 5_000;
  const bad = Array.from({ length: size }, (_, n): Message => {
    const usage = { ...randomUsage(random, `bad-${n}`), source: BROKEN.source };
    return refusedMessage(usage, { partition: HELD_PARTITION, value: BAD_VALUE, codes: ['UNKNOWN_UNIT'] });
  });
  const good = generateLoad({ random, events: size, prefix: 'good' });
  await log.publish(good);
  await log.publish(bad);
  // These wait behind the bad ones.
  await log.publish(generateLoad({ random, events: 200, prefix: 'behind' }));
  // One process: each that takes a partition over begins with a full budget of its own.
  await stage.fleet.start(1);
  const isHeld = (): boolean => stage.fleet.instances.some(({ lines }) => lines.some((line) => line.includes('"ingestion.partition_held"')));
  await until('the partition is held', 30_000, isHeld);
  const ends = await log.ends();
  await until('the other partitions go on', 30_000, async () => {
    const next = await stored.nextOffsets();
    return [...ends].every(([partition, end]) => partition === HELD_PARTITION || next.get(partition) === end);
  });
  // Longer than a re-check takes: it must not drain what it looks at.
  const before = await rejectsOfBroken(stored);
  await later(quick ? 12_000 : 25_000);
  const kept = await rejectsOfBroken(stored);
  if (kept > IN_A_ROW || kept !== before) throw new Error(`I7: ${kept} rejects of one source went into the quarantine, ${before} before the re-check`);
  if ((await stored.nextOffsets()).get(HELD_PARTITION) === ends.get(HELD_PARTITION)) throw new Error('I7: the partition was drained');
  const metric = await stage.fleet.metric('hemtag_ingestion_held_partitions');
  if (metric !== 1) throw new Error(`hemtag_ingestion_held_partitions is ${metric}`);
  await stored.allowRejects(BROKEN.source);
  const fromMs = performance.now();
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return (
    `partition ${HELD_PARTITION} of ${PARTITIONS} held after ${kept} of ${size} rejects, the others at lag 0; ` +
    `${seconds(performance.now() - fromMs)} after an operator let the source through everything is accounted for (lag 0 in ${seconds(settledMs)})`
  );
}

async function rejectsOfBroken(stored: StoredUsage): Promise<number> {
  return (await stored.read()).rejects.filter(({ value }) => value?.equals(BAD_VALUE)).length;
}

export const REJECTION_BUDGET: readonly Row[] = [
  {
    name: '13',
    title: 'a source that sends only invalid events',
    isQuick: true,
    run: async (play) => `${await playSpentBudget(play)}; ${await playTrickle(play)}`,
  },
];
