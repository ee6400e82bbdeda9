import { toKafkaRecord, TOPICS, type CloudEvent } from '@hemtag/contracts';
import type { EventProducer, OutgoingRecord } from '@hemtag/platform-kafka';
import type { Logger } from '@hemtag/platform-observability';

import type { EventLog } from '../../application/ports.js';

export interface KafkaEventLogOptions {
  readonly producer: Pick<EventProducer, 'send'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Past this the sender is told to come again; the records may still arrive, and then count once. */
  readonly acknowledgeTimeoutMs: number;
  /** What may wait for the broker at one time; beyond it events are turned away at once. One request always may. */
  readonly maxWaitingBytes: number;
}

type EventRecord = OutgoingRecord & ReturnType<typeof toKafkaRecord>;

const sizeOf = ({ key, value, headers }: EventRecord): number =>
  Object.values(headers).reduce((total, text) => total + text.length, key.length + (value?.length ?? 0));

export class KafkaEventLog implements EventLog {
  private waitingBytes = 0;

  constructor(private readonly options: KafkaEventLogOptions) {}

  async append(events: readonly CloudEvent[]): Promise<'acknowledged' | 'unavailable'> {
    const { producer, logger, acknowledgeTimeoutMs, maxWaitingBytes } = this.options;
    const records = events.map((event): EventRecord => ({ topic: TOPICS.usageEvents.name, ...toKafkaRecord(event) }));
    const bytes = records.reduce((total, record) => total + sizeOf(record), 0);
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > maxWaitingBytes) return 'unavailable';
    this.waitingBytes += bytes;
    const sent = producer
      .send(records)
      .then(
        () => 'acknowledged' as const,
        (error: unknown) => {
          logger.warn({ error, events: events.length }, 'gateway.not_acknowledged');
          return 'unavailable' as const;
        },
      )
      .finally(() => {
        this.waitingBytes -= bytes;
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
