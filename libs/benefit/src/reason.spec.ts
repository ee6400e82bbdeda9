import { rational } from '@hemtag/kernel';
import { adjust, benefit, estimate, initiative, letters, meter, query, timeSaved, unitValue, volumes } from '../test/terms.builder.js';
import { figuresOf, type Figures } from './figures.js';
import type { BenefitTerms, InitiativeTerms } from './terms.js';

const usage = volumes(letters(), { '2026-02-10': '4', '2026-02-20': '6' });
const february = (of: BenefitTerms, terms: Partial<InitiativeTerms> = {}, volume = usage): Figures =>
  figuresOf(query({ initiatives: [initiative([of], terms)], volumes: volume, from: '2026-02', to: '2026-02' }));
const noAmount = { gross: null, adjusted: null };

describe('reason', () => {
  it('DRAFT without an owner: followed up, no amount', () => {
    expect(february(benefit({ estimate: [estimate('120', '2026-01-01')] }), { benefitOwner: null }).figures).toMatchObject([
      {
        quantity: { estimated: '10', actual: '10', counted: '10', excess: '0' },
        amount: { unit: 'SEK', estimated: '150.00', ...noAmount },
        rate: null,
        reason: 'DRAFT',
      },
    ]);
  });

  it('DRAFT without a process change: metered, nothing counted', () => {
    expect(february(benefit({ cap: 'month' }), { processChange: null }).figures).toMatchObject([
      { quantity: { actual: '10', counted: '0', excess: '0' }, amount: noAmount, hours: null, reason: 'DRAFT' },
    ]);
  });

  it('NO_VALUE counts from the process change on', () => {
    expect(february(benefit({ value: [] }), { processChange: '2026-02-15' }).figures).toMatchObject([
      { quantity: { actual: '10', counted: '6', excess: '0' }, amount: { unit: null, ...noAmount }, reason: 'NO_VALUE' },
    ]);
  });

  it('NO_BASELINE where none was ever measured', () => {
    expect(february(benefit({ baseline: [], cap: 'month' })).figures).toMatchObject([
      { quantity: { actual: '10', counted: '10', excess: '0' }, amount: { unit: 'SEK', ...noAmount }, reason: 'NO_BASELINE' },
    ]);
  });

  it('NO_REDEPLOYABLE until the month in which a share is stated', () => {
    const time = benefit({ value: [timeSaved('60', '2026-01-01')] });
    const without = { quantity: { counted: '10' }, amount: { unit: 'SEK', ...noAmount }, hours: null, reason: 'NO_REDEPLOYABLE' };
    expect(february(time).figures).toMatchObject([without]);
    expect(february({ ...time, adjust: [adjust('2026-01-01', { deadweight: rational('0.1') })] }).figures).toMatchObject([without]);
    expect(february({ ...time, adjust: [adjust('2026-03-01', { redeployable: rational('1') })] }).figures).toMatchObject([without]);
    expect(february({ ...time, adjust: [adjust('2026-02-28', { redeployable: rational('1') })] }).figures).toMatchObject([
      { quantity: { counted: '10' }, amount: { gross: '0.00', adjusted: '0.00' }, hours: { gross: '0.00' }, reason: null },
    ]);
  });

  it('a share stated with the process change leaves the months before to BEFORE_PROCESS_CHANGE', () => {
    const time = benefit({ value: [timeSaved('60', '2026-01-01')], adjust: [adjust('2026-03-01', { redeployable: rational('1') })] });
    expect(february(time, { processChange: '2026-03-01' }).figures).toMatchObject([{ amount: noAmount, reason: 'BEFORE_PROCESS_CHANGE' }]);
    expect(february(time, { processChange: '2026-02-28' }).figures).toMatchObject([{ amount: noAmount, reason: 'NO_REDEPLOYABLE' }]);
  });

  it('NO_REDEPLOYABLE never where a part of the month has another formula', () => {
    const half = benefit({ value: [unitValue('5', '2026-01-01'), timeSaved('60', '2026-02-15')] });
    expect(february(half).figures).toMatchObject([{ amount: { gross: '20.00' }, hours: { gross: '0.00' }, reason: null }]);
    expect(february(half, { processChange: '2026-02-15' }).figures).toMatchObject([{ amount: noAmount, reason: 'NO_REDEPLOYABLE' }]);
  });

  it('BEFORE_PROCESS_CHANGE keeps the estimate', () => {
    const planned = benefit({ estimate: [estimate('120', '2026-01-01')] });
    const before = {
      quantity: { estimated: '10', actual: '10', counted: '0', excess: '0' },
      amount: { unit: 'SEK', estimated: '150.00', ...noAmount },
      rate: null,
      reason: 'BEFORE_PROCESS_CHANGE',
    };
    expect(february(planned, { processChange: '2026-03-01' }).figures).toMatchObject([before]);
    expect(february(planned, { processChange: '2026-02-28' }).figures).toMatchObject([
      { quantity: { counted: '0' }, amount: { gross: '0.00' }, rate: '0.00', reason: null },
    ]);
    // Without usage the month says the same of its estimate.
    expect(february(planned, { processChange: '2026-03-01' }, []).figures).toMatchObject([
      { ...before, quantity: { estimated: '10', actual: '0', counted: '0', excess: '0' } },
    ]);
  });

  it('MIXED_UNITS is no sum of quantities either', () => {
    const any = benefit({ meter: meter({ units: [] }), cap: 'year', estimate: [estimate('120', '2026-01-01')] });
    const mixed = [...usage, ...volumes(letters({ unit: 'page' }), { '2026-02-01': '1' }), ...volumes(letters(), { '2026-03-01': '2' })];
    const { figures, benefits } = figuresOf(query({ initiatives: [initiative([any])], volumes: mixed, from: '2026-02', to: '2026-03' }));
    expect(figures).toMatchObject([
      {
        quantity: { unit: null, estimated: '10', actual: null, counted: null, excess: null },
        amount: { unit: 'SEK', ...noAmount },
        rate: null,
        reason: 'MIXED_UNITS',
      },
      { quantity: { unit: 'letter', actual: '2', counted: '2' }, amount: { gross: '30.00' }, reason: null },
    ]);
    expect(benefits[0]).toMatchObject({ quantity: { unit: null, actual: null, counted: null }, amount: { gross: '30.00' }, reason: null });
  });

  it('mixed units count nothing before the process change, as every other usage', () => {
    const any = benefit({ meter: meter({ units: [] }) });
    const mixed = [...usage, ...volumes(letters({ unit: 'page' }), { '2026-02-01': '1' })];
    const nothing = { unit: null, actual: null, counted: '0', excess: '0' };
    expect(february(any, { processChange: '2026-03-01' }, mixed).figures).toMatchObject([{ quantity: nothing, reason: 'BEFORE_PROCESS_CHANGE' }]);
    expect(february(any, { processChange: null }, mixed).figures).toMatchObject([{ quantity: nothing, reason: 'DRAFT' }]);
  });

  it('months of different units are no quantity of the range, while their amounts are one sum', () => {
    const any = benefit({ meter: meter({ units: [] }) });
    const changing = [...volumes(letters(), { '2026-01-01': '1' }), ...volumes(letters({ unit: 'page' }), { '2026-02-01': '2' })];
    expect(figuresOf(query({ initiatives: [initiative([any])], volumes: changing })).benefits[0]).toMatchObject({
      quantity: { unit: null, actual: null, counted: null, excess: null },
      amount: { gross: '45.00' },
      reason: null,
    });
  });

  it('names the first that applies', () => {
    const nothing = benefit({ value: [], baseline: [], meter: meter({ units: [] }) });
    const mixed = [...usage, ...volumes(letters({ unit: 'page' }), { '2026-02-01': '1' })];
    const reasons = [
      february(nothing, { benefitOwner: null, processChange: '2026-03-01' }, mixed),
      february(nothing, { processChange: '2026-03-01' }, mixed),
      february({ ...nothing, value: [timeSaved('60', '2026-03-01')] }, {}, mixed),
      february({ ...nothing, value: [timeSaved('60', '2026-03-01')], baseline: benefit().baseline }, {}, mixed),
      february({ ...nothing, value: [unitValue('1', '2026-03-01')], baseline: benefit().baseline }, {}, mixed),
      february({ ...nothing, value: [unitValue('1', '2026-01-01')], baseline: benefit().baseline }, {}, mixed),
    ].map(({ figures }) => figures[0]?.reason);
    expect(reasons).toEqual(['DRAFT', 'NO_VALUE', 'NO_BASELINE', 'NO_REDEPLOYABLE', 'BEFORE_PROCESS_CHANGE', 'MIXED_UNITS']);
  });

  it('a range says the first reason only where no month has an amount', () => {
    const planned = benefit({ estimate: [estimate('120', '2026-01-01')] });
    const ranged = (to: string): unknown =>
      figuresOf(query({ initiatives: [initiative([planned], { processChange: '2026-03-01' })], volumes: usage, to })).benefits[0];
    expect(ranged('2026-02')).toMatchObject({ amount: { gross: null, estimated: '300.00' }, rate: null, reason: 'BEFORE_PROCESS_CHANGE' });
    expect(ranged('2026-03')).toMatchObject({ amount: { gross: '0.00', estimated: '450.00' }, rate: '0.00', reason: null });
  });
});
