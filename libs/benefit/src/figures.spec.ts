import { benefit, estimate, initiative, letters, meter, query, rate, since, unitValue, volumes } from '../test/terms.builder.js';
import { figuresOf, type Figures } from './figures.js';

const usage = volumes(letters(), { '2026-02-10': '4', '2026-01-31': '6' });

describe('figures', () => {
  const initiatives = [initiative([benefit({ name: 'y' }), benefit({ name: 'x' })], { name: 'n' }), initiative([benefit({ name: 'y' })], { name: 'm' })];
  const ids = ({ figures }: Figures): string[] => figures.map(({ id }) => id.replace('SE-2281:', ''));

  it('stand in the order of initiative, benefit and month, whatever the order of the register and the volumes', () => {
    const all = figuresOf(query({ initiatives, volumes: usage }));
    expect(ids(all)).toEqual(['m:y:2026-01', 'm:y:2026-02', 'n:x:2026-01', 'n:x:2026-02', 'n:y:2026-01', 'n:y:2026-02']);
    expect(all.benefits.map((of) => `${of.initiative}:${of.benefit}`)).toEqual(['m:y', 'n:x', 'n:y']);
    expect(all.initiatives.map((of) => of.initiative)).toEqual(['m', 'n']);
  });

  it('are those of the initiative and the benefit selected, with the net of the whole initiative', () => {
    expect(ids(figuresOf(query({ initiatives, volumes: usage, initiative: 'n', from: '2026-02' })))).toEqual(['n:x:2026-02', 'n:y:2026-02']);
    const one = figuresOf(query({ initiatives, volumes: usage, initiative: 'n', benefit: 'x' }));
    expect(ids(one)).toEqual(['n:x:2026-01', 'n:x:2026-02']);
    expect(one.benefits).toHaveLength(1);
    expect(one.initiatives).toMatchObject([{ initiative: 'n', net: '300.00' }]);
    expect(figuresOf(query({ initiatives, volumes: usage, benefit: 'x' })).initiatives.map((of) => of.initiative)).toEqual(['n']);
  });

  it('have a sum for a benefit without rows, with nothing in it', () => {
    const { figures, benefits } = figuresOf(query({ initiatives: [initiative([benefit()])], volumes: usage, from: '2026-05', to: '2026-06' }));
    expect(figures).toEqual([]);
    expect(benefits).toMatchObject([
      {
        quantity: { unit: 'letter', estimated: null, actual: null, counted: null, excess: null, mean: null },
        amount: { unit: 'SEK', estimated: null, gross: null, adjusted: null },
        hours: null,
        adoption: null,
        rate: null,
        harvestRate: null,
        reason: null,
      },
    ]);
  });

  it('keep a month whose usage was retracted to zero as a row of zeros', () => {
    const { figures } = figuresOf(query({ initiatives: [initiative([benefit()])], volumes: volumes(letters(), { '2026-01-31': '0' }) }));
    expect(figures).toMatchObject([
      { month: '2026-01', quantity: { unit: 'letter', actual: '0', counted: '0', excess: '0' }, amount: { gross: '0.00', adjusted: '0.00' } },
    ]);
  });
});

describe('adoption', () => {
  const whole = benefit({ meter: meter({ channels: ['digital-mail'] }), potential: meter() });
  const digital = volumes(letters(), { '2026-01-10': '39000', '2026-02-10': '400' });
  const paper = volumes(letters({ channel: 'paper-mail' }), { '2026-01-11': '30000', '2026-03-01': '600' });
  const from = (terms: Parameters<typeof benefit>[0], all = [...digital, ...paper]): Figures =>
    figuresOf(query({ initiatives: [initiative([{ ...whole, ...terms }])], volumes: all, to: '2026-03' }));

  it('is the share of the whole channel, over the range also of months without own usage', () => {
    const { figures, benefits } = from({});
    expect(figures.map(({ adoption }) => adoption)).toEqual([
      { potential: '69000', share: '56.52' },
      { potential: '400', share: '100.00' },
    ]);
    // 39 400 of 70 000.
    expect(benefits[0]?.adoption).toEqual({ potential: '70000', share: '56.29' });
  });

  it('has no share of nothing, and is missing without a potential or with one of mixed units', () => {
    expect(from({ estimate: [estimate('12', '2026-01-01')] }, []).figures[0]?.adoption).toEqual({ potential: '0', share: null });
    expect(from({ potential: null }).figures[0]?.adoption).toBeNull();
    expect(
      from({ potential: meter({ units: [] }) }, [...digital, ...volumes(letters({ unit: 'page' }), { '2026-01-01': '1' })]).figures[0]?.adoption,
    ).toBeNull();
  });
});

