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
  readonly onFenced?: (partition: { readonly topic: string; readonly partition: number }) => void;
  /** Ends the process after logging, so that the batch is read again by a fresh one. */
  readonly onFault: (error: unknown) => void;
}

/** A Nest transport that hands whole batches to the methods marked with `BatchHandler`. */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private consumer: LogConsumer | null = null;

  constructor(private readonly options: KafkaBatchServerOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.consumer = new KafkajsLogConsumer([...this.messageHandlers.keys()], {
      connection: this.options.connection,
      groupId: this.options.groupId,
      claims: this.options.claims,
      maxBatchRecords: this.options.maxBatchRecords ?? 5_000,
      concurrentPartitions: this.options.concurrentPartitions ?? 2,
      onBatch: (batch) => this.handle(batch),
      onFenced: (partition) => this.options.onFenced?.(partition),
      onFault: this.options.onFault,
    });
    this.consumer.start().then(() => callback(), callback);
  }

  async close(): Promise<void> {
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
