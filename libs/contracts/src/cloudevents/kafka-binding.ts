import { err, type Result } from '@hemtag/kernel';

import { asSent, readOrFound } from '../identity-numbers/find-identity-number.js';
import { INTAKE_LIMITS } from '../limits.js';
import type { Fault } from '../problem.js';

import { fault, pointerTo, readAttributes } from './attributes.js';
import { NO_DATA, type CloudEvent, type EventData } from './cloud-event.js';
import { readBody } from './http-binding.js';
import { jsonFault, readJsonFormat } from './json-format.js';
import { eventFormatOf } from './media-type.js';
import { RepeatedText } from './repeated-text.js';
import { decodeUtf8, readJson } from './strict-json.js';

export interface KafkaRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for an event without data. */
  readonly value: Buffer | null;
}
type HeaderValue = Uint8Array | string;
export interface ReceivedKafkaRecord {
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>> | undefined;
  readonly value: Uint8Array | null;
}

const PREFIX = 'ce_';

function bytesOf(data: EventData): Buffer | null {
  switch (data.kind) {
    case 'none':
      return null;
    case 'json':
      return Buffer.from(JSON.stringify(data.value), 'utf8');
    case 'text':
      return Buffer.from(data.value, 'utf8');
    case 'bytes':
      return Buffer.from(data.value);
  }
}

/** `partitionkey`, by default source and subject, so that one activity of one source stays in order. */
export const keyOf = ({ source, subject, extensions }: CloudEvent): string =>
  extensions.partitionkey === undefined ? `${source} ${subject ?? ''}` : String(extensions.partitionkey);

/** Binary mode. */
export function toKafkaRecord(event: CloudEvent): KafkaRecord {
  const { id, source, type, subject, time, dataschema, extensions, data } = event;
  const headers: Record<string, string> = { ce_specversion: '1.0', ce_id: id, ce_source: source, ce_type: type };
  if (subject !== null) headers.ce_subject = subject;
  if (time !== null) headers.ce_time = time;
  if (dataschema !== null) headers.ce_dataschema = dataschema;
  for (const [name, value] of Object.entries(extensions)) headers[PREFIX + name] = String(value);
  // Data without a type is JSON in the JSON event format only, so here the type is spelled out.
  const contentType = event.datacontenttype ?? (data.kind === 'json' ? 'application/json' : null);
  if (contentType !== null) headers['content-type'] = contentType;
  return { key: keyOf(event), headers, value: bytesOf(data) };
}

interface Header {
  /** Null for the content type, which is no attribute's header in this binding. */
  readonly attribute: string | null;
  /** Set for what one system says in all its events. */
  readonly repeated: RepeatedText | null;
}
const attribute = (name: string, repeated: RepeatedText | null): [string, Header] => [PREFIX + name, { attribute: name, repeated }];

/** The usual headers, so that no name need be cut out of a header's for every record. */
const USUAL: ReadonlyMap<string, Header> = new Map<string, Header>([
  ...['specversion', 'source', 'type', 'dataschema', 'municipality'].map((name) => attribute(name, new RepeatedText())),
  ...['id', 'subject', 'time', 'recordedtime', 'partitionkey'].map((name) => attribute(name, null)),
  ['content-type', { attribute: null, repeated: new RepeatedText() }],
]);
const headerOf = (name: string): Header | null =>
  USUAL.get(name) ?? (name.startsWith(PREFIX) ? { attribute: name.slice(PREFIX.length), repeated: null } : null);

function textOf(value: HeaderValue | readonly HeaderValue[], repeated: RepeatedText | null): string | null {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) return null;
  return repeated === null ? decodeUtf8(value) : repeated.read(value);
}

const NOTHING = new Uint8Array();

/** Reads a record in binary or structured mode. Everything that the HTTP intake refuses is refused here too. */
export function fromKafkaRecord(record: ReceivedKafkaRecord): Result<CloudEvent, Fault> {
  // In binary mode a record without a value is an event without data, such as a heartbeat.
  const value = record.value ?? NOTHING;
  if (value.byteLength > INTAKE_LIMITS.eventBytes) return fault('TOO_LARGE', '', 'one event may hold at most 1 MiB');
  const attributes: [string, string][] = [];
  const headers = record.headers ?? {};
  let contentType: string | null = null;
  let repeatedType: string | null = null;
  for (const name in headers) {
    const header = headerOf(name);
    const sent = headers[name];
    if (header === null || sent === undefined) continue;
    const text = textOf(sent, header.repeated);
    if (text === null) {
      const pointer = header.attribute === null ? '/datacontenttype' : pointerTo('', header.attribute);
      return fault('NOT_A_CLOUDEVENT', pointer, 'a header is no UTF-8 text or is there twice');
    }
    if (header.attribute === null) contentType = text;
    else if (header.attribute === 'datacontenttype') repeatedType = text;
    else attributes.push([header.attribute, text]);
  }
  const format = eventFormatOf(contentType);
  if (format === 'structured') return readStructured(value);
  if (format !== 'none')
    return fault('UNSUPPORTED_MEDIA_TYPE', '/datacontenttype', 'a record holds one event, in binary mode or as application/cloudevents+json');
  return readBinary({ attributes, contentType, repeatedType, value });
}

function readStructured(value: Uint8Array): Result<CloudEvent, Fault> {
  const text = decodeUtf8(value);
  const json = text === null ? err('MALFORMED' as const) : readJson(text);
  return json.ok ? readOrFound(readJsonFormat(json.value), () => json.value) : err(jsonFault(json.error, ''));
}

interface BinaryRecord {
  readonly attributes: readonly (readonly [string, string])[];
  readonly contentType: string | null;
  /** What `ce_datacontenttype` says: this binding does not forbid it, and the public SDK writes it beside the content type. */
  readonly repeatedType: string | null;
  readonly value: Uint8Array;
}

function readBinary({ attributes, contentType, repeatedType, value }: BinaryRecord): Result<CloudEvent, Fault> {
  if (attributes.length === 0 && repeatedType === null) return fault('NOT_A_CLOUDEVENT', '', 'neither ce_ headers nor a CloudEvents content type');
  if (repeatedType !== null && contentType !== null && repeatedType !== contentType) {
    return fault('NOT_A_CLOUDEVENT', '/datacontenttype', 'the headers content-type and ce_datacontenttype differ');
  }
  const dataType = contentType ?? repeatedType;
  const data = readBody(dataType, value);
  const known = data.ok ? data.value : NO_DATA;
  const named = [...attributes, ['datacontenttype', dataType]] as const;
  const event = readOrFound(readAttributes(named, known), () => asSent(named, known));
  return !event.ok || data.ok ? event : data;
}
