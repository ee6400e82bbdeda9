import { toKafkaRecord, type CloudEvent } from '@hemtag/contracts';

/** What a test says about one usage, before it becomes an event. Decimals are text. */
export interface Usage {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  readonly quantity: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  readonly measures: Readonly<Record<string, { readonly value: string; readonly unit: string }>>;
  readonly final: boolean;
}

/** What must become of a message: its usage counts once for all messages of the same source and id, or it is refused with one of these codes. */
export type Expectation = { readonly kind: 'usage'; readonly usage: Usage } | { readonly kind: 'refused'; readonly codes: readonly string[] };

export interface Message {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string>>;
  readonly value: Buffer | null;
  readonly expected: Expectation;
}

export const RECORDED = 'io.hemtag.usage.recorded.v1';

/** Every register of a fault test: where the days are, and what may be sent. */
export const TENANTS = [
  { tenant: 'SE-2281', timeZone: 'Europe/Stockholm', currency: 'SEK' },
  { tenant: 'FI-091', timeZone: 'Europe/Helsinki', currency: 'EUR' },
] as const;
export const DIMENSIONS = ['priority', 'district', 'note'] as const;
export const SOURCES = [
  { tenant: 'SE-2281', source: '/se/2281/messaging' },
  { tenant: 'SE-2281', source: '/se/2281/robots' },
  { tenant: 'FI-091', source: '/fi/091/library' },
] as const;

export function dataOf(usage: Usage): Readonly<Record<string, unknown>> {
  const { quantity, unit, outcome, channel, dimensions, measures, final } = usage;
  return { quantity, unit, outcome, ...(channel === null ? {} : { channel }), dimensions, measures, ...(final ? {} : { attempt: { number: 1, final } }) };
}

export const cloudEventOf = (usage: Usage, data: unknown = dataOf(usage)): CloudEvent => ({
  id: usage.id,
  source: usage.source,
  type: RECORDED,
  subject: usage.subject,
  time: usage.time,
  datacontenttype: 'application/json',
  dataschema: null,
  extensions: {},
  data: { kind: 'json', value: data },
});

interface Wire {
  readonly key: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

export function wireOf(event: CloudEvent): Wire {
  const { key, headers, value } = toKafkaRecord(event);
  return { key: Buffer.from(key), headers, value };
}

export const usageMessage = (usage: Usage, partition: number): Message => ({
  partition,
  ...wireOf(cloudEventOf(usage)),
  expected: { kind: 'usage', usage },
});

/** The event of `usage` with other bytes as its data. */
export const refusedMessage = (
  usage: Usage,
  options: { readonly partition: number; readonly value: Buffer | null; readonly codes: readonly string[] },
): Message => ({
  partition: options.partition,
  ...wireOf(cloudEventOf(usage)),
  value: options.value,
  expected: { kind: 'refused', codes: options.codes },
});
