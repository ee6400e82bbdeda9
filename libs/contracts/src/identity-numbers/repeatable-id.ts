import type { GuardOptions } from './find-identity-number.js';
import { isLikelyNumber } from './likely-number.js';
import { isCoveredBy } from './safe-pattern.js';
import { scanText } from './scan.js';

/** The id as an answer may repeat it: null where it holds or may hold a number of a person, whatever the event was refused for. */
export function repeatableId(id: string | null, { source, safePatternsOf }: GuardOptions & { readonly source: string | null }): string | null {
  if (id === null || !isLikelyNumber(id)) return id;
  const hits = scanText(id);
  if (hits.some(({ isCertain }) => isCertain)) return null;
  return hits.length === 0 || (source !== null && isCoveredBy(safePatternsOf?.(source)?.id, id)) ? id : null;
}
