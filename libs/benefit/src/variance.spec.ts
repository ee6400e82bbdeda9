import { monthRange, rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { seriesR } from '../test/series-r.builder.js';
import { adjust, benefit, estimate, initiative, letters, meter, query, rate, spread, timeSaved, unitValue, volumes } from '../test/terms.builder.js';
import { figuresOf, type Figures, type FiguresQuery } from './figures.js';
import { varianceOf } from './variance.js';

const sumOf = (of: FiguresQuery): Figures['benefits'][number] | undefined => figuresOf(of).benefits[0];
const items = (each: bigint) => monthRange('2026-01', '2026-12').flatMap((month) => spread(letters(), month, each));

describe('variance', () => {
  it('of series R is all volume', () => {
    expect(sumOf(seriesR)?.variance).toEqual({ total: '-9000.00', volume: '-9000.00', price: '0.00', adjustment: '0.00' });
  });

  it('splits +14 640 into −9 000 of volume and +23 640 of price where a letter gives 15.60 (d15)', () => {
    const [first] = seriesR.initiatives;
    const dearer = first?.benefits.map((of) => ({ ...of, value: [unitValue('15.00', '2025-12-01'), unitValue('15.60', '2026-01-01')] })) ?? [];
    const frozen = dearer.map((of) => ({ ...of, estimate: of.estimate.map((version) => ({ ...version, validFrom: '2025-12-01' })) }));
    const { amount, variance } = sumOf({ ...seriesR, initiatives: [initiative(frozen)] }) ?? {};
    expect(amount).toMatchObject({ estimated: '600000.00', gross: '614640.00' });
    expect(variance).toEqual({ total: '14640.00', volume: '-9000.00', price: '23640.00', adjustment: '0.00' });
  });

  it('of 1 040 items for 1 200 and 13 minutes for 15 at 50 an hour: 135 200.00, −24 000.00 by volume and −20 800.00 by price', () => {
    const leap = benefit({
      type: 'REDISTRIBUTED',
      value: [timeSaved('15', '2025-12-01'), timeSaved('13', '2026-01-01')],
      estimate: [estimate('14400', '2025-12-01')],
      adjust: [adjust('2025-12-01', { redeployable: rational('1') })],
    });
    const rates = [rate('hourly-cost', 'SEK/h', ['2025-01-01', '50'])];
    expect(sumOf(query({ initiatives: [initiative([leap])], rates, volumes: items(1040n) }))).toMatchObject({
      amount: { estimated: '180000.00', gross: '135200.00', adjusted: '135200.00' },
      variance: { total: '-44800.00', volume: '-24000.00', price: '-20800.00', adjustment: '0.00' },
    });
  });

  it('has what was adjusted as its own part', () => {
    const adjusted = benefit({ estimate: [estimate('120', '2026-01-01')], adjust: [adjust('2026-01-01', { deadweight: rational('0.1') })] });
    expect(sumOf(query({ initiatives: [initiative([adjusted])], volumes: items(10n) }))?.variance).toEqual({
      total: '-180.00',
      volume: '0.00',
      price: '0.00',
      adjustment: '-180.00',
    });
  });

  it('is null without an estimate, with one of nothing, and where the amount is not known', () => {
    expect(sumOf(query({ initiatives: [initiative([benefit()])], volumes: items(1n) }))?.variance).toBeNull();
    expect(sumOf(query({ initiatives: [initiative([benefit({ estimate: [estimate('0', '2026-01-01')] })])], volumes: items(1n) }))?.variance).toBeNull();
    const draft = initiative([benefit({ estimate: [estimate('12', '2026-01-01')] })], { benefitOwner: null });
    expect(sumOf(query({ initiatives: [draft], volumes: items(1n) }))?.variance).toBeNull();
  });

  it('adds up exactly, whatever the numbers', () => {
    const number = fc.tuple(fc.bigInt({ min: -10_000n, max: 10_000n }), fc.bigInt({ min: 1n, max: 97n })).map(([n, d]) => rational(`${n}/${d}`));
    fc.assert(
      fc.property(number, number, number, number, number, (estimatedQuantity, estimated, counted, gross, adjusted) => {
        const nothing = { unit: null, low: null, likely: null, high: null, mean: null, actual: null, excess: null };
        const variance = varianceOf({
          quantity: { ...nothing, estimated: estimatedQuantity, counted },
          amount: { unit: 'SEK', estimated, gross, adjusted, realEstimated: null, realGross: null },
        });
        if (estimatedQuantity.n === 0n) return variance === null;
        return variance !== null && variance.volume.add(variance.price).add(variance.adjustment).equals(variance.total);
      }),
      { seed: 20260302, numRuns: 500 },
    );
  });
});

describe('unrealised potential (d7)', () => {
  it('is 9 000 against the plan and 459 000 against 70 000 letters of the whole channel', () => {
    const digital = meter({ channels: ['digital-mail'] });
    const [first] = seriesR.initiatives;
    const benefits = first?.benefits.map((of) => ({ ...of, meter: digital, potential: meter() })) ?? [];
    const paper = volumes(letters({ channel: 'paper-mail' }), { '2026-03-02': '30600' });
    expect(sumOf({ ...seriesR, initiatives: [initiative(benefits)], volumes: [...seriesR.volumes, ...paper] })).toMatchObject({
      unrealised: { plan: '9000.00', potential: '459000.00' },
      adoption: { potential: '70000', share: '56.29' },
    });
  });

  it('is null without an estimate and without a potential', () => {
    expect(sumOf(query({ initiatives: [initiative([benefit()])], volumes: items(1n) }))?.unrealised).toEqual({ plan: null, potential: null });
  });
});
