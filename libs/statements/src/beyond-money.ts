import { formatAmount, rational, type Rational } from '@hemtag/kernel';
import { amountsOf, printAmounts } from './benefit-lines.js';
import { roundedTotal, sumKnown } from './exact.js';
import type { BenefitSumFacts } from './figure-facts.js';
import type { Portfolio, PortfolioBenefit } from './portfolio.js';
import type { BeyondMoneySection, Hours, HoursTotal } from './statement.js';
import { BENEFIT_TYPES } from './vocabulary.js';

/** Working hours of a full-time year: 142 a month. */
const HOURS_PER_YEAR = rational('1704');
type Range = 'period' | 'yearToDate';

/** Exact, by member; null where the benefit frees no time. */
type ExactHours = Readonly<Record<keyof Hours, Rational>>;
function exactHours({ exact: { hours } }: BenefitSumFacts): ExactHours | null {
  if (hours === null) return null;
  const [gross, unclaimed] = [rational(hours.gross), rational(hours.unclaimed)];
  return { gross, adjusted: rational(hours.adjusted), claimed: gross.sub(unclaimed), unclaimed, fte: gross.div(HOURS_PER_YEAR) };
}

const everyMember = (text: (member: keyof Hours) => string): Hours => ({
  gross: text('gross'),
  adjusted: text('adjusted'),
  claimed: text('claimed'),
  unclaimed: text('unclaimed'),
  fte: text('fte'),
});
const printHours = (hours: ExactHours | null): Hours | null => hours && everyMember((member) => formatAmount(hours[member]));

function totalOf(benefits: readonly PortfolioBenefit[], range: Range): { readonly value: Hours | null; readonly rounding: Hours | null } {
  const hours = benefits.flatMap((of) => exactHours(of[range]) ?? []);
  if (sumKnown(hours.map(({ gross }) => gross)) === null) return { value: null, rounding: null };
  const total = (member: keyof Hours) => roundedTotal(hours.map((of) => of[member]));
  return { value: everyMember((member) => total(member).value ?? '0.00'), rounding: everyMember((member) => total(member).rounding ?? '0.00') };
}

/** Freed time by type, because a REDISTRIBUTED hour and a QUALITY hour are claimed differently. */
function hourTotals(benefits: readonly PortfolioBenefit[]): HoursTotal[] {
  return BENEFIT_TYPES.flatMap((type) => {
    const of = benefits.filter(({ benefit }) => benefit.type === type);
    const [period, yearToDate] = [totalOf(of, 'period'), totalOf(of, 'yearToDate')];
    if (yearToDate.value === null && period.value === null) return [];
    return [{ type, period: period.value, periodRounding: period.rounding, yearToDate: yearToDate.value, yearToDateRounding: yearToDate.rounding }];
  });
}

/** 6. */
export const beyondMoneyOf = ({ benefits }: Portfolio): BeyondMoneySection => ({
  hours: benefits.flatMap((of) => {
    const [period, yearToDate] = [printHours(exactHours(of.period)), printHours(exactHours(of.yearToDate))];
    return period === null && yearToDate === null ? [] : [{ ...of.names, type: of.benefit.type, period, yearToDate }];
  }),
  hourTotals: hourTotals(benefits),
  native: benefits.flatMap((of) => {
    const { unit, isMoney } = of;
    if (unit === null || isMoney) return [];
    const { rate: _period, ...period } = printAmounts(amountsOf(of, 'period'));
    const { rate: _year, ...yearToDate } = printAmounts(amountsOf(of, 'yearToDate'));
    return [{ ...of.names, type: of.benefit.type, unit, period, yearToDate }];
  }),
});
