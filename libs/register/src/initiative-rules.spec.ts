import { apply, benefit, initiative, laterBenefit, partOf, rate, tenant, unitValue } from '../test/register.builder.js';

const faultsOf = (fields: object, spec: object = {}): readonly string[] => apply([tenant(), benefit(fields, spec)]).faults;
const costFaults = (...costs: object[]): readonly string[] => apply([tenant(), initiative({ costs })]).faults;
const from = (validFrom: string, more: object = {}): object => ({ validFrom, ...more });

describe('required fields', () => {
  test('of an initiative and its benefits', () => {
    expect(
      apply([
        tenant(),
        partOf(
          'Initiative',
          { benefits: [{ name: 'a' }, { name: 'b', title: 'B', type: 'QUALITY', evidence: 'LANAD', meter: { units: [], channels: ['sms'] } }] },
          'x',
        ),
      ]).faults,
    ).toEqual([
      '1 spec.title: is required',
      '1 spec.currency: is required',
      '1 spec.benefits[0].title: is required',
      '1 spec.benefits[0].type: is required',
      '1 spec.benefits[0].evidence: is required',
      '1 spec.benefits[0].meter: is required',
      '1 spec.benefits[1].meter: must name units or subjects: else it would count every event of the tenant',
    ]);
    expect(apply([tenant(), partOf('Initiative', { title: 'X', currency: 'SEK' }, 'x')]).faults).toEqual(['1 spec.benefits: is required']);
  });

  test('of entries', () => {
    expect(faultsOf({ value: [from('2025-01-01')], baseline: [from('2025-01-01')], estimate: [{ version: 1 }], adjust: [from('2025-01-01')] })).toEqual([
      '1 spec.benefits[0].value[0].formula: is required: one of unit-value, time-saved, amount, distance, emission, native',
      '1 spec.benefits[0].baseline[0].volumePerYear: is required',
      '1 spec.benefits[0].estimate[0].validFrom: is required',
      '1 spec.benefits[0].estimate[0].annualVolume: is required',
    ]);
  });

  test('a benefit without value, baseline, owner or process change is accepted', () => expect(faultsOf({})).toEqual([]));
});

test('goals are given as a whole, each once, and an empty list takes them away', () => {
  const goals = (...of: readonly string[]) => partOf('Initiative', { goals: of }, 'digital-post');
  const registered = apply([tenant(), benefit({}, { goals: ['Enklare vardag', 'Klimatneutral 2030'] })]);
  expect(registered.faults).toEqual([]);
  expect(registered.and(goals('Enklare vardag')).changes[0]?.document.spec).toMatchObject({ goals: ['Enklare vardag'] });
  expect(registered.and(goals()).changes[0]?.document.spec).toMatchObject({ goals: [] });
  expect(registered.and(partOf('Initiative', { phase: 'OPERATION' }, 'digital-post')).changes[0]?.document.spec).toMatchObject({
    goals: ['Enklare vardag', 'Klimatneutral 2030'],
  });
  expect(registered.and(goals('Trygghet', 'Enklare vardag', 'Trygghet')).faults).toEqual(['0 spec.goals[2]: is the goal of spec.goals[0] once more']);
});

describe('formulas have exactly their own parameters', () => {
  test.each([
    [{ formula: 'unit-value', unitValue: '1' }, []],
    [{ formula: 'unit-value' }, ['unitValue: is required by the formula unit-value']],
    [
      { formula: 'unit-value', unitValue: '1', minutes: '2', staff: 1 },
      ['minutes: is no parameter of the formula unit-value: it has unitValue', 'staff: is no parameter of the formula unit-value: it has unitValue'],
    ],
    [{ formula: 'time-saved', minutes: '1' }, ['rate: is required by the formula time-saved']],
    [{ formula: 'amount', unitValue: '1' }, ['unitValue: is no parameter of the formula amount: it has none']],
    [{ formula: 'distance', perUnit: '11/9' }, []],
    [{ formula: 'distance', perUnit: '11/9', unit: 'km' }, ['unit: is no parameter of the formula distance: it has perUnit']],
    [{ formula: 'emission', perUnit: '1' }, ['factor: is required by the formula emission']],
    [{ formula: 'native', perUnit: '1', unit: 'page' }, []],
    [{ formula: 'native' }, ['perUnit: is required by the formula native', 'unit: is required by the formula native']],
  ])('%j', (value, faults) => {
    expect(faultsOf({ value: [from('2025-01-01', value)] })).toEqual(faults.map((fault) => `1 spec.benefits[0].value[0].${fault}`));
  });

  test('the formula amount needs a measure', () => {
    const value = [from('2025-01-01', { formula: 'amount' })];
    expect(faultsOf({ value, meter: { units: ['transaction'], quantity: 'measures.amount' } })).toEqual([]);
    expect(
      apply([tenant(), benefit({ value, meter: { units: ['transaction'], quantity: 'measures.amount' } })]).and(
        laterBenefit({ meter: { units: ['transaction'] } }),
      ).faults,
    ).toEqual(['0 spec.benefits[0].meter: the formula amount sums a measure in the currency of the initiative: set meter.quantity to measures.NAME']);
  });

  test('all versions of a benefit give the same unit', () => {
    const money = unitValue('2025-01-01', '1');
    expect(faultsOf({ value: [money, from('2026-01-01', { formula: 'distance', perUnit: '1' })] })).toEqual([
      '1 spec.benefits[0].value[1].formula: gives amounts in km, the first version gives SEK: all versions of a benefit give the same unit',
    ]);
    const native = (validFrom: string, unit: string): object => from(validFrom, { formula: 'native', perUnit: '1', unit });
    expect(faultsOf({ value: [native('2025-01-01', 'km'), from('2026-01-01', { formula: 'distance', perUnit: '1' })] })).toEqual([]);
    expect(faultsOf({ value: [native('2025-01-01', 'page'), native('2026-01-01', 'sheet')] })).toEqual([
      '1 spec.benefits[0].value[1].unit: gives amounts in sheet, the first version gives page: all versions of a benefit give the same unit',
    ]);
  });
});

