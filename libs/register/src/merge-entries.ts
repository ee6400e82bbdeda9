import { differingFields, type Fields } from './entry-content.js';
import type { LocalFault } from './register-fault.js';

/** How the entries of a list are told apart, and put in order. */
interface EntryRule {
  readonly key: (entry: Fields) => readonly unknown[];
  /** The field that a new entry must have another value of. */
  readonly keyField: (entry: Fields) => string;
  readonly isOrdered: boolean;
}

const byValidFrom: EntryRule = { key: (entry) => [entry.validFrom], keyField: () => 'validFrom', isOrdered: true };
export const ENTRY_RULES = {
  versions: byValidFrom,
  value: byValidFrom,
  baseline: byValidFrom,
  adjust: byValidFrom,
  estimate: { key: (entry) => [entry.version], keyField: () => 'version', isOrdered: true },
  costs: {
    key: (entry) => [entry.name, entry.validFrom ?? entry.date ?? null],
    keyField: (entry) => (entry.date === undefined ? 'validFrom' : 'date'),
    isOrdered: false,
  },
} as const satisfies Record<string, EntryRule>;
export type EntryList = keyof typeof ENTRY_RULES;

export interface MergedEntries {
  readonly entries: readonly Fields[];
  /** Where the entries that the file names stand in it. */
  readonly places: ReadonlyMap<object, string>;
  readonly faults: readonly LocalFault[];
}

const byKey =
  (rule: EntryRule) =>
  (a: Fields, b: Fields): number => {
    const [left, right] = [rule.key(a)[0], rule.key(b)[0]];
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  };

/** A repeated entry: unchanged, or ended by a `validTo` that it had not yet; everything else is refused. */
function repeat(registered: Fields, repeated: Fields, place: string, keyField: string): { entry: Fields; faults: LocalFault[] } {
  const isEnding = registered.validTo === undefined && repeated.validTo !== undefined;
  const differing = differingFields(registered, repeated).filter((field) => !(isEnding && field === 'validTo'));
  const faults = differing.map((field) => ({
    path: `${place}.${field}`,
    detail:
      field === 'validTo'
        ? `differs from the registered end ${String(registered.validTo)}: the end of an entry cannot be moved; add an entry with a new ${keyField}`
        : `differs from what is registered for this ${keyField}: an entry is never edited; add an entry with a new ${keyField}`,
  }));
  return { entry: isEnding && differing.length === 0 ? { ...registered, validTo: repeated.validTo } : registered, faults };
}

/** Puts the entries of a file into the registered ones. Entries that the file leaves out are kept. */
export function mergeEntries(list: EntryList, path: string, registered: readonly Fields[], given: readonly Fields[]): MergedEntries {
  const rule: EntryRule = ENTRY_RULES[list];
  const merged = new Map(registered.map((entry) => [JSON.stringify(rule.key(entry)), entry]));
  const places = new Map<object, string>();
  const seen = new Set<string>();
  const faults: LocalFault[] = [];
  for (const [index, entry] of given.entries()) {
    const key = JSON.stringify(rule.key(entry));
    const place = `${path}[${index}]`;
    const keyField = rule.keyField(entry);
    if (seen.has(key)) {
      faults.push({
        path: `${place}.${keyField in entry ? keyField : 'name'}`,
        detail: `a second entry with the same ${list === 'costs' ? `name and ${keyField}` : keyField}: two entries cannot hold at once`,
      });
      continue;
    }
    seen.add(key);
    const known = merged.get(key);
    const repeated = known ? repeat(known, entry, place, keyField) : { entry, faults: [] };
    merged.set(key, repeated.entry);
    places.set(repeated.entry, place);
    faults.push(...repeated.faults);
  }
  const entries = [...merged.values()];
  return { entries: rule.isOrdered ? entries.sort(byKey(rule)) : entries, places, faults };
}
