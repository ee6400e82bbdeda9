import { NO_PERIOD_FACTS } from '@hemtag/benefit';
import { parseInstant, rational } from '@hemtag/kernel';
import { registerState, tenantOf, type Change, type GivenDocument, type RegisterDocument } from '@hemtag/register';
import { applyManifests } from './apply-manifests.js';
import type { RegisterStore, StoredVersion, VolumeStore } from './ports.js';

const document = (kind: GivenDocument['kind'], metadata: GivenDocument['metadata'], spec: object): GivenDocument => ({
  apiVersion: 'hemtag/v1',
  kind,
  metadata,
  spec,
});
const town = (name: string): GivenDocument =>
  document('Tenant', { name }, { title: name, country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' });
const value = (unitValue: string, more: object = {}): object => ({ validFrom: '2025-01-01', formula: 'unit-value', unitValue, ...more });
const postage = (fields: object = {}): object => ({
  name: 'postage', title: 'Porto', type: 'FINANCIAL', evidence: 'BEDOMD', meter: { units: ['letter'] }, value: [value('15.00')],
  baseline: [{ validFrom: '2025-01-01', volumePerYear: '140000' }], estimate: [{ version: 1, validFrom: '2025-01-01', annualVolume: '100000' }], ...fields,
}); // prettier-ignore
const initiative = (name: string, spec: object, tenant = 'SE-2281'): GivenDocument => document('Initiative', { tenant, name }, spec);
const POST = initiative('digital-post', {
  title: 'Post', currency: 'SEK', benefitOwner: 'role:x', goLive: '2025-01-01', processChange: '2025-01-01', benefits: [postage()],
  costs: [{ name: 'run', kind: 'RUNNING', perYear: '250000' }],
}); // prettier-ignore

const SERIES = { key: '1', source: '/a', subject: 's', unit: 'letter', outcome: 'success', channel: null, orgUnit: null, dimensions: {}, measure: null };
/** 4 200 letters in January 2026; it is June. */
const volumes: VolumeStore = {
  volumes: async ({ wanted }) => ({
    series: [SERIES].filter(wanted),
    volumes: [SERIES].filter(wanted).map((series) => ({ series, day: '2026-01-31', quantity: rational('4200') })),
  }),
  seriesOf: async () => [],
  activity: async () => [],
  incompleteDays: async () => [],
};
const clock = (): number => parseInstant('2026-06-30T23:30:00+02:00') ?? NaN;

/** A register in memory that applies documents without files. */
function register() {
  const stored = new Map<string, StoredVersion>();
  const store: Pick<RegisterStore, 'change'> = {
    change: (work) =>
      work({
        current: async () => [...stored.values()],
        append: async (changes: readonly Change[], author: string) => {
          for (const change of changes) stored.set(JSON.stringify([change.kind, tenantOf(change.document), change.name]), { ...change, author, recordedAt: 0 });
        },
      }),
  };
  const apply = async (dryRun: boolean, ...documents: GivenDocument[]) => {
    const read = {
      documents: documents.map((manifest) => ({
        file: 'a',
        manifest: manifest as never,
        isWhole: true,
        faultyPaths: [],
        locate: () => ({ line: 1, column: 1 }),
      })),
      faults: [],
      hasUnreadable: false,
    };
    const applied = await applyManifests(
      { files: [], actor: 'anna', dryRun },
      { register: store, readManifests: () => read, volumes, periods: { factsOf: async () => NO_PERIOD_FACTS }, clock },
    );
    if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    return applied.value;
  };
  return { apply, current: (): RegisterDocument[] => [...registerState(stored.values()).values()].map((entry) => entry.document) };
}

describe('a dry run', () => {
  test('says what would change and what that does to the figures of the year, and stores nothing', async () => {
    const { apply, current } = register();
    await apply(false, town('SE-2281'), POST);
    const before = current();
    const correction = initiative('digital-post', { benefits: [{ name: 'postage', value: [value('16.00', { corrects: true, reason: 'slip' })] }] });
    expect(await apply(true, correction)).toEqual({
      objects: [
        {
          kind: 'Initiative', tenant: 'SE-2281', name: 'digital-post', result: 'versioned',
          changes: [{ path: 'benefits.postage.value[2025-01-01]', change: 'corrected', from: 'unitValue 15.00', to: 'unitValue 16.00, reason slip' }],
        },
      ],
      warnings: [],
      effect: [
        {
          tenant: 'SE-2281', initiative: 'digital-post', benefit: 'postage', type: 'FINANCIAL', unit: 'SEK', from: '2026-01', to: '2026-06',
          // 4 200 letters at 15 and 16; 100 000 letters a year at 15 and 16.
          gross: { before: '63000.00', after: '67200.00' }, yearEstimate: { before: '1500000.00', after: '1600000.00' },
        },
      ],
    }); // prettier-ignore
    expect(current()).toEqual(before);
  });

  test('never sums what changes its type: the old and the new stand apart', async () => {
    const { apply } = register();
    await apply(false, town('SE-2281'), POST);
    const { effect } = await apply(true, initiative('digital-post', { benefits: [{ name: 'postage', type: 'AVOIDANCE' }] }));
    expect(effect?.map(({ type, gross }) => [type, gross])).toEqual([
      ['AVOIDANCE', { before: null, after: '63000.00' }],
      ['FINANCIAL', { before: '63000.00', after: null }],
    ]);
  });

  test('of a shared rate shows every tenant that uses it, and no other', async () => {
    const { apply } = register();
    const rate = (value: string, more: object = {}) =>
      document('Rate', { name: 'hourly' }, { unit: 'SEK/h', versions: [{ validFrom: '2025-01-01', value, ...more }] });
    const timed = (tenant: string): GivenDocument =>
      initiative('robot', {
        title: 'Robot', currency: 'SEK', benefitOwner: 'role:x', processChange: '2025-01-01',
        benefits: [postage({
          type: 'REDISTRIBUTED', value: [{ validFrom: '2025-01-01', formula: 'time-saved', minutes: '60', rate: 'hourly' }], estimate: [],
          adjust: [{ validFrom: '2025-01-01', redeployable: '1' }],
        })],
      }, tenant); // prettier-ignore
    await apply(false, ...['SE-2281', 'SE-0186', 'SE-0127'].map(town), rate('300'), timed('SE-2281'), timed('SE-0186'));
    const { effect } = await apply(true, rate('310', { corrects: true, reason: 'slip' }));
    expect(effect?.map(({ tenant, gross }) => [tenant, gross])).toEqual([
      ['SE-2281', { before: '1260000.00', after: '1302000.00' }],
      ['SE-0186', { before: '1260000.00', after: '1302000.00' }],
    ]);
  });

  test('of an unchanged set has no effect, and of a new tenant shows what it begins with', async () => {
    const { apply } = register();
    expect((await apply(true, town('SE-2281'), POST)).effect).toMatchObject([{ gross: { before: null, after: '63000.00' } }]);
    await apply(false, town('SE-2281'), POST);
    expect(await apply(true, town('SE-2281'), POST)).toMatchObject({ effect: [], objects: [{ changes: [] }, { changes: [] }] });
  });
});

test('two benefits that can count the same usage are a warning that names both, and so is a missing running cost', async () => {
  const { apply } = register();
  const archive = initiative('archive', { title: 'Archive', currency: 'SEK', benefits: [postage({ name: 'letters' })] });
  const { objects, warnings } = await apply(false, town('SE-2281'), POST, archive);
  expect(objects.map(({ result }) => result)).toEqual(['created', 'created', 'created']);
  expect(warnings.map(({ code, initiative: of, detail }) => [code, of, detail])).toEqual([
    ['OVERLAP', 'archive', 'archive/letters and digital-post/postage can count the same usage; name one in disjointFrom of the other where that is meant'],
    ['NO_RUNNING_COST', 'archive', 'archive has no running cost, so that its net is its gross'],
  ]);
  expect((await apply(false, POST)).warnings.map(({ code, initiative: of }) => [code, of])).toEqual([['OVERLAP', 'archive']]);
  const named = await apply(false, initiative('archive', { benefits: [{ name: 'letters', disjointFrom: ['digital-post/postage'] }] }));
  expect(named.warnings.map(({ code }) => code)).toEqual(['NO_RUNNING_COST']);
  // A share of a shared cost is one; that others share it is not.
  const sharedBy = (tenants: readonly string[]) => [
    { name: `run-${tenants.length}`, kind: 'RUNNING', perYear: '9000', validFrom: '2026-01-01', sharedBy: { key: 'equal', tenants } },
  ];
  const codes = async (costs: readonly object[]) => (await apply(false, town('SE-0186'), initiative('archive', { costs }))).warnings.map(({ code }) => code);
  expect(await codes(sharedBy(['SE-0186']))).toEqual(['NO_RUNNING_COST']);
  expect(await codes(sharedBy(['SE-2281', 'SE-0186']))).toEqual([]);
});

test('a department of a report plan that no initiative has is a warning, with the plan and with initiatives, until one has it', async () => {
  const { apply } = register();
  const plan = document('ReportPlan', { tenant: 'SE-2281', name: 'monthly' }, { targets: ['archive'], departments: ['Omsorg', 'Servicecentre'] });
  const care = (department: string): GivenDocument =>
    initiative('care', {
      title: 'Care',
      currency: 'SEK',
      department,
      benefits: [postage()],
      costs: [{ name: 'run', kind: 'RUNNING', perYear: '1', validFrom: '2025-01-01' }],
    });
  const first = await apply(false, town('SE-2281'), care('Omsorg'), plan);
  expect(first.warnings).toEqual([
    {
      code: 'UNKNOWN_DEPARTMENT',
      tenant: 'SE-2281',
      initiative: null,
      benefit: null,
      detail: 'no initiative has spec.departments[1] of the report plan monthly: there are: Omsorg',
    },
  ]);
  const renamed = await apply(true, care('Servicecenter'));
  expect(renamed.warnings.map(({ code, detail }) => [code, detail])).toEqual([
    ['UNKNOWN_DEPARTMENT', 'no initiative has spec.departments[0] of the report plan monthly: there are: Servicecenter'],
    ['UNKNOWN_DEPARTMENT', 'no initiative has spec.departments[1] of the report plan monthly: did you mean Servicecenter? there are: Servicecenter'],
  ]);
  const put = document('ReportPlan', { tenant: 'SE-2281', name: 'monthly' }, { departments: ['Omsorg'] });
  expect((await apply(false, put)).warnings).toEqual([]);
});
