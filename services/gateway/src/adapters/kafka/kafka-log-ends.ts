import type { TopicAdmin } from '@hemtag/platform-kafka';
import type { Logger } from '@hemtag/platform-observability';

import type { LogEnds, Offsets } from '../../application/ports.js';

export class KafkaLogEnds implements LogEnds {
  constructor(
    private readonly admin: Pick<TopicAdmin, 'ranges'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  async endOffsets(topic: string): Promise<Offsets | null> {
    try {
      // A partition whose records have all been deleted has an end that nobody will ever reach.
      const held = [...(await this.admin.ranges(topic))].filter(([, { low, high }]) => low < high);
      return new Map(held.map(([partition, { high }]) => [partition, high]));
    } catch (error) {
      this.logger.warn({ error, topic }, 'gateway.log_ends_unknown');
      return null;
    }
  }
}
