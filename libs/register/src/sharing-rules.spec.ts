import { apply, initiative, partOf, tenant, TENANT_SPEC } from '../test/register.builder.js';
import type { GivenDocument } from './documents.js';

const populated = (name: string, population = 1000): GivenDocument => tenant({ ...TENANT_SPEC, population }, name);
const shared = (key: string, tenants: readonly string[], more: object = {}): GivenDocument =>
  initiative({ costs: [{ name: 'operation', kind: 'RUNNING', perYear: '90', validFrom: '2026-01-01', sharedBy: { key, tenants } }], ...more });
const sameIn = (owner: string, spec: object = {}): GivenDocument => {
  const own = initiative(spec);
  return { ...own, metadata: { tenant: owner, name: 'digital-post' } };
};
const BOTH = ['SE-2281', 'SE-0186'];

test('a cost is shared with tenants that are registered, each named once', () => {
  expect(apply([tenant(), tenant(TENANT_SPEC, 'SE-0186'), shared('equal', BOTH)]).faults).toEqual([]);
  expect(apply([tenant(), shared('equal', ['SE-2281', 'SE-0186', 'SE-2281'])]).faults).toEqual([
    '1 spec.costs[0].sharedBy.tenants[2]: names SE-2281 a second time',
    '1 spec.costs[0].sharedBy.tenants[1]: no tenant SE-0186 is registered',
  ]);
});

test('by population every tenant needs one', () => {
  expect(apply([populated('SE-2281'), tenant(TENANT_SPEC, 'SE-0186'), shared('population', BOTH)]).faults).toEqual([
    '2 spec.costs[0].sharedBy.tenants[1]: tenant SE-0186 has no population: set spec.population in its document',
  ]);
  expect(apply([populated('SE-2281'), populated('SE-0186'), shared('population', BOTH)]).faults).toEqual([]);
});

test('by volume every tenant needs an initiative of the same name', () => {
  const tenants = [tenant(), tenant(TENANT_SPEC, 'SE-0186')];
  expect(apply([...tenants, shared('volume', BOTH)]).faults).toEqual([
    '2 spec.costs[0].sharedBy.tenants[1]: tenant SE-0186 has no initiative digital-post, whose volume would be its share',
  ]);
  expect(apply([...tenants, shared('volume', BOTH), sameIn('SE-0186')]).faults).toEqual([]);
});

test('the initiatives are in one currency, whoever comes later', () => {
  const tenants = [tenant(), tenant(TENANT_SPEC, 'DK-860')];
  const sharing = shared('equal', ['SE-2281', 'DK-860']);
  expect(apply([...tenants, sameIn('DK-860', { currency: 'DKK' })]).and(sharing).faults).toEqual([
    '0 spec.costs[0].sharedBy.tenants[1]: the initiative digital-post of tenant DK-860 is in DKK: a cost in SEK cannot be shared with it',
  ]);
  expect(apply([...tenants, sharing]).and(sameIn('DK-860', { currency: 'DKK' })).faults).toEqual([
    '0 spec.currency: tenant SE-2281 shares a cost in SEK with this initiative: it must be in SEK too',
  ]);
});

test('lines of the plan are matched by name, undated, and need an amount and a day', () => {
  const line = { name: 'budget-2026', plannedAmount: '450000', plannedDate: '2026-04-01', budgetYear: 2026 };
  const planned = (...plan: object[]): GivenDocument => partOf('Initiative', { benefits: [{ name: 'postage', plan }] }, 'digital-post');
  const first = apply([tenant(), initiative()]).and(planned(line));
  expect(first.changes).toMatchObject([{ result: 'versioned', version: 2 }]);
  expect(first.and(planned({ ...line, plannedAmount: '450000.00' })).changes).toMatchObject([{ result: 'unchanged' }]);
  const moved = first.and(planned({ name: 'budget-2026', plannedDate: '2026-05-01' }, { name: 'other', plannedAmount: '1', plannedDate: '2026-06-01' }));
  expect(moved.changes).toMatchObject([{ document: { spec: { benefits: [{ plan: [{ ...line, plannedDate: '2026-05-01' }, { name: 'other' }] }] } } }]);
  expect(first.and(planned({ name: 'new' }, line, line)).faults).toEqual([
    '0 spec.benefits[0].plan[2].name: a second plan line with the same name: names are unique within a benefit',
    '0 spec.benefits[0].plan[0].plannedAmount: is required',
    '0 spec.benefits[0].plan[0].plannedDate: is required',
  ]);
});
