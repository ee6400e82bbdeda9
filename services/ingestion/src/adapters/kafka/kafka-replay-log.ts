import { REJECT_HEADER_PREFIX, TOPICS } from '@hemtag/contracts';
import type { EventProducer, KafkaLog } from '@hemtag/platform-kafka';

import type { KeptRecord, ReplayLog } from '../../application/reject-ports.js';
import { headersByName } from '../../application/show-reject.js';

/** Writes records as they once came; what only says why they were refused stays behind. */
export class KafkaReplayLog implements ReplayLog {
  constructor(
    private readonly producer: Pick<EventProducer, 'send'>,
    private readonly log: KafkaLog,
  ) {}

  async append(records: readonly KeptRecord[]): Promise<'acknowledged' | 'unavailable'> {
    const outgoing = records.map(({ key, headers, value }) => ({
      topic: TOPICS.usageEvents.name,
      key,
      value,
      headers: headersByName(headers.filter(([name]) => !name.startsWith(REJECT_HEADER_PREFIX))),
    }));
    try {
      await this.producer.send(outgoing);
      return 'acknowledged';
    } catch (error) {
      this.log.warn({ error, records: records.length }, 'ingestion.replay_not_acknowledged');
      return 'unavailable';
    }
  }
}
