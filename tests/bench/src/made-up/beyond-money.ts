import type { BenefitLine, Hours, Statement } from '@hemtag/statements';
import { text } from './decimals.js';
import { ZERO } from './lines.js';

const NONE: Hours = { gross: '0.00', adjusted: '0.00', claimed: '0.00', unclaimed: '0.00', fte: '0.00' };
/** Of so many benefits over so many months. */
const hoursOf = (benefits: number, months: bigint): Hours => ({
  gross: text(12_000n * BigInt(benefits) * months),
  adjusted: text(10_000n * BigInt(benefits) * months),
  claimed: text(10_000n * BigInt(benefits) * months),
  unclaimed: text(2_000n * BigInt(benefits) * months),
  fte: text(7n * BigInt(benefits) * months),
});

export function beyondMoneyOf(lines: readonly BenefitLine[]): Statement['beyondMoney'] {
  const hours = lines.filter((line) => line.hours !== null);
  return {
    hours: hours.map(({ initiative, benefit, type }) => ({ initiative, benefit, type, period: hoursOf(1, 1n), yearToDate: hoursOf(1, 6n) })),
    hourTotals:
      hours.length === 0
        ? []
        : [
            {
              type: 'REDISTRIBUTED',
              period: hoursOf(hours.length, 1n),
              periodRounding: NONE,
              yearToDate: hoursOf(hours.length, 6n),
              yearToDateRounding: NONE,
            },
          ],
    native: lines
      .filter(({ isMoney }) => !isMoney)
      .map(({ initiative, benefit, type, unit, period, yearToDate }) => ({
        initiative,
        benefit,
        type,
        unit: unit ?? '',
        period: { ...ZERO, ...period },
        yearToDate: { ...ZERO, ...yearToDate },
      })),
  };
}
