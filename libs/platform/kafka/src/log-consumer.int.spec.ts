import { EventEmitter, once } from 'node:events';

import { uniqueName } from '@hemtag/testing';

import { ADAPTERS, ConsumerScene, valuesUntil } from '../test/consumer-scene.js';

import { kafkaClient } from './connection.js';
import { LogMoved } from './log-moved.js';

describe.each(ADAPTERS)('%s', (_, Client) => {
  let scene: ConsumerScene;
  beforeEach(async () => {
    scene = await ConsumerScene.open(Client);
  });
  afterEach(() => scene.close());

  test('hands over whole batches in order, bounded, with their bounds', async () => {
    await scene.send(0, 250);
    await scene.consumer().start();
    await scene.database.until(250);
    expect(scene.database.values).toEqual(valuesUntil(250));
    expect(scene.database.batches.map(({ firstOffset, nextOffset, messages }) => [firstOffset, nextOffset, messages.length])).toEqual([
      [0n, 100n, 100],
      [100n, 200n, 100],
      [200n, 250n, 50],
    ]);
    expect(scene.database.batches[0]).toMatchObject({ topic: 'events', epoch: 1n, highWatermark: 250n });
    await scene.send(250, 260);
    await scene.database.until(260);
    expect(scene.database.batches.at(-1)).toMatchObject({ firstOffset: 250n, nextOffset: 260n });
  });

  test('goes on at the stored position: back where the broker is ahead, forward where it is behind', async () => {
    await scene.send(0, 40);
    const first = scene.consumer();
    await first.start();
    await scene.database.until(40);
    await first.stop();
    const partition = scene.database.batches[0]?.partition ?? 0;

    scene.database.values.length = 0;
    scene.database.position(partition, 10n);
    await scene.send(40, 45);
    const second = scene.consumer();
    await second.start();
    await scene.database.until(35);
    expect(scene.database.values).toEqual(valuesUntil(45).slice(10));
    await second.stop();

    scene.database.values.length = 0;
    scene.database.position(partition, 43n);
    // Another group has no offset at the broker and would begin at 0.
    await scene.consumer({ groupId: 'other' }).start();
    await scene.database.until(2);
    expect(scene.database.values).toEqual(['v43', 'v44']);
  });

  test('goes on where everything that the first batch holds is stored already', async () => {
    await scene.send(0, 40);
    const first = scene.consumer();
    await first.start();
    await scene.database.until(40);
    await first.stop();

    await scene.consumer({ groupId: 'other' }).start();
    await scene.send(40, 43);
    await scene.database.until(43);
    expect(scene.database.values).toEqual(valuesUntil(43));
  });

  test('a fenced batch is claimed anew and stored once', async () => {
    const fenced: number[] = [];
    let stolen = false;
    const consumer = scene.consumer({
      onFenced: ({ partition }) => fenced.push(partition),
      onBatch: async (batch) => {
        if (!stolen) {
          stolen = true;
          await scene.database.claim(batch);
        }
        scene.database.store(batch);
      },
    });
    await scene.send(0, 5);
    await consumer.start();
    await scene.database.until(5);
    await scene.send(5, 8);
    await scene.database.until(8);
    expect(scene.database.values).toEqual(valuesUntil(8));
    expect(fenced).toEqual([scene.database.batches[0]?.partition]);
  });

  test('an error ends reading: it is reported once, and nothing is passed over', async () => {
    const reported = new EventEmitter<{ fault: [unknown] }>();
    const faults: unknown[] = [];
    const consumer = scene.consumer({
      onBatch: (batch) => (batch.firstOffset >= 5n ? Promise.reject(new Error('no space left')) : Promise.resolve(scene.database.store(batch))),
      onFault: (error) => {
        faults.push(error);
        reported.emit('fault', error);
      },
    });
    await scene.send(0, 5);
    await consumer.start();
    await scene.database.until(5);
    await Promise.all([once(reported, 'fault'), scene.send(5, 9)]);
    await consumer.stop();
    expect(faults).toEqual([new Error('no space left')]);
    expect(scene.database.values).toEqual(valuesUntil(5));

    await scene.consumer().start();
    await scene.database.until(9);
    expect(scene.database.values).toEqual(valuesUntil(9));
  });

  test('stopping waits for the running batch and starts no other', async () => {
    const running = new EventEmitter<{ begun: []; end: [] }>();
    const consumer = scene.consumer({
      maxBatchRecords: 2,
      onBatch: async (batch) => {
        const end = once(running, 'end');
        running.emit('begun');
        await end;
        scene.database.store(batch);
      },
    });
    await scene.send(0, 6);
    const [begun] = [once(running, 'begun'), consumer.start()];
    await begun;
    const stopped = consumer.stop();
    expect(scene.database.values).toEqual([]);
    running.emit('end');
    await stopped;
    expect(scene.database.values).toEqual(['v0', 'v1']);
  });

  test('when another member joins and leaves, each record is stored once and in order', async () => {
    const first = scene.consumer({ maxBatchRecords: 20 });
    await first.start();
    await scene.sendSpread(0, 200);
    const second = scene.consumer({ maxBatchRecords: 20 });
    await second.start();
    await scene.sendSpread(200, 400);
    await second.stop();
    await scene.sendSpread(400, 600);
    await scene.database.until(600);
    expect([...scene.database.values].sort()).toEqual(valuesUntil(600).sort());
    for (const partition of [0, 1]) {
      const offsets = scene.database.batches.filter((batch) => batch.partition === partition).flatMap(({ messages }) => messages.map(({ offset }) => offset));
      expect(offsets).toEqual(offsets.map((_, n) => BigInt(n)));
    }
  });

  test('a log that does not hold the stored position stops the consumer', async () => {
    await scene.send(0, 3);
    scene.database.position(0, 900n);
    scene.database.position(1, 900n);
    const reported = new EventEmitter<{ fault: [unknown] }>();
    const fault = once(reported, 'fault');
    await scene.consumer({ onFault: (error) => reported.emit('fault', error) }).start();
    expect((await fault)[0]).toBeInstanceOf(LogMoved);
    expect(scene.database.values).toEqual([]);
  });

  /** Writes `values` in one transaction and ends it. */
  async function transact(values: readonly string[], end: 'commit' | 'abort'): Promise<void> {
    const transactional = kafkaClient(scene.connection).producer({ transactionalId: uniqueName('transactional'), maxInFlightRequests: 1, idempotent: true });
    await transactional.connect();
    const transaction = await transactional.transaction();
    await transaction.send({ topic: scene.connection.topicPrefix + scene.topic, messages: values.map((value) => ({ value, partition: 0 })) });
    await transaction[end]();
    await transactional.disconnect();
  }

  test('the stored position passes the markers of transactions and what was aborted, up to the end of the log', async () => {
    // The broker writes a marker after it has answered the producer, so the log's end is not asked for but known.
    const reaches = async (position: bigint): Promise<void> => {
      while (scene.database.positionOf(0) < position) await once(scene.database, 'stored');
      expect(scene.database.positionOf(0)).toBe(position);
    };
    await transact(['v0', 'v1'], 'commit');
    const first = scene.consumer();
    await first.start();
    // Two records and their marker, then one aborted record and its marker, then one record and its marker.
    await reaches(3n);
    await transact(['lost'], 'abort');
    await reaches(5n);
    await transact(['v2'], 'commit');
    await reaches(7n);
    await first.stop();

    // As a program left it that did not store markers: everything is there but the last one.
    scene.database.position(0, 6n);
    await scene.consumer({ groupId: 'other' }).start();
    await reaches(7n);
    expect(scene.database.values).toEqual(['v0', 'v1', 'v2']);
  });
});
