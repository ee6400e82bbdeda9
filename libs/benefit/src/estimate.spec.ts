import { exactText, formatAmount, rational } from '@hemtag/kernel';
import { benefit, estimate, initiative, letters, query, rate, spread, timeSaved, unitValue, volumes } from '../test/terms.builder.js';
import { estimateOf, rampShare } from './estimate.js';
import { figuresOf } from './figures.js';

const context = { currency: 'SEK', rates: new Map() };
const shares = (...texts: string[]): ReturnType<typeof rational>[] => texts.map((text) => rational(text));
const LINEAR = shares('1/6', '2/6', '3/6', '4/6', '5/6', '1');

describe('estimate', () => {
  it('ramps up in six months to a twelfth of 100 000', () => {
    const ramped = benefit({ estimate: [estimate('100000', '2026-01-15', { rampUp: { per: 'month', shares: LINEAR } })] });
    const months = ['2026-01', '2026-03', '2026-06', '2026-12'].map((month) => formatAmount(estimateOf(ramped, context, month)?.quantity ?? rational('0')));
    expect(months).toEqual(['1388.89', '4166.67', '8333.33', '8333.33']);
  });

  it('ramps up by years counted from the month of validFrom, whatever the calendar year', () => {
    const ramp = estimate('100', '2026-07-20', { rampUp: { per: 'year', shares: shares('0.4', '0.7', '1') } });
    const at = (month: string): string => exactText(rampShare(ramp, month));
    expect([at('2026-07'), at('2027-06'), at('2027-07'), at('2028-06'), at('2028-07'), at('2040-01')]).toEqual(['2/5', '2/5', '7/10', '7/10', '1', '1']);
  });

  it('counts the month in which it becomes valid whole, and none before', () => {
    const late = benefit({ estimate: [estimate('1200', '2026-03-31')] });
    expect(estimateOf(late, context, '2026-02')).toBeNull();
    expect(exactText(estimateOf(late, context, '2026-03')?.quantity ?? rational('0'))).toBe('100');
  });

  it('gives way to a later version, which starts its own ramp', () => {
    const ramp = { per: 'month', shares: shares('1/2', '1') } as const;
    const twice = benefit({ estimate: [estimate('1200', '2026-01-01', { rampUp: ramp }), estimate('2400', '2026-03-10', { version: 2, rampUp: ramp })] });
    const quantities = ['2026-01', '2026-02', '2026-03', '2026-04'].map((month) => exactText(estimateOf(twice, context, month)?.quantity ?? rational('0')));
    expect(quantities).toEqual(['50', '100', '100', '200']);
  });

  it('ends where its validTo says so', () => {
    const ended = benefit({ estimate: [{ ...estimate('1200', '2026-01-01'), validTo: '2026-03-01' }] });
    expect(estimateOf(ended, context, '2026-02')).not.toBeNull();
    expect(estimateOf(ended, context, '2026-03')).toBeNull();
  });

  it('takes the optimism bias from estimate and band, never from what is realised', () => {
    const biased = benefit({
      estimate: [
        estimate('100000', '2026-01-01', { optimismBias: rational('0.15'), low: rational('80000'), likely: rational('98000'), high: rational('110000') }),
      ],
    });
    const { figures, benefits } = figuresOf(query({ initiatives: [initiative([biased])], volumes: spread(letters(), '2026-01', 8400n) }));
    // 1 500 000 × 0.85 = 1 275 000 a year; a twelfth of 80 000 × 0.85; (68 000 + 4 × 83 300 + 93 500) / 6 = 82 450.
    expect(figures[0]).toMatchObject({ quantity: { estimated: '7083.333333', low: '5666.666667', high: '7791.666667' }, amount: { gross: '126000.00' } });
    expect(benefits[0]).toMatchObject({ quantity: { estimated: '85000', low: '68000', high: '93500', mean: '82450' }, amount: { estimated: '1275000.00' } });
  });

  it('freezes its amount at the value and the rate in force on its validFrom', () => {
    const frozen = benefit({ value: [unitValue('15.00', '2026-01-01'), unitValue('15.60', '2026-02-01')], estimate: [estimate('120', '2026-01-01')] });
    const time = benefit({ name: 'time', value: [timeSaved('60', '2026-01-01')], estimate: [estimate('120', '2026-01-01')] });
    const { figures } = figuresOf(
      query({
        initiatives: [initiative([frozen, time])],
        rates: [rate('hourly-cost', 'SEK/h', ['2026-01-01', '300'], ['2026-02-01', '400'])],
        from: '2026-03',
        to: '2026-03',
      }),
    );
    expect(figures).toMatchObject([{ amount: { estimated: '150.00' } }, { amount: { estimated: '3000.00', unit: 'SEK' } }]);
  });

  it('has a quantity and no amount where it is older than the first value', () => {
    const early = benefit({ value: [unitValue('15.00', '2026-02-01')], estimate: [estimate('1200', '2026-01-31')] });
    const { figures, benefits } = figuresOf(query({ initiatives: [initiative([early])], volumes: volumes(letters(), { '2026-02-01': '7' }), to: '2026-02' }));
    expect(figures).toMatchObject([
      { quantity: { estimated: '100' }, amount: { estimated: null, gross: null }, rate: null, reason: 'BEFORE_PROCESS_CHANGE' },
      { quantity: { estimated: '100' }, amount: { estimated: null, gross: '105.00' }, rate: null, reason: null },
    ]);
    expect(benefits[0]).toMatchObject({ quantity: { estimated: '200' }, amount: { estimated: null }, rate: null });
  });

  it('gives no rate where it is zero', () => {
    const none = benefit({ estimate: [estimate('0', '2026-01-01')] });
    const { figures } = figuresOf(query({ initiatives: [initiative([none])], volumes: volumes(letters(), { '2026-01-01': '7' }), to: '2026-01' }));
    expect(figures).toMatchObject([{ amount: { estimated: '0.00', gross: '105.00' }, rate: null }]);
  });

  it('shows no band for a range in which a month lacks it', () => {
    const band = { low: rational('60'), likely: rational('120'), high: rational('180') };
    const half = benefit({ estimate: [estimate('120', '2026-01-01', band), estimate('120', '2026-02-01', { version: 2 })] });
    const { figures, benefits } = figuresOf(query({ initiatives: [initiative([half])], to: '2026-02' }));
    expect(figures).toMatchObject([{ quantity: { low: '5', high: '15' } }, { quantity: { low: null, high: null } }]);
    expect(benefits[0]?.quantity).toMatchObject({ estimated: '20', low: null, high: null, mean: null });
  });
});
