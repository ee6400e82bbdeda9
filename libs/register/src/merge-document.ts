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

/** Given fields replace the old ones as a whole; dated lists are merged entry by entry; benefits by name. */
function mergeFields(registered: Fields, given: Fields, path: string, collected: Collected): Fields {
  const merged: Record<string, unknown> = { ...registered };
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const old = registered[field];
    if (field === 'benefits') merged[field] = mergeBenefits((old ?? []) as Fields[], value as Fields[], `${path}.${field}`, collected);
    else if (isEntryList(field) && Array.isArray(value)) {
      const { entries, places, faults } = mergeEntries(field, `${path}.${field}`, (old ?? []) as Fields[], value as Fields[]);
      for (const [entry, place] of places) collected.places.set(entry, place);
      collected.faults.push(...faults);
      merged[field] = entries;
    } else merged[field] = value;
  }
  return merged;
}

function mergeBenefits(registered: readonly Fields[], given: readonly Fields[], path: string, collected: Collected): Fields[] {
  const merged = new Map(registered.map((benefit) => [benefit.name, benefit]));
  const seen = new Set<unknown>();
  for (const [index, benefit] of given.entries()) {
    const place = `${path}[${index}]`;
    if (seen.has(benefit.name)) {
      collected.faults.push({ path: `${place}.name`, detail: 'a second benefit with the same name: names are unique within an initiative' });
      continue;
    }
    seen.add(benefit.name);
    const whole = mergeFields(merged.get(benefit.name) ?? {}, benefit, place, collected);
    merged.set(benefit.name, whole);
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
