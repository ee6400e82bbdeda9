import { apply, benefit, initiative, laterBenefit, partOf, rate, source, tenant, TENANT_SPEC, unitValue } from '../test/register.builder.js';
import type { InitiativeDocument } from './documents.js';

const results = ({ changes }: ReturnType<typeof apply>): string[] => changes.map(({ kind, name, result, version }) => `${kind} ${name} ${result} ${version}`);
const initiativeOf = ({ changes }: ReturnType<typeof apply>): InitiativeDocument =>
  changes.map(({ document }) => document).find((document): document is InitiativeDocument => document.kind === 'Initiative') as InitiativeDocument;
const from = (day: string, more: object = {}): object => ({ validFrom: day, ...more });

describe('created, unchanged, versioned', () => {
  const set = [initiative({ goLive: '2026-01-01' }), source(), tenant()];

  test('a set is one whole: references may come before what they name', () => {
    expect(results(apply(set))).toEqual(['Initiative digital-post created 1', 'Source messaging-prod created 1', 'Tenant SE-2281 created 1']);
    expect(results(apply(set).and(...set))).toEqual(['Initiative digital-post unchanged 1', 'Source messaging-prod unchanged 1', 'Tenant SE-2281 unchanged 1']);
  });

  test('what a later file leaves out is kept', () => {
    const later = apply(set).and(partOf('Initiative', { phase: 'OPERATION' }, 'digital-post'));
    expect(results(later)).toEqual(['Initiative digital-post versioned 2']);
    expect(initiativeOf(later).spec).toEqual({ ...set[0]?.spec, phase: 'OPERATION' });
    expect(results(later.and(partOf('Initiative', {}, 'digital-post')))).toEqual(['Initiative digital-post unchanged 2']);
  });

  test('an undated field that is given replaces the old one as a whole', () => {
    const first = apply([
      tenant(),
      benefit({ meter: { units: ['letter'], channels: ['digital-mail'] }, potential: { units: ['letter'] } }, { title: { sv: 'Post', en: 'Mail' } }),
    ]);
    const later = first.and(
      partOf('Initiative', { title: { sv: 'Digital post' }, benefits: [{ name: 'postage', meter: { subjects: ['message:*'] } }] }, 'digital-post'),
    );
    expect(initiativeOf(later).spec.title).toEqual({ sv: 'Digital post' });
    expect(initiativeOf(later).spec.benefits[0]).toMatchObject({ meter: { subjects: ['message:*'] }, potential: { units: ['letter'] }, type: 'FINANCIAL' });
    expect(initiativeOf(later).spec.benefits[0]?.meter).toEqual({ subjects: ['message:*'] });
    const sources = apply([tenant(), source({ dimensions: ['a', 'b'] })]).and(partOf('Source', { dimensions: ['c'] }, 'messaging-prod'));
    expect(sources.changes[0]?.document.spec).toMatchObject({ dimensions: ['c'], source: '/se/2281/messaging/prod' });
  });

  test('benefits are matched by name, new ones are added', () => {
    const second = { name: 'paper', title: 'Papper', type: 'ENVIRONMENT', evidence: 'LANAD', meter: { units: ['page'] } };
    const later = apply([tenant(), initiative()]).and(partOf('Initiative', { benefits: [second] }, 'digital-post'));
    expect(initiativeOf(later).spec.benefits.map(({ name }) => name)).toEqual(['postage', 'paper']);
  });

  test('the order of fields says nothing', () => {
    const turned = tenant(Object.fromEntries(Object.entries(TENANT_SPEC).reverse()));
    expect(results(apply([tenant()]).and(turned))).toEqual(['Tenant SE-2281 unchanged 1']);
  });
});

