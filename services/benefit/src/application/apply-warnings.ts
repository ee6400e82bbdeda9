import { overlapsOf } from '@hemtag/benefit';
import { amongKnown, type ApplyWarning } from '@hemtag/contracts';
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
  const named = overlaps.filter(({ first, second }) => initiatives.has(first.initiative) || initiatives.has(second.initiative));
  // A share of a shared cost is a cost of the tenant's, too.
  const shares = terms.sharedCosts.filter(({ cost, sharedBy }) => cost.kind === 'RUNNING' && sharedBy.tenants.includes(tenant));
  const isPaid = ({ name, costs }: (typeof terms.initiatives)[number]): boolean =>
    costs.some(({ kind }) => kind === 'RUNNING') || shares.some(({ initiative }) => initiative === name);
  const unpaid = terms.initiatives.filter((initiative) => initiatives.has(initiative.name) && !isPaid(initiative));
  return [
    ...named.map(({ first, second }): ApplyWarning => ({
      code: 'OVERLAP',
      tenant,
      initiative: first.initiative,
      benefit: first.benefit,
      detail: `${first.initiative}/${first.benefit} and ${second.initiative}/${second.benefit} can count the same usage; name one in disjointFrom of the other where that is meant`,
    })),
    ...unpaid.map(({ name }): ApplyWarning => ({
      code: 'NO_RUNNING_COST', tenant, initiative: name, benefit: null, detail: `${name} has no running cost, so that its net is its gross`,
    })), // prettier-ignore
  ];
}

/** Departments of report plans that no initiative has: there will be no report of them. `documents` are those of the tenant. */
export function departmentWarnings(documents: readonly RegisterDocument[], tenant: string): ApplyWarning[] {
  const named = documents.flatMap((document) => (document.kind === 'Initiative' ? (document.spec.department ?? []) : []));
  const known = [...new Set(named)].sort();
  return documents.flatMap((document) => {
    if (document.kind !== 'ReportPlan' || document.spec.retired !== undefined) return [];
    const { metadata, spec } = document;
    return (spec.departments ?? []).flatMap((department, index): ApplyWarning[] => {
      if (known.includes(department)) return [];
      const detail = `no initiative has spec.departments[${index}] of the report plan ${metadata.name}: ${amongKnown(department, known)}`;
      return [{ code: 'UNKNOWN_DEPARTMENT', tenant, initiative: null, benefit: null, detail }];
    });
  });
}
