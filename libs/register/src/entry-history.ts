import type { Instant } from '@hemtag/kernel';
import { datedEntriesOf, type DatedEntry } from './dated-entries.js';
import type { RegisterDocument } from './documents.js';
import { sameValue } from './entry-content.js';

/** A version of an object with who recorded it and when. */
export interface RecordedVersion {
  readonly version: number;
  readonly author: string;
  readonly recordedAt: Instant;
  readonly document: RegisterDocument;
}

/**
 * A dated entry as the register knew it from `recordedAt` on. `version` and `author` are those of the object's version in which the content stood first:
 * where only the next entry of the list moved its end, they stay.
 */
export interface RecordedEntry extends DatedEntry {
  readonly version: number;
  readonly author: string;
  readonly recordedAt: Instant;
}
/** An entry of the past, or of now (`supersededAt` null). */
export interface HistoricEntry extends RecordedEntry {
  readonly supersededAt: Instant | null;
}

export interface EntryChanges {
  /** No longer known so: replaced by a correction, ended, or followed by another entry. */
  readonly superseded: readonly RecordedEntry[];
  readonly added: readonly RecordedEntry[];
}

const placeOf = ({ path, key }: DatedEntry): string => JSON.stringify([path, key]);
const sameDays = (a: DatedEntry, b: DatedEntry): boolean => a.validFrom === b.validFrom && a.validTo === b.validTo;

/** What a further version changes of the entries that are known of an object. */
export function entryChanges(known: readonly RecordedEntry[], { version, author, recordedAt, document }: RecordedVersion): EntryChanges {
  const before = new Map(known.map((entry) => [placeOf(entry), entry]));
  const added = datedEntriesOf(document).flatMap((entry): RecordedEntry[] => {
    const old = before.get(placeOf(entry));
    const isSame = old !== undefined && sameValue(old.content, entry.content);
    if (isSame && sameDays(old, entry)) {
      before.delete(placeOf(entry));
      return [];
    }
    return [{ ...entry, recordedAt, ...(isSame ? { version: old.version, author: old.author } : { version, author }) }];
  });
  return { superseded: [...before.values()], added };
}

/** Every dated entry of an object that was ever known, with the instants from which and up to which it was known so; versions in ascending order. */
export function entryHistory(versions: readonly RecordedVersion[]): HistoricEntry[] {
  const past: HistoricEntry[] = [];
  let known: readonly RecordedEntry[] = [];
  for (const version of versions) {
    const { superseded, added } = entryChanges(known, version);
    past.push(...superseded.map((entry) => ({ ...entry, supersededAt: version.recordedAt })));
    known = [...known.filter((entry) => !superseded.includes(entry)), ...added];
  }
  return [...past, ...known.map((entry) => ({ ...entry, supersededAt: null }))].sort(inOrder);
}

const text = (day: string | null): string => day ?? '';
function inOrder(a: HistoricEntry, b: HistoricEntry): number {
  const [left, right] = [a, b].map(({ path, validFrom, key, recordedAt }) => [path, text(validFrom), key, String(recordedAt).padStart(16, '0')].join('\n'));
  return String(left) < String(right) ? -1 : 1;
}
