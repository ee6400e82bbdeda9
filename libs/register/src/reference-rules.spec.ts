import { apply, benefit, BENEFIT, initiative, laterBenefit, rate, source, tenant, TENANT_SPEC, unitValue } from '../test/register.builder.js';

const value = (validFrom: string, more: object = {}): object => ({ validFrom, formula: 'time-saved', minutes: '20', rate: 'hourly-cost-se', ...more });
const since = (validFrom: string, more: object = {}): object => ({ validFrom, value: '300', ...more });
const timeSaved = (...values: object[]) => benefit({ value: values });

describe('sources', () => {
  test('a URI is registered to exactly one tenant and object', () => {
    const other = tenant(TENANT_SPEC, 'SE-0186');
    expect(apply([tenant(), other, source(), source({}, 'mine', 'SE-0186')]).faults).toEqual([
      '2 spec.source: is registered already as source mine of tenant SE-0186: a source belongs to exactly one tenant and object',
      '3 spec.source: is registered already as source messaging-prod of tenant SE-2281: a source belongs to exactly one tenant and object',
    ]);
    expect(apply([tenant(), source()]).and(source({}, 'again')).faults).toHaveLength(1);
  });

  test('two sources may exchange their URIs in one set', () => {
    const both = apply([tenant(), source({ source: '/a/1' }, 'a'), source({ source: '/b/1' }, 'b')]);
    expect(both.and(source({ source: '/b/1' }, 'a'), source({ source: '/a/1' }, 'b')).changes.map(({ result }) => result)).toEqual(['versioned', 'versioned']);
  });

  test('a meter names sources of its own tenant', () => {
    const metered = benefit({ meter: { units: ['letter'], sources: ['messaging-prod', 'parking'] }, potential: { sources: ['nowhere'] } });
    const documents = [tenant(), tenant(TENANT_SPEC, 'SE-0186'), source(), source({ source: '/p' }, 'parking', 'SE-0186'), metered];
    expect(apply(documents).faults).toEqual([
      '4 spec.benefits[0].meter.sources[1]: no source parking is registered for tenant SE-2281',
      '4 spec.benefits[0].potential.sources[0]: no source nowhere is registered for tenant SE-2281',
    ]);
  });
});

