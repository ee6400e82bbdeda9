import { pathText } from './manifest-path.js';
import { readManifest } from './read-manifest.js';

const tenant = (spec: object): object => ({ apiVersion: 'hemtag/v1', kind: 'Tenant', metadata: { name: 'SE-2281' }, spec });
const source = (spec: object): object => ({ apiVersion: 'hemtag/v1', kind: 'Source', metadata: { tenant: 'SE-2281', name: 'messaging-prod' }, spec });
const rate = (version: object): object => ({
  apiVersion: 'hemtag/v1',
  kind: 'Rate',
  metadata: { name: 'hourly-cost-se' },
  spec: { unit: 'SEK/h', versions: [version] },
});
const initiative = (spec: object): object => ({ apiVersion: 'hemtag/v1', kind: 'Initiative', metadata: { tenant: 'SE-2281', name: 'digital-post' }, spec });
const benefit = (fields: object): object => initiative({ benefits: [{ name: 'postage', ...fields }] });
const faults = (data: unknown): string[] => readManifest(data).faults.map((fault) => `${pathText(fault.path)}: ${fault.detail}`);

describe('the kinds', () => {
  test('what is left out stays absent', () => {
    expect(readManifest(tenant({ population: 99000 }))).toEqual({ manifest: tenant({ population: 99000 }), faults: [] });
    expect(readManifest(initiative({})).manifest).toEqual(initiative({}));
  });

  test('every documented field of a source is taken', () => {
    const document = source({
      source: '/se/2281/camera/vendor-a', title: 'Natt', events: 'aggregate', expectedEvery: 'P1D', dimensions: ['priority'], acceptsAggregates: true,
      timeZone: 'Europe/Stockholm', reference: 'events', safePatterns: { id: ['inv-########', '*-#'], subject: ['e-service:##########'], dimensions: ['order #*'] },
    }); // prettier-ignore
    expect(readManifest(document)).toEqual({ manifest: document, faults: [] });
  });

  test('every documented field of an initiative is taken', () => {
    const document = initiative({
      title: { sv: 'Digital post', en: 'Digital mail' },
      department: 'Servicecenter',
      responsibilityUnit: '4711',
      goals: ['Enklare vardag', '3.2 Klimatneutral 2030'],
      benefitOwner: 'role:servicecenter-manager',
      controller: 'role:finance-controller',
      phase: 'OPERATION',
      goLive: '2026-01-01',
      processChange: '2026-01-01',
      maturityKl: 2,
      currency: 'SEK',
      netOf: 'FINANCIAL',
      costs: [
        { name: 'introduction', kind: 'ONE_OFF', amount: '400000', date: '2026-01-01' },
        { name: 'operation', kind: 'RUNNING', perYear: '250000', validFrom: '2026-01-01', validTo: '2027-01-01' },
        { name: 'licence', kind: 'RUNNING', perYear: '90', sharedBy: { key: 'population', tenants: ['SE-2281', 'SE-2282'] } },
      ],
      inaction: { perYear: '1200000', growth: '0.04' },
      benefits: [
        {
          name: 'postage-and-handling',
          title: 'Porto',
          type: 'FINANCIAL',
          polarity: 'BENEFIT',
          evidence: 'BEDOMD',
          disjointFrom: ['other', 'home-care/other'],
          meter: {
            subjects: ['message:*'],
            sources: ['messaging-prod'],
            units: ['letter'],
            outcomes: ['success'],
            channels: ['digital-mail'],
            orgUnits: ['SBK'],
            dimensions: { priority: 'high', flow_version: 4, urgent: true },
            quantity: 'measures.amount',
          },
          potential: { subjects: ['message:letter'], units: ['letter'], outcomes: ['success'] },
          value: [{ validFrom: '2026-01-01', formula: 'time-saved', minutes: '22.5', staff: 2, rate: 'hourly-cost-se' }],
          baseline: [
            {
              validFrom: '2026-01-01',
              volumePerYear: '140000',
              seasonality: [],
              method: 'system log',
              measuredFrom: '2025-01-01',
              measuredTo: '2025-12-31',
              sampleSize: 100000,
              source: 'all letters',
              approvedBy: 'role:finance-controller',
            },
          ],
          cap: 'none',
          estimate: [
            {
              version: 1,
              validFrom: '2026-01-01',
              annualVolume: '100000',
              seasonality: ['0.60', '0.72', '0.84', '0.96', '0.96', '0.72', '0.60', '1.20', '1.44', '1.32', '1.32', '1.32'],
              rampUp: { per: 'year', shares: ['0.4', '1'] },
              low: '80000',
              likely: '98000',
              high: '110000',
              optimismBias: '0',
              priceYear: 2026,
              index: 'pkv',
              approvedBy: 'x',
            },
          ],
          adjust: [{ validFrom: '2026-01-01', deadweight: '0', attribution: '1', redeployable: '1', reason: 'agreed', approvedBy: 'x' }],
          plan: [
            {
              name: 'postage-budget-2026',
              measure: 'budget cut',
              responsibilityUnit: '4711',
              budgetYear: 2026,
              plannedAmount: '450000',
              plannedDate: '2026-04-01',
              decisionRef: 'KS-2026-0012',
            },
          ],
        },
      ],
    });
    expect(readManifest(document)).toEqual({ manifest: document, faults: [] });
  });

  test('what is no document of the register', () => {
    expect(faults(null)).toEqual([': must be an object with apiVersion, kind, metadata and spec']);
    expect(faults({ apiVersion: 'v2', kind: 'Tennant' })).toEqual([
      'apiVersion: must be hemtag/v1',
      'kind: must be one of Tenant, Source, Rate, Initiative, ReportPlan: did you mean Tenant?',
    ]);
    expect(faults({ ...tenant({}), apiVersion: undefined })).toEqual(['apiVersion: must be hemtag/v1']);
    expect(faults({ apiVersion: 'hemtag/v1', kind: 'Source', metadata: { name: 'x' } })).toEqual([
      'metadata.tenant: is required: a tenant such as SE-2281',
      'spec: is required: an object with fields',
    ]);
    expect(faults({ ...tenant({}), metadata: { tenant: 'SE-2281', name: 'SE-2281' } })).toEqual(['metadata.tenant: unknown field tenant: known here: name']);
  });
});

