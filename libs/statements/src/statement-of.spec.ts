import { factsOf, seriesR } from '../test/facts.builder.js';
import type { StatementFacts } from './facts.js';
import { statementOf } from './statement-of.js';
import { faultText } from './statement-fault.js';
import type { Statement } from './statement.js';

const digest = (text: string): string => `sha of ${text.length}`;
function made(facts: StatementFacts): Statement {
  const result = statementOf(facts, digest);
  if (!result.ok) throw new Error(result.error.map(faultText).join('\n'));
  return result.value;
}

describe('series R in June', () => {
  const june = made(factsOf({ period: '2026-06', initiatives: [seriesR] }));

  it('is summed over the month and the year to date', () => {
    expect(june.header).toMatchObject({ tenant: 'SE-2281', title: { und: 'Sundsvalls kommun' }, state: 'FINAL', version: 1, isComplete: true });
    const [financial] = june.summary.totals;
    expect(financial).toMatchObject({
      type: 'FINANCIAL',
      unit: 'SEK',
      isMoney: true,
      period: { amounts: { estimated: '90000.00', gross: '89250.00', rate: '99.17' } },
      yearToDate: { amounts: { estimated: '600000.00', gross: '591000.00', adjusted: '591000.00', rate: '98.50' }, rounding: { gross: '0.00' } },
      forecast: { method: 'seasonal', amount: '1477500.00', plan: '1500000.00', without: 0 },
    });
    // Never a mean of rates, which would be 97.82.
    expect(june.summary.nets).toMatchObject([
      {
        type: 'FINANCIAL',
        currency: 'SEK',
        period: { amounts: { gross: '89250.00', runningCost: '20833.33', net: '68416.67' } },
        yearToDate: { amounts: { gross: '591000.00', runningCost: '125000.00', net: '466000.00' } },
        oneOffCost: '400000.00',
        cumulativeNet: '66000.00',
        withoutRunningCost: 0,
      },
    ]);
  });

  it('names the deviation of the period with its parts', () => {
    // 50 letters fewer than estimated in June, at 15 kr.
    expect(june.summary.deviations).toMatchObject([
      { benefit: { name: 'postage' }, difference: '-750.00', volume: '-750.00', price: '0.00', adjustment: '0.00' },
    ]);
  });

  it('draws the year against its band, and what has been paid back', () => {
    const [cumulative] = june.charts.cumulative;
    expect(cumulative?.points.map(({ realised }) => realised)).toEqual([
      '63000.00', '157500.00', '257250.00', '383250.00', '501750.00', '591000.00', null, null, null, null, null, null,
    ]); // prettier-ignore
    expect(cumulative?.points[5]).toEqual({ month: '2026-06', estimated: '600000.00', low: '480000.00', high: '660000.00', realised: '591000.00' });
    expect(cumulative?.points[11]).toMatchObject({ estimated: '1500000.00' });
    expect(june.charts.payback).toMatchObject([{ currency: 'SEK', oneOffCost: '400000.00' }]);
    expect(june.charts.payback[0]?.points.map(({ cumulativeNet }) => cumulativeNet)).toEqual([
      '-357833.33', '-284166.67', '-205250.00', '-100083.33', '-2416.67', '66000.00',
    ]); // prettier-ignore
    expect(june.charts.waterfalls).toEqual([
      {
        type: 'FINANCIAL', unit: 'SEK', estimated: '90000.00', volume: '-750.00', price: '0.00', adjustment: '0.00', withoutEstimate: '0.00', notSplit: '0.00', rounding: '0.00', realised: '89250.00',
      },
    ]); // prettier-ignore
  });
});
