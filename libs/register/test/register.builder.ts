import { decideApply, type Change } from '../src/decide-apply.js';
import type { DocumentKind, GivenDocument } from '../src/documents.js';
import { registerState } from '../src/register-state.js';

/** Hand-written documents and what applying them gives, in the words of the tests. */
const document = (kind: DocumentKind, metadata: GivenDocument['metadata'], spec: object): GivenDocument => ({ apiVersion: 'hemtag/v1', kind, metadata, spec });

export const TENANT_SPEC = { title: 'Sundsvalls kommun', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' };
export const tenant = (spec: object = TENANT_SPEC, name = 'SE-2281'): GivenDocument => document('Tenant', { name }, spec);
export const source = (spec: object = {}, name = 'messaging-prod', owner = 'SE-2281'): GivenDocument =>
  document('Source', { tenant: owner, name }, { source: '/se/2281/messaging/prod', timeZone: 'Europe/Stockholm', ...spec });
export const rate = (
  versions: readonly object[],
  { name = 'hourly-cost-se', unit = 'SEK/h', owner }: { name?: string; unit?: string; owner?: string } = {},
): GivenDocument => document('Rate', { ...(owner === undefined ? {} : { tenant: owner }), name }, { unit, versions });
export const partOf = (kind: DocumentKind, spec: object, name: string): GivenDocument =>
  document(kind, kind === 'Tenant' || kind === 'Rate' ? { name } : { tenant: 'SE-2281', name }, spec);

export const BENEFIT = { name: 'postage', title: 'Porto', type: 'FINANCIAL', evidence: 'BEDOMD', meter: { units: ['letter'] } };
export const initiative = (spec: object = {}, name = 'digital-post'): GivenDocument =>
  document('Initiative', { tenant: 'SE-2281', name }, { title: 'Digital post', currency: 'SEK', benefits: [BENEFIT], ...spec });
/** An initiative with one benefit that has these fields. */
export const benefit = (fields: object, spec: object = {}): GivenDocument => initiative({ ...spec, benefits: [{ ...BENEFIT, ...fields }] });
/** A later file that names one benefit with these fields and leaves out everything else. */
export const laterBenefit = (fields: object): GivenDocument => partOf('Initiative', { benefits: [{ name: 'postage', ...fields }] }, 'digital-post');

export const unitValue = (validFrom: string, value: string, more: object = {}): object => ({ validFrom, formula: 'unit-value', unitValue: value, ...more });

export const PLAN_DAYS = { preliminaryWorkingDay: 3, finalWorkingDay: 8 };

export interface Applied {
  readonly changes: readonly Change[];
  readonly faults: readonly string[];
  and(...documents: GivenDocument[]): Applied;
}

/** Applies sets one after the other; a refused set changes nothing. Faults read `index path: detail`. */
export function apply(documents: readonly GivenDocument[], before: ReadonlyMap<string, Change> = new Map()): Applied {
  const decided = decideApply({ current: registerState(before.values()), documents, planDays: PLAN_DAYS });
  const changes = decided.ok ? decided.value : [];
  const after = new Map([...before, ...changes.map((change): [string, Change] => [JSON.stringify([change.kind, change.tenant, change.name]), change])]);
  return {
    changes,
    faults: decided.ok ? [] : decided.error.map(({ documentIndex, path, detail }) => `${documentIndex} ${path}: ${detail}`),
    and: (...next) => apply(next, after),
  };
}