describe('periods', () => {
  test('an end lies after the beginning', () => {
    for (const validTo of ['2025-01-01', '2024-12-31']) {
      expect(faultsOf({ adjust: [from('2025-01-01', { validTo })] })).toEqual([
        '1 spec.benefits[0].adjust[0].validTo: must be later than validFrom: validTo is the first day that no longer counts',
      ]);
    }
  });

  test('versions of a value neither overlap nor leave a gap', () => {
    const two = (validTo: string): object => ({ value: [unitValue('2026-01-01', '2'), unitValue('2025-01-01', '1', { validTo })] });
    expect(faultsOf(two('2026-01-01'))).toEqual([]);
    expect(faultsOf(two('2026-01-02'))).toEqual(['1 spec.benefits[0].value[0].validFrom: overlaps the entry before, which ends on 2026-01-02']);
    expect(faultsOf(two('2025-12-31'))).toEqual(['1 spec.benefits[0].value[0].validFrom: leaves a gap after the entry before, which ends on 2025-12-31']);
  });

  test('a fault with an entry that the file does not name stands at the one it names', () => {
    const registered = apply([tenant(), benefit({ value: [unitValue('2025-01-01', '1'), unitValue('2026-01-01', '2')] })]);
    expect(registered.and(laterBenefit({ value: [{ validFrom: '2025-01-01', validTo: '2025-07-01' }] })).faults).toEqual([
      '0 spec.benefits[0].value[0].validTo: leaves a gap before the next entry, which begins on 2026-01-01',
    ]);
    expect(registered.and(laterBenefit({ value: [{ validFrom: '2025-01-01', validTo: '2026-07-01' }] })).faults).toEqual([
      '0 spec.benefits[0].value[0].validTo: overlaps the next entry, which begins on 2026-01-01',
    ]);
  });

  test('the same beginning twice', () => {
    expect(faultsOf({ value: [unitValue('2025-01-01', '1'), unitValue('2025-01-01', '2')] })).toEqual([
      '1 spec.benefits[0].value[1].validFrom: a second entry with the same validFrom: two entries cannot hold at once',
    ]);
    expect(faultsOf({ estimate: [from('2025-01-01', { version: 1, annualVolume: '1' }), from('2026-01-01', { version: 1, annualVolume: '1' })] })).toEqual([
      '1 spec.benefits[0].estimate[1].version: a second entry with the same version: two entries cannot hold at once',
    ]);
  });

  test('baselines and adjustments may leave gaps, never overlap', () => {
    const baseline = (validTo: string): object => ({
      baseline: [from('2025-01-01', { volumePerYear: '1', validTo }), from('2026-01-01', { volumePerYear: '2' })],
    });
    expect(faultsOf(baseline('2025-06-01'))).toEqual([]);
    expect(faultsOf(baseline('2026-06-01'))).toEqual(['1 spec.benefits[0].baseline[1].validFrom: overlaps the entry before, which ends on 2026-06-01']);
  });

  test('a rate neither overlaps nor leaves a gap', () => {
    const versions = (validTo: string) => apply([rate([from('2025-01-01', { value: '1', validTo }), from('2026-01-01', { value: '2' })])]).faults;
    expect(versions('2026-01-01')).toEqual([]);
    expect(versions('2025-12-01')).toEqual(['0 spec.versions[1].validFrom: leaves a gap after the entry before, which ends on 2025-12-01']);
    expect(versions('2026-12-01')).toEqual(['0 spec.versions[1].validFrom: overlaps the entry before, which ends on 2026-12-01']);
    expect(apply([rate([])]).faults).toEqual(['0 spec.versions: must have at least one entry']);
    expect(apply([rate([from('2025-01-01')])]).faults).toEqual(['0 spec.versions[0].value: is required']);
  });
});

