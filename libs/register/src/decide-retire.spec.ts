import { apply, benefit, BENEFIT, initiative, PLAN_DAYS, rate, source, tenant, TENANT_SPEC, unitValue } from '../test/register.builder.js';
import { datedEntriesOf } from './dated-entries.js';
import { decideApply, type Change } from './decide-apply.js';
import { decideRetire, type RetireOrder } from './decide-retire.js';
import type { GivenDocument, InitiativeDocument } from './documents.js';
import { keyOf, registerState, type RegisterState } from './register-state.js';
import { untilRetired } from './retirement.js';

const registered = (...documents: GivenDocument[]): RegisterState => registerState(apply(documents).changes);
const order = (kind: RetireOrder['kind'], name: string, from = '2026-07-01', owner: string | null = 'SE-2281'): RetireOrder => ({
  kind, tenant: kind === 'Tenant' || kind === 'Rate' ? null : owner, name, from, reason: 'replaced',
}); // prettier-ignore
function retired(state: RegisterState, ...orders: RetireOrder[]): RegisterState {
  return orders.reduce((current, next) => {
    const decision = decideRetire(current, next);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    return new Map([...current, [keyOf(decision.value.document), decision.value]]);
  }, state);
}
const uses = (state: RegisterState, next: RetireOrder): unknown => {
  const decision = decideRetire(state, next);
  return decision.ok ? decision.value.result : decision.error;
};
const changeOf = (state: RegisterState, next: RetireOrder): Change => {
  const decision = decideRetire(state, next);
  if (!decision.ok) throw new Error('refused');
  return decision.value;
};

const value = [unitValue('2025-01-01', '15'), unitValue('2026-01-01', '16'), unitValue('2026-10-01', '17')];
const estimate = [1, 2].map((version) => ({ version, validFrom: version === 1 ? '2025-01-01' : '2027-01-01', annualVolume: '12' }));
const costs = [
  { name: 'start', kind: 'ONE_OFF', amount: '400', date: '2025-01-01' },
  { name: 'removal', kind: 'ONE_OFF', amount: '50', date: '2026-08-01' },
  { name: 'run', kind: 'RUNNING', perYear: '250', validFrom: '2025-01-01' },
  { name: 'run', kind: 'RUNNING', perYear: '260', validFrom: '2026-01-01' },
];
const POST = benefit({ value, estimate }, { costs });

test('an initiative counts nothing from its end on, and what was paid once stays paid', () => {
  const change = changeOf(registered(tenant(), POST), order('Initiative', 'digital-post'));
  expect(change).toMatchObject({ result: 'versioned', version: 2 });
  const { spec } = change.document as InitiativeDocument;
  expect(spec).toMatchObject({ retired: { from: '2026-07-01', reason: 'replaced' }, benefits: [{ value }] });
  const counting = (untilRetired(change.document) as InitiativeDocument).spec;
  expect(counting.benefits[0]?.value).toEqual([value[0], { ...value[1], validTo: '2026-07-01' }]);
  expect(counting.benefits[0]?.estimate).toEqual([{ ...estimate[0], validTo: '2026-07-01' }]);
  expect(counting.costs).toEqual([costs[0], costs[1], costs[2], { ...costs[3], validTo: '2026-07-01' }]);
  expect(
    datedEntriesOf(change.document)
      .filter(({ path }) => path.endsWith('value') || path.includes('RUNNING'))
      .map(({ path, validFrom, validTo }) => `${path} ${validFrom} ${validTo}`),
  ).toEqual([
    'costs.RUNNING.run 2025-01-01 2026-01-01',
    'costs.RUNNING.run 2026-01-01 2026-07-01',
    'benefits.postage.value 2025-01-01 2026-01-01',
    'benefits.postage.value 2026-01-01 2026-07-01',
  ]);
});

test('the same end again is unchanged, another one moves it, and manifests go on as before', () => {
  const state = retired(registered(tenant(), POST), order('Initiative', 'digital-post'));
  expect(changeOf(state, order('Initiative', 'digital-post'))).toMatchObject({ result: 'unchanged', version: 2 });
  expect(changeOf(state, order('Initiative', 'digital-post', '2027-01-01'))).toMatchObject({ result: 'versioned', version: 3 });
  const again = decideApply({ current: state, documents: [POST], planDays: PLAN_DAYS });
  expect(again).toMatchObject({ ok: true, value: [{ result: 'unchanged', version: 2 }] });
  expect(uses(state, order('Initiative', 'nothing'))).toEqual({ kind: 'not-registered' });
});

test('a source, a rate and a tenant stay while something that goes on needs them', () => {
  const timed = benefit({
    meter: { units: ['letter'], sources: ['messaging-prod'] },
    value: [{ validFrom: '2025-01-01', formula: 'time-saved', minutes: '20', rate: 'hourly-cost-se' }],
  });
  const state = registered(tenant(), source(), rate([{ validFrom: '2025-01-01', value: '300' }]), timed);
  expect(uses(state, order('Source', 'messaging-prod'))).toEqual({
    kind: 'in-use',
    uses: ['SE-2281 Initiative digital-post: the source messaging-prod is retired from 2026-07-01 on'],
  });
  expect(uses(state, order('Rate', 'hourly-cost-se'))).toEqual({
    kind: 'in-use',
    uses: ['SE-2281 Initiative digital-post: the rate hourly-cost-se has no version in force on every day from 2025-01-01 on'],
  });
  expect(uses(state, order('Tenant', 'SE-2281'))).toEqual({
    kind: 'in-use',
    uses: ['Source messaging-prod', 'Initiative digital-post'].map(
      (name) => `SE-2281 ${name}: the tenant SE-2281 is retired from 2026-07-01 on, and this goes on`,
    ),
  });
  const ended = retired(state, order('Initiative', 'digital-post'));
  expect(uses(ended, order('Source', 'messaging-prod', '2026-06-30'))).toMatchObject({ kind: 'in-use' });
  expect(uses(ended, order('Rate', 'hourly-cost-se', '2026-06-30'))).toMatchObject({ kind: 'in-use' });
  const all = retired(ended, order('Source', 'messaging-prod'), order('Rate', 'hourly-cost-se'), order('Tenant', 'SE-2281'));
  expect(uses(all, order('Initiative', 'digital-post', '2026-07-02'))).toMatchObject({ kind: 'in-use' });
});

test('nothing new can lean on what is retired', () => {
  const state = retired(registered(tenant(), source(), tenant(TENANT_SPEC, 'SE-0186')), order('Source', 'messaging-prod'), order('Tenant', 'SE-0186'));
  const faults = (document: GivenDocument): unknown => {
    const decision = decideApply({ current: state, documents: [document], planDays: PLAN_DAYS });
    return decision.ok ? [] : decision.error.map(({ path, detail }) => `${path}: ${detail}`);
  };
  expect(faults(initiative({ benefits: [{ ...BENEFIT, meter: { units: ['letter'], sources: ['messaging-prod'] } }] }))).toEqual([
    'spec.benefits[0].meter.sources[0]: the source messaging-prod is retired from 2026-07-01 on',
  ]);
  expect(faults(source({ source: '/x' }, 'x', 'SE-0186'))).toEqual(['metadata.tenant: the tenant SE-0186 is retired from 2026-07-01 on, and this goes on']);
});
