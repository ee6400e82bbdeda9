import { overlapsOf, overlapsWith } from '@hemtag/benefit';
import type { ApplyWarning } from '@hemtag/contracts';
import type { RegisterDocument } from '@hemtag/register';
import { termsOf } from './terms-of-documents.js';

/** What is allowed and worth a look at the named initiatives of a tenant; `documents` are those of the tenant and the shared rates. */
export function applyWarnings(
  documents: readonly RegisterDocument[],
  { tenant, initiatives }: { tenant: string; initiatives: ReadonlySet<string> },
): ApplyWarning[] {
  const terms = termsOf(documents, tenant);
  if (!terms) return [];
  const overlaps = overlapsOf(terms.initiatives, new Map(terms.rates.map((rate) => [rate.name, rate])));
  return terms.initiatives
    .filter(({ name }) => initiatives.has(name))
    .flatMap(({ name: initiative, costs }): ApplyWarning[] => [
      ...overlapsWith(initiative, overlaps).map(({ benefit, with: other }): ApplyWarning => ({
        code: 'OVERLAP',
        tenant,
        initiative,
        benefit,
        detail: `${initiative}/${benefit} and ${other.initiative}/${other.benefit} can count the same usage; name one in disjointFrom of the other where that is meant`,
      })),
      ...(costs.some(({ kind }) => kind === 'RUNNING')
        ? []
        : [{ code: 'NO_RUNNING_COST' as const, tenant, initiative, benefit: null, detail: `${initiative} has no running cost, so that its net is its gross` }]),
    ]);
}
