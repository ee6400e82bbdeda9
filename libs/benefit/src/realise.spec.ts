import { rational } from '@hemtag/kernel';
import { adjust, benefit, estimate, initiative, letters, meter, query, rate, since, timeSaved, unitValue, volumes } from '../test/terms.builder.js';
import { figuresOf, type Figures, type FiguresQuery } from './figures.js';
import type { BenefitTerms } from './terms.js';

const usage = (days: Readonly<Record<string, string>>): FiguresQuery['volumes'] => volumes(letters(), days);
const rowOf = (of: BenefitTerms, terms: Partial<FiguresQuery>): Figures['figures'][number] | undefined =>
  figuresOf(query({ initiatives: [initiative([of])], ...terms })).figures[0];

describe('realised benefit', () => {
  it('adjusts for deadweight and attribution', () => {
    const adjusted = benefit({
      value: [unitValue('100', '2026-01-01')],
      adjust: [adjust('2026-01-01', { deadweight: rational('0.10'), attribution: rational('0.95'), redeployable: rational('0.5') })],
    });
    // 900 000 × 0.90 × 0.95; the redeployable share is for time-saved only.
    expect(rowOf(adjusted, { volumes: usage({ '2026-01-01': '9000' }) })).toMatchObject({ amount: { gross: '900000.00', adjusted: '769500.00' }, hours: null });
  });

  it('takes value, rate and adjustment of each day', () => {
    const changing = benefit({
      value: [timeSaved('30', '2026-01-01'), timeSaved('60', '2026-01-11', '2')],
      adjust: [adjust('2026-01-01', { redeployable: rational('0.5') }), adjust('2026-01-21', { redeployable: rational('0.25'), deadweight: rational('0.2') })],
    });
    const row = rowOf(changing, {
      rates: [rate('hourly-cost', 'SEK/h', ['2026-01-01', '100'], ['2026-01-16', '200'])],
      volumes: usage({ '2026-01-10': '2', '2026-01-11': '2', '2026-01-15': '1', '2026-01-16': '1', '2026-01-20': '1', '2026-01-21': '1', '2026-01-31': '1' }),
    });
    // Hours: 1 + 4 + 2 + 2 + 2 + 2 + 2 = 15. Gross: 7 h × 100 + 8 h × 200 = 2 300. Adjusted: (700 + 800) × 0.5 + 800 × 0.8 × 0.25 = 910.
    // Redeployable hours: 11 × 0.5 + 4 × 0.25 = 6.5, so 8.5 are unclaimed; adjusted hours: 5.5 + 4 × 0.8 × 0.25 = 6.3; 15 / 1704 = 0.0088.
    expect(row).toMatchObject({
      amount: { unit: 'SEK', gross: '2300.00', adjusted: '910.00' },
      hours: { gross: '15.00', adjusted: '6.30', unclaimed: '8.50', fte: '0.01' },
    });
  });

  it('keeps a redeployable share that a later entry does not state, and takes its other shares', () => {
    const kept = benefit({
      value: [timeSaved('60', '2026-01-01')],
      adjust: [adjust('2026-01-01', { redeployable: rational('0.4'), attribution: rational('0.5') }), adjust('2026-01-10', { deadweight: rational('0.1') })],
    });
    const row = rowOf(kept, { rates: [rate('hourly-cost', 'SEK/h', ['2020-01-01', '100'])], volumes: usage({ '2026-01-09': '1', '2026-01-10': '1' }) });
    // 100 × 0.5 × 0.4 + 100 × 0.9 × 1 × 0.4
    expect(row).toMatchObject({ amount: { gross: '200.00', adjusted: '56.00' }, hours: { unclaimed: '1.20' } });
  });

  it('counts days before the first redeployable share in quantity and not in amount', () => {
    const later = benefit({ value: [timeSaved('60', '2026-01-01')], adjust: [adjust('2026-01-10', { redeployable: rational('1') })] });
    const row = rowOf(later, { rates: [rate('hourly-cost', 'SEK/h', ['2020-01-01', '100'])], volumes: usage({ '2026-01-09': '5', '2026-01-10': '2' }) });
    expect(row).toMatchObject({ quantity: { counted: '7' }, amount: { gross: '200.00' }, hours: { gross: '2.00' }, reason: null });
  });

  it('is not adjusted before the first entry nor after an entry has ended', () => {
    const ended = benefit({
      value: [unitValue('10', '2026-01-01')],
      adjust: [{ ...adjust('2026-01-10', { deadweight: rational('0.5') }), validTo: '2026-01-20' }],
    });
    expect(rowOf(ended, { volumes: usage({ '2026-01-09': '1', '2026-01-10': '1', '2026-01-19': '1', '2026-01-20': '1' }) })).toMatchObject({
      amount: { gross: '40.00', adjusted: '30.00' },
    });
  });

  it('counts from the day of the process change on', () => {
    const figures = figuresOf(
      query({ initiatives: [initiative([benefit()], { processChange: '2026-01-15' })], volumes: usage({ '2026-01-14': '3', '2026-01-15': '4' }) }),
    );
    expect(figures.figures[0]).toMatchObject({ quantity: { actual: '7', counted: '4', excess: '0' }, amount: { gross: '60.00' } });
  });

  it('counts nothing from the day on which the last value ends', () => {
    const ended = benefit({ value: [unitValue('15', '2026-01-01', '2026-01-20')] });
    expect(rowOf(ended, { volumes: usage({ '2026-01-19': '3', '2026-01-20': '4' }) })).toMatchObject({
      quantity: { actual: '7', counted: '3', excess: '0' },
      amount: { gross: '45.00' },
    });
  });

  it('turns every amount of a disbenefit negative, and leaves its rate', () => {
    const extra = benefit({
      polarity: 'DISBENEFIT',
      value: [timeSaved('30', '2026-01-01')],
      adjust: [adjust('2026-01-01', { redeployable: rational('0.5') })],
      estimate: [estimate('120', '2026-01-01')],
    });
    const { figures, initiatives } = figuresOf(
      query({
        initiatives: [initiative([extra])],
        rates: [rate('hourly-cost', 'SEK/h', ['2020-01-01', '100'])],
        volumes: usage({ '2026-01-01': '8' }),
        to: '2026-01',
      }),
    );
    expect(figures).toMatchObject([
      {
        quantity: { estimated: '10', counted: '8' },
        amount: { estimated: '-500.00', gross: '-400.00', adjusted: '-200.00' },
        hours: { gross: '-4.00', adjusted: '-2.00', unclaimed: '-2.00', fte: '0.00' },
        rate: '80.00',
      },
    ]);
    expect(initiatives[0]).toMatchObject({ net: '-400.00' });
  });

  it('rounds only what it prints: 225 × 11/9 × 0.1326 is 36.465', () => {
    const co2 = benefit({ type: 'ENVIRONMENT', value: [{ formula: 'emission', perUnit: rational('11/9'), factor: 'car-co2', ...since('2026-01-01') }] });
    const rates = [rate('car-co2', 'kg/km', ['2020-01-01', '0.1326'])];
    expect(rowOf(co2, { rates, volumes: usage({ '2026-01-01': '100', '2026-01-02': '125' }) })).toMatchObject({ amount: { unit: 'kg CO2e', gross: '36.47' } });
  });

  it('leaves a native amount in its own unit, out of every sum of money', () => {
    const calm = benefit({ type: 'QUALITY', value: [{ formula: 'native', perUnit: rational('0.5'), unit: 'undisturbed night', ...since('2026-01-01') }] });
    const { figures, initiatives } = figuresOf(query({ initiatives: [initiative([calm])], volumes: usage({ '2026-01-01': '9' }) }));
    expect(figures[0]).toMatchObject({ amount: { unit: 'undisturbed night', gross: '4.50' } });
    expect(initiatives[0]).toMatchObject({
      byType: [{ type: 'QUALITY', unit: 'undisturbed night', gross: '4.50' }],
      net: null,
      warnings: ['NET_UNDEFINED', 'NO_RUNNING_COST'],
    });
  });

  it('never adds amounts of two units when a formula is exchanged', () => {
    const exchanged = benefit({
      type: 'ENVIRONMENT',
      value: [{ formula: 'distance', perUnit: rational('2'), ...since('2026-01-01') }, unitValue('3', '2026-02-15')],
    });
    const { figures, benefits } = figuresOf(
      query({ initiatives: [initiative([exchanged])], volumes: usage({ '2026-01-01': '1', '2026-02-01': '1', '2026-02-20': '1', '2026-03-01': '1' }) }),
    );
    expect(figures).toMatchObject([
      { amount: { unit: 'km', gross: '2.00' }, reason: null },
      { quantity: { counted: '2' }, amount: { unit: 'SEK', gross: null }, reason: 'MIXED_UNITS' },
      { amount: { unit: 'SEK', gross: '3.00' }, reason: null },
    ]);
    expect(benefits[0]).toMatchObject({ quantity: { counted: '4' }, amount: { gross: null }, reason: 'MIXED_UNITS' });
  });

  it('adds up one unit metered in several series of a day', () => {
    const wide = benefit({ meter: meter({ subjects: ['message:*'] }), value: [unitValue('15', '2026-01-01')] });
    const several = [
      ...volumes(letters(), { '2026-01-01': '2' }),
      ...volumes(letters({ subject: 'message:reminder' }), { '2026-01-01': '3' }),
      ...volumes(letters({ orgUnit: 'school' }), { '2026-01-01': '0.5' }),
    ];
    expect(rowOf(wide, { volumes: several })).toMatchObject({ quantity: { actual: '5.5' }, amount: { gross: '82.50' } });
  });
});
