import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

import type { KafkaConnection } from './connection.js';
import { KafkajsLogConsumer } from './kafkajs-log-consumer.js';
import { PlatformaticLogConsumer } from './platformatic-log-consumer.js';
import type { BatchHandling, LogConsumer, RecordBatch, TakenOver } from './log-consumer.js';

const ADAPTERS = { kafkajs: KafkajsLogConsumer, platformatic: PlatformaticLogConsumer } as const;

export type KafkaClientName = keyof typeof ADAPTERS;

export interface KafkaBatchServerOptions extends Pick<BatchHandling, 'claims' | 'drainLimitMs' | 'onHeld'> {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  /** Which library reads; kafkajs by default. */
  readonly client?: KafkaClientName;
  /** 5,000 by default. */
  readonly maxBatchRecords?: number;
  /** Bytes that one fetch brings of all partitions together; the client's default where it is left out. */
  readonly maxBytes?: number;
  /** Reading begins when it resolves; until then the service runs and is not ready. At once by default. */
  readonly startWhen?: () => Promise<void>;
  readonly onFenced?: BatchHandling['onFenced'];
  /** Ends the process after logging, so that the batch is read again by a fresh one. */
  readonly onFault: BatchHandling['onFault'];
}

/** Nest hands the answer of a handler through as it is. */
const isTakenOver = (answer: unknown): answer is TakenOver =>
  typeof answer === 'object' && answer !== null && 'stored' in answer && answer.stored instanceof Promise;

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
    const { startWhen, onFault, client = 'kafkajs', ...options } = this.options;
    const consumer = new ADAPTERS[client]([...this.messageHandlers.keys()], {
      ...options,
      maxBatchRecords: options.maxBatchRecords ?? 5_000,
      onBatch: (batch) => this.handle(batch),
      onFenced: (partition) => options.onFenced?.(partition),
      onFault,
    });
    this.consumer = consumer;
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

  private async handle(batch: RecordBatch): Promise<TakenOver | undefined> {
    const handler = this.messageHandlers.get(batch.topic);
    if (!handler) throw new Error(`nobody handles ${batch.topic}`);
    const result: unknown = await handler(batch);
    const answer: unknown = isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result;
    return isTakenOver(answer) ? answer : undefined;
  }
}
