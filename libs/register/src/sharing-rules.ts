import type { Cost, InitiativeDocument, SharedBy } from './documents.js';
import type { InitiativeDraft } from './initiative-draft.js';
import { placeOf, type Places } from './places.js';
import type { LocalFault } from './register-fault.js';
import { objectKey, type RegisterState } from './register-state.js';

/** A tenant that is named twice would carry two shares. */
export function sharedTwice(costs: readonly Cost[], places: Places): LocalFault[] {
  return costs.flatMap((cost) => {
    const tenants = cost.sharedBy?.tenants ?? [];
    return tenants.flatMap((tenant, index) =>
      tenants.indexOf(tenant) === index
        ? []
        : [{ path: placeOf(places, [{ part: cost, field: `sharedBy.tenants[${index}]` }], 'spec.costs'), detail: `names ${tenant} a second time` }],
    );
  });
}

/** The register as it would stand after the set; of faulty objects nothing is concluded. */
interface Surroundings {
  readonly state: RegisterState;
  readonly faulty: ReadonlySet<string>;
}

const initiativeOf = ({ state }: Surroundings, tenant: string, name: string): InitiativeDocument | null => {
  const document = state.get(objectKey('Initiative', tenant, name))?.document;
  return document?.kind === 'Initiative' ? document : null;
};

/** Why a tenant cannot carry a share of a cost of the initiative; null where it can. */
function partyFault({ name, currency }: Pick<InitiativeDraft, 'name' | 'currency'>, { key }: SharedBy, tenant: string, prospect: Surroundings): string | null {
  const party = prospect.state.get(objectKey('Tenant', null, tenant))?.document;
  if (party?.kind !== 'Tenant') return `no tenant ${tenant} is registered`;
  if (key === 'population' && party.spec.population === undefined && !prospect.faulty.has(objectKey('Tenant', null, tenant)))
    return `tenant ${tenant} has no population: set spec.population in its document`;
  const own = initiativeOf(prospect, tenant, name);
  if (own === null) return key === 'volume' ? `tenant ${tenant} has no initiative ${name}, whose volume would be its share` : null;
  if (currency === undefined || own.spec.currency === undefined || own.spec.currency === currency) return null;
  return `the initiative ${name} of tenant ${tenant} is in ${own.spec.currency}: a cost in ${currency} cannot be shared with it`;
}

/** What an initiative cannot share out, and what others share out to it in another currency. */
export function sharingFaults(draft: InitiativeDraft, prospect: Surroundings, places: Places): LocalFault[] {
  const { tenant, name, currency } = draft;
  const own = draft.costs.flatMap((cost) =>
    (cost.sharedBy?.tenants ?? []).flatMap((party, index) => {
      const detail = cost.sharedBy === undefined ? null : partyFault(draft, cost.sharedBy, party, prospect);
      return detail === null ? [] : [{ path: placeOf(places, [{ part: cost, field: `sharedBy.tenants[${index}]` }], 'spec.costs'), detail }];
    }),
  );
  const givers = [...prospect.state.values()].flatMap(({ document }) => {
    if (document.kind !== 'Initiative' || document.metadata.name !== name || document.metadata.tenant === tenant) return [];
    if (document.spec.currency === undefined || currency === undefined || document.spec.currency === currency) return [];
    return document.spec.costs?.some(({ sharedBy }) => sharedBy?.tenants.includes(tenant)) ? [document] : [];
  });
  return [
    ...own,
    ...givers.map(({ metadata, spec }) => ({
      path: 'spec.currency',
      detail: `tenant ${metadata.tenant} shares a cost in ${spec.currency} with this initiative: it must be in ${spec.currency} too`,
    })),
  ];
}
