import { err, ok, type Result } from '@hemtag/kernel';

import { asSent, readOrFound } from '../identity-numbers/find-identity-number.js';
import { INTAKE_LIMITS } from '../limits.js';
import type { Fault } from '../problem.js';

import { fault, pointerTo, readAttributes } from './attributes.js';
import { NO_DATA, type CloudEvent, type EventData } from './cloud-event.js';
import { readBody } from './http-binding.js';
import { jsonFault, readJsonFormat } from './json-format.js';
import { eventFormatOf } from './media-type.js';
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

function readHeader(name: string, value: HeaderValue | readonly HeaderValue[]): Result<string, Fault> {
  const pointer = name.startsWith(PREFIX) ? pointerTo('', name.slice(PREFIX.length)) : '/datacontenttype';
  if (typeof value === 'string') return ok(value);
  const text = value instanceof Uint8Array ? decodeUtf8(value) : null;
  return text === null ? fault('NOT_A_CLOUDEVENT', pointer, 'a header is no UTF-8 text or is there twice') : ok(text);
}

const NOTHING = new Uint8Array();

/** Reads a record in binary or structured mode. Everything that the HTTP intake refuses is refused here too. */
export function fromKafkaRecord(record: ReceivedKafkaRecord): Result<CloudEvent, Fault> {
  // In binary mode a record without a value is an event without data, such as a heartbeat.
  const value = record.value ?? NOTHING;
  if (value.byteLength > INTAKE_LIMITS.eventBytes) return fault('TOO_LARGE', '', 'one event may hold at most 1 MiB');
  const attributes: [string, string][] = [];
  let contentType: string | null = null;
  for (const [name, header] of Object.entries(record.headers ?? {})) {
    if (header === undefined || !(name === 'content-type' || name.startsWith(PREFIX))) continue;
    const text = readHeader(name, header);
    if (!text.ok) return text;
    if (name === 'content-type') contentType = text.value;
    else attributes.push([name.slice(PREFIX.length), text.value]);
  }
  const format = eventFormatOf(contentType);
  if (format === 'structured') return readStructured(value);
  if (format !== 'none')
    return fault('UNSUPPORTED_MEDIA_TYPE', '/datacontenttype', 'a record holds one event, in binary mode or as application/cloudevents+json');
  return readBinary(attributes, contentType, value);
}

function readStructured(value: Uint8Array): Result<CloudEvent, Fault> {
  const text = decodeUtf8(value);
  const json = text === null ? err('MALFORMED' as const) : readJson(text);
  return json.ok ? readOrFound(readJsonFormat(json.value), () => json.value) : err(jsonFault(json.error, ''));
}

function readBinary(headers: readonly [string, string][], contentType: string | null, value: Uint8Array): Result<CloudEvent, Fault> {
  if (headers.length === 0) return fault('NOT_A_CLOUDEVENT', '', 'neither ce_ headers nor a CloudEvents content type');
  // This binding does not forbid ce_datacontenttype, and the public SDK writes it beside the content type; two that differ mean nothing.
  const repeated = headers.find(([name]) => name === 'datacontenttype')?.[1];
  if (repeated !== undefined && contentType !== null && repeated !== contentType) {
    return fault('NOT_A_CLOUDEVENT', '/datacontenttype', 'the headers content-type and ce_datacontenttype differ');
  }
  const dataType = contentType ?? repeated ?? null;
  const attributes = headers.filter(([name]) => name !== 'datacontenttype');
  const data = readBody(dataType, value);
  const known = data.ok ? data.value : NO_DATA;
  const event = readOrFound(readAttributes([...attributes, ['datacontenttype', dataType]], known), () => asSent(headers, known));
  return !event.ok || data.ok ? event : data;
}
