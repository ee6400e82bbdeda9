import { apply, benefit, initiative, laterBenefit, partOf, rate, tenant, unitValue } from '../test/register.builder.js';
import type { InitiativeDocument, RateDocument } from './documents.js';

const SLIP = { corrects: true, reason: 'typed 15 for 16' };
const results = ({ changes }: ReturnType<typeof apply>): string[] => changes.map(({ name, result, version }) => `${name} ${result} ${version}`);
const valuesOf = ({ changes }: ReturnType<typeof apply>): unknown => (changes[0]?.document as InitiativeDocument).spec.benefits[0]?.value;

const registered = apply([tenant(), benefit({ value: [unitValue('2025-01-01', '15.00'), unitValue('2026-01-01', '17.00')] })]);
const values = (...value: object[]) => registered.and(laterBenefit({ value }));

test('a correction stands in the place of the entry of the same key, as a whole', () => {
  const corrected = values(unitValue('2025-01-01', '16.00', SLIP));
  expect(corrected.faults).toEqual([]);
  expect(results(corrected)).toEqual(['digital-post versioned 2']);
  expect(valuesOf(corrected)).toEqual([unitValue('2025-01-01', '16.00', SLIP), unitValue('2026-01-01', '17.00')]);
  const rates = apply([tenant(), rate([{ validFrom: '2025-01-01', value: '300', source: 'PO 2025', method: 'wage' }])]);
  const without = rates.and(partOf('Rate', { versions: [{ validFrom: '2025-01-01', value: '310', source: 'PO 2025', ...SLIP }] }, 'hourly-cost-se'));
  expect((without.changes[0]?.document as RateDocument).spec.versions).toEqual([{ validFrom: '2025-01-01', value: '310', source: 'PO 2025', ...SLIP }]);
});

test('the same correction again is unchanged, written otherwise or ended since too', () => {
  const corrected = values(unitValue('2025-01-01', '16.00', SLIP));
  for (const again of [unitValue('2025-01-01', '16', SLIP), unitValue('2025-01-01', '16.00')]) {
    expect(results(corrected.and(laterBenefit({ value: [again] })))).toEqual(['digital-post unchanged 2']);
  }
  const ended = corrected.and(laterBenefit({ value: [{ validFrom: '2025-01-01', validTo: '2026-01-01' }] }));
  expect(results(ended)).toEqual(['digital-post versioned 3']);
  expect(results(ended.and(laterBenefit({ value: [unitValue('2025-01-01', '16.00', SLIP)] })))).toEqual(['digital-post unchanged 3']);
  // The entry as it was before is no longer what the register says.
  expect(corrected.and(laterBenefit({ value: [unitValue('2025-01-01', '15.00')] })).faults).toHaveLength(1);
});

test('a correction may be corrected, for another reason', () => {
  const twice = values(unitValue('2025-01-01', '16.00', SLIP)).and(
    laterBenefit({ value: [unitValue('2025-01-01', '15.50', { corrects: true, reason: 'recount' })] }),
  );
  expect(results(twice)).toEqual(['digital-post versioned 3']);
  expect(valuesOf(twice)).toMatchObject([{ unitValue: '15.50', reason: 'recount' }, { unitValue: '17.00' }]);
});

test('a correction can take back the end of an entry, and a default that is written out is no other content', () => {
  const adjusted = apply([tenant(), benefit({ adjust: [{ validFrom: '2025-01-01', validTo: '2025-07-01', deadweight: '0' }] })]);
  const correct = (more: object) => adjusted.and(laterBenefit({ adjust: [{ validFrom: '2025-01-01', ...SLIP, ...more }] }));
  const open = correct({});
  expect((open.changes[0]?.document as InitiativeDocument).spec.benefits[0]?.adjust).toEqual([{ validFrom: '2025-01-01', ...SLIP }]);
  expect(results(open.and(laterBenefit({ adjust: [{ validFrom: '2025-01-01', deadweight: '0.0', attribution: '1', ...SLIP }] })))).toEqual([
    'digital-post unchanged 2',
  ]);
});