describe('fields', () => {
  test('unknown fields are named, with the nearest known one', () => {
    expect(faults(benefit({ evidense: 'LANAD', value: [{ validFrom: '2026-01-01', formula: 'unit-value', unitvalue: '1' }], colour: 'red' }))).toEqual([
      'spec.benefits[0].value[0].unitvalue: unknown field unitvalue: did you mean unitValue?',
      'spec.benefits[0].evidense: unknown field evidense: did you mean evidence?',
      'spec.benefits[0].colour: unknown field colour: known here: name, title, type, polarity, evidence, disjointFrom, meter, potential, value, baseline, cap, estimate, adjust, plan',
    ]);
  });

  test('numbers are text in quotes, save the integers', () => {
    expect(faults(rate({ validFrom: '2026-01-01', value: 347.04 }))).toEqual([
      'spec.versions[0].value: must be a number such as "15.00" or "11/9": write it as text in quotes',
    ]);
    expect(faults(initiative({ maturityKl: '2', responsibilityUnit: 4711 }))).toEqual([
      'spec.responsibilityUnit: must be text: write it as text in quotes',
      'spec.maturityKl: must be a whole number from 1 to 3, without quotes',
    ]);
    expect(faults(tenant({ population: 1.5 }))).toEqual(['spec.population: must be a whole number from 0 to 2000000000, without quotes']);
  });

  test('a goal is a text of one line in exports', () => {
    expect(faults(initiative({ goals: ['Trygghet | miljö', ' ', 3.2] }))).toEqual([
      'spec.goals[0]: must not contain |, which parts goals in exports',
      'spec.goals[1]: must not be empty',
      'spec.goals[2]: must be text: write it as text in quotes',
    ]);
  });

  test.each(['', '1e3', 'NaN', '1/0', ' 1', '1,5', '.5', '+1'])('%j is no exact number', (value) => {
    expect(faults(rate({ validFrom: '2026-01-01', value }))).toEqual([
      'spec.versions[0].value: must be a decimal number or a fraction such as "15.00" or "11/9"',
    ]);
  });

  test('a field without a value is not left out', () => {
    expect(faults(tenant({ title: null, currency: null }))).toEqual([
      'spec.title: has no value: give text, or texts by language such as {sv: …, en: …} or leave the field out',
      'spec.currency: has no value: give a currency such as SEK or leave the field out',
    ]);
  });

  test.each([
    [tenant({ timeZone: 'Europe/Sundsvall' }), 'spec.timeZone: must be a time zone such as Europe/Stockholm'],
    [tenant({ timeZone: '+01:00' }), 'spec.timeZone: must be a time zone such as Europe/Stockholm'],
    [tenant({ currency: 'KRO' }), 'spec.currency: must be a currency of ISO 4217 such as SEK'],
    [tenant({ country: 'Sweden' }), 'spec.country: must be a country of two capital letters such as SE'],
    [tenant({ title: {} }), 'spec.title: must be text, or texts by language such as {sv: …, en: …}'],
    [source({ expectedEvery: 'P1M' }), 'spec.expectedEvery: must be a duration of days, hours and minutes such as P1D or PT6H'],
    [source({ source: 'messaging prod' }), 'spec.source: must be a source such as /se/2281/messaging/prod, or an absolute URI, without blanks'],
    [source({ events: 'stream' }), 'spec.events: must be one of record, aggregate'],
    [source({ dimensions: ['Priority'] }), 'spec.dimensions[0]: must be a key of lower-case letters, digits and underscores'],
    [source({ dimensions: 'priority' }), 'spec.dimensions: must be a list'],
    [source({ acceptsAggregates: 'no' }), 'spec.acceptsAggregates: must be true or false'],
    [source({ reference: 'none' }), 'spec.reference: must be one of events, aggregates'],
    [source({ safePatterns: ['a'] }), 'spec.safePatterns: must be an object with fields'],
    [source({ safePatterns: { id: 'a' } }), 'spec.safePatterns.id: must be a list'],
    [source({ safePatterns: { id: [''] } }), 'spec.safePatterns.id[0]: must not be empty'],
    [source({ safePatterns: { subject: ['x'.repeat(201)] } }), 'spec.safePatterns.subject[0]: must have at most 200 characters'],
    [
      source({ safePatterns: { dimensions: [1234] } }),
      'spec.safePatterns.dimensions[0]: must be a pattern such as "inv-########" (# one digit, * any run of letters, digits, -, _ and .): write it as text in quotes',
    ],
    [rate({ validFrom: '2026-02-30', value: '1' }), 'spec.versions[0].validFrom: must be a day YYYY-MM-DD that exists'],
    [rate({ value: '1' }), 'spec.versions[0].validFrom: is required: a day YYYY-MM-DD'],
    [
      benefit({ meter: { outcomes: ['succes'] } }),
      'spec.benefits[0].meter.outcomes[0]: must be one of success, failure, partial, cancelled, rejected, unknown',
    ],
    [benefit({ meter: { quantity: 'amount' } }), 'spec.benefits[0].meter.quantity: must be quantity or measures.NAME'],
    [
      benefit({ meter: { dimensions: { Priority: 'x' } } }),
      'spec.benefits[0].meter.dimensions.Priority: must be a key of lower-case letters, digits and underscores',
    ],
    [
      benefit({ value: [{ validFrom: '2026-01-01', formula: 'percent' }] }),
      'spec.benefits[0].value[0].formula: must be one of unit-value, time-saved, amount, distance, emission, native',
    ],
    [
      benefit({ value: [{ validFrom: '2026-01-01', formula: 'native', unit: 'SEK' }] }),
      'spec.benefits[0].value[0].unit: must not be a currency: the formula native never gives money',
    ],
    [
      benefit({ baseline: [{ validFrom: '2026-01-01', seasonality: ['1', '11'] }] }),
      'spec.benefits[0].baseline[0].seasonality: must be twelve numbers that add up to exactly 12, or an empty list',
    ],
    [benefit({ baseline: [{ validFrom: '2026-01-01', volumePerYear: '-1' }] }), 'spec.benefits[0].baseline[0].volumePerYear: must not be negative'],
    [initiative({ inaction: { growth: '0.04' } }), 'spec.inaction.perYear: is required: a number such as "15.00" or "11/9"'],
    [initiative({ inaction: { perYear: '-1' } }), 'spec.inaction.perYear: must not be negative'],
    [initiative({ inaction: { perYear: '1', growth: '-1.1' } }), 'spec.inaction.growth: must not lie below -1'],
    [
      initiative({ costs: [{ name: 'a', sharedBy: { key: 'size', tenants: ['SE-2281'] } }] }),
      'spec.costs[0].sharedBy.key: must be one of population, volume, equal',
    ],
    [initiative({ costs: [{ name: 'a', sharedBy: { key: 'equal', tenants: [] } }] }), 'spec.costs[0].sharedBy.tenants: must name at least one tenant'],
    [benefit({ plan: [{ name: 'a', budgetYear: '2026' }] }), 'spec.benefits[0].plan[0].budgetYear: must be a whole number from 1900 to 2200, without quotes'],
    [benefit({ plan: [{ name: 'a', plannedAmount: '-1' }] }), 'spec.benefits[0].plan[0].plannedAmount: must not be negative'],
    [benefit({ plan: [{ name: 'a', plannedDate: '2026-02-30' }] }), 'spec.benefits[0].plan[0].plannedDate: must be a day YYYY-MM-DD that exists'],
    [benefit({ adjust: [{ validFrom: '2026-01-01', redeployable: '1.01' }] }), 'spec.benefits[0].adjust[0].redeployable: must lie between 0 and 1'],
    [benefit({ estimate: [{ version: 1, rampUp: { per: 'year', shares: [] } }] }), 'spec.benefits[0].estimate[0].rampUp.shares: must name at least one share'],
    [{ ...source({}), metadata: { tenant: 'sundsvall', name: 'Messaging' } }, 'metadata.tenant: must be a tenant such as SE-2281'],
  ])('%j', (document, fault) => expect(faults(document)[0]).toBe(fault));

  test('thirds add up to twelve exactly, a sum of 11.99 does not', () => {
    const thirds = ['1/3', '1/3', '1/3', ...Array.from({ length: 8 }, () => '1'), '3'];
    expect(faults(benefit({ baseline: [{ validFrom: '2026-01-01', seasonality: thirds }] }))).toEqual([]);
    expect(faults(benefit({ baseline: [{ validFrom: '2026-01-01', seasonality: [...thirds.slice(0, 11), '2.99'] }] }))).toHaveLength(1);
  });
});

describe('the rest of a faulty document', () => {
  test('keeps what is right and never the parts with faults', () => {
    const reading = readManifest(
      initiative({
        currency: 'SEK',
        color: 'x',
        goLive: '2026-13-01',
        benefits: [{ name: 'BAD' }, { name: 'good', estimate: [{ version: 1, rampUp: { per: 'decade' } }, { version: 2 }] }],
      }),
    );
    expect(reading.faults.map((fault) => [fault.problem, pathText(fault.path)])).toEqual([
      ['value', 'spec.goLive'],
      ['value', 'spec.benefits[0].name'],
      ['value', 'spec.benefits[1].estimate[0].rampUp.per'],
      ['value', 'spec.benefits[1].estimate[0].rampUp.shares'],
      ['unknown-field', 'spec.color'],
    ]);
    expect(reading.manifest).toEqual(initiative({ currency: 'SEK', benefits: [{ name: 'good', estimate: [{ version: 1 }, { version: 2 }] }] }));
  });

  test('is nothing where the document cannot be identified', () => {
    expect(readManifest({ ...tenant({}), metadata: {} }).manifest).toBeNull();
    expect(readManifest({ ...tenant({}), kind: 'Plan' }).manifest).toBeNull();
  });
});
