import { err, type Result } from '@hemtag/kernel';

import { pointerTo } from '../cloudevents/attributes.js';
import type { CloudEvent, EventData } from '../cloudevents/cloud-event.js';
import { decodeUtf8, readJson } from '../cloudevents/strict-json.js';
import type { Fault } from '../problem.js';

import { isPosition } from './coordinates.js';
import { CONTRACT_NAMES, COVERING, DATA_RULE, KEY, PARTITION_KEY, PLAIN, ruleOfMember, type FieldKind, type FieldRule } from './data-fields.js';
import { faultOf } from './fault.js';
import type { Hit } from './hit.js';
import { isLikelyNumber } from './likely-number.js';
import { isCoveredBy, type SafePatterns } from './safe-pattern.js';
import { scanBytes, scanText, type ScanOptions } from './scan.js';

export interface GuardOptions {
  /** The forms that a registered source declares as safe; null or nothing for a source without any. */
  readonly safePatternsOf?: ((source: string) => SafePatterns | null | undefined) | undefined;
}

const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-][01]\d:?[0-5]\d)?$/;
/** With leading zeros gone, the shortest number that is looked for. */
const LEAST_INTEGER = 100_000_000;
const isLongInteger = (value: number): boolean => Math.abs(value) >= LEAST_INTEGER && Number.isInteger(value);
const IN_TEXT: ScanOptions = { isInteger: false };
const IN_INTEGER: ScanOptions = { isInteger: true };

/** Looks through one event or record. What is certain goes before what is suspect, because only the latter can be declared safe. */
export class Search {
  private suspect: Fault | null = null;
  /** Names of the members on the way to where the search is; a pointer is made only where something is found. */
  private readonly path: string[] = [];

  constructor(private readonly patterns: SafePatterns | null) {}

  /** The fault of the whole, to be asked for when nothing certain was found. */
  get suspected(): Fault | null {
    return this.suspect;
  }

  /** `pointer` is that of the field; null means the member to which the search has come. */
  text(text: string, field: FieldKind, pointer: string | null): Fault | null {
    return isLikelyNumber(text) ? this.likely(text, field, pointer) : null;
  }

  bytes(bytes: Uint8Array, field: FieldKind, pointer: string): Fault | null {
    return this.judge(null, scanBytes(bytes, IN_TEXT), field, pointer);
  }

  /** A member of an event by its name; `value` is what JSON holds: text, numbers and booleans, objects and arrays of them. */
  member(name: string, value: unknown, rule: FieldRule): Fault | null {
    this.path.push(name);
    const found = this.value(value, rule);
    this.path.pop();
    return found;
  }

  value(value: unknown, rule: FieldRule): Fault | null {
    if (typeof value === 'string') return this.text(value, rule.value, null);
    if (typeof value === 'number') return this.number(value, rule.value);
    if (typeof value !== 'object' || value === null) return null;
    return Array.isArray(value) ? this.array(value, rule) : this.members(value as Readonly<Record<string, unknown>>, rule);
  }

  private number(value: number, field: FieldKind): Fault | null {
    if (!isLongInteger(value)) return null;
    const text = String(Math.abs(value));
    return this.judge(text, scanText(text, IN_INTEGER), field, null);
  }

  private array(values: readonly unknown[], rule: FieldRule): Fault | null {
    const isPair = values.length >= 2 && values.length <= 3 && values.every((value) => typeof value === 'number');
    const found = isPair ? this.text(values.slice(0, 2).join(', '), rule.value, null) : null;
    if (found) return found;
    for (const value of values) {
      const fault = this.value(value, rule);
      if (fault) return fault;
    }
    return null;
  }

