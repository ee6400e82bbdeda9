import type { ObjectChange } from '@hemtag/contracts';
import { documentDiff, type RegisterDocument } from '@hemtag/register';

/** Values as a person reads them: an entry as its fields, a list as it stands in JSON. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([field, of]) => `${field} ${textOf(of) ?? ''}`)
    .join(', ');
}

/** What is other in an object than before (null: it was not there), in words. */
export const objectChanges = (before: RegisterDocument | null, after: RegisterDocument): ObjectChange[] =>
  documentDiff(before, after).map(({ path, change, from, to }) => ({ path, change, from: textOf(from), to: textOf(to) }));
