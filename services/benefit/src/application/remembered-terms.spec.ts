import type { RegisterDocument } from '@hemtag/register';
import { RememberedTerms } from './remembered-terms.js';
import { termsOf } from './terms-of-documents.js';

const town = (name: string, benefits: number): RegisterDocument[] => [
  { apiVersion: 'hemtag/v1', kind: 'Tenant', metadata: { name }, spec: { title: name, country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' } },
  {
    apiVersion: 'hemtag/v1', kind: 'Initiative', metadata: { tenant: name, name: 'all' },
    spec: {
      title: 'All', currency: 'SEK',
      benefits: Array.from({ length: benefits }, (_, n) => ({ name: `b-${n}`, title: 'B', type: 'FINANCIAL', evidence: 'BEDOMD', meter: { units: ['letter'] } })),
    },
  },
]; // prettier-ignore

/** A register that counts how often documents are read. */
function register(benefits: number) {
  const revisions = new Map<string, number>();
  const reads: string[] = [];
  return {
    reads,
    change: (tenant: string): void => void revisions.set(tenant, (revisions.get(tenant) ?? 0) + 1),
    terms: new RememberedTerms(
      { revision: async () => String([...revisions.values()].reduce((sum, n) => sum + n, 0)), initiativesSharingWith: async () => [] },
      async (tenant) => {
        reads.push(tenant);
        return termsOf(revisions.has(tenant) ? town(tenant, benefits) : [], tenant);
      },
    ),
  };
}

test('documents are read once as long as the register stays, and again after each change', async () => {
  const { terms, change, reads } = register(2);
  expect(await terms.of('SE-1')).toBeNull();
  change('SE-1');
  expect((await terms.of('SE-1'))?.initiatives[0]?.benefits).toHaveLength(2);
  expect(await terms.of('SE-1')).toBe(await terms.of('SE-1'));
  expect(reads).toEqual(['SE-1', 'SE-1']);
});

test('above a number of benefits the tenant that was asked for longest ago is forgotten', async () => {
  const { terms, change, reads } = register(2_500);
  for (const tenant of ['SE-1', 'SE-2', 'SE-3']) change(tenant);
  for (const tenant of ['SE-1', 'SE-2', 'SE-3']) {
    await terms.of(tenant);
    await terms.of('SE-1');
  }
  expect(reads).toEqual(['SE-1', 'SE-2', 'SE-3']);
  await terms.of('SE-2');
  expect(reads).toEqual(['SE-1', 'SE-2', 'SE-3', 'SE-2']);
});
