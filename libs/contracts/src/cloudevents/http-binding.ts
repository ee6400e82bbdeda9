import { err, ok, type Result } from '@hemtag/kernel';

import { asSent, readOrFound } from '../identity-numbers/find-identity-number.js';
import { INTAKE_LIMITS } from '../limits.js';
import type { Fault, ProblemCode } from '../problem.js';

import { readAttributes } from './attributes.js';
import { NO_DATA, type CloudEvent, type EventData } from './cloud-event.js';
import { decodeHeaderValue } from './header-value.js';
import { jsonFault, readJsonFormat } from './json-format.js';
import { eventFormatOf, parseMediaType } from './media-type.js';
import type { ReceivedEvent } from './received-event.js';
import { decodeUtf8, readJson, readJsonArray, type JsonItem } from './strict-json.js';

export interface HttpMessage {
  /** Names and values alternately, as received, so that a header sent twice is seen. */
  readonly rawHeaders: readonly string[];
  /** After any content encoding has been taken off. */
  readonly body: Uint8Array;
}

/** `refused` speaks of the message as a whole; a fault in `single` or in an item is about that event alone. */
export type HttpParse =
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'single'; readonly event: Result<CloudEvent, Fault>; readonly received: ReceivedEvent }
  | { readonly kind: 'batch'; readonly items: readonly ParsedItem[] };
export interface ParsedItem {
  /** The id as sent where it is one that an answer may repeat, else null. */
  readonly id: string | null;
  readonly event: Result<CloudEvent, Fault>;
  readonly received: ReceivedEvent;
}

const HOW_TO_SEND =
  'send one event as application/cloudevents+json, many as application/cloudevents-batch+json, or ce-specversion, ce-id, ce-source and ce-type as headers with the data as body';

const refused = (code: ProblemCode, detail: string, pointer = ''): HttpParse => ({ kind: 'refused', fault: { code, pointer, detail } });

interface Headers {
  readonly contentType: string | null;
  /** Attributes still encoded. */
  readonly attributes: ReadonlyMap<string, string>;
}

function readHeaders(rawHeaders: readonly string[]): Result<Headers, Fault> {
  let contentType: string | null = null;
  const attributes = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const isAttribute = name.startsWith('ce-');
    if (!isAttribute && name !== 'content-type') continue;
    if (isAttribute ? attributes.has(name.slice(3)) : contentType !== null) {
      return err({ code: 'NOT_A_CLOUDEVENT', pointer: '', detail: 'a ce- header or the content type is there twice' });
    }
    const value = (rawHeaders[at + 1] ?? '').trim();
    if (isAttribute) attributes.set(name.slice(3), value);
    else contentType = value;
  }
  return ok({ contentType, attributes });
}

/** Reads an HTTP message as CloudEvents 1.0 in binary, structured or batch mode, and nothing beyond: no default, no clock, no generated id. */
export function parseHttpMessage(message: HttpMessage): HttpParse {
  const headers = readHeaders(message.rawHeaders);
  if (!headers.ok) return { kind: 'refused', fault: headers.error };
  const format = eventFormatOf(headers.value.contentType);
  switch (format) {
    case 'unsupported':
      return refused('UNSUPPORTED_MEDIA_TYPE', HOW_TO_SEND);
    case 'structured':
      return parseStructured(message.body);
    case 'batch':
      return parseBatch(message.body);
    case 'none':
      return headers.value.attributes.size === 0
        ? refused('NOT_A_CLOUDEVENT', `neither ce- headers nor a CloudEvents content type: ${HOW_TO_SEND}`)
        : parseBinary(headers.value, message.body);
  }
}

const tooLarge: Fault = { code: 'TOO_LARGE', pointer: '', detail: 'one event may hold at most 1 MiB' };

