import { formatAmount, sum, ZERO, type Rational } from '@hemtag/kernel';
import { amountText, known, roundedTotal } from './exact.js';
import type { CauseFacts } from './facts.js';
import type { FigureFacts } from './figure-facts.js';
import { benefitKey, type Portfolio, type PortfolioBenefit } from './portfolio.js';
import type { StatementFault } from './statement-fault.js';
import type { AdjustmentCause, AdjustmentLine, CorrectionSection, ParameterChange } from './statement-corrections.js';
import { BENEFIT_TYPES } from './vocabulary.js';

/** An adjustment of the period with the exact parts of its original month's story. */
export interface ExactAdjustment {
  readonly of: PortfolioBenefit;
  readonly row: FigureFacts;
  readonly originalMonth: string;
  readonly original: FigureFacts | undefined;
  readonly bookedBefore: Rational;
  readonly bookedAfter: Rational;
}

const booked = (rows: readonly FigureFacts[]): Rational => sum(rows.flatMap(({ exact }) => known(exact.amount.asReported) ?? []));

function adjustmentsOf(of: PortfolioBenefit, months: readonly string[]): ExactAdjustment[] {
  const all = of.figures.filter(({ kind }) => kind === 'ADJUSTMENT');
  return all
    .filter(({ month }) => months.includes(month))
    .flatMap((row) => {
      const { originalMonth } = row;
      if (originalMonth === undefined) return [];
      const same = all.filter((one) => one.originalMonth === originalMonth);
      return [
        {
          of,
          row,
          originalMonth,
          original: of.figures.find(({ kind, month }) => kind === 'ORIGINAL' && month === originalMonth),
          bookedBefore: booked(same.filter(({ month }) => month < row.month)),
          bookedAfter: booked(same.filter(({ month }) => month > row.month)),
        },
      ];
    });
}

/** Every adjustment that stands in the period, by initiative, benefit and months. */
export const exactAdjustments = ({ facts, benefits }: Portfolio): ExactAdjustment[] => benefits.flatMap((of) => adjustmentsOf(of, facts.period.months));

/** What was reported of the original month and everything booked of it since is what is known of it now; else the list of corrections would not explain the difference. */
export function adjustmentFaults(adjustments: readonly ExactAdjustment[]): StatementFault[] {
  return adjustments.flatMap(({ row, originalMonth, original, bookedBefore, bookedAfter }): StatementFault[] => {
    const amount = known(row.exact.amount.asReported);
    if (amount === null) return [];
    const restated = known(original?.exact.amount.gross ?? null) ?? ZERO;
    const reported = known(original?.exact.amount.asReported ?? null) ?? ZERO;
    const lines = reported.add(bookedBefore).add(amount).add(bookedAfter);
    if (lines.equals(restated)) return [];
    const [total, given] = [formatAmount(restated), formatAmount(lines)];
    const difference = formatAmount(restated.sub(lines));
    return [{ code: 'DIFFERENT_SUM', where: `${row.id}, restated ${originalMonth}`, member: 'asReported', total, lines: given, difference, of: [row.id] }];
  });
}

function causeOf(changedVolumes: number, register: CauseFacts['register']): AdjustmentCause {
  if (changedVolumes > 0) return register.length > 0 ? 'BOTH' : 'LATE_USAGE';
  return register.length > 0 ? 'PARAMETERS' : 'UNKNOWN';
}

export function adjustmentLines(adjustments: readonly ExactAdjustment[], causes: readonly CauseFacts[]): AdjustmentLine[] {
  const byFigure = new Map(causes.map((cause) => [`${benefitKey(cause)} ${cause.month}`, cause]));
  return adjustments.map(({ of, row, originalMonth, original, bookedBefore, bookedAfter }) => {
    const cause = byFigure.get(`${benefitKey(row)} ${originalMonth}`);
    const [changedVolumes, register] = [cause?.changedVolumes ?? 0, cause?.register ?? []];
    return {
      figure: row.id,
      month: row.month,
      originalMonth,
      ...of.names,
      type: of.benefit.type,
      unit: row.amount.unit,
      amount: amountText(known(row.exact.amount.asReported)),
      asReported: amountText(known(original?.exact.amount.asReported ?? null)),
      bookedBefore: formatAmount(bookedBefore),
      bookedAfter: formatAmount(bookedAfter),
      restated: amountText(known(original?.exact.amount.gross ?? null)),
      cause: causeOf(changedVolumes, register),
      changedVolumes,
      register,
    };
  });
}

export function adjustmentTotals(adjustments: readonly ExactAdjustment[]): CorrectionSection['totals'] {
  const withAmount = adjustments.filter(({ row }) => row.exact.amount.asReported !== null && row.amount.unit !== null);
  const groups = Map.groupBy(withAmount, ({ of, row }) => JSON.stringify([BENEFIT_TYPES.indexOf(of.benefit.type), row.amount.unit]));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]) => {
      const [first] = of;
      if (first === undefined || first.row.amount.unit === null) return [];
      const { value, rounding } = roundedTotal(of.map(({ row }) => known(row.exact.amount.asReported)));
      return [{ type: first.of.benefit.type, unit: first.row.amount.unit, lines: of.length, amount: value ?? '0.00', rounding: rounding ?? '0.00' }];
    });
}

/** What changes of parameters alone did to closed months. The lines are those of the adjustments, in their order. */
export function effectsOf(
  adjustments: readonly ExactAdjustment[],
  lines: readonly AdjustmentLine[],
  object: { readonly kind: string; readonly name: string },
): ParameterChange['effects'] {
  const caused = adjustments.flatMap((adjustment, index) => {
    const line = lines[index];
    const isCaused = line?.cause === 'PARAMETERS' && line.register.some(({ kind, name }) => kind === object.kind && name === object.name);
    return isCaused ? [{ adjustment, isShared: line.register.length > 1 }] : [];
  });
  const isShared = caused.some((of) => of.isShared);
  return adjustmentTotals(caused.map(({ adjustment }) => adjustment)).map(({ type, unit, amount }) => ({ type, unit, amount, isShared }));
}
