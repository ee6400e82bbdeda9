import type { Producer } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './connection.js';
import { byRecord, topicMessages, type OutgoingRecord } from './outgoing-record.js';

interface Waiting {
  readonly records: readonly OutgoingRecord[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

// One send stays below the topics' limit of 8 MiB even where all of its records go to one partition.
const MAX_SEND_BYTES = 4 * 1024 * 1024;
// The client's cost of one send grows with the square of its records.
const MAX_SEND_RECORDS = 2_000;
const RECORD_OVERHEAD_BYTES = 64;

const byteLength = (value: string | Buffer | Buffer[] | null): number =>
  value === null ? 0 : Array.isArray(value) ? value.reduce((sum, one) => sum + one.length, 0) : Buffer.byteLength(value);
const sizeOf = (record: OutgoingRecord): number =>
  Object.entries(record.headers ?? {}).reduce((total, [name, value]) => total + name.length + byteLength(value), RECORD_OVERHEAD_BYTES) +
  byteLength(record.key) + byteLength(record.value); // prettier-ignore

/**
 * Writes to the log. A call resolves only after all in-sync replicas have its records; callers that wait at the same time share one send.
 * One send is in flight at a time, because overlapping sends of an idempotent producer arrive out of sequence.
 */
export class EventProducer {
  private producer: Producer | null = null;
  private readonly queue: Waiting[] = [];
  private working: Promise<void> | null = null;
  private closed = false;

  constructor(private readonly connection: KafkaConnection) {}

  /** Rejects when the broker did not acknowledge; then it is unknown whether the records are in the log, and sending them again is right. */
  send(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.closed) return Promise.reject(new Error('the producer is closed'));
    if (records.length === 0) return Promise.resolve();
    const bytes = records.reduce((total, record) => total + sizeOf(record), 0);
    return new Promise((resolve, reject) => {
      this.queue.push({ records, bytes, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Waits for what was handed over before, then disconnects. */
  async close(): Promise<void> {
    this.closed = true;
    await this.working;
    await this.abandon();
  }

  private async work(): Promise<void> {
    // Callers of the same turn of the event loop come into the same send.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const share = this.takeShare();
      try {
        await this.transmit(share.flatMap(({ records }) => records));
        for (const { resolve } of share) resolve();
      } catch (error) {
        // The broker may hold these records under the sequence numbers that the client would give to the next ones, which it would then
        // take for repeats and drop. A new producer has a new identity and begins its own sequence.
        await this.abandon();
        for (const { reject } of share) reject(error);
      }
    }
    this.working = null;
  }

  private takeShare(): Waiting[] {
    let bytes = 0;
    let records = 0;
    let count = 0;
    for (const waiting of this.queue) {
      bytes += waiting.bytes;
      records += waiting.records.length;
      if (count > 0 && (bytes > MAX_SEND_BYTES || records > MAX_SEND_RECORDS)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = kafkaClient(this.connection).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: byRecord,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    });
    // Kept before it is connected: a connect that fails half-way leaves a socket, which is closed with the producer.
    this.producer = producer;
    await producer.connect();
    return producer;
  }

  private async transmit(records: readonly OutgoingRecord[]): Promise<void> {
    const producer = await this.connected();
    await producer.sendBatch({ acks: -1, topicMessages: topicMessages(records, this.connection.topicPrefix) });
  }

  private async abandon(): Promise<void> {
    const producer = this.producer;
    this.producer = null;
    // It may be disconnected already, and nothing depends on a farewell.
    await producer?.disconnect().catch(() => undefined);
  }
}
