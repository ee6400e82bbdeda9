import { seriesR } from '../test/series-r.builder.js';
import { figuresOf } from './figures.js';

describe('reference series R', () => {
  it('gives estimate, amount and rate of every month', () => {
    const { figures } = figuresOf(seriesR);
    expect(figures.map(({ month, quantity, amount, rate }) => [month, quantity.estimated, quantity.counted, amount.gross, rate])).toEqual([
      ['2026-01', '5000', '4200', '63000.00', '84.00'],
      ['2026-02', '6000', '6300', '94500.00', '105.00'],
      ['2026-03', '7000', '6650', '99750.00', '95.00'],
      ['2026-04', '8000', '8400', '126000.00', '105.00'],
      ['2026-05', '8000', '7900', '118500.00', '98.75'],
      ['2026-06', '6000', '5950', '89250.00', '99.17'],
    ]);
  });

  it('prints a row with all its members', () => {
    expect(figuresOf(seriesR).figures[0]).toEqual({
      id: 'SE-2281:digital-post:postage:2026-01',
      kind: 'ORIGINAL',
      initiative: 'digital-post',
      benefit: 'postage',
      type: 'FINANCIAL',
      evidence: 'BEDOMD',
      month: '2026-01',
      state: 'OPEN',
      quantity: { unit: 'letter', estimated: '5000', low: '4000', high: '5500', actual: '4200', counted: '4200', excess: '0' },
      amount: { unit: 'SEK', estimated: '75000.00', gross: '63000.00', adjusted: '63000.00', confirmed: null, harvested: null, asReported: null },
      confirmation: null,
      hours: null,
      adoption: null,
      rate: '84.00',
      complete: true,
      reason: null,
    });
  });

  it('nets the range of its running cost and of everything paid once', () => {
    const { benefits, initiatives } = figuresOf(seriesR);
    // Rate of the sums, not the mean of monthly rates (97.82). Mean quantity: (32 000 + 4 × 39 200 + 44 000) / 6.
    expect(benefits).toMatchObject([
      { rate: '98.50', amount: { gross: '591000.00', estimated: '600000.00' }, quantity: { estimated: '40000', mean: '38800' } },
    ]);
    expect(initiatives).toEqual([
      {
        initiative: 'digital-post',
        currency: 'SEK',
        byType: [{ type: 'FINANCIAL', unit: 'SEK', gross: '591000.00', adjusted: '591000.00' }],
        runningCost: '125000.00',
        oneOffCost: '400000.00',
        net: '466000.00',
        cumulativeNet: '66000.00',
        complete: true,
        warnings: [],
      },
    ]);
  });

  it('accumulates net month by month, from before the range on', () => {
    const cumulative = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'].map(
      (month) => figuresOf({ ...seriesR, from: month, to: month }).initiatives[0]?.cumulativeNet,
    );
    expect(cumulative).toEqual(['-357833.33', '-284166.67', '-205250.00', '-100083.33', '-2416.67', '66000.00']);
  });

  it('shows the months to come with their estimate and no usage', () => {
    const { figures, benefits } = figuresOf({ ...seriesR, to: '2026-12' });
    expect(figures).toHaveLength(12);
    expect(figures[11]).toMatchObject({
      month: '2026-12',
      quantity: { unit: 'letter', estimated: '11000', actual: '0', counted: '0', excess: '0' },
      amount: { estimated: '165000.00', gross: '0.00', adjusted: '0.00' },
      rate: '0.00',
      complete: true,
      reason: null,
    });
    expect(benefits[0]).toMatchObject({ amount: { estimated: '1500000.00', gross: '591000.00' }, rate: '39.40' });
  });

  it('takes no volume after the range', () => {
    const march = figuresOf({ ...seriesR, from: '2026-01', to: '2026-03' });
    expect(march.benefits[0]?.amount.gross).toBe('257250.00');
    expect(march).toMatchObject({ tenant: 'SE-2281', from: '2026-01', to: '2026-03', asKnownOn: '2027-01-15T08:00:00+01:00' });
  });
});

describe('exact numbers', () => {
  const { figures, benefits, initiatives } = figuresOf({ ...seriesR, isExact: true });

  it('stand beside the printed ones where they are asked for', () => {
    expect(figures[0]?.exact).toEqual({
      quantity: { estimated: '5000', low: '4000', high: '5500', actual: '4200', counted: '4200', excess: '0' },
      amount: { estimated: '75000', gross: '63000', adjusted: '63000', confirmed: null, harvested: null, asReported: null },
      hours: null,
    });
    expect(benefits[0]?.exact).toMatchObject({
      amount: { estimated: '600000', gross: '591000' },
      forecast: { amount: '1477500', plan: '1500000' },
      variance: { total: '-9000', volume: '-9000', price: '0', adjustment: '0' },
    });
    expect(figuresOf(seriesR).figures[0]).not.toHaveProperty('exact');
  });

  it('tell the net month by month, as fractions where a decimal would be rounded', () => {
    const [digitalPost] = initiatives;
    expect(digitalPost?.exact).toMatchObject({ netType: 'FINANCIAL', runningCost: '125000', oneOffCost: '400000', net: '466000', cumulativeNet: '66000' });
    // 63 000 − 250 000 / 12 = 126 500 / 3, and 400 000 less.
    expect(digitalPost?.exact?.months[0]).toEqual({
      month: '2026-01',
      gross: '63000',
      runningCost: '62500/3',
      oneOffCost: '400000',
      net: '126500/3',
      cumulativeNet: '-1073500/3',
    });
    expect(digitalPost?.exact?.months).toHaveLength(6);
  });
});
