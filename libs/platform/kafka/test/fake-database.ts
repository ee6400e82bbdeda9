import { EventEmitter, once } from 'node:events';

import { Fenced, type PartitionClaims, type RecordBatch } from '../src/log-consumer.js';
import type { Partition } from '../src/partition.js';
import { isMadeAnew, LogMoved, type LogState } from '../src/log-moved.js';

/** The part of a database that matters here: who owns a partition, and what is stored. */
export class FakeDatabase extends EventEmitter<{ stored: []; claimed: [] }> implements PartitionClaims {
  readonly values: string[] = [];
  readonly batches: RecordBatch[] = [];
  private readonly rows = new Map<number, { epoch: bigint; nextOffset: bigint; topicId: string | null }>();

  claim({ topic, partition, log }: Partition & { readonly log?: LogState }): Promise<{ epoch: bigint; nextOffset: bigint }> {
    const { epoch, nextOffset, topicId } = this.rows.get(partition) ?? { epoch: 0n, nextOffset: 0n, topicId: null };
    if (log && isMadeAnew(topicId, log)) return Promise.reject(new LogMoved({ topic, partition, stored: nextOffset, storedTopicId: topicId, found: log }));
    this.rows.set(partition, { epoch: epoch + 1n, nextOffset, topicId: topicId ?? log?.topicId ?? null });
    this.emit('claimed');
    return Promise.resolve({ epoch: epoch + 1n, nextOffset });
  }

  store(batch: RecordBatch): void {
    const row = this.rows.get(batch.partition);
    if (!row || row.epoch !== batch.epoch || row.nextOffset !== batch.firstOffset) throw new Fenced(batch);
    row.nextOffset = batch.nextOffset;
    this.batches.push(batch);
    this.values.push(...batch.messages.map(({ value }) => String(value)));
    this.emit('stored');
  }

  position(partition: number, nextOffset: bigint): void {
    this.rows.set(partition, { epoch: 0n, topicId: null, ...this.rows.get(partition), nextOffset });
  }

  positionOf(partition: number): bigint {
    return this.rows.get(partition)?.nextOffset ?? 0n;
  }

  async until(count: number): Promise<void> {
    while (this.values.length < count) await once(this, 'stored');
  }
}