describe('rates', () => {
  test('a value needs its rate in force on every day', () => {
    const faults = (rateVersions: object[], ...values: object[]) => apply([tenant(), rate(rateVersions), timeSaved(...values)]).faults;
    const fault = (days: string): string[] => [`2 spec.benefits[0].value[0].rate: the rate hourly-cost-se has no version in force on every day from ${days}`];
    expect(faults([since('2025-01-01')], value('2025-01-01'))).toEqual([]);
    expect(faults([since('2025-01-02')], value('2025-01-01'))).toEqual(fault('2025-01-01 on'));
    expect(faults([since('2024-01-01', { validTo: '2025-01-01' }), since('2025-01-01', { validTo: '2026-01-01' })], value('2024-06-01'))).toEqual(
      fault('2024-06-01 on'),
    );
    expect(faults([since('2025-01-01', { validTo: '2026-01-01' })], value('2025-01-01', { validTo: '2026-01-01' }))).toEqual([]);
    expect(faults([since('2025-01-01', { validTo: '2026-01-01' })], value('2025-01-01', { validTo: '2026-01-02' }))).toEqual(
      fault('2025-01-01 up to 2026-01-02'),
    );
    expect(faults([since('2025-01-01', { validTo: '2026-01-01' })], value('2025-01-01'), unitValue('2026-01-01', '1'))).toEqual([]);
  });

  test('that are missing or of another unit', () => {
    expect(apply([tenant(), timeSaved(value('2025-01-01'))]).faults).toEqual([
      "1 spec.benefits[0].value[0].rate: no rate hourly-cost-se is registered, neither the tenant's own nor a shared one",
    ]);
    expect(apply([tenant(), rate([since('2025-01-01')], { unit: 'DKK/h' }), timeSaved(value('2025-01-01'))]).faults).toEqual([
      '2 spec.benefits[0].value[0].rate: the rate hourly-cost-se is in DKK/h, but SEK/h is needed',
    ]);
    const emission = benefit({ value: [{ validFrom: '2025-01-01', formula: 'emission', perUnit: '1', factor: 'car-co2' }] });
    expect(apply([tenant(), rate([since('2025-01-01')], { name: 'car-co2', unit: 'g/km' }), emission]).faults).toEqual([
      '2 spec.benefits[0].value[0].factor: the rate car-co2 is in g/km, but kg/km is needed',
    ]);
    const factorIn = (unit: string): readonly string[] => apply([tenant(), rate([since('2025-01-01')], { name: 'car-co2', unit }), emission]).faults;
    expect([factorIn('kg/km'), factorIn('kg CO2e/km'), factorIn('kg CO2/km'), factorIn('kg/kWh')]).toEqual([[], [], [], []]);
    expect([factorIn('kg'), factorIn('SEK/km'), factorIn('1')].map((faults) => faults.length)).toEqual([1, 1, 1]);
    const indexed = benefit({ estimate: [{ version: 1, validFrom: '2025-01-01', annualVolume: '1', index: 'pkv' }] });
    expect(apply([tenant(), rate([since('2026-01-01')], { name: 'pkv', unit: '1' }), indexed]).faults).toEqual([]);
    expect(apply([tenant(), rate([since('2026-01-01')], { name: 'pkv', unit: '%' }), indexed]).faults).toEqual([
      '2 spec.benefits[0].estimate[0].index: the rate pkv is in %, but 1 is needed',
    ]);
    // An index labels an estimate; its numbers may be registered later.
    const labelled = apply([tenant(), indexed]);
    expect(labelled.faults).toEqual([]);
    expect(labelled.and(rate([since('2026-01-01')], { name: 'pkv', unit: '%' })).faults).toEqual([
      '0 spec: SE-2281, initiative digital-post, benefit postage would lose it: the rate pkv is in %, but 1 is needed',
    ]);
    expect(labelled.and(rate([since('2026-01-01')], { name: 'pkv', unit: '1' })).faults).toEqual([]);
  });

  test("the tenant's own rate wins over the shared one, another tenant's does not count", () => {
    const shared = rate([since('2020-01-01')]);
    const own = rate([since('2026-01-01')], { owner: 'SE-2281' });
    expect(apply([tenant(), shared, own, timeSaved(value('2025-01-01'))]).faults).toHaveLength(1);
    expect(apply([tenant(), tenant(TENANT_SPEC, 'SE-0186'), rate([since('2020-01-01')], { owner: 'SE-0186' }), timeSaved(value('2025-01-01'))]).faults).toEqual(
      ["3 spec.benefits[0].value[0].rate: no rate hourly-cost-se is registered, neither the tenant's own nor a shared one"],
    );
  });

  test('a later change of a rate is checked against the benefits that use it', () => {
    const registered = apply([tenant(), rate([since('2025-01-01')]), timeSaved(value('2025-01-01'))]);
    expect(registered.faults).toEqual([]);
    const user = '0 spec: SE-2281, initiative digital-post, benefit postage would lose it: ';
    expect(registered.and(rate([since('2025-01-01', { validTo: '2026-01-01' })])).faults).toEqual([
      `${user}the rate hourly-cost-se has no version in force on every day from 2025-01-01 on`,
    ]);
    expect(registered.and(rate([], { unit: 'DKK/h' })).faults).toEqual([`${user}the rate hourly-cost-se is in DKK/h, but SEK/h is needed`]);
    expect(registered.and(rate([since('2026-06-01')], { owner: 'SE-2281' })).faults).toEqual([
      `${user}the rate hourly-cost-se has no version in force on every day from 2025-01-01 on`,
    ]);
    expect(registered.and(rate([since('2026-01-01', { value: '310' })])).faults).toEqual([]);
  });

  test('a change of the currency is checked against the rates', () => {
    const registered = apply([tenant(), rate([since('2025-01-01')]), timeSaved(value('2025-01-01'))]);
    expect(registered.and(initiative({ currency: 'EUR', benefits: [] })).faults).toEqual(['0 spec: the rate hourly-cost-se is in SEK/h, but EUR/h is needed']);
  });

  test('nothing is concluded from a rate that has faults of its own', () => {
    expect(apply([tenant(), rate([{ validFrom: '2025-01-01' }]), timeSaved(value('2025-01-01'))]).faults).toEqual(['1 spec.versions[0].value: is required']);
  });
});

describe('disjoint benefits', () => {
  test('exist, in the same initiative or in another of the tenant', () => {
    const second = { ...BENEFIT, name: 'paper' };
    const other = initiative({ benefits: [{ ...BENEFIT, name: 'visits' }] }, 'home-care');
    const names = (...disjointFrom: string[]) => apply([tenant(), initiative({ benefits: [{ ...BENEFIT, disjointFrom }, second] }), other]).faults;
    expect(names('paper', 'digital-post/paper', 'home-care/visits')).toEqual([]);
    expect(names('visits', 'home-care/paper', 'postage', 'digital-post/postage')).toEqual([
      '1 spec.benefits[0].disjointFrom[0]: no benefit visits is registered for tenant SE-2281',
      '1 spec.benefits[0].disjointFrom[1]: no benefit home-care/paper is registered for tenant SE-2281',
      '1 spec.benefits[0].disjointFrom[2]: a benefit cannot be disjoint from itself',
      '1 spec.benefits[0].disjointFrom[3]: a benefit cannot be disjoint from itself',
    ]);
  });

  test('may be named in a later file', () => {
    const registered = apply([tenant(), initiative({ benefits: [BENEFIT, { ...BENEFIT, name: 'paper' }] })]);
    expect(registered.and(laterBenefit({ disjointFrom: ['paper'] })).faults).toEqual([]);
  });
});