test('every dated list can be corrected, each by its key', () => {
  const lists = {
    baseline: [{ validFrom: '2025-01-01', volumePerYear: '10' }],
    estimate: [{ version: 1, validFrom: '2025-01-01', annualVolume: '10' }],
    adjust: [{ validFrom: '2025-01-01', deadweight: '0.1' }],
  };
  const costs = [
    { name: 'start', kind: 'ONE_OFF', amount: '400', date: '2025-01-01' },
    { name: 'run', kind: 'RUNNING', perYear: '250', validFrom: '2025-01-01' },
  ];
  const first = apply([tenant(), benefit(lists, { costs })]);
  const corrected = first.and(
    initiative({
      costs: [
        { name: 'start', kind: 'ONE_OFF', amount: '500', date: '2025-01-01', ...SLIP },
        { name: 'run', kind: 'RUNNING', perMonth: '20', validFrom: '2025-01-01', ...SLIP },
      ],
      benefits: [
        {
          name: 'postage',
          baseline: [{ validFrom: '2025-01-01', volumePerYear: '20', ...SLIP }],
          estimate: [{ version: 1, validFrom: '2025-02-01', annualVolume: '10', ...SLIP }],
          adjust: [{ validFrom: '2025-01-01', deadweight: '0.2', ...SLIP }],
        },
      ],
    }),
  );
  expect(corrected.faults).toEqual([]);
  expect((corrected.changes[0]?.document as InitiativeDocument).spec).toMatchObject({
    costs: [{ amount: '500' }, { perMonth: '20' }],
    benefits: [{ baseline: [{ volumePerYear: '20' }], estimate: [{ validFrom: '2025-02-01' }], adjust: [{ deadweight: '0.2' }] }],
  });
});

test('a correction without reason, of what is not there, or beside the entry that it corrects is refused', () => {
  const at = '0 spec.benefits[0].value[0]';
  expect(values(unitValue('2025-01-01', '16.00', { corrects: true })).faults).toEqual([`${at}.reason: is required of a correction: say what was wrong`]);
  expect(values(unitValue('2025-03-01', '16.00', SLIP)).faults).toEqual([
    `${at}.corrects: no entry is registered for this validFrom that could be corrected: leave corrects out to add one`,
  ]);
  expect(values(unitValue('2025-01-01', '15.00'), unitValue('2025-01-01', '16.00', SLIP)).faults).toEqual([
    '0 spec.benefits[0].value[1].validFrom: a second entry with the same validFrom: a correction stands in the place of the entry that it corrects, not beside it',
  ]);
  const twoFiles = registered.and(
    laterBenefit({ value: [unitValue('2025-01-01', '15.00')] }),
    laterBenefit({ value: [unitValue('2025-01-01', '16.00', SLIP)] }),
  );
  expect(twoFiles.faults).toEqual(['1 metadata.name: Initiative digital-post stands a second time in this set with other content: write one document']);
});

test('a correction keeps the rules that every entry keeps', () => {
  expect(values(unitValue('2025-01-01', '16.00', { validTo: '2026-02-01', ...SLIP })).faults).toEqual([
    '0 spec.benefits[0].value[0].validTo: overlaps the next entry, which begins on 2026-01-01',
  ]);
  expect(values({ validFrom: '2025-01-01', formula: 'unit-value', ...SLIP }).faults).toEqual([
    '0 spec.benefits[0].value[0].unitValue: is required by the formula unit-value',
  ]);
});

test('what is registered, approved or not, is never edited without saying so (R2)', () => {
  const approvedBy = 'role:finance-controller';
  const before = apply([
    tenant(),
    rate([{ validFrom: '2025-01-01', value: '300', approvedBy }]),
    benefit({
      baseline: [{ validFrom: '2025-01-01', volumePerYear: '10', approvedBy }],
      estimate: [{ version: 1, validFrom: '2025-01-01', annualVolume: '10', approvedBy }],
    }),
  ]);
  const refused = before.and(
    partOf('Rate', { versions: [{ validFrom: '2025-01-01', value: '301' }] }, 'hourly-cost-se'),
    laterBenefit({
      baseline: [{ validFrom: '2025-01-01', volumePerYear: '11' }],
      estimate: [{ version: 1, annualVolume: '11', approvedBy: 'somebody else' }],
    }),
  );
  expect(refused.changes).toEqual([]);
  expect(refused.faults.map((fault) => fault.split(': ')[0])).toEqual([
    '0 spec.versions[0].value',
    '1 spec.benefits[0].baseline[0].volumePerYear',
    '1 spec.benefits[0].estimate[0].annualVolume',
    '1 spec.benefits[0].estimate[0].approvedBy',
  ]);
});
