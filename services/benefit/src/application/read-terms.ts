import { changeDays, countedYears, shareOfCost, type CountedYears, type InitiativeTerms, type SharingFacts } from '@hemtag/benefit';
import type { Clock, Instant } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import type { RegisterStore, VolumeStore } from './ports.js';
import { sharedCostsOf, termsOf, type SharedCost, type TenantTerms } from './terms-of-documents.js';
import { wantedUsage } from './wanted-usage.js';

interface Ports {
  readonly register: RegisterStore;
  readonly volumes: VolumeStore;
  readonly clock: Clock;
}

interface Known {
  /** Null: now. */
  readonly asKnownOn: Instant | null;
}

/** Volumes by calendar year are those of the whole year, whatever range is asked for. */
const FOR_EVER = '9999-12-31';

function populationsOf(documents: readonly RegisterDocument[]): ReadonlyMap<string, number> {
  return new Map(
    documents.flatMap((document): [string, number][] =>
      document.kind === 'Tenant' && document.spec.population !== undefined ? [[document.metadata.name, document.spec.population]] : [],
    ),
  );
}

/** What a tenant's initiative of the name has counted by calendar year; of another tenant nothing but these sums is kept. */
async function countedBy(tenant: string, initiative: string, { asKnownOn, register, volumes, clock }: Ports & Known): Promise<CountedYears> {
  const terms = termsOf(await register.documentsOf(tenant, asKnownOn), tenant);
  const named = terms?.initiatives.filter(({ name }) => name === initiative) ?? [];
  if (terms === null || named.length === 0) return { unit: null, byYear: new Map() };
  const stretches = changeDays(named, terms.rates);
  const used = await volumes.volumes({ tenant, wanted: wantedUsage(named), until: FOR_EVER, asKnownOn, stretches });
  return countedYears({ ...terms, tenant, initiative, initiatives: named, volumes: used.volumes, now: clock() });
}

/** Reads what shares depend on, the volumes of an initiative once however many of its costs are shared by them. */
function factsReader(populations: SharingFacts['populations'], ports: Ports & Known): (shared: SharedCost) => Promise<SharingFacts> {
  const known = new Map<string, Promise<CountedYears>>();
  const countedOnce = (tenant: string, initiative: string): Promise<CountedYears> => {
    const key = JSON.stringify([tenant, initiative]);
    const counted = known.get(key) ?? countedBy(tenant, initiative, ports);
    known.set(key, counted);
    return counted;
  };
  return async ({ initiative, sharedBy }) => {
    if (sharedBy.key !== 'volume') return { populations, volumes: new Map() };
    const counted = await Promise.all(sharedBy.tenants.map(async (tenant): Promise<[string, CountedYears]> => [tenant, await countedOnce(tenant, initiative)]));
    return { populations, volumes: new Map(counted) };
  };
}

/**
 * The terms of a tenant with its shares of shared costs, whoever wrote them. A share bears its owner in its name, so that it is never taken for a version of a cost
 * of the same name.
 */
export async function readTerms({ tenant, asKnownOn }: Known & { readonly tenant: string }, ports: Ports): Promise<TenantTerms | null> {
  const documents = await ports.register.documentsOf(tenant, asKnownOn);
  const terms = termsOf(documents, tenant);
  if (terms === null) return null;
  const sharing = [...terms.sharedCosts, ...sharedCostsOf(await ports.register.initiativesSharingWith(tenant, asKnownOn))];
  const factsOf = factsReader(populationsOf(documents), { ...ports, asKnownOn });
  const carried: { readonly initiative: string; readonly currency: string; readonly costs: InitiativeTerms['costs'] }[] = [];
  for (const shared of sharing.filter(({ sharedBy }) => sharedBy.tenants.includes(tenant))) {
    const { owner, initiative, currency, cost, sharedBy } = shared;
    const costs = shareOfCost(cost, tenant, { sharedBy, facts: await factsOf(shared) });
    carried.push({ initiative, currency, costs: costs.map((share) => ({ ...share, name: `${owner}/${share.name}` })) });
  }
  const sharesOf = ({ name, currency }: InitiativeTerms): InitiativeTerms['costs'] =>
    carried.filter((share) => share.initiative === name && share.currency === currency).flatMap(({ costs }) => costs);
  return { ...terms, initiatives: terms.initiatives.map((of) => ({ ...of, costs: [...of.costs, ...sharesOf(of)] })) };
}
