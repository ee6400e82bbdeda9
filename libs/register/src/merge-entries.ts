import { differingFields, saysTheSame, type Fields } from './entry-content.js';
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
export const isEntryList = (field: string): field is EntryList => Object.hasOwn(ENTRY_RULES, field);

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

interface MergedEntry {
  readonly entry: Fields;
  readonly faults: readonly LocalFault[];
}
interface Given {
  readonly entry: Fields;
  readonly place: string;
  readonly keyField: string;
}

/** A repeated entry: unchanged, or ended by a `validTo` that it had not yet; everything else is refused. */
function repeat(registered: Fields, { entry: repeated, place, keyField }: Given): MergedEntry {
  const isEnding = registered.validTo === undefined && repeated.validTo !== undefined;
  const differing = differingFields(registered, repeated).filter((field) => !(isEnding && field === 'validTo'));
  const wayOut = `add an entry with a new ${keyField}, or for a mistake repeat the entry with corrects: true and a reason`;
  const faults = differing.map((field) => ({
    path: `${place}.${field}`,
    detail:
      field === 'validTo'
        ? `differs from the registered end ${String(registered.validTo)}: the end of an entry cannot be moved; ${wayOut}`
        : `differs from what is registered for this ${keyField}: an entry is never edited; ${wayOut}`,
  }));
  return { entry: isEnding && differing.length === 0 ? { ...registered, validTo: repeated.validTo } : registered, faults };
}

/** A correction stands in the place of the registered entry as a whole. The versions of the object keep what was there before. */
function correct(registered: Fields | undefined, { entry, place, keyField }: Given): MergedEntry {
  const faults: LocalFault[] = [];
  if (!registered)
    faults.push({ path: `${place}.corrects`, detail: `no entry is registered for this ${keyField} that could be corrected: leave corrects out to add one` });
  if (entry.reason === undefined) faults.push({ path: `${place}.reason`, detail: 'is required of a correction: say what was wrong' });
  return { entry: registered && (faults.length > 0 || saysTheSame(registered, entry)) ? registered : entry, faults };
}

function mergeEntry(registered: Fields | undefined, given: Given): MergedEntry {
  if (given.entry.corrects === true) return correct(registered, given);
  return registered ? repeat(registered, given) : { entry: given.entry, faults: [] };
}

function secondEntry(list: EntryList, { entry, place, keyField }: Given, first: Fields): LocalFault {
  const key = list === 'costs' ? `name and ${keyField}` : keyField;
  const isCorrection = entry.corrects === true || first.corrects === true;
  return {
    path: `${place}.${keyField in entry ? keyField : 'name'}`,
    detail: isCorrection
      ? `a second entry with the same ${key}: a correction stands in the place of the entry that it corrects, not beside it`
      : `a second entry with the same ${key}: two entries cannot hold at once`,
  };
}

/** Puts the entries of a file into the registered ones. Entries that the file leaves out are kept. */
export function mergeEntries(list: EntryList, path: string, registered: readonly Fields[], given: readonly Fields[]): MergedEntries {
  const rule: EntryRule = ENTRY_RULES[list];
  const merged = new Map(registered.map((entry) => [JSON.stringify(rule.key(entry)), entry]));
  const places = new Map<object, string>();
  const seen = new Map<string, Fields>();
  const faults: LocalFault[] = [];
  for (const [index, entry] of given.entries()) {
    const key = JSON.stringify(rule.key(entry));
    const here: Given = { entry, place: `${path}[${index}]`, keyField: rule.keyField(entry) };
    const first = seen.get(key);
    if (first) {
      faults.push(secondEntry(list, here, first));
      continue;
    }
    seen.set(key, entry);
    const merging = mergeEntry(merged.get(key), here);
    merged.set(key, merging.entry);
    places.set(merging.entry, here.place);
    faults.push(...merging.faults);
  }
  const entries = [...merged.values()];
  return { entries: rule.isOrdered ? entries.sort(byKey(rule)) : entries, places, faults };
}