  private members(members: Readonly<Record<string, unknown>>, rule: FieldRule): Fault | null {
    let mayBePosition = false;
    for (const name in members) {
      if (!CONTRACT_NAMES.has(name)) {
        mayBePosition ||= name.startsWith('l') || name.startsWith('L');
        // The name itself is what was found, so the pointer ends above it.
        const fault = this.text(name, rule.names, null);
        if (fault) return fault;
      }
      const value = members[name];
      if (typeof value === 'string' ? !isLikelyNumber(value) : typeof value === 'number' ? !isLongInteger(value) : typeof value !== 'object') continue;
      const fault = this.member(name, value, ruleOfMember(rule, name));
      if (fault) return fault;
    }
    return mayBePosition && isPosition(members) ? faultOf({ kind: 'COORDINATES', isCertain: true }, this.pointer) : null;
  }

  private get pointer(): string {
    return this.path.reduce(pointerTo, '');
  }

  private likely(text: string, field: FieldKind, pointer: string | null): Fault | null {
    return TIMESTAMP.test(text) ? null : this.judge(text, scanText(text, IN_TEXT), field, pointer);
  }

  private judge(text: string | null, hits: readonly Hit[], field: FieldKind, pointer: string | null): Fault | null {
    const certain = hits.find(({ isCertain }) => isCertain);
    if (certain) return faultOf(certain, pointer ?? this.pointer);
    const [suspect] = hits;
    if (suspect === undefined || this.suspect !== null || field === 'plain') return null;
    const patterns = COVERING[field].flatMap((name) => this.patterns?.[name] ?? []);
    if (text === null || !isCoveredBy(patterns, text)) this.suspect = faultOf(suspect, pointer ?? this.pointer);
    return null;
  }
}

function searchData(search: Search, data: EventData): Fault | null {
  switch (data.kind) {
    case 'none':
      return null;
    case 'json':
      return search.member('data', data.value, DATA_RULE);
    case 'text':
      return search.text(data.value, 'plain', '/data');
    case 'bytes': {
      const text = decodeUtf8(data.value);
      const json = text === null ? null : readJson(text);
      return json?.ok ? search.member('data', json.value, DATA_RULE) : search.bytes(data.value, 'plain', '/data');
    }
  }
}

const EXTENSION_RULES: Readonly<Partial<Record<string, FieldRule>>> = { recordedtime: PLAIN, partitionkey: PARTITION_KEY };

function searchExtensions(search: Search, extensions: CloudEvent['extensions']): Fault | null {
  for (const name in extensions) {
    const found = (CONTRACT_NAMES.has(name) ? null : search.text(name, 'id', '')) ?? search.member(name, extensions[name], EXTENSION_RULES[name] ?? KEY);
    if (found) return found;
  }
  return null;
}

/** The fault of an event that names a person: the first certain find anywhere in it, else the first suspect one in a field for keys; null for an event that names none. */
export function findIdentityNumber(event: CloudEvent, { safePatternsOf }: GuardOptions = {}): Fault | null {
  const search = new Search(safePatternsOf?.(event.source) ?? null);
  const certain =
    search.text(event.id, 'id', '/id') ??
    (event.subject === null ? null : search.text(event.subject, 'subject', '/subject')) ??
    search.text(event.source, 'id', '/source') ??
    search.text(event.type, 'id', '/type') ??
    (event.time === null ? null : search.text(event.time, 'plain', '/time')) ??
    (event.dataschema === null ? null : search.text(event.dataschema, 'id', '/dataschema')) ??
    (event.datacontenttype === null ? null : search.text(event.datacontenttype, 'id', '/datacontenttype')) ??
    searchExtensions(search, event.extensions) ??
    searchData(search, event.data);
  return certain ?? search.suspected;
}

/** What was read of `sent`; where that is no event, the number of a person in it is named before whatever else is wrong. */
export function readOrFound(read: Result<CloudEvent, Fault>, sent: () => unknown): Result<CloudEvent, Fault> {
  return read.ok ? read : err(new Search(null).value(sent(), PLAIN) ?? read.error);
}

/** Attributes and data that came apart, as one object to be searched. */
export function asSent(attributes: readonly (readonly [string, unknown])[], data: EventData): object {
  return { ...Object.fromEntries(attributes), data: data.kind === 'json' || data.kind === 'text' ? data.value : null };
}