describe('dated entries', () => {
  const registered = apply([tenant(), benefit({ value: [unitValue('2025-01-01', '15.00')] })]);
  const valuesAfter = (...value: object[]) => registered.and(laterBenefit({ value }));

  test('the same content is unchanged, numbers are compared as numbers', () => {
    expect(results(valuesAfter(unitValue('2025-01-01', '15.0')))).toEqual(['Initiative digital-post unchanged 1']);
    expect(results(valuesAfter(unitValue('2025-01-01', '30/2')))).toEqual(['Initiative digital-post unchanged 1']);
  });

  test('other content is refused with the way out', () => {
    expect(valuesAfter(unitValue('2025-01-01', '15.01')).faults).toEqual([
      '0 spec.benefits[0].value[0].unitValue: differs from what is registered for this validFrom: an entry is never edited; add an entry with a new validFrom, or for a mistake repeat the entry with corrects: true and a reason',
    ]);
  });

  test('a new entry is added, in the order of the days, and ends the one before', () => {
    const later = valuesAfter(unitValue('2026-01-01', '16.00')).and(laterBenefit({ value: [unitValue('2024-01-01', '14.00')] }));
    expect(results(later)).toEqual(['Initiative digital-post versioned 3']);
    expect(initiativeOf(later).spec.benefits[0]?.value?.map(({ validFrom }) => validFrom)).toEqual(['2024-01-01', '2025-01-01', '2026-01-01']);
  });

  test('only an added validTo ends an entry, with or without the rest of it', () => {
    const ended = valuesAfter({ validFrom: '2025-01-01', validTo: '2026-01-01' });
    expect(results(ended)).toEqual(['Initiative digital-post versioned 2']);
    expect(initiativeOf(ended).spec.benefits[0]?.value).toEqual([unitValue('2025-01-01', '15.00', { validTo: '2026-01-01' })]);
    expect(results(ended.and(laterBenefit({ value: [unitValue('2025-01-01', '15.00')] })))).toEqual(['Initiative digital-post unchanged 2']);
    expect(ended.and(laterBenefit({ value: [unitValue('2025-01-01', '15.00', { validTo: '2026-02-01' })] })).faults).toEqual([
      '0 spec.benefits[0].value[0].validTo: differs from the registered end 2026-01-01: the end of an entry cannot be moved; add an entry with a new validFrom, or for a mistake repeat the entry with corrects: true and a reason',
    ]);
  });

  test('a default that is written out is the same content', () => {
    const lists = {
      adjust: [from('2025-01-01')],
      baseline: [from('2025-01-01', { volumePerYear: '10' })],
      estimate: [from('2025-01-01', { version: 1, annualVolume: '10' })],
    };
    const ones = Array.from({ length: 12 }, () => '1.0');
    const written = {
      adjust: [from('2025-01-01', { deadweight: '0.00', attribution: '1' })],
      baseline: [from('2025-01-01', { volumePerYear: '10', seasonality: ones })],
      estimate: [from('2025-01-01', { version: 1, annualVolume: '10.0', seasonality: [], rampUp: { per: 'year', shares: ['1.00'] }, optimismBias: '0' })],
    };
    expect(results(apply([tenant(), benefit(lists)]).and(benefit(written)))).toEqual(['Initiative digital-post unchanged 1']);
    expect(apply([tenant(), benefit(lists)]).and(laterBenefit({ adjust: [from('2025-01-01', { redeployable: '1' })] })).faults).toHaveLength(1);
  });

  test('estimates are recognised by version, costs by name and day', () => {
    const first = apply([
      tenant(),
      benefit(
        { estimate: [from('2025-01-01', { version: 1, annualVolume: '10' })] },
        {
          costs: [
            { name: 'start', kind: 'ONE_OFF', amount: '400', date: '2025-01-01' },
            { name: 'run', kind: 'RUNNING', perYear: '250', validFrom: '2025-01-01' },
          ],
        },
      ),
    ]);
    expect(first.faults).toEqual([]);
    expect(first.and(laterBenefit({ estimate: [from('2025-07-01', { version: 1, annualVolume: '10' })] })).faults).toEqual([
      '0 spec.benefits[0].estimate[0].validFrom: differs from what is registered for this version: an entry is never edited; add an entry with a new version, or for a mistake repeat the entry with corrects: true and a reason',
    ]);
    const costs = [
      { name: 'start', kind: 'ONE_OFF', amount: '500', date: '2025-01-01' },
      { name: 'start', kind: 'ONE_OFF', amount: '50', date: '2025-02-01' },
      { name: 'run', validFrom: '2025-01-01', validTo: '2026-01-01' },
    ];
    expect(first.and(partOf('Initiative', { costs }, 'digital-post')).faults).toEqual([
      '0 spec.costs[0].amount: differs from what is registered for this date: an entry is never edited; add an entry with a new date, or for a mistake repeat the entry with corrects: true and a reason',
    ]);
    const later = first.and(partOf('Initiative', { costs: costs.slice(1) }, 'digital-post'));
    expect(initiativeOf(later).spec.costs).toEqual([
      { name: 'start', kind: 'ONE_OFF', amount: '400', date: '2025-01-01' },
      { name: 'run', kind: 'RUNNING', perYear: '250', validFrom: '2025-01-01', validTo: '2026-01-01' },
      { name: 'start', kind: 'ONE_OFF', amount: '50', date: '2025-02-01' },
    ]);
  });
});

describe('a set', () => {
  test('the same object twice is a mistake, unless both say the same', () => {
    expect(results(apply([tenant(), tenant()]))).toEqual(['Tenant SE-2281 created 1']);
    expect(apply([tenant(), tenant({ ...TENANT_SPEC, population: 1 })]).faults).toEqual([
      '1 metadata.name: Tenant SE-2281 stands a second time in this set with other content: write one document',
    ]);
  });

  test('a shared rate and a rate of a tenant are two objects', () => {
    expect(
      results(apply([tenant(), rate([from('2025-01-01', { value: '1' })]), rate([from('2025-01-01', { value: '2' })], { owner: 'SE-2281' })])),
    ).toHaveLength(3);
  });

  test('all faults of all documents come together, and nothing is applied', () => {
    const refused = apply([tenant({}), source({ source: undefined }, 'a', 'SE-9999'), initiative({ currency: undefined })]);
    expect(refused.changes).toEqual([]);
    expect(refused.faults).toEqual([
      '0 spec.title: is required',
      '0 spec.country: is required',
      '0 spec.timeZone: is required',
      '0 spec.currency: is required',
      '0 spec.language: is required',
      '1 spec.source: is required',
      '1 metadata.tenant: no tenant SE-9999 is registered: add a document of kind Tenant',
      '2 spec.currency: is required',
    ]);
  });

  test('the day and the money of a tenant cannot change', () => {
    const moved = apply([tenant()]).and(tenant({ timeZone: 'Europe/Oslo', currency: 'NOK', title: 'Sundsvall' }));
    expect(moved.faults).toEqual([
      '0 spec.timeZone: cannot change from Europe/Stockholm: volumes are stored by its local days',
      "0 spec.currency: cannot change from SEK: the tenant's amounts are in it",
    ]);
  });
});
