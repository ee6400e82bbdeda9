import type { Producer } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './connection.js';
import { byRecord, topicMessages, type OutgoingRecord } from './outgoing-record.js';

// The broker is still ending the last transaction when the next one begins; with the client's usual wait each would take a third of a second.
const RETRY = { initialRetryTime: 5, maxRetryTime: 2_000, retries: 10 };
// What a killed process left open holds up readers for as long, where nobody takes over.
const TRANSACTION_LIMIT_MS = 10_000;

/**
 * Writes to the log for one of several processes at a time. Whoever takes over shuts the former one out at the broker: what that one sends later,
 * or had begun to send, never shows. Readers have to ask for committed records, which is their default.
 */
export class FencedProducer {
  private producer: Producer | null = null;

  /** `id` is what the processes have in common; the topics' prefix is put before it. */
  constructor(
    private readonly connection: KafkaConnection,
    private readonly id: string,
  ) {}

  /** From now on only this one writes, until another takes over. */
  async takeOver(): Promise<void> {
    await this.close();
    const producer = kafkaClient(this.connection, RETRY).producer({
      transactionalId: this.connection.topicPrefix + this.id,
      transactionTimeout: TRANSACTION_LIMIT_MS,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: byRecord,
      retry: RETRY,
    });
    // Kept before it is connected: a connect that fails half-way leaves a socket, which is closed with the producer.
    this.producer = producer;
    await producer.connect();
    // The client registers at the broker when its first transaction begins.
    const transaction = await producer.transaction();
    await transaction.abort();
  }

  /** Rejects where another one has taken over, or the broker did not acknowledge; then `takeOver` has to come first again. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const { producer } = this;
    if (!producer) throw new Error('the producer has not taken over');
    try {
      const transaction = await producer.transaction();
      await transaction.sendBatch({ acks: -1, topicMessages: topicMessages(records, this.connection.topicPrefix) });
      await transaction.commit();
    } catch (error) {
      // Whether the transaction was committed may be unknown; taking over brings what was left open to its end.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = null;
    // It may be disconnected already, and nothing depends on a farewell.
    await producer?.disconnect().catch(() => undefined);
  }
}
