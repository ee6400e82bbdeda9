import type { Amounts, BenefitLine, InitiativeLine, NetAmounts, NetTotal, RangeAmounts, TypeTotal } from '@hemtag/statements';
import { hundredths, percent, sumOf, text } from './decimals.js';
import { type Kind, MEMBERS } from './lines.js';

function totalOf(lines: readonly RangeAmounts[]): TypeTotal['period'] {
  const amounts = Object.fromEntries(MEMBERS.map((member) => [member, sumOf(lines.map((line) => line[member]))])) as unknown as Amounts;
  const rounding = Object.fromEntries(MEMBERS.map((member) => [member, amounts[member] === null ? null : '0.00'])) as unknown as Amounts;
  return { amounts: { ...amounts, rate: percent(hundredths(amounts.gross ?? '0.00'), hundredths(amounts.estimated ?? '0.00')) }, rounding };
}

export function typeTotal(kind: Kind, all: readonly BenefitLine[]): TypeTotal {
  const lines = all.filter(({ type }) => type === kind.type);
  const saved = (range: 'period' | 'yearToDate'): string | null => sumOf(lines.map(({ calledSaving }) => calledSaving?.[range] ?? null));
  const [amount, plan] = [sumOf(lines.map(({ forecast }) => forecast.amount)), sumOf(lines.map(({ forecast }) => forecast.plan))];
  const yearToDate = totalOf(lines.map((line) => line.yearToDate));
  return {
    ...kind,
    benefits: lines.length,
    withoutEstimate: 0,
    period: totalOf(lines.map((line) => line.period)),
    yearToDate,
    forecast: { method: 'seasonal', amount, plan, without: 0, rounding: { amount: amount === null ? null : '0.00', plan: plan === null ? null : '0.00' } },
    harvestRate: percent(hundredths(yearToDate.amounts.harvested ?? '0.00'), hundredths(yearToDate.amounts.gross ?? '0.00')),
    calledSaving: kind.type === 'FINANCIAL' || kind.type === 'AVOIDANCE' ? { period: saved('period'), yearToDate: saved('yearToDate') } : null,
  };
}

/** Every initiative with a financial benefit has costs. */
export function initiativesOf(lines: readonly BenefitLine[]): readonly InitiativeLine[] {
  return lines
    .filter(({ type }) => type === 'FINANCIAL')
    .map((line): InitiativeLine => {
      const net = (gross: string | null, months: bigint): NetAmounts => ({
        gross,
        runningCost: text(2_083_333n * months),
        net: gross === null ? null : text(hundredths(gross) - 2_083_333n * months),
      });
      return {
        initiative: line.initiative,
        department: line.department,
        responsibilityUnit: line.responsibilityUnit,
        currency: 'SEK',
        netType: 'FINANCIAL',
        period: net(line.period.gross, 1n),
        yearToDate: net(line.yearToDate.gross, 6n),
        oneOffCost: '400000.00',
        cumulativeNet: text(hundredths(line.yearToDate.gross ?? '0.00') - 2_083_333n * 6n - 40_000_000n),
        isComplete: true,
        warnings: [],
      };
    });
}

export function netTotals(lines: readonly InitiativeLine[]): readonly NetTotal[] {
  if (lines.length === 0) return [];
  const total = (range: 'period' | 'yearToDate'): NetTotal['period'] => ({
    amounts: {
      gross: sumOf(lines.map((line) => line[range].gross)),
      runningCost: sumOf(lines.map((line) => line[range].runningCost)) ?? '0.00',
      net: sumOf(lines.map((line) => line[range].net)),
    },
    rounding: { gross: '0.00', runningCost: '0.00', net: '0.00' },
  });
  return [
    {
      type: 'FINANCIAL',
      currency: 'SEK',
      initiatives: lines.length,
      period: total('period'),
      yearToDate: total('yearToDate'),
      oneOffCost: sumOf(lines.map(({ oneOffCost }) => oneOffCost)) ?? '0.00',
      cumulativeNet: sumOf(lines.map(({ cumulativeNet }) => cumulativeNet)),
      rounding: { oneOffCost: '0.00', cumulativeNet: '0.00' },
      withoutRunningCost: 0,
    },
  ];
}
