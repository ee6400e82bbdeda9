import { rational } from '@hemtag/kernel';
import { seriesR } from '../test/series-r.builder.js';
import { benefit, estimate, initiative, letters, query, spread, unitValue, volumes } from '../test/terms.builder.js';
import { figuresOf, type Figures, type FiguresQuery } from './figures.js';

type Forecast = Figures['benefits'][number]['forecast'];
const forecast = (of: FiguresQuery): Forecast | undefined => figuresOf(of).benefits[0]?.forecast;

describe('forecast of series R (d6)', () => {
  it('is 1 477 500 seasonal, 1 491 000 with the remaining plan and 1 182 000 by the mean month', () => {
    expect(forecast(seriesR)).toEqual({ method: 'seasonal', amount: '1477500.00', plan: '1500000.00' });
    expect(forecast({ ...seriesR, forecast: 'plan-remaining' })).toEqual({ method: 'plan-remaining', amount: '1491000.00', plan: '1500000.00' });
    expect(forecast({ ...seriesR, forecast: 'run-rate' })).toEqual({ method: 'run-rate', amount: '1182000.00', plan: '1500000.00' });
  });

  it('takes January to the end of the range, wherever the range begins, and nothing later', () => {
    expect(forecast({ ...seriesR, from: '2026-06' })).toMatchObject({ amount: '1477500.00' });
    expect(forecast({ ...seriesR, from: '2025-03' })).toMatchObject({ amount: '1477500.00' });
    // 257 250 of 270 000 by the end of March: 257 250 + 1 230 000 × 0.952777….
    expect(forecast({ ...seriesR, to: '2026-03' })).toMatchObject({ amount: '1429166.67', plan: '1500000.00' });
    expect(forecast({ ...seriesR, to: '2026-12' })).toMatchObject({ amount: '591000.00' });
  });
});

describe('forecast', () => {
  const used = volumes(letters(), { '2026-02-10': '10' });
  const of = (terms: Parameters<typeof benefit>[0], more: Partial<FiguresQuery> = {}): FiguresQuery =>
    query({ initiatives: [initiative([benefit({ value: [unitValue('2', '2026-01-01')], ...terms })])], volumes: used, to: '2026-02', ...more });

  it('is null without a rate, while the mean month needs none', () => {
    expect(forecast(of({}))).toEqual({ method: 'seasonal', amount: null, plan: null });
    expect(forecast(of({}, { forecast: 'plan-remaining' }))).toMatchObject({ amount: null });
    expect(forecast(of({}, { forecast: 'run-rate' }))).toMatchObject({ amount: '120.00', plan: null });
    expect(forecast(of({ estimate: [estimate('0', '2026-01-01')] }))).toEqual({ method: 'seasonal', amount: null, plan: '0.00' });
  });

  it('counts a month without usage as one that gave nothing', () => {
    // January gave nothing of 20, February 20 of 20: half of the 200 that remain.
    expect(forecast(of({ estimate: [estimate('120', '2026-01-01')] }, { from: '2026-02' }))).toMatchObject({ amount: '120.00', plan: '240.00' });
  });

  it('has nothing so far where the estimate begins only later', () => {
    expect(forecast(of({ estimate: [estimate('120', '2026-03-01')] }))).toMatchObject({ amount: null, plan: '200.00' });
    expect(forecast(of({ estimate: [estimate('120', '2026-03-01')] }, { forecast: 'plan-remaining' }))).toMatchObject({ amount: '220.00' });
  });

  it('keeps the sign of a disbenefit', () => {
    const extra = of({ polarity: 'DISBENEFIT', estimate: [estimate('120', '2026-01-01')] });
    expect(forecast(extra)).toMatchObject({ amount: '-120.00', plan: '-240.00' });
  });
});

it('the three-point mean of 20, 22 and 25 is 22.166667, of 20, 22.5 and 25 it is 22.5 (d2)', () => {
  const mean = (likely: string): string | null | undefined => {
    const band = estimate('22', '2026-01-01', { low: rational('20'), likely: rational(likely), high: rational('25') });
    return figuresOf(query({ initiatives: [initiative([benefit({ estimate: [band] })])], volumes: spread(letters(), '2026-01', 1n) })).benefits[0]?.quantity
      .mean;
  };
  expect([mean('22'), mean('22.5')]).toEqual(['22.166667', '22.5']);
});
