import type { RegisterDocument } from './documents.js';
import { differingFields, sameValue, type Fields } from './entry-content.js';
import { isNamedList } from './merge-document.js';
import { ENTRY_RULES, isEntryList } from './merge-entries.js';

/** What happens to a field or a dated entry. An entry is only ever added, ended by its `validTo`, or corrected; a field may also be changed. */
export interface DocumentChange {
  /** `title.sv`, `benefits.postage.meter.units`, `benefits.postage.value[2026-01-01]`, `costs[operation 2026-01-01]`. */
  readonly path: string;
  readonly change: 'added' | 'changed' | 'corrected' | 'ended' | 'removed';
  /** Of a corrected entry only the fields that differ. */
  readonly from: unknown;
  readonly to: unknown;
}

interface Part {
  readonly value: unknown;
  readonly isEntry: boolean;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything that a document says, by path: dated entries as a whole, lists as a whole, benefits, plan lines and objects field by field. */
function partsOf(fields: Fields, path: string, parts: Map<string, Part>): Map<string, Part> {
  for (const [field, value] of Object.entries(fields)) {
    const place = path === '' ? field : `${path}.${field}`;
    if (value === undefined) continue;
    if (isNamedList(field) && Array.isArray(value)) for (const member of value as Fields[]) partsOf(member, `${place}.${String(member.name)}`, parts);
    else if (isEntryList(field) && Array.isArray(value)) {
      for (const entry of value as Fields[]) {
        const key = ENTRY_RULES[field].key(entry).flatMap((part) => (typeof part === 'string' || typeof part === 'number' ? [part] : []));
        parts.set(`${place}[${key.join(' ')}]`, { value: entry, isEntry: true });
      }
    } else if (isFields(value)) partsOf(value, place, parts);
    else parts.set(place, { value, isEntry: false });
  }
  return parts;
}

const only = (entry: Fields, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.flatMap((field) => (field in entry ? [[field, entry[field]]] : [])));

function entryChange(path: string, before: Fields, after: Fields): DocumentChange {
  const fields = [...new Set([...differingFields(before, after), ...differingFields(after, before)])].filter((field) => field !== 'corrects');
  if (fields.every((field) => field === 'validTo') && before.validTo === undefined) return { path, change: 'ended', from: null, to: after.validTo };
  return { path, change: 'corrected', from: only(before, fields), to: only(after, fields) };
}

function changeOf(path: string, before: Part | undefined, after: Part | undefined): DocumentChange[] {
  if (!after) return [{ path, change: 'removed', from: before?.value ?? null, to: null }];
  if (!before) return [{ path, change: 'added', from: null, to: after.value }];
  if (sameValue(before.value, after.value)) return [];
  if (after.isEntry) return [entryChange(path, before.value as Fields, after.value as Fields)];
  return [{ path, change: 'changed', from: before.value, to: after.value }];
}

/** The differences between an object (null: not there yet) and its next version, in the order of the next version; what is removed comes last. */
export function documentDiff(before: RegisterDocument | null, after: RegisterDocument): DocumentChange[] {
  const old = partsOf((before?.spec ?? {}) as Fields, '', new Map());
  const next = partsOf(after.spec as unknown as Fields, '', new Map());
  const paths = new Set([...next.keys(), ...old.keys()]);
  return [...paths].flatMap((path) => changeOf(path, old.get(path), next.get(path)));
}
