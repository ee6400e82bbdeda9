import { tenantOf, type RegisterDocument, type SourceDocument } from './documents.js';
import { draftOf, type InitiativeDraft } from './initiative-draft.js';
import { placeOf, type Places } from './places.js';
import { misfitOf, rateUsesOf } from './rate-uses.js';
import type { LocalFault } from './register-fault.js';
import { keyOf, objectKey, rateFor, type RegisterState } from './register-state.js';
import { sharingFaults } from './sharing-rules.js';

/** The register as it would stand after the set. */
export interface Prospect {
  readonly state: RegisterState;
  /** Objects whose own document has faults: nothing is concluded from them. */
  readonly faulty: ReadonlySet<string>;
  /** Owners of each source URI, as object keys. */
  readonly sourceOwners: ReadonlyMap<string, readonly string[]>;
}

function tenantFault(document: RegisterDocument, { state }: Prospect): LocalFault[] {
  const tenant = tenantOf(document);
  if (tenant === null || state.has(objectKey('Tenant', null, tenant))) return [];
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

function meterFaults({ tenant, benefits }: InitiativeDraft, { state }: Prospect, places: Places): LocalFault[] {
  return benefits.flatMap(({ benefit, meter }) =>
    (
      [
        ['meter', meter],
        ['potential', benefit.potential],
      ] as const
    ).flatMap(([field, value]) =>
      (value?.sources ?? []).flatMap((name, index) =>
        state.has(objectKey('Source', tenant, name))
          ? []
          : [
              {
                path: placeOf(places, [{ part: benefit, field: `${field}.sources[${index}]` }], 'spec'),
                detail: `no source ${name} is registered for tenant ${tenant}`,
              },
            ],
      ),
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
