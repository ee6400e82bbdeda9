import { Admin } from '@platformatic/kafka';

import type { KafkaConnection } from './connection.js';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The ids that Kafka gives to topics. kafkajs speaks a version of the metadata request that has none, so they are asked for with the other client. */
export class TopicIds {
  private admin: Admin | null = null;

  constructor(private readonly connection: KafkaConnection) {}

  /** As it is at the broker now; null from a broker that gives none. Rejects where there is no such topic. */
  async of(topic: string): Promise<string | null> {
    const name = this.connection.topicPrefix + topic;
    this.admin ??= new Admin({ clientId: this.connection.clientId, bootstrapBrokers: [...this.connection.brokers], retries: 6, retryDelay: 500 });
    const { topics } = await this.admin.metadata({ topics: [name], forceUpdate: true });
    const id = topics.get(name)?.id ?? NO_ID;
    return id === NO_ID ? null : id;
  }

  async close(): Promise<void> {
    await this.admin?.close();
    this.admin = null;
  }
}
