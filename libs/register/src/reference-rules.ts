import { tenantOf, type RegisterDocument, type SourceDocument, type SourceSpec } from './documents.js';
import { draftOf, type InitiativeDraft } from './initiative-draft.js';
import { placeOf, type Places } from './places.js';
import { misfitOf, rateUsesOf } from './rate-uses.js';
import type { LocalFault } from './register-fault.js';
import { keyOf, objectKey, rateFor, type RegisterState } from './register-state.js';
import { sharingFaults } from './sharing-rules.js';
import { outlives, retirementOf, untilRetired } from './retirement.js';

/** The register as it would stand after the set. */
export interface Prospect {
  readonly state: RegisterState;
  /** Objects whose own document has faults: nothing is concluded from them. */
  readonly faulty: ReadonlySet<string>;
  /** Owners of each source URI, as object keys. */
  readonly sourceOwners: ReadonlyMap<string, readonly string[]>;
}

/** The register as it would stand, with every object as it counts until it is retired. */
export function prospectOf(register: RegisterState, faulty: ReadonlySet<string> = new Set()): Prospect {
  const state: RegisterState = new Map([...register].map(([key, entry]) => [key, { ...entry, document: untilRetired(entry.document) }]));
  const sourceOwners = new Map<string, string[]>();
  for (const [key, { document }] of state) {
    if (document.kind !== 'Source') continue;
    const { source }: Partial<SourceSpec> = document.spec;
    if (source !== undefined) sourceOwners.set(source, [...(sourceOwners.get(source) ?? []), key]);
  }
  return { state, faulty, sourceOwners };
}

function tenantFault(document: RegisterDocument, { state }: Prospect): LocalFault[] {
  const tenant = tenantOf(document);
  const owner = tenant === null ? null : state.get(objectKey('Tenant', null, tenant))?.document;
  if (tenant === null || (owner && outlives(owner, retirementOf(document)))) return [];
  if (owner) return [{ path: 'metadata.tenant', detail: `the tenant ${tenant} is retired from ${retirementOf(owner)?.from ?? ''} on, and this goes on` }];
  return [{ path: 'metadata.tenant', detail: `no tenant ${tenant} is registered: add a document of kind Tenant` }];
}

function sourceFaults(document: SourceDocument, { sourceOwners, state }: Prospect): LocalFault[] {
  const others = (sourceOwners.get(document.spec.source) ?? []).filter((key) => key !== keyOf(document));
  return others.slice(0, 1).map((key) => {
    const other = state.get(key)?.document;
    const whose = other ? ` ${other.metadata.name} of tenant ${tenantOf(other) ?? ''}` : '';
    return { path: 'spec.source', detail: `is registered already as source${whose}: a source belongs to exactly one tenant and object` };
  });
}

function meterFaults({ tenant, benefits, retired }: InitiativeDraft, { state }: Prospect, places: Places): LocalFault[] {
  const misfit = (name: string): string | null => {
    const source = state.get(objectKey('Source', tenant, name))?.document;
    if (!source) return `no source ${name} is registered for tenant ${tenant}`;
    return outlives(source, retired) ? null : `the source ${name} is retired from ${retirementOf(source)?.from ?? ''} on`;
  };
  return benefits.flatMap(({ benefit, meter }) =>
    (
      [
        ['meter', meter],
        ['potential', benefit.potential],
      ] as const
    ).flatMap(([field, value]) =>
      (value?.sources ?? []).flatMap((name, index) => {
        const detail = misfit(name);
        return detail === null ? [] : [{ path: placeOf(places, [{ part: benefit, field: `${field}.sources[${index}]` }], 'spec'), detail }];
      }),
    ),
  );
}

function disjointFaults({ tenant, name, benefits }: InitiativeDraft, { state, faulty }: Prospect, places: Places): LocalFault[] {
  const isKnown = (reference: string): boolean => {
    const [first = '', second] = reference.split('/');
    const initiative = second === undefined ? name : first;
    if (initiative === name) return benefits.some(({ benefit }) => benefit.name === (second ?? first));
    const key = objectKey('Initiative', tenant, initiative);
    const document = state.get(key)?.document;
    return faulty.has(key) || (document?.kind === 'Initiative' && document.spec.benefits.some((benefit) => benefit.name === second));
  };
  const faultOf = (own: string, reference: string): string | null => {
    if (reference === own || reference === `${name}/${own}`) return 'a benefit cannot be disjoint from itself';
    return isKnown(reference) ? null : `no benefit ${reference} is registered for tenant ${tenant}`;
  };
  return benefits.flatMap(({ benefit }) =>
    (benefit.disjointFrom ?? []).flatMap((reference, index) => {
      const detail = faultOf(benefit.name, reference);
      return detail === null ? [] : [{ path: placeOf(places, [{ part: benefit, field: `disjointFrom[${index}]` }], 'spec'), detail }];
    }),
  );
}

function rateFaults(draft: InitiativeDraft, { state, faulty }: Prospect, places: Places): LocalFault[] {
  return rateUsesOf(draft).flatMap((use) => {
    const rate = rateFor(state, draft.tenant, use.rate);
    if (rate && faulty.has(keyOf(rate))) return [];
    const detail = misfitOf(use, rate);
    return detail === null ? [] : [{ path: placeOf(places, [{ part: use.entry, field: use.field }, { part: use.benefit }], 'spec'), detail }];
  });
}

/** What a document of the set says about other objects that does not hold. */
export function referenceFaults(document: RegisterDocument, prospect: Prospect, places: Places): LocalFault[] {
  const tenant = tenantFault(document, prospect);
  switch (document.kind) {
    case 'Tenant':
    case 'Rate':
    case 'ReportPlan':
      return tenant;
    case 'Source':
      return [...tenant, ...sourceFaults(document, prospect)];
    case 'Initiative': {
      const draft = draftOf(document);
      return [
        ...tenant,
        ...meterFaults(draft, prospect, places),
        ...disjointFaults(draft, prospect, places),
        ...rateFaults(draft, prospect, places),
        ...sharingFaults(draft, prospect, places),
      ];
    }
  }
}

/** Initiatives outside the set that a rate of the set would no longer serve: faults of the rate, by its object key. */
export function faultsOfUsers(
  unchanged: readonly RegisterDocument[],
  changedRates: ReadonlySet<string>,
  prospect: Prospect,
): (LocalFault & { readonly rateKey: string })[] {
  return unchanged
    .filter((document) => document.kind === 'Initiative')
    .map(draftOf)
    .flatMap((draft) =>
      rateUsesOf(draft).flatMap((use) => {
        const rate = rateFor(prospect.state, draft.tenant, use.rate);
        const rateKey = rate ? keyOf(rate) : '';
        const detail = changedRates.has(rateKey) && !prospect.faulty.has(rateKey) ? misfitOf(use, rate) : null;
        return detail === null
          ? []
          : [{ rateKey, path: 'spec', detail: `${draft.tenant}, initiative ${draft.name}, benefit ${use.benefit.name} would lose it: ${detail}` }];
      }),
    );
}
