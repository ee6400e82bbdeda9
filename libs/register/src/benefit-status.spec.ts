import { apply, benefit, tenant, unitValue } from '../test/register.builder.js';
import { benefitStatus, type MissingForActive } from './benefit-status.js';
import type { InitiativeDocument } from './documents.js';

const approvedBy = 'role:finance-controller';
const baseline = { validFrom: '2025-01-01', volumePerYear: '10', measuredTo: '2024-12-31', approvedBy };
const WHOLE = { benefitOwner: 'role:manager', goLive: '2025-01-01', processChange: '2025-03-01' };
const FIELDS = { value: [unitValue('2025-01-01', '15')], baseline: [baseline] };
const ESTIMATE = { version: 1, validFrom: '2025-01-01', annualVolume: '10' };

function initiativeWith(fields: object, spec: object = {}): InitiativeDocument {
  const { changes, faults } = apply([tenant(), benefit({ ...FIELDS, ...fields }, { ...WHOLE, ...spec })]);
  expect(faults).toEqual([]);
  return changes.map(({ document }) => document).find(({ kind }) => kind === 'Initiative') as InitiativeDocument;
}
const statusOn = (day: string, fields: object = {}, spec: object = {}) => benefitStatus(initiativeWith(fields, spec), 'postage', day);

test('a benefit climbs from draft over approved and active to sunset', () => {
  const ends = { value: [unitValue('2025-01-01', '15', { validTo: '2026-01-01' })] };
  expect(statusOn('2025-02-28')).toMatchObject({ status: 'DRAFT', missing: [], hasApprovedEstimate: false, activeFrom: '2025-03-01' });
  expect(statusOn('2025-02-28', { estimate: [ESTIMATE] })?.status).toBe('DRAFT');
  expect(statusOn('2025-02-28', { estimate: [{ ...ESTIMATE, approvedBy }] })).toMatchObject({ status: 'APPROVED', missing: [] });
  expect(statusOn('2025-03-01')).toMatchObject({ status: 'ACTIVE', missing: [], activeFrom: '2025-03-01', endsOn: null });
  expect(statusOn('2025-12-31', ends)?.status).toBe('ACTIVE');
  expect(statusOn('2026-01-01', ends)).toMatchObject({ status: 'SUNSET', endsOn: '2026-01-01' });
});

test('it begins with its first value where that is later than the process change', () => {
  const value = [unitValue('2025-06-01', '15')];
  expect(statusOn('2025-05-31', { value })?.status).toBe('DRAFT');
  expect(statusOn('2025-06-01', { value })?.status).toBe('ACTIVE');
});

test.each<[string, object, object, MissingForActive[]]>([
  ['no owner', {}, { benefitOwner: undefined }, ['OWNER']],
  ['no process change', {}, { processChange: undefined }, ['PROCESS_CHANGE']],
  ['no value', { value: [] }, {}, ['VALUE']],
  ['no baseline', { baseline: [] }, {}, ['BASELINE']],
  ['a baseline that nobody approved', { baseline: [{ ...baseline, approvedBy: undefined }] }, {}, ['BASELINE_APPROVAL']],
  ['a baseline of which nobody knows when it was measured', { baseline: [{ ...baseline, measuredTo: undefined }] }, {}, ['BASELINE_BEFORE_GO_LIVE']],
  ['no go-live to measure before', {}, { goLive: undefined }, ['GO_LIVE']],
  [
    'time saved without a share that can be used',
    { value: [{ validFrom: '2025-01-01', formula: 'time-saved', minutes: '1', rate: 'hourly' }] },
    {},
    ['REDEPLOYABLE'],
  ],
  [
    'all of it',
    { value: [], baseline: [] },
    { benefitOwner: undefined, goLive: undefined, processChange: undefined },
    ['OWNER', 'GO_LIVE', 'PROCESS_CHANGE', 'VALUE', 'BASELINE'],
  ],
])('never becomes active with %s', (_, fields, spec, missing) => {
  const { spec: whole, ...document } = initiativeWith({});
  const [first] = whole.benefits;
  const changed = { ...document, spec: { ...whole, ...spec, benefits: [{ ...first, ...fields }] } } as InitiativeDocument;
  expect(benefitStatus(changed, 'postage', '2030-01-01')).toMatchObject({ status: 'DRAFT', missing, activeFrom: null });
});

test('a retired initiative is over, and lacks nothing by being over', () => {
  const document = initiativeWith({});
  const retired = { ...document, spec: { ...document.spec, retired: { from: '2026-07-01', reason: 'replaced' } } };
  expect(benefitStatus(retired, 'postage', '2026-06-30')).toMatchObject({ status: 'ACTIVE', endsOn: '2026-07-01' });
  expect(benefitStatus(retired, 'postage', '2026-07-01')).toMatchObject({ status: 'SUNSET', missing: [] });
  expect(
    benefitStatus({ ...retired, spec: { ...retired.spec, retired: { from: '2024-01-01', reason: 'never began' } } }, 'postage', '2026-07-01'),
  ).toMatchObject({
    status: 'SUNSET',
    missing: [],
  });
  expect(benefitStatus(document, 'nothing', '2026-01-01')).toBeNull();
});
