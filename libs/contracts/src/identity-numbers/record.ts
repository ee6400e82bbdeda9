import type { CloudEvent } from '../cloudevents/cloud-event.js';
import { keyOf } from '../cloudevents/kafka-binding.js';
import type { Fault } from '../problem.js';
import { TRACEPARENT, traceparentOf } from '../trace-context.js';

import { PLAIN } from './data-fields.js';
import { Search, type GuardOptions } from './find-identity-number.js';
import { maskIdentityNumbers, maskText, type MaskOptions } from './mask.js';

const STRUCTURED = /^application\/cloudevents/i;

type HeaderValue = Uint8Array | string;
export interface RecordParts {
  readonly key?: Uint8Array | string | null | undefined;
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>> | undefined;
}
export interface MaskableRecord {
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
  readonly value: Buffer | null;
}

/** Its digits are drawn, and would look like somebody's number every now and then. */
const isTraceHeader = (name: string, headers: RecordParts['headers']): boolean => name === TRACEPARENT && traceparentOf(headers) !== null;

const textOf = (value: HeaderValue): string =>
  typeof value === 'string' ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
const valuesOf = (value: HeaderValue | readonly HeaderValue[] | undefined): readonly HeaderValue[] => {
  if (value === undefined) return [];
  return typeof value === 'string' || value instanceof Uint8Array ? [value] : value;
};

/** What a record carries beside its event: a key of its own, and headers that are no attributes. */
export function findInRecord({ key, headers }: RecordParts, event: CloudEvent, { safePatternsOf }: GuardOptions = {}): Fault | null {
  const search = new Search(safePatternsOf?.(event.source) ?? null);
  const text = key === null || key === undefined ? null : textOf(key);
  // The key that an event gives itself is made of attributes, which are looked at as such.
  const found = text === null || text === keyOf(event) ? null : search.text(text, 'partitionkey', '/partitionkey');
  if (found) return found;
  // In structured mode the attributes are in the value, and headers of their names are something else.
  const isBinary = !valuesOf(headers?.['content-type']).some((type) => STRUCTURED.test(textOf(type)));
  for (const name in headers) {
    if (name === 'content-type' || (isBinary && name.startsWith('ce_')) || isTraceHeader(name, headers)) continue;
    const fault = search.text(name, 'plain', '') ?? search.value(valuesOf(headers[name]).map(textOf), PLAIN);
    if (fault) return fault;
  }
  return search.suspected;
}

function maskHeaders(headers: MaskableRecord['headers'], options: MaskOptions): { readonly headers: Record<string, Buffer[]>; readonly masked: boolean } {
  const kept = new Map<string, Buffer[]>();
  let masked = false;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && isTraceHeader(name, headers)) {
      kept.set(
        name,
        valuesOf(value).map((one) => Buffer.from(one)),
      );
      continue;
    }
    const shownName = maskText(name, options);
    const values = valuesOf(value).map((one) => maskIdentityNumbers(Buffer.from(one), options));
    masked ||= shownName !== name || values.some((one) => one.masked);
    kept.set(shownName, [...(kept.get(shownName) ?? []), ...values.map(({ bytes }) => bytes)]);
  }
  return { headers: Object.fromEntries(kept), masked };
}

/**
 * A record of the log as it may be kept. `masked` says that it is no longer what was sent, so it cannot be sent again; where it is
 * false, the parts are the ones that came in.
 */
export function maskRecord<T extends MaskableRecord>(record: T, options: MaskOptions = {}): { readonly record: T; readonly masked: boolean } {
  const key = record.key === null ? null : maskIdentityNumbers(record.key, options);
  const value = record.value === null ? null : maskIdentityNumbers(record.value, options);
  const headers = maskHeaders(record.headers, options);
  if (!headers.masked && key?.masked !== true && value?.masked !== true) return { record, masked: false };
  return { record: { ...record, key: key?.bytes ?? null, value: value?.bytes ?? null, headers: headers.headers }, masked: true };
}
