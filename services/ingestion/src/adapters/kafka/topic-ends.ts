import type { KafkaLog, TopicAdmin } from '@hemtag/platform-kafka';

import type { LogEnds } from '../../application/source-status.js';

export class TopicEnds implements LogEnds {
  constructor(
    private readonly admin: Pick<TopicAdmin, 'endOffsets'>,
    private readonly log: KafkaLog,
  ) {}

  async endOffsets(topic: string): Promise<ReadonlyMap<number, bigint> | null> {
    try {
      return await this.admin.endOffsets(topic);
    } catch (error) {
      this.log.warn({ error, topic }, 'ingestion.log_ends_unknown');
      return null;
    }
  }
}
