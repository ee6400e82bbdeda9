import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

import type { KafkaConnection } from './connection.js';
import { KafkajsLogConsumer } from './kafkajs-log-consumer.js';
import type { LogConsumer, PartitionClaims, RecordBatch } from './log-consumer.js';

export interface KafkaBatchServerOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly claims: PartitionClaims;
  /** 5,000 by default. */
  readonly maxBatchRecords?: number;
  /** 2 by default. */
  readonly concurrentPartitions?: number;
  /** Reading begins when it resolves; until then the service runs and is not ready. At once by default. */
  readonly startWhen?: () => Promise<void>;
  readonly onFenced?: (partition: { readonly topic: string; readonly partition: number }) => void;
  /** Ends the process after logging, so that the batch is read again by a fresh one. */
  readonly onFault: (error: unknown) => void;
}

/** A Nest transport that hands whole batches to the methods marked with `BatchHandler`. */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private consumer: LogConsumer | null = null;
  private consuming = false;
  private closing = false;

  constructor(private readonly options: KafkaBatchServerOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    const consumer = new KafkajsLogConsumer([...this.messageHandlers.keys()], {
      connection: this.options.connection,
      groupId: this.options.groupId,
      claims: this.options.claims,
      maxBatchRecords: this.options.maxBatchRecords ?? 5_000,
      concurrentPartitions: this.options.concurrentPartitions ?? 2,
      onBatch: (batch) => this.handle(batch),
      onFenced: (partition) => this.options.onFenced?.(partition),
      onFault: this.options.onFault,
    });
    this.consumer = consumer;
    const { startWhen, onFault } = this.options;
    const begin = async (): Promise<void> => {
      await startWhen?.();
      if (this.closing) return;
      await consumer.start();
      this.consuming = true;
    };
    begin().catch((error: unknown) => onFault(error));
    callback();
  }

  /** Whether reading has begun. */
  get isConsuming(): boolean {
    return this.consuming && !this.closing;
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.consumer?.stop();
  }

  on(): never {
    throw new Error('the batch server has no events');
  }

  unwrap<T>(): T {
    throw new Error('the client is hidden behind its port');
  }

  private async handle(batch: RecordBatch): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (!handler) throw new Error(`nobody handles ${batch.topic}`);
    const result: unknown = await handler(batch);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}
