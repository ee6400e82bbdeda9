import { err, type Result } from '@hemtag/kernel';

import type { Fault } from '../problem.js';

import { fault, readAttributes } from './attributes.js';
import { NO_DATA, type CloudEvent, type EventData } from './cloud-event.js';
import { parseMediaType } from './media-type.js';
import type { JsonFault } from './strict-json.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is wrong with a JSON text, said about the event that it should have been. */
export function jsonFault(reason: JsonFault, pointer: string): Fault {
  switch (reason) {
    case 'MALFORMED':
      return { code: 'MALFORMED_BODY', pointer, detail: 'this is not JSON in UTF-8' };
    case 'TOO_DEEP':
      return { code: 'TOO_DEEP', pointer, detail: 'objects and arrays are nested more than 64 levels deep' };
    case 'DUPLICATE_MEMBER':
      return { code: 'INVALID_DATA', pointer, detail: 'an object holds two members of the same name' };
  }
}

function readData(members: Readonly<Record<string, unknown>>): Result<EventData, Fault> | { readonly ok: true; readonly value: EventData } {
  const hasData = Object.hasOwn(members, 'data');
  const base64 = members.data_base64;
  if (base64 !== undefined && base64 !== null) {
    if (hasData) return fault('INVALID_DATA', '/data_base64', 'data and data_base64 exclude each other');
    if (typeof base64 !== 'string' || !BASE64.test(base64)) return fault('INVALID_DATA', '/data_base64', 'data_base64 must be base64 text (RFC 4648)');
    return { ok: true, value: { kind: 'bytes', value: new Uint8Array(Buffer.from(base64, 'base64')) } };
  }
  if (!hasData) return { ok: true, value: NO_DATA };
  const contentType = members.datacontenttype;
  const media = typeof contentType === 'string' ? parseMediaType(contentType) : null;
  if (media === null || media.isJson) return { ok: true, value: { kind: 'json', value: members.data } };
  if (typeof members.data !== 'string')
    return fault('INVALID_DATA', '/data', 'data of a media type that is not JSON must be a string, or stand in data_base64');
  return { ok: true, value: { kind: 'text', value: members.data } };
}

/** Reads one event in the JSON event format from a parsed JSON value. */
export function readJsonFormat(value: unknown): Result<CloudEvent, Fault> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault('NOT_A_CLOUDEVENT', '', 'a CloudEvent in JSON is an object');
  const members = value as Readonly<Record<string, unknown>>;
  const data = readData(members);
  if (!data.ok) return err(data.error);
  const attributes = Object.entries(members).filter(([name]) => name !== 'data' && name !== 'data_base64');
  return readAttributes(attributes, data.value);
}
