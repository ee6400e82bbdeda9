import { formatAmount, monthRange, rational } from '@hemtag/kernel';
import { benefit, estimate, initiative, letters, query, running, spread, unitValue } from '../test/terms.builder.js';
import { figureRows, figuresOf } from './figures.js';
import { netByMonth } from './net-by-month.js';
import type { InitiativeTerms } from './terms.js';

const VOLUMES = [...spread(letters(), '2026-01', 4200n), ...spread(letters(), '2026-02', 6300n), ...spread(letters(), '2026-04', 100n)];
const COSTS: InitiativeTerms['costs'] = [
  { kind: 'ONE_OFF', name: 'introduction', amount: rational('400000'), date: '2025-10-31' },
  { kind: 'TRAINING', name: 'course', amount: rational('1000/3'), date: '2026-02-15' },
  running('250000', '2026-01-15'),
];

function both(of: InitiativeTerms) {
  const asked = query({ initiatives: [of], volumes: VOLUMES, from: '2025-01', to: '2026-06' });
  const figures = figureRows(asked).map(({ printed, gross }) => ({
    type: printed.type, month: printed.month, unit: printed.amount.unit, gross, reason: printed.reason,
  })); // prettier-ignore
  const months = netByMonth(of, { figures, rates: asked.rates, to: '2026-06' });
  const text = (value: (typeof months)[number]['net']): string | null => value && formatAmount(value);
  return {
    months: months.map(({ month, net, cumulativeNet, runningCost }) => [month, text(net), text(cumulativeNet), text(runningCost)]),
    // The second way: the sum of an initiative, asked for one month after the other.
    sums: monthRange('2025-10', '2026-06').map((month) => {
      const [sum] = figuresOf({ ...asked, from: month, to: month }).initiatives;
      return [month, sum?.net ?? null, sum?.cumulativeNet ?? null, sum?.runningCost];
    }),
  };
}

test('each month is the sum of the initiative over it, and over all months up to it', () => {
  const { months, sums } = both(initiative([benefit({ value: [unitValue('15', '2026-01-01')] })], { costs: COSTS }));
  expect(months).toEqual(sums);
  // 4 200 × 15 − 250 000/12 × 17/31; then − 400 000 of October.
  expect(months[3]).toEqual(['2026-01', '51575.27', '-348424.73', '11424.73']);
});

test.each<[string, InitiativeTerms]>([
  ['no value', initiative([benefit({ value: [], estimate: [estimate('1000', '2025-11-01')] })], { costs: COSTS })],
  ['no type that carries the costs', initiative([benefit({ type: 'QUALITY', value: [] })], { costs: COSTS })],
  ['the process change later than usage', initiative([benefit()], { costs: COSTS, processChange: '2026-03-01' })],
  ['two types', initiative([benefit(), benefit({ name: 'time', type: 'AVOIDANCE' })], { costs: COSTS, netOf: 'AVOIDANCE' })],
])('the same with %s', (_what, of) => {
  const { months, sums } = both(of);
  expect(months).toEqual(sums);
});

test('without costs and figures there are no months', () => {
  expect(netByMonth(initiative([]), { figures: [], rates: [], to: '2026-06' })).toEqual([]);
});
