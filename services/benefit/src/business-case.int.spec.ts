import type { CaseResponse } from '@hemtag/contracts';
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
  expect(await benefit.get(`/v1/figures/sum?${range}&over=colour`)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(await benefit.get('/v1/figures/sum?from=2025-01&to=2025-06&over=tenant&initiative=nothing')).toMatchObject({ status: 404 });
});