describe('baseline', () => {
  const measured = (validFrom: string, measuredFrom: string, measuredTo: string): object => from(validFrom, { volumePerYear: '1', measuredFrom, measuredTo });

  test('the first one is measured before goLive, later ones at any time', () => {
    const goLive = { goLive: '2025-01-01' };
    expect(faultsOf({ baseline: [measured('2025-01-01', '2024-01-01', '2025-01-01')] }, goLive)).toEqual([]);
    expect(faultsOf({ baseline: [measured('2025-01-01', '2024-01-01', '2025-01-02')] }, goLive)).toEqual([
      '1 spec.benefits[0].baseline[0].measuredTo: the first baseline must be measured before goLive: measuredTo 2025-01-02 lies after 2025-01-01',
    ]);
    expect(faultsOf({ baseline: [measured('2026-01-01', '2025-01-01', '2025-12-31'), measured('2025-01-01', '2024-01-01', '2024-12-31')] }, goLive)).toEqual(
      [],
    );
    expect(faultsOf({ baseline: [measured('2025-01-01', '2025-01-01', '2025-12-31')] })).toEqual([]);
  });

  test('goLive cannot move before it either', () => {
    const registered = apply([tenant(), benefit({ baseline: [measured('2025-01-01', '2024-01-01', '2024-12-31')] }, { goLive: '2025-01-01' })]);
    expect(registered.and(partOf('Initiative', { goLive: '2024-06-01' }, 'digital-post')).faults).toEqual([
      '0 spec.goLive: the first baseline must be measured before goLive: measuredTo 2024-12-31 lies after 2024-06-01',
    ]);
  });

  test('a measurement does not end before it begins', () => {
    expect(faultsOf({ baseline: [measured('2025-01-01', '2024-12-31', '2024-12-30')] })).toEqual([
      '1 spec.benefits[0].baseline[0].measuredTo: lies before measuredFrom',
    ]);
    expect(faultsOf({ baseline: [measured('2025-01-01', '2024-12-31', '2024-12-31')] })).toEqual([]);
  });
});

describe('costs', () => {
  test('have the fields of their kind', () => {
    expect(
      costFaults(
        { name: 'a', kind: 'TRAINING', amount: '1', date: '2025-01-01' },
        { name: 'b', kind: 'PARALLEL_OPERATION', perMonth: '1' },
        { name: 'c', kind: 'RUNNING', perYear: '1', validFrom: '2025-01-01' },
      ),
    ).toEqual([]);
    expect(costFaults({ name: 'a', kind: 'ONE_OFF', perYear: '1', validFrom: '2025-01-01' })).toEqual([
      '1 spec.costs[0].amount: is required for ONE_OFF',
      '1 spec.costs[0].date: is required for ONE_OFF',
      '1 spec.costs[0].perYear: does not belong to ONE_OFF: it has amount and date',
      '1 spec.costs[0].validFrom: does not belong to ONE_OFF: it has amount and date',
    ]);
    expect(costFaults({ name: 'a', kind: 'RUNNING' }, { name: 'b', kind: 'RUNNING', perYear: '1', perMonth: '1' }, { name: 'c' })).toEqual([
      '1 spec.costs[0].perYear: perYear or perMonth is required for RUNNING',
      '1 spec.costs[1].perMonth: only one of perYear and perMonth can be given',
      '1 spec.costs[2].kind: is required',
    ]);
  });

  test('of the same name follow each other', () => {
    const run = (more: object): object => ({ name: 'run', kind: 'RUNNING', perYear: '1', ...more });
    expect(costFaults(run({ validTo: '2025-06-01' }), run({ validFrom: '2026-01-01' }))).toEqual([]);
    expect(costFaults(run({ validTo: '2026-06-01' }), run({ validFrom: '2026-01-01' }))).toEqual([
      '1 spec.costs[1].validFrom: overlaps the entry before, which ends on 2026-06-01',
    ]);
    expect(costFaults(run({}), run({}))).toEqual(['1 spec.costs[1].name: a second entry with the same name and validFrom: two entries cannot hold at once']);
  });
});

test('two benefits of one name', () => {
  const one = { name: 'a', title: 'A', type: 'QUALITY', evidence: 'LANAD', meter: { units: ['sms'] } };
  expect(apply([tenant(), initiative({ benefits: [one, one] })]).faults).toEqual([
    '1 spec.benefits[1].name: a second benefit with the same name: names are unique within an initiative',
  ]);
});
