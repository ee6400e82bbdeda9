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

/** Says of an earlier or later event that it was otherwise, or (without values) that it was not at all. */
export interface Amendment {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly time: string;
  readonly target: { readonly source: string; readonly id: string };
  readonly values: Usage | null;
}

/** A count for one local day, restated with each revision. `usage.time` is when it was said. */
export interface Aggregate {
  readonly usage: Usage;
  readonly day: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly revision: number;
}

/** What is said once for all messages of the same source and id. */
export type Statement =
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'amendment'; readonly amendment: Amendment }
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate };

/** `onceFixed` is what it says where it comes again after the register was put right. */
export interface Refused {
  readonly kind: 'refused';
  readonly codes: readonly string[];
  readonly onceFixed?: Statement;
}

/** What must become of a message: what it says counts once, or it is refused with one of these codes. */
export type Expectation = Statement | Refused;

export interface Message {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string>>;
  readonly value: Buffer | null;
  readonly expected: Expectation;
}

export const RECORDED = 'io.hemtag.usage.recorded.v1';
const AGGREGATED = 'io.hemtag.usage.aggregated.v1';
const CORRECTED = 'io.hemtag.usage.corrected.v1';
const RETRACTED = 'io.hemtag.usage.retracted.v1';

/** Every register of a fault test: where the days are, and what may be sent. */
export const TENANTS = [
  { tenant: 'SE-2281', timeZone: 'Europe/Stockholm', currency: 'SEK' },
  { tenant: 'FI-091', timeZone: 'Europe/Helsinki', currency: 'EUR' },
] as const;
export const DIMENSIONS = ['priority', 'district', 'note'] as const;
/** Sources send it before the register knows it. */
export const LATE_DIMENSION = 'wing';
export const SOURCES = [
  { tenant: 'SE-2281', source: '/se/2281/messaging' },
  { tenant: 'SE-2281', source: '/se/2281/robots' },
  { tenant: 'FI-091', source: '/fi/091/library' },
] as const;

/** The one source that sends counts for a period. */
export const AGGREGATOR = { tenant: 'SE-2281', source: '/se/2281/cards' } as const;

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

const NOTHING = { quantity: '1', unit: 'run', outcome: 'success', channel: null, dimensions: {}, measures: {}, final: true } as const;

export function amendmentMessage(amendment: Amendment, partition: number): Message {
  const { id, source, subject, time, target, values } = amendment;
  const data = { ...(values === null ? {} : dataOf(values)), corrects: target };
  const event = { ...cloudEventOf({ ...NOTHING, id, source, subject, time }, data), type: values === null ? RETRACTED : CORRECTED };
  return { partition, ...wireOf(event), expected: { kind: 'amendment', amendment } };
}

export function aggregateMessage(aggregate: Aggregate, partition: number): Message {
  const { usage, period, revision } = aggregate;
  const event = { ...cloudEventOf(usage, { ...dataOf(usage), period: { ...period, mode: 'delta', revision } }), type: AGGREGATED };
  return { partition, ...wireOf(event), expected: { kind: 'aggregate', aggregate } };
}

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

/** Refused until the register knows the dimension that it names. */
export function earlyMessage(usage: Usage, partition: number): Message {
  const named = { ...usage, dimensions: { ...usage.dimensions, [LATE_DIMENSION]: 'east' } };
  return { ...usageMessage(named, partition), expected: { kind: 'refused', codes: ['UNKNOWN_DIMENSION'], onceFixed: { kind: 'usage', usage: named } } };
}
