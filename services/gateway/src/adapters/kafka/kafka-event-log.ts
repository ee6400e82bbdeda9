import { maskRecord, receivedAsKafkaRecord, REJECT_HEADERS, toKafkaRecord, TOPICS, TRACEPARENT, type CloudEvent } from '@hemtag/contracts';
import { isRegisterFault } from '@hemtag/metering';
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
  readonly meter: ProduceMeter;
}

/** What is told of the way to the broker. */
export interface ProduceMeter {
  waiting(state: { readonly events: number; readonly bytes: number }): void;
  acknowledged(durationMs: number): void;
  failed(reason: 'full' | 'error' | 'late'): void;
}

const lengthOf = (value: string | Buffer | Buffer[]): number => (Array.isArray(value) ? value.reduce((sum, one) => sum + one.length, 0) : value.length);
const sizeOf = ({ key, value, headers = {} }: OutgoingRecord): number =>
  Object.values(headers).reduce((total, text) => total + lengthOf(text), lengthOf(key ?? '') + lengthOf(value ?? ''));

function acceptedRecord(event: CloudEvent, traceparent: string | undefined): OutgoingRecord {
  const record = { topic: TOPICS.usageEvents.name, ...toKafkaRecord(event) };
  return traceparent === undefined ? record : { ...record, headers: { ...record.headers, [TRACEPARENT]: traceparent } };
}

/** A usage event has been searched for numbers of persons when the register is asked; in anything else one may stand anywhere. */
function keptRecord({ event, fault, safePatterns }: RefusedEvent): ReturnType<typeof maskRecord> {
  const { key, value, headers } = 'kind' in event ? receivedAsKafkaRecord(event) : toKafkaRecord(event);
  const record = { key: key === null ? null : Buffer.from(key, 'utf8'), value, headers };
  return isRegisterFault(fault) ? { record, masked: false } : maskRecord(record, { safePatterns });
}

/** The event with the reason beside it, as the reader of the topic of rejects expects it. */
function refusedRecord(refused: RefusedEvent): OutgoingRecord {
  const { record, masked } = keptRecord(refused);
  const { fault, tenant, source } = refused;
  const reason = {
    [REJECT_HEADERS.origin]: 'gateway',
    [REJECT_HEADERS.code]: fault.code,
    [REJECT_HEADERS.pointer]: fault.pointer,
    [REJECT_HEADERS.detail]: fault.detail,
    [REJECT_HEADERS.tenant]: tenant,
    [REJECT_HEADERS.source]: source,
    [REJECT_HEADERS.masked]: String(masked),
  };
  // As the mask gives them back: text as it came in, or bytes.
  const headers = record.headers as NonNullable<OutgoingRecord['headers']>;
  return { topic: TOPICS.usageEventsRejected.name, key: record.key, value: record.value, headers: { ...headers, ...reason } };
}

export class KafkaEventLog implements EventLog {
  private waitingBytes = 0;
  private waitingEvents = 0;

  constructor(private readonly options: KafkaEventLogOptions) {}

  async append({ accepted, refused, traceparent }: IntakeRecords): Promise<'acknowledged' | 'unavailable'> {
    const { maxWaitingBytes, meter } = this.options;
    const records = [...accepted.map((event) => acceptedRecord(event, traceparent)), ...refused.map(refusedRecord)];
    const bytes = records.reduce((total, record) => total + sizeOf(record), 0);
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > maxWaitingBytes) {
      meter.failed('full');
      return 'unavailable';
    }
    this.wait(records.length, bytes);
    const sent = this.send(records).finally(() => this.wait(-records.length, -bytes));
    const outcome = await this.inTime(sent);
    if (outcome === 'acknowledged') return outcome;
    meter.failed(outcome);
    return 'unavailable';
  }

  private wait(events: number, bytes: number): void {
    this.waitingEvents += events;
    this.waitingBytes += bytes;
    this.options.meter.waiting({ events: this.waitingEvents, bytes: this.waitingBytes });
  }

  private async send(records: readonly OutgoingRecord[]): Promise<'acknowledged' | 'error'> {
    const { producer, logger, meter } = this.options;
    const begunMs = performance.now();
    try {
      await producer.send(records);
      meter.acknowledged(performance.now() - begunMs);
      return 'acknowledged';
    } catch (error) {
      logger.warn({ error, events: records.length }, 'gateway.not_acknowledged');
      return 'error';
    }
  }

  private async inTime<Outcome>(sent: Promise<Outcome>): Promise<Outcome | 'late'> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), this.options.acknowledgeTimeoutMs);
    });
    const outcome = await Promise.race([sent, late]);
    clearTimeout(timer);
    return outcome;
  }
}
