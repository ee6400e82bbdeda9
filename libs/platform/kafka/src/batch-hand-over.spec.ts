import { BatchHandOver } from './batch-hand-over.js';
import type { Fetched, LogClient } from './log-client.js';
import { Fenced, Held, type BatchHandling, type LogRecord, type RecordBatch } from './log-consumer.js';
import { LogMoved } from './log-moved.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const place = { topic: 't', partition: 0 };
const record = (offset: bigint): LogRecord => ({ offset, key: null, value: null, headers: {}, timestamp: 0 });
const fetched = (from: number, next: number, rest: Partial<Fetched> = {}): Fetched => ({
  ...place,
  from: BigInt(from),
  isFromExact: true,
  next: BigInt(next),
  highWatermark: 100n,
  records: Array.from({ length: next - from }, (_, n) => record(BigInt(from + n))),
  ...rest,
});

/** A client that notes what it is told, a handler whose batches become durable when the test says so. */
function scene(options: Partial<BatchHandling> & { readonly nextOffset?: number; readonly low?: number; readonly high?: number } = {}) {
  const told: string[] = [];
  const batches: RecordBatch[] = [];
  const stored: PromiseWithResolvers<void>[] = [];
  const position = { epoch: 0n, nextOffset: BigInt(options.nextOffset ?? 0) };
  const range = { topicId: 'one', low: BigInt(options.low ?? 0), high: BigInt(options.high ?? 100) };
  const client: LogClient = {
    state: () => Promise.resolve({ ...range }),
    seek: ({ offset }) => told.push(`seek ${offset}`),
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    abandon: () => told.push('abandon'),
  };
  const faults: unknown[] = [];
  const handOver = new BatchHandOver(client, quiet, {
    claims: { claim: () => Promise.resolve({ ...position, epoch: (position.epoch += 1n) }) },
    maxBatchRecords: 100,
    drainLimitMs: 40,
    onBatch: (batch) => {
      batches.push(batch);
      const end = Promise.withResolvers<void>();
      stored.push(end);
      return Promise.resolve({ stored: end.promise });
    },
    onFenced: ({ partition }) => told.push(`fenced ${partition}`),
    onHeld: ({ retryAfterMs }) => told.push(`held ${retryAfterMs}`),
    onFault: (error) => faults.push(error),
    ...options,
  });
  const bounds = (): string[] => batches.map(({ epoch, firstOffset, nextOffset, messages }) => `${epoch}: ${firstOffset}-${nextOffset} ${messages.length}`);
  const refuse = (at: number, error: Error): Promise<void> => {
    stored[at]?.reject(error);
    return new Promise((resolve) => setImmediate(resolve));
  };
  return { handOver, told, bounds, stored, refuse, faults, position, range };
}
afterEach(() => jest.useRealTimers());

const fence = new Fenced({ ...place, epoch: 1n, firstOffset: 0n });
const hold = (retryAfterMs: number): Held => new Held({ ...place, retryAfterMs });

test('the next batch is handed over before the one before it is durable, and begins where that one ends', async () => {
  const { handOver, bounds, stored } = scene();
  expect(await handOver.take(fetched(0, 3))).toBe(true);
  // The log lacks the offsets 3 and 4, and has a marker at 7.
  expect(await handOver.take(fetched(3, 8, { records: [record(5n), record(6n)] }))).toBe(true);
  expect(bounds()).toEqual(['1: 0-3 3', '1: 3-8 2']);
  expect(handOver.stored()).toEqual([{ ...place, offset: 0n }]);
  stored[0]?.resolve();
  await stored[0]?.promise;
  await Promise.resolve();
  expect(handOver.stored()).toEqual([{ ...place, offset: 3n }]);
});

test('a long fetch becomes batches of the size that is wanted', async () => {
  const { handOver, bounds } = scene({ maxBatchRecords: 2 });
  await handOver.take(fetched(0, 6, { records: [0n, 1n, 2n, 4n, 5n].map(record) }));
  expect(bounds()).toEqual(['1: 0-2 2', '1: 2-5 2', '1: 5-6 1']);
});

test('begins in the middle of what was fetched where that is the stored position', async () => {
  const { handOver, bounds } = scene({ nextOffset: 4 });
  expect(await handOver.take(fetched(0, 6))).toBe(true);
  expect(bounds()).toEqual(['1: 4-6 2']);
  expect(await handOver.take(fetched(2, 6))).toBe(true);
  expect(bounds()).toHaveLength(1);
});

test.each([
  ['ahead', fetched(7, 9)],
  ['behind', fetched(0, 3)],
])('a client that reads %s is sent to the stored position', async (_, elsewhere) => {
  const { handOver, told, bounds } = scene({ nextOffset: 4 });
  expect(await handOver.take(elsewhere)).toBe(false);
  expect(told).toEqual(['seek 4']);
  await handOver.take(fetched(4, 9));
  expect(bounds()).toEqual(['1: 4-9 5']);
});

test('what the client passed over without saying from where is stored as passed over', async () => {
  const { handOver, told, bounds } = scene({ nextOffset: 4 });
  expect(await handOver.take(fetched(6, 7, { isFromExact: false, records: [] }))).toBe(true);
  expect(told).toEqual([]);
  expect(bounds()).toEqual(['1: 4-7 0']);
});

test('where nothing was stored yet, a log that begins later is read from its beginning', async () => {
  const { handOver, bounds, faults } = scene({ low: 30 });
  expect(await handOver.take(fetched(30, 32))).toBe(true);
  expect(bounds()).toEqual(['1: 0-32 2']);
  expect(faults).toEqual([]);
});

