import { toKafkaRecord, type CloudEvent, type UsageEvent } from '@hemtag/contracts';

import type { IncomingRecord } from './application/ports.js';

export const SOURCE = '/se/2281/messaging/prod';
export const TENANT = 'SE-2281';

export interface UsageFields {
  readonly kind?: UsageEvent['kind'];
  readonly id?: string;
  readonly source?: string;
  readonly time?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly extensions?: CloudEvent['extensions'];
}

/** One letter sent on 2025-03-10 at noon. */
export const usageCloudEvent = ({
  kind = 'recorded',
  id = 'e-1',
  source = SOURCE,
  time = '2025-03-10T11:00:00Z',
  data = {},
  extensions = {},
}: UsageFields = {}): CloudEvent => ({
  id,
  source,
  type: kind === 'heartbeat' ? 'io.hemtag.source.heartbeat.v1' : `io.hemtag.usage.${kind}.v1`,
  subject: 'message:letter',
  time,
  datacontenttype: 'application/json',
  dataschema: null,
  extensions,
  data: { kind: 'json', value: kind === 'heartbeat' || kind === 'retracted' ? data : { quantity: 1, unit: 'letter', ...data } },
});

/** A record as the gateway writes it. */
export function usageRecord(offset: number, fields: UsageFields = {}): IncomingRecord {
  const { key, headers, value } = toKafkaRecord(usageCloudEvent(fields));
  return rawRecord(offset, {
    key: Buffer.from(key),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    value,
  });
}

export const rawRecord = (offset: number, fields: Partial<IncomingRecord> = {}): IncomingRecord => ({
  offset: BigInt(offset),
  key: null,
  headers: {},
  value: null,
  timestamp: Date.parse('2025-03-10T11:00:05Z'),
  ...fields,
});