function parseStructured(body: Uint8Array): HttpParse {
  if (body.byteLength > INTAKE_LIMITS.eventBytes) return { kind: 'refused', fault: tooLarge };
  const text = decodeUtf8(body);
  const json = text === null ? err('MALFORMED' as const) : readJson(text);
  const received: ReceivedEvent = { kind: 'structured', text: text ?? '' };
  if (json.ok) return { kind: 'single', event: readOrFound(readJsonFormat(json.value), () => json.value), received };
  const reason = jsonFault(json.error, '');
  return json.error === 'MALFORMED' ? { kind: 'refused', fault: reason } : { kind: 'single', event: err(reason), received };
}

function parseBatch(body: Uint8Array): HttpParse {
  const text = decodeUtf8(body);
  if (text === null) return { kind: 'refused', fault: jsonFault('MALFORMED', '') };
  const array = readJsonArray(text);
  if (array.ok) return { kind: 'batch', items: array.value.map(readItem) };
  switch (array.error) {
    case 'MALFORMED':
      return { kind: 'refused', fault: jsonFault('MALFORMED', '') };
    case 'NOT_AN_ARRAY':
      return refused('MALFORMED_BODY', 'a batch is a JSON array of events');
    case 'TOO_MANY_ITEMS':
      return refused('TOO_MANY_ITEMS', `one request may hold at most ${INTAKE_LIMITS.items} events`);
  }
}

function readItem(item: JsonItem): ParsedItem {
  const id = item.value.ok ? repeatableId(item.value.value) : null;
  const received: ReceivedEvent = { kind: 'structured', text: item.text };
  if (item.bytes > INTAKE_LIMITS.eventBytes) return { id, event: err(tooLarge), received };
  if (!item.value.ok) return { id, event: err(jsonFault(item.value.error, '')), received };
  const { value } = item.value;
  return { id, event: readOrFound(readJsonFormat(value), () => value), received };
}

function repeatableId(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { readonly id?: unknown }).id : undefined;
  return typeof id === 'string' && /^[\x20-\x7e]{1,200}$/.test(id) ? id : null;
}

function parseBinary(headers: Headers, body: Uint8Array): HttpParse {
  if (body.byteLength > INTAKE_LIMITS.eventBytes) return { kind: 'refused', fault: tooLarge };
  if (headers.attributes.has('datacontenttype'))
    return refused('NOT_A_CLOUDEVENT', 'the content type of data is the Content-Type header, never ce-datacontenttype', '/datacontenttype');
  const attributes: [string, string][] = [];
  for (const [name, value] of headers.attributes) {
    const decoded = decodeHeaderValue(value);
    if (decoded === null)
      return refused(
        'NOT_A_CLOUDEVENT',
        'a ce- header cannot be decoded: percent-encoded UTF-8 in printable ASCII is expected',
        /^[a-z0-9]{1,40}$/.test(name) ? `/${name}` : '',
      );
    attributes.push([name, decoded]);
  }
  if (headers.contentType !== null) attributes.push(['datacontenttype', headers.contentType]);
  const data = readBody(headers.contentType, body);
  const read = (known: EventData): Result<CloudEvent, Fault> => readOrFound(readAttributes(attributes, known), () => asSent(attributes, known));
  const received: ReceivedEvent = { kind: 'binary', attributes, body };
  if (data.ok) return { kind: 'single', event: read(data.value), received };
  // Attributes are judged first: a message without an id is refused for that, whatever its body is.
  const event = read(NO_DATA);
  return !event.ok || data.error.code !== 'MALFORMED_BODY'
    ? { kind: 'single', event: event.ok ? data : event, received }
    : { kind: 'refused', fault: data.error };
}

/** Data as its media type says; bytes that are not what the type announces are a fault only for JSON. */
export function readBody(contentType: string | null, body: Uint8Array): Result<EventData, Fault> {
  if (body.byteLength === 0) return ok(NO_DATA);
  const media = contentType === null ? null : parseMediaType(contentType);
  if (media?.isJson) {
    const text = decodeUtf8(body);
    const json = text === null ? err('MALFORMED' as const) : readJson(text);
    return json.ok ? ok({ kind: 'json', value: json.value }) : err(jsonFault(json.error, '/data'));
  }
  const text = media?.isText ? decodeUtf8(body) : null;
  return ok(text === null ? { kind: 'bytes', value: body } : { kind: 'text', value: text });
}
