import type { Offsets } from '@hemtag/contracts';
import { endsWithRecords, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Logger } from '@hemtag/platform-observability';

import type { LogEnds } from '../../application/ports.js';

export class KafkaLogEnds implements LogEnds {
  constructor(
    private readonly admin: Pick<TopicAdmin, 'ranges'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  async endOffsets(topic: string): Promise<Offsets | null> {
    try {
      return endsWithRecords(await this.admin.ranges(topic));
    } catch (error) {
      this.logger.warn({ error, topic }, 'gateway.log_ends_unknown');
      return null;
    }
  }
}