describe('amounts in prices of one year', () => {
  const pkv = rate('pkv', '1', ['2026-01-01', '100'], ['2026-07-01', '102'], ['2027-01-01', '103.4']);
  const indexed = benefit({
    value: [unitValue('347.04', '2026-01-01'), unitValue('358.83936', '2027-01-01')],
    estimate: [estimate('12', '2026-01-01', { index: 'pkv' })],
  });
  const real = (terms: Parameters<typeof benefit>[0], priceYear?: number): Figures =>
    figuresOf(
      query({
        initiatives: [initiative([{ ...indexed, ...terms }])],
        rates: [pkv],
        volumes: volumes(letters(), { '2026-12-31': '1', '2027-01-01': '1' }),
        from: '2026-12',
        to: '2027-01',
        ...(priceYear === undefined ? {} : { priceYear }),
      }),
    );

  it('divide by the index of the month’s year over that of the price year, both of 1 January', () => {
    const { figures, benefits } = real({}, 2026);
    // 347.04 × 1.034 = 358.84 is 347.04 again in prices of 2026; the estimate stays frozen at 347.04: 347.04 / 1.034 = 335.63.
    expect(figures).toMatchObject([
      { amount: { gross: '347.04', realGross: '347.04', estimated: '347.04', realEstimated: '347.04' } },
      { amount: { gross: '358.84', realGross: '347.04', estimated: '347.04', realEstimated: '335.63' } },
    ]);
    expect(benefits[0]).toMatchObject({ amount: { gross: '705.88', realGross: '694.08', realEstimated: '682.67' } });
    expect(real({}, 2027).figures[0]).toMatchObject({ amount: { realGross: '358.84' } });
  });

  it('are null without an index, or without a number for one of the years', () => {
    const missing = { amount: { realGross: null, realEstimated: null } };
    expect(real({ estimate: [estimate('12', '2026-01-01')] }, 2026)).toMatchObject({ figures: [missing, missing], benefits: [missing] });
    expect(real({}, 2025)).toMatchObject({ figures: [missing, missing], benefits: [missing] });
    expect(real({ estimate: [] }, 2026)).toMatchObject({ figures: [missing, missing] });
  });

  it('are null for a range in which a month has none', () => {
    const half = [estimate('12', '2026-12-01', { index: 'pkv' }), estimate('12', '2027-01-01', { version: 2 })];
    expect(real({ estimate: half }, 2026).benefits[0]).toMatchObject({ amount: { gross: '705.88', realGross: null, realEstimated: null } });
  });

  it('are left out unless a price year is asked for', () => {
    expect(Object.keys(real({}).figures[0]?.amount ?? {})).toEqual(['unit', 'estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'asReported']);
  });

  it('keep the sign of a disbenefit', () => {
    expect(real({ polarity: 'DISBENEFIT' }, 2026).figures[1]).toMatchObject({ amount: { realGross: '-347.04', realEstimated: '-335.63' } });
  });
});

describe('the formula amount', () => {
  it('meters no measure in another currency, neither as usage nor as a source', () => {
    const paid = benefit({ meter: meter({ units: [], measure: 'amount' }), value: [{ formula: 'amount', ...since('2026-01-01') }] });
    const of = (unit: string): ReturnType<typeof letters> => letters({ measure: { name: 'amount', unit } });
    const foreign = volumes(of('EUR'), { '2026-01-01': '5' });
    expect(figuresOf(query({ initiatives: [initiative([paid])], volumes: foreign })).figures).toEqual([]);
    const { figures } = figuresOf(query({ initiatives: [initiative([paid])], volumes: [...foreign, ...volumes(of('SEK'), { '2026-01-01': '7.25' })] }));
    expect(figures).toMatchObject([{ quantity: { unit: 'SEK', actual: '7.25' }, amount: { unit: 'SEK', gross: '7.25' }, reason: null }]);
  });
});
