import type { GivenDocument, RegisterDocument } from './documents.js';
import type { Fields } from './entry-content.js';
import { isEntryList, mergeEntries } from './merge-entries.js';
import type { LocalFault } from './register-fault.js';

/** What an object would be after a file, with the places in the file that rules need to report on it. */
export interface MergedDocument {
  /** Complete only when the rules of required fields hold. */
  readonly document: RegisterDocument;
  readonly places: ReadonlyMap<object, string>;
  readonly faults: readonly LocalFault[];
}

interface Collected {
  readonly places: Map<object, string>;
  readonly faults: LocalFault[];
}

/** What a second one of a name is called in lists whose members are told apart by name. */
const NAMED_LISTS: Readonly<Record<string, string>> = {
  benefits: 'benefit with the same name: names are unique within an initiative',
  plan: 'plan line with the same name: names are unique within a benefit',
};

/** Whether the members of a list are told apart by name, and merged field by field. */
export const isNamedList = (field: string): boolean => Object.hasOwn(NAMED_LISTS, field);

/** Given fields replace the old ones as a whole; dated lists are merged entry by entry; benefits and plan lines by name. */
function mergeFields(registered: Fields, given: Fields, path: string, collected: Collected): Fields {
  const merged: Record<string, unknown> = { ...registered };
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const old = registered[field];
    const named = NAMED_LISTS[field];
    if (named !== undefined) merged[field] = mergeNamed(named, (old ?? []) as Fields[], value as Fields[], { path: `${path}.${field}`, collected });
    else if (isEntryList(field) && Array.isArray(value)) {
      const { entries, places, faults } = mergeEntries(field, `${path}.${field}`, (old ?? []) as Fields[], value as Fields[]);
      for (const [entry, place] of places) collected.places.set(entry, place);
      collected.faults.push(...faults);
      merged[field] = entries;
    } else merged[field] = value;
  }
  return merged;
}

function mergeNamed(
  second: string,
  registered: readonly Fields[],
  given: readonly Fields[],
  { path, collected }: { readonly path: string; readonly collected: Collected },
): Fields[] {
  const merged = new Map(registered.map((member) => [member.name, member]));
  const seen = new Set<unknown>();
  for (const [index, member] of given.entries()) {
    const place = `${path}[${index}]`;
    if (seen.has(member.name)) {
      collected.faults.push({ path: `${place}.name`, detail: `a second ${second}` });
      continue;
    }
    seen.add(member.name);
    const whole = mergeFields(merged.get(member.name) ?? {}, member, place, collected);
    merged.set(member.name, whole);
    collected.places.set(whole, place);
  }
  return [...merged.values()];
}

export function mergeDocument(registered: RegisterDocument | null, given: GivenDocument): MergedDocument {
  const collected: Collected = { places: new Map(), faults: [] };
  const spec = mergeFields((registered?.spec ?? {}) as Fields, given.spec as Fields, 'spec', collected);
  // The types of single fields were checked by the reader of manifests; what is missing is found by the rules of required fields.
  const document = { apiVersion: given.apiVersion, kind: given.kind, metadata: given.metadata, spec } as unknown as RegisterDocument;
  return { document, ...collected };
}
