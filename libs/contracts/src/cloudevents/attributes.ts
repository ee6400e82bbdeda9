import { err, ok, parseInstant, type Result } from '@hemtag/kernel';

import type { Fault, ProblemCode } from '../problem.js';

import type { AttributeValue, CloudEvent, EventData } from './cloud-event.js';
import { parseMediaType } from './media-type.js';

export const fault = (code: ProblemCode, pointer: string, detail: string): { readonly ok: false; readonly error: Fault } => err({ code, pointer, detail });

const NAME = /^[a-z0-9]+$/;
// Control characters, unpaired surrogates and the noncharacters of Unicode may stand in no attribute.
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const [INT32_MIN, INT32_MAX] = [-2_147_483_648, 2_147_483_647];
const isText = (value: string): boolean => PRINTABLE_ASCII.test(value) || !FORBIDDEN.test(value);

/** The scheme of a URI-reference, '' for a relative one, null for what is no URI-reference. */
function schemeOf(value: string): string | null {
  if (!URI_CHARACTERS.test(value) || value.indexOf('#') !== value.lastIndexOf('#')) return null;
  const firstSegment = /^[^/?#]*/.exec(value)?.[0] ?? '';
  const colon = firstSegment.indexOf(':');
  if (colon === -1) return '';
  const scheme = firstSegment.slice(0, colon);
  return SCHEME.test(scheme) ? scheme : null;
}

/** A URI-reference (RFC 3986) as CloudEvents wants a `source` to be. */
export const isUriReference = (value: string): boolean => schemeOf(value) !== null;

/** What a core attribute must be beside text; the names are those of the specification, and no others are core. */
interface CoreRule {
  /** Takes nothing but text, so that this need not be asked first. */
  readonly holds: (value: string) => boolean;
  readonly detail: string;
}
const ANY_TEXT: CoreRule = { holds: isText, detail: '' };
const CORE: ReadonlyMap<string, CoreRule> = new Map<string, CoreRule>([
  ['specversion', { holds: (value) => value === '1.0', detail: 'specversion must be exactly 1.0' }],
  ['id', ANY_TEXT],
  ['source', { holds: isUriReference, detail: 'source must be a URI-reference (RFC 3986)' }],
  ['type', ANY_TEXT],
  ['subject', ANY_TEXT],
  ['time', { holds: (value) => parseInstant(value) !== null, detail: 'time must be RFC 3339 with an offset, such as 2026-03-02T09:00:12+01:00' }],
  [
    'datacontenttype',
    { holds: (value) => isText(value) && parseMediaType(value) !== null, detail: 'datacontenttype must be a media type, such as application/json' },
  ],
  ['dataschema', { holds: (value) => Boolean(schemeOf(value)), detail: 'dataschema must be an absolute URI' }],
]);

function checkCore(name: string, value: unknown, rule: CoreRule): Fault | null {
  if (typeof value === 'string' && value !== '' && rule.holds(value)) return null;
  const invalid = (detail: string): Fault => ({ code: 'INVALID_ATTRIBUTE', pointer: `/${name}`, detail });
  if (typeof value !== 'string') return invalid(`${name} must be a string`);
  if (value === '') return invalid(`${name} must not be empty`);
  return invalid(isText(value) ? rule.detail : `${name} holds a character that CloudEvents attributes may not hold`);
}

function checkExtension(name: string, value: unknown): Fault | null {
  const invalid = (detail: string): Fault => ({ code: 'INVALID_ATTRIBUTE', pointer: `/${name}`, detail });
  if (typeof value === 'boolean') return null;
  if (typeof value === 'string') return isText(value) ? null : invalid('the attribute holds a character that CloudEvents attributes may not hold');
  if (typeof value === 'number' && Number.isInteger(value) && value >= INT32_MIN && value <= INT32_MAX) return null;
  return invalid('an extension attribute must be a string, a boolean or an integer of 32 bits');
}

/** A name from outside is repeated in a pointer only where it looks like a name; anything else could be a value in the wrong place. */
export function pointerTo(parent: string, name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name) && !/\d{6}/.test(name) ? `${parent}/${name}` : parent;
}

/** Builds an event from named attributes; null values are unset. `data` and `data_base64` must already be taken out. */
export function readAttributes(attributes: readonly (readonly [string, unknown])[], data: EventData): Result<CloudEvent, Fault> {
  const core: Record<string, string | null> = {
    specversion: null, id: null, source: null, type: null, subject: null, time: null, datacontenttype: null, dataschema: null,
  }; // prettier-ignore
  const extensions: Record<string, AttributeValue> = {};
  for (const [name, value] of attributes) {
    const rule = CORE.get(name);
    if (rule === undefined && (!NAME.test(name) || name === 'data'))
      return fault('INVALID_ATTRIBUTE', pointerTo('', name), 'attribute names consist of a-z and 0-9, and none is called data');
    if (value === null || value === undefined) continue;
    const invalid = rule === undefined ? checkExtension(name, value) : checkCore(name, value, rule);
    if (invalid) return err(invalid);
    if (rule === undefined) extensions[name] = value as AttributeValue;
    else core[name] = value as string;
  }
  const { specversion, id, source, type, subject, time, datacontenttype, dataschema } = core as Record<keyof CloudEvent | 'specversion', string | null>;
  if (specversion === null || id === null || source === null || type === null) {
    const missing = specversion === null ? 'specversion' : id === null ? 'id' : source === null ? 'source' : 'type';
    return fault('MISSING_ATTRIBUTE', `/${missing}`, `${missing} is missing`);
  }
  return ok({ id, source, type, subject, time, datacontenttype, dataschema, extensions, data });
}
