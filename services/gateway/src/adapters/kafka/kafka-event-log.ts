import { receivedAsKafkaRecord, REJECT_HEADERS, toKafkaRecord, TOPICS, type CloudEvent } from '@hemtag/contracts';
import type { EventProducer, OutgoingRecord } from '@hemtag/platform-kafka';
import type { Logger } from '@hemtag/platform-observability';

import type { EventLog, IntakeRecords, RefusedEvent } from '../../application/ports.js';

export interface KafkaEventLogOptions {
  readonly producer: Pick<EventProducer, 'send'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Past this the sender is told to come again; the records may still arrive, and then count once. */
  readonly acknowledgeTimeoutMs: number;
  /** What may wait for the broker at one time; beyond it events are turned away at once. One request always may. */
  readonly maxWaitingBytes: number;
}

interface IntakeRecord extends OutgoingRecord {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

const sizeOf = ({ key, value, headers }: IntakeRecord): number =>
  Object.values(headers).reduce((total, text) => total + text.length, (key?.length ?? 0) + (value?.length ?? 0));

const acceptedRecord = (event: CloudEvent): IntakeRecord => ({ topic: TOPICS.usageEvents.name, ...toKafkaRecord(event) });

/** The event with the reason beside it, as the reader of the topic of rejects expects it. */
function refusedRecord({ event, fault, tenant, source }: RefusedEvent): IntakeRecord {
  const record = 'kind' in event ? receivedAsKafkaRecord(event) : toKafkaRecord(event);
  const reason = {
    [REJECT_HEADERS.origin]: 'gateway',
    [REJECT_HEADERS.code]: fault.code,
    [REJECT_HEADERS.pointer]: fault.pointer,
    [REJECT_HEADERS.detail]: fault.detail,
    [REJECT_HEADERS.tenant]: tenant,
    [REJECT_HEADERS.source]: source,
  };
  return { topic: TOPICS.usageEventsRejected.name, key: record.key, value: record.value, headers: { ...record.headers, ...reason } };
}

export class KafkaEventLog implements EventLog {
  private waitingBytes = 0;

  constructor(private readonly options: KafkaEventLogOptions) {}

  async append({ accepted, refused }: IntakeRecords): Promise<'acknowledged' | 'unavailable'> {
    const { producer, logger, acknowledgeTimeoutMs, maxWaitingBytes } = this.options;
    const records = [...accepted.map(acceptedRecord), ...refused.map(refusedRecord)];
    const bytes = records.reduce((total, record) => total + sizeOf(record), 0);
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > maxWaitingBytes) return 'unavailable';
    this.waitingBytes += bytes;
    const sent = producer
      .send(records)
      .then(
        () => 'acknowledged' as const,
        (error: unknown) => {
          logger.warn({ error, events: records.length }, 'gateway.not_acknowledged');
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