test.each([
  ['lost what comes next', { low: 6n }, fetched(6, 9)],
  ['is shorter than what was read', { high: 3n }, fetched(0, 3)],
  ['was made anew', { topicId: 'two' }, fetched(0, 3)],
])('a log that %s is a fault, also long after the claim', async (_, moved, next) => {
  const { handOver, range, faults, told } = scene();
  await handOver.take(fetched(0, 4));
  Object.assign(range, moved);
  expect(await handOver.take(next)).toBe(false);
  expect(faults).toEqual([expect.any(LogMoved)]);
  expect(told).toEqual(['abandon']);
});

test('a fence drops what follows in the chain, is reported once, and the partition is claimed anew from the stored position', async () => {
  const { handOver, told, bounds, stored, refuse, position } = scene();
  for (const from of [0, 3, 6]) await handOver.take(fetched(from, from + 3));
  stored[0]?.resolve();
  await refuse(1, fence);
  await refuse(2, fence);
  expect(told).toEqual(['fenced 0', 'seek 3']);
  expect(handOver.owns(place)).toBe(false);
  position.nextOffset = 3n;
  expect(await handOver.take(fetched(9, 12))).toBe(false);
  expect(await handOver.take(fetched(3, 9))).toBe(true);
  expect(told).toEqual(['fenced 0', 'seek 3', 'seek 3']);
  expect(bounds().slice(3)).toEqual(['2: 3-9 6']);
});

test('a held partition is paused, and is claimed anew after the time that was asked for', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const { handOver, told, bounds, stored, refuse, position } = scene();
  await handOver.take(fetched(0, 3));
  await handOver.take(fetched(3, 6));
  stored[0]?.resolve();
  await refuse(1, hold(60_000));
  expect(told).toEqual(['pause', 'held 60000']);
  expect(await handOver.take(fetched(6, 9))).toBe(false);
  jest.advanceTimersByTime(60_000);
  jest.useRealTimers();
  expect(told.slice(2)).toEqual(['resume', 'seek 3']);
  position.nextOffset = 3n;
  expect(await handOver.take(fetched(3, 6))).toBe(true);
  expect(bounds().at(-1)).toBe('2: 3-6 3');
});

test('any other refusal is a fault, reported once, and nothing more is taken', async () => {
  const { handOver, bounds, refuse, faults, told } = scene();
  await handOver.take(fetched(0, 3));
  await handOver.take(fetched(3, 6));
  await refuse(0, new Error('no space left'));
  await refuse(1, new Error('no space left either'));
  expect(faults).toEqual([new Error('no space left')]);
  expect(told).toEqual(['abandon']);
  expect(await handOver.take(fetched(6, 9))).toBe(false);
  expect(bounds()).toHaveLength(2);
});

test('a new generation claims after what the former one took is durable, or the limit is over', async () => {
  const { handOver, bounds, stored } = scene();
  await handOver.take(fetched(0, 3));
  handOver.joined();
  const next = handOver.take(fetched(0, 6));
  await new Promise((resolve) => setImmediate(resolve));
  expect(bounds()).toEqual(['1: 0-3 3']);
  stored[0]?.resolve();
  expect(await next).toBe(true);
  handOver.joined();
  expect(await handOver.take(fetched(0, 6))).toBe(true);
  expect(bounds().map((text) => text.split(':')[0])).toEqual(['1', '2', '3']);
});

test('a batch that the former generation is refused is reported, and moves nothing', async () => {
  const { handOver, told, refuse } = scene();
  await handOver.take(fetched(0, 3));
  handOver.joined();
  await refuse(0, fence);
  expect(told).toEqual(['fenced 0']);
  await handOver.take(fetched(0, 3));
  handOver.joined();
  await refuse(1, hold(5));
  expect(told).toEqual(['fenced 0']);
});

test('a partition is claimed when the group gives it, and read on where it is stored', async () => {
  const { handOver, bounds } = scene({ nextOffset: 4 });
  expect(await handOver.position(place)).toBe(4n);
  expect(await handOver.take(fetched(4, 6))).toBe(true);
  expect(bounds()).toEqual(['1: 4-6 2']);
});

test('before partitions go to other members, what was taken of them becomes durable, and nothing more is handed over', async () => {
  const room = Promise.withResolvers<void>();
  const { handOver, bounds, stored } = scene({ maxBatchRecords: 2 });
  await handOver.take(fetched(0, 2));
  const released = handOver.release().then(() => room.resolve());
  await new Promise((resolve) => setImmediate(resolve));
  expect(handOver.owns(place)).toBe(false);
  stored[0]?.resolve();
  await Promise.all([released, room.promise]);
  expect(bounds()).toEqual(['1: 0-2 2']);
});

test('stopping waits for what was taken, not for what never ends, and lets the client go', async () => {
  const durable = scene();
  await durable.handOver.take(fetched(0, 3));
  let isDrained = false;
  const drained = durable.handOver.drain().then(() => {
    isDrained = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDrained).toBe(false);
  expect(await durable.handOver.take(fetched(3, 6))).toBe(false);
  durable.stored[0]?.resolve();
  await drained;

  const stuck = scene({ onBatch: () => new Promise(() => undefined) });
  const taken = stuck.handOver.take(fetched(0, 3));
  await stuck.handOver.drain();
  expect(await taken).toBe(false);
});

test('a claim that fails is a fault', async () => {
  const claim = (): Promise<never> => Promise.reject(new Error('no database'));
  const { handOver, faults } = scene({ claims: { claim } });
  expect(await handOver.take(fetched(0, 3))).toBe(false);
  expect(faults).toEqual([new Error('no database')]);
});
