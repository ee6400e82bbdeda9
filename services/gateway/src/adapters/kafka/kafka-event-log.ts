import { toKafkaRecord, TOPICS, type CloudEvent } from '@hemtag/contracts';
import type { EventProducer } from '@hemtag/platform-kafka';
import type { Logger } from '@hemtag/platform-observability';

import type { EventLog } from '../../application/ports.js';

export interface KafkaEventLogOptions {
  readonly producer: Pick<EventProducer, 'send'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Past this the sender is told to come again; the records may still arrive, and then count once. */
  readonly acknowledgeTimeoutMs: number;
  /** Events that may wait for the broker at one time; further ones are turned away at once. */
  readonly maxWaitingEvents: number;
}

export class KafkaEventLog implements EventLog {
  private waitingEvents = 0;

  constructor(private readonly options: KafkaEventLogOptions) {}

  async append(events: readonly CloudEvent[]): Promise<'acknowledged' | 'unavailable'> {
    const { producer, logger, acknowledgeTimeoutMs, maxWaitingEvents } = this.options;
    if (this.waitingEvents > 0 && this.waitingEvents + events.length > maxWaitingEvents) return 'unavailable';
    this.waitingEvents += events.length;
    const sent = producer
      .send(events.map((event) => ({ topic: TOPICS.usageEvents.name, ...toKafkaRecord(event) })))
      .then(
        () => 'acknowledged' as const,
        (error: unknown) => {
          logger.warn({ error, events: events.length }, 'gateway.not_acknowledged');
          return 'unavailable' as const;
        },
      )
      .finally(() => {
        this.waitingEvents -= events.length;
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'unavailable'>((resolve) => {
      timer = setTimeout(() => resolve('unavailable'), acknowledgeTimeoutMs);
    });
    const outcome = await Promise.race([sent, late]);
    clearTimeout(timer);
    return outcome;
  }
}
