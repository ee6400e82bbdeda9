import type { BenefitLine, Statement, TypeTotal } from '@hemtag/statements';
import { hundredths, percent, text } from './decimals.js';
import { MONTHS } from './lines.js';

export function chartsOf(lines: readonly BenefitLine[], totals: readonly TypeTotal[]): Statement['charts'] {
  const [first] = lines;
  const points = (yearly: bigint): Statement['charts']['cumulative'][number]['points'] =>
    MONTHS.map((month, at) => {
      const estimated = (yearly * BigInt(at + 1)) / 12n;
      return {
        month,
        estimated: text(estimated),
        low: text((estimated * 8n) / 10n),
        high: text((estimated * 11n) / 10n),
        realised: at < 6 ? text((estimated * 97n) / 100n) : null,
      };
    });
  const split = (total: TypeTotal): Statement['charts']['waterfalls'][number] => {
    const [estimated, gross, adjusted] = [total.period.amounts.estimated, total.period.amounts.gross, total.period.amounts.adjusted].map((value) =>
      hundredths(value ?? '0.00'),
    ) as [bigint, bigint, bigint];
    return {
      type: total.type,
      unit: total.unit,
      estimated: text(estimated),
      volume: text(gross - estimated),
      price: '0.00',
      adjustment: text(adjusted - gross),
      withoutEstimate: '0.00',
      notSplit: '0.00',
      rounding: '0.00',
      realised: text(adjusted),
    };
  };
  if (!first) return { cumulative: [], waterfalls: [], adoption: [], potential: [], payback: [] };
  return {
    cumulative: totals.map((total) => ({ type: total.type, unit: total.unit, points: points(hundredths(total.forecast.plan ?? '0.00')) })),
    waterfalls: totals.map(split),
    adoption: [
      {
        initiative: first.initiative,
        benefit: first.benefit,
        unit: 'brev',
        breakEvenShare: '11.90',
        points: MONTHS.slice(0, 6).map((month, at) => ({
          month,
          actual: String(4000 + at * 300),
          potential: '11667',
          share: percent(BigInt(4000 + at * 300), 11_667n),
        })),
      },
    ],
    potential: lines.map((line) => ({
      initiative: line.initiative,
      benefit: line.benefit,
      type: line.type,
      unit: line.unit ?? '',
      plan: '1200.00',
      potential: null,
    })),
    payback: [
      {
        initiative: first.initiative,
        type: 'FINANCIAL',
        currency: 'SEK',
        oneOffCost: '400000.00',
        paybackMonths: '5.04',
        points: ['-357833.33', '-284166.67', '-205250.00', '-100083.33', '-2416.67', '66000.00'].map((cumulativeNet, at) => ({
          month: MONTHS[at] as string,
          cumulativeNet,
        })),
      },
    ],
  };
}
