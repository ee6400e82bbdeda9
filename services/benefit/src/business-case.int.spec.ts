import type { CaseResponse, FiguresResponse } from '@hemtag/contracts';
import { until } from '@hemtag/testing';
import { startBenefitProcess, type BenefitProcess } from '../test/benefit-process.js';

let benefit: BenefitProcess;
beforeAll(async () => {
  benefit = await startBenefitProcess();
});
afterAll(() => benefit.stop());

const document = (kind: string, metadata: object, spec: object): object => ({ apiVersion: 'hemtag/v1', kind, metadata, spec });
const tenant = (name: string, more: object = {}): object =>
  document('Tenant', { name }, { title: name, country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv', ...more });

const POSTAGE = {
  name: 'postage',
  title: 'Porto',
  type: 'FINANCIAL',
  evidence: 'BEDOMD',
  meter: { subjects: ['message:letter'], units: ['letter'] },
  value: [{ validFrom: '2025-01-01', formula: 'unit-value', unitValue: '15.00' }],
  baseline: [{ validFrom: '2025-01-01', volumePerYear: '140000' }],
};
const SEASONALITY = ['0.60', '0.72', '0.84', '0.96', '0.96', '0.72', '0.60', '1.20', '1.44', '1.32', '1.32', '1.32'];
const ESTIMATE = {
  version: 1,
  validFrom: '2025-01-01',
  annualVolume: '100000',
  seasonality: SEASONALITY,
  rampUp: { per: 'year', shares: ['0.4', '0.7', '1'] },
};
const PLAN_LINE = { name: 'budget-2025', measure: 'budget cut', budgetYear: 2025, plannedAmount: '450000', plannedDate: '2025-04-01', decisionRef: 'KS-12' };

/** Case Q of domain.md d13, a year earlier. */
const caseQ = document(
  'Initiative',
  { tenant: 'SE-2281', name: 'digital-post' },
  {
    title: 'Digital post',
    currency: 'SEK',
    benefitOwner: 'role:owner',
    goLive: '2025-01-01',
    processChange: '2025-01-01',
    inaction: { perYear: '1200000', growth: '0.04' },
    costs: [
      { name: 'introduction', kind: 'ONE_OFF', amount: '400000', date: '2025-01-01' },
      { name: 'operation', kind: 'RUNNING', perYear: '250000', validFrom: '2025-01-01' },
    ],
    benefits: [{ ...POSTAGE, estimate: [ESTIMATE], plan: [PLAN_LINE] }],
  },
);
const caseOf = async (query: string): Promise<CaseResponse> =>
  (await benefit.get<CaseResponse>(`/v1/case?tenant=SE-2281&initiative=digital-post${query}`)).body;

test('case Q with the months of series R', async () => {
  expect(await benefit.apply(tenant('SE-2281'), caseQ)).toMatchObject({ status: 200 });
  expect(await caseOf('&discountRate=2.5&years=3')).toMatchObject({
    npv: '1863664.20',
    roi: '173.91',
    bcr: '2.67',
    paybackMonths: '12.75',
    breakEvenShare: '11.90',
    costOfDelayPerMonth: '104166.67',
    realisedPaybackMonths: null,
    inaction: { perYear: ['1248000.00', '1297920.00', '1349836.80'], extra: '295756.80' },
    plan: [{ benefit: 'postage', name: 'budget-2025', budgetYear: 2025, plannedAmount: '450000.00', plannedDate: '2025-04-01' }],
    reasons: { realisedPaybackMonths: 'NOT_PAID_BACK' },
  });
  const series = { key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter' };
  for (const [index, quantity] of ['4200', '6300', '6650', '8400', '7900', '5950'].entries()) {
    await benefit.publish({ tenant: 'SE-2281', day: `2025-0${index + 1}-15`, quantity, series });
  }
  await until(async () => (await caseOf('')).realisedPaybackMonths !== null);
  expect(await caseOf('')).toMatchObject({ discountRate: '3.5', years: 5, realisedPaybackMonths: '5.04', reasons: {} });
});

test('what is no rate and no number of years is refused, as is an unknown initiative', async () => {
  const path = '/v1/case?tenant=SE-2281&initiative=digital-post';
  for (const wrong of ['discountRate=100.1', 'discountRate=-1', 'discountRate=x', 'years=0', 'years=51', 'years=2.5']) {
    expect(await benefit.get(`${path}&${wrong}`)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  }
  expect(await benefit.get('/v1/case?tenant=SE-2281&initiative=nothing')).toMatchObject({ status: 404, body: { pointer: '/initiative' } });
  expect(await benefit.get('/v1/case?tenant=SE-9999&initiative=digital-post')).toMatchObject({ status: 404, body: { pointer: '/tenant' } });
});

test('a sum over one type and its parts; over types it is refused with what differs', async () => {
  const range = 'tenant=SE-2281&from=2025-01&to=2025-06';
  expect(await benefit.get(`/v1/figures/sum?${range}&over=department`)).toMatchObject({
    status: 200,
    body: { total: { benefits: 1, amount: { unit: 'SEK', gross: '591000.00' }, quantity: { unit: 'letter', counted: '39400' } }, parts: [{ name: null }] },
  });
  const shared = document(
    'Initiative',
    { tenant: 'SE-2281', name: 'paper' },
    { title: 'Paper', currency: 'SEK', benefits: [{ ...POSTAGE, name: 'sheets', type: 'ENVIRONMENT', value: [] }] },
  );
  expect(await benefit.apply(shared)).toMatchObject({ status: 200 });
  expect(await benefit.get(`/v1/figures/sum?${range}&over=initiative`)).toMatchObject({
    status: 422,
    body: { code: 'INCOMPATIBLE_SUM', errors: [{ detail: 'type: ENVIRONMENT, FINANCIAL' }] },
  });
  expect(await benefit.get(`/v1/figures/sum?${range}&over=initiative&type=FINANCIAL`)).toMatchObject({ status: 200 });
  for (const over of ['type', 'types', 'currency']) {
    // Without months it is the current year, and the set is the same.
    expect(await benefit.get(`/v1/figures/sum?tenant=SE-2281&over=${over}`)).toMatchObject({ status: 422, body: { code: 'INCOMPATIBLE_SUM' } });
  }
  expect(await benefit.get(`/v1/figures/sum?${range}&over=colour`)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(await benefit.get('/v1/figures/sum?from=2025-01&to=2025-06&over=tenant&initiative=nothing')).toMatchObject({ status: 404 });
});

describe('a shared cost', () => {
  const sharing = (key: string, more: object = {}): object => ({ key, tenants: ['SE-0001', 'SE-0002', 'SE-0003'], ...more });
  const initiativeOf = (owner: string, costs: readonly object[] = []): object =>
    document(
      'Initiative',
      { tenant: owner, name: 'portal' },
      { title: 'Portal', currency: 'SEK', benefitOwner: 'role:owner', goLive: '2025-01-01', processChange: '2025-01-01', costs, benefits: [POSTAGE] },
    );
  const costsOf = async (name: string): Promise<unknown> => {
    const { body } = await benefit.get<FiguresResponse>(`/v1/figures?tenant=${name}&from=2025-01&to=2025-12&initiative=portal`);
    return body.initiatives.map(({ runningCost, oneOffCost, warnings }) => [runningCost, oneOffCost, warnings]);
  };
  const all = async (): Promise<unknown[]> => Promise.all(['SE-0001', 'SE-0002', 'SE-0003'].map(costsOf));

  test('by population is carried by each of the tenants, and adds up', async () => {
    const operation = { name: 'operation', kind: 'RUNNING', perYear: '250000', validFrom: '2025-01-01', sharedBy: sharing('population') };
    const tenants = [tenant('SE-0001', { population: 100_000 }), tenant('SE-0002', { population: 35_000 }), tenant('SE-0003', { population: 15_000 })];
    expect(await benefit.apply(...tenants, initiativeOf('SE-0001', [operation]), initiativeOf('SE-0002'), initiativeOf('SE-0003'))).toMatchObject({
      status: 200,
    });
    expect(await all()).toEqual([[['166666.67', '0.00', []]], [['58333.33', '0.00', []]], [['25000.00', '0.00', []]]]);
    // Nobody else's figures show it.
    const { body } = await benefit.get<FiguresResponse>('/v1/figures?tenant=SE-2281&from=2025-01&to=2025-12&initiative=digital-post');
    expect(body.initiatives).toMatchObject([{ runningCost: '250000.00' }]);
  });

  test('by volume follows the counted usage of the calendar year', async () => {
    const volumes = [
      { owner: 'SE-0001', quantity: '10', key: '33333333-3333-3333-3333-333333333333' },
      { owner: 'SE-0003', quantity: '30', key: '44444444-4444-4444-4444-444444444444' },
    ];
    for (const { owner, quantity, key } of volumes) {
      const series = { key, source: `/se/${owner}/portal`, subject: 'message:letter', unit: 'letter' };
      await benefit.publish({ tenant: owner, day: '2025-12-31', quantity, series });
    }
    const once = { name: 'start', kind: 'ONE_OFF', amount: '1000', date: '2025-06-01', sharedBy: sharing('volume') };
    expect(await benefit.apply(initiativeOf('SE-0001', [once]))).toMatchObject({ status: 200 });
    await until(
      async () => JSON.stringify(await all()) === JSON.stringify([[['166666.67', '250.00', []]], [['58333.33', '0.00', []]], [['25000.00', '750.00', []]]]),
    );
  });

  test('that no longer names a tenant leaves it, and stays as it was known before', async () => {
    const before = new Date().toISOString();
    const corrected = { name: 'operation', kind: 'RUNNING', perYear: '250000', validFrom: '2025-01-01', corrects: true, reason: 'agreed anew' };
    const sharedBy = { key: 'equal', tenants: ['SE-0001', 'SE-0003'] };
    expect(await benefit.apply(initiativeOf('SE-0001', [{ ...corrected, sharedBy }]))).toMatchObject({ status: 200 });
    expect(await all()).toEqual([[['125000.00', '250.00', []]], [['0.00', '0.00', ['NO_RUNNING_COST']]], [['125000.00', '750.00', []]]]);
    const { body } = await benefit.get<FiguresResponse>(`/v1/figures?tenant=SE-0002&from=2025-01&to=2025-12&initiative=portal&asKnownOn=${before}`);
    expect(body.initiatives).toMatchObject([{ runningCost: '58333.33' }]);
  });
});
