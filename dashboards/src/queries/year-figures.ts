import type { Language } from '../languages.js';
import { departmentOf, isOfKind, isOneOf, kindOf, variable } from '../variables.js';
import { titleIn } from './amounts.js';
import { boolean, inUnitOf, number, sum, sumOfOneUnit, text, type Expression } from './expression.js';
import { inDepartments, isInYear, toInitiative } from './figures-of-year.js';
import { col, named, select, view } from './sql.js';

const f = view('figure', 'f');
const i = view('initiative', 'i');
const b = view('benefit', 'b');

/** Which figures of the tenant and year: all of the chosen types and departments, those of one type and unit, or those of one benefit in one unit. */
export type Extent = 'kinds' | 'one-kind' | 'one-benefit' | 'one-benefit-in-any-unit';

const isOfKindOrWithoutUnit = (): Expression =>
  boolean`(${isOneOf(kindOf(col(f, 'type'), col(f, 'amount_unit')), 'kind')} OR ${col(f, 'amount_unit')} IS NULL)`;
const isOfBenefit = (): Expression => boolean`${col(f, 'initiative')} = ${variable('initiative')} AND ${col(f, 'benefit')} = ${variable('benefit')}`;
const isThisKind = (): Expression => isOfKind(col(f, 'type'), col(f, 'amount_unit'));

const CONDITIONS: Readonly<Record<Extent, () => readonly Expression[]>> = {
  kinds: () => [inDepartments(i), isOfKindOrWithoutUnit()],
  'one-kind': () => [inDepartments(i), isThisKind()],
  'one-benefit': () => [isOfBenefit(), isThisKind()],
  'one-benefit-in-any-unit': () => [isOfBenefit()],
};

/**
 * The figures of a calendar year, one row for each benefit and month, as they are known now: closed months are restated. The band is the estimated amount in the
 * proportion of the yearly volumes, because every formula is proportional to the quantity.
 */
export function yearFigures(extent: Extent, language: Language) {
  const quantity = col(f, 'exact_quantity_estimated');
  const estimated = col(f, 'exact_estimated');
  const bandOf = (volume: Expression): Expression =>
    inUnitOf(estimated, number`CASE WHEN ${quantity} = 0 THEN ${estimated} ELSE ${estimated} * ${volume} / ${quantity} END`);
  const month = col(f, 'month');
  return named(
    'figures',
    select({
      from: f,
      joins: [
        toInitiative(f, i),
        {
          how: 'JOIN',
          to: b,
          on: boolean`${col(b, 'tenant')} = ${col(f, 'tenant')} AND ${col(b, 'initiative')} = ${col(f, 'initiative')} AND ${col(b, 'benefit')} = ${col(f, 'benefit')}`,
        },
      ],
      columns: {
        initiative: col(f, 'initiative'),
        benefit: col(f, 'benefit'),
        initiative_title: titleIn(col(i, 'title'), col(i, 'initiative'), language),
        benefit_title: titleIn(col(b, 'title'), col(b, 'benefit'), language),
        department: departmentOf(col(i, 'department')),
        type: col(f, 'type'),
        amount_unit: col(f, 'amount_unit'),
        is_money: boolean`coalesce(${col(f, 'amount_unit')} = ${col(i, 'currency')}, false)`,
        month,
        number: number`extract(month FROM ${month})::int`,
        is_so_far: boolean`to_char(${month}, 'YYYY-MM') <= ${variable('month')}`,
        is_last: boolean`to_char(${month}, 'YYYY-MM') = ${variable('month')}`,
        estimated,
        low: bandOf(col(f, 'quantity_low')),
        high: bandOf(col(f, 'quantity_high')),
        gross: col(f, 'exact_gross'),
        adjusted: col(f, 'exact_adjusted'),
        as_reported: col(f, 'amount_as_reported'),
        confirmed: col(f, 'amount_confirmed'),
        harvested: col(f, 'amount_harvested'),
        quantity_unit: col(f, 'quantity_unit'),
        quantity_estimated: quantity,
        quantity_counted: col(f, 'exact_quantity_counted'),
        adoption_share: col(f, 'adoption_share'),
        rate: col(f, 'rate'),
        state: col(f, 'state'),
        complete: col(f, 'complete'),
        reason: col(f, 'reason'),
        figure_id: col(f, 'figure_id'),
      },
      where: [boolean`${col(f, 'tenant')} = ${variable('tenant')} AND ${col(f, 'kind')} = 'ORIGINAL'`, isInYear(month), ...CONDITIONS[extent]()],
    }),
  );
}
type YearFigures = ReturnType<typeof yearFigures>;

/** The year of each benefit in each unit: sums of its months so far and of the rest. What has no row at all stays null, which is not 0. */
function sumsByBenefit(y: YearFigures) {
  const soFar = col(y, 'is_so_far');
  const rest = boolean`NOT ${soFar}`;
  const same = {
    initiative: col(y, 'initiative'), benefit: col(y, 'benefit'), initiative_title: col(y, 'initiative_title'), benefit_title: col(y, 'benefit_title'),
    department: col(y, 'department'), type: col(y, 'type'), amount_unit: col(y, 'amount_unit'), is_money: col(y, 'is_money'),
  }; // prettier-ignore
  return named(
    'sums',
    select({
      from: y,
      columns: {
        ...same,
        gross_last: sum(col(y, 'gross'), col(y, 'is_last')),
        gross: sum(col(y, 'gross'), soFar),
        adjusted: sum(col(y, 'adjusted'), soFar),
        estimated: sum(col(y, 'estimated'), soFar),
        estimated_rest: sum(col(y, 'estimated'), rest),
        confirmed: sum(col(y, 'confirmed'), soFar),
        harvested: sum(col(y, 'harvested'), soFar),
        quantity_estimated: sumOfOneUnit(col(y, 'quantity_estimated'), col(y, 'quantity_unit'), soFar),
        quantity_counted: sumOfOneUnit(col(y, 'quantity_counted'), col(y, 'quantity_unit'), soFar),
        reason: text`(array_agg(${col(y, 'reason')} ORDER BY ${col(y, 'month')}) FILTER (WHERE ${soFar} AND ${col(y, 'reason')} IS NOT NULL))[1]`,
      },
      groupBy: Object.values(same),
    }),
  );
}

/**
 * Each benefit with rate, forecast, plan and variance, by the definitions of contract section 4. Forecast, seasonal: gross so far + the estimate that remains × gross /
 * estimated so far. Variance: with p = estimated amount / estimated quantity, volume = (counted − estimated quantity) × p, price = gross − counted × p, adjustment =
 * adjusted − gross.
 */
export function benefitYears(extent: Extent, language: Language) {
  const s = sumsByBenefit(yearFigures(extent, language));
  const [gross, estimated, rest, adjusted] = [col(s, 'gross'), col(s, 'estimated'), col(s, 'estimated_rest'), col(s, 'adjusted')];
  const [planned, counted] = [col(s, 'quantity_estimated'), col(s, 'quantity_counted')];
  const perUnit = number`${estimated} / nullif(${planned}, 0)`;
  const isComparable = boolean`${planned} <> 0 AND ${counted} IS NOT NULL AND ${gross} IS NOT NULL AND ${adjusted} IS NOT NULL AND ${estimated} IS NOT NULL`;
  const compared = (of: Expression): Expression => inUnitOf(gross, number`CASE WHEN ${isComparable} THEN ${of} END`);
  return named(
    'years',
    select({
      from: s,
      columns: {
        initiative: col(s, 'initiative'), benefit: col(s, 'benefit'), initiative_title: col(s, 'initiative_title'), benefit_title: col(s, 'benefit_title'),
        department: col(s, 'department'), type: col(s, 'type'), amount_unit: col(s, 'amount_unit'), is_money: col(s, 'is_money'),
        gross_last: col(s, 'gross_last'), gross, adjusted, estimated, confirmed: col(s, 'confirmed'), harvested: col(s, 'harvested'), reason: col(s, 'reason'),
        plan: number`CASE WHEN ${estimated} IS NOT NULL OR ${rest} IS NOT NULL THEN coalesce(${estimated}, 0) + coalesce(${rest}, 0) END`,
        forecast: number`CASE WHEN ${estimated} <> 0 THEN ${gross} + coalesce(${rest}, 0) * ${gross} / ${estimated} END`,
        start: compared(estimated),
        volume: compared(number`(${counted} - ${planned}) * ${perUnit}`),
        price: compared(number`${gross} - ${counted} * ${perUnit}`),
        adjustment: compared(number`${adjusted} - ${gross}`),
      },
    }),
  ); // prettier-ignore
}
type BenefitYears = ReturnType<typeof benefitYears>;

/** The benefits of each type and unit together. Rate and forecast compare, so they are of the benefits that have something to be compared with. */
export function kindYears(years: BenefitYears) {
  const same = [col(years, 'type'), col(years, 'amount_unit'), col(years, 'is_money')];
  const comparable = boolean`${col(years, 'estimated')} <> 0`;
  const sumOf = (name: keyof BenefitYears['columns'], only?: Expression): Expression => sum(col(years, name), only);
  return named(
    'kinds',
    select({
      from: years,
      columns: {
        type: col(years, 'type'), amount_unit: col(years, 'amount_unit'), is_money: col(years, 'is_money'),
        gross_last: sumOf('gross_last'), gross: sumOf('gross'), adjusted: sumOf('adjusted'), estimated: sumOf('estimated'),
        compared_gross: sumOf('gross', comparable), compared_estimated: sumOf('estimated', comparable), plan: sumOf('plan'), forecast: sumOf('forecast'),
        compared_plan: sumOf('plan', boolean`${col(years, 'forecast')} IS NOT NULL`),
        confirmed: sumOf('confirmed'), harvested: sumOf('harvested'), start: sumOf('start'), volume: sumOf('volume'), price: sumOf('price'), adjustment: sumOf('adjustment'),
      },
      where: [boolean`${col(years, 'amount_unit')} IS NOT NULL`],
      groupBy: same,
    }),
  ); // prettier-ignore
}
export type KindYears = ReturnType<typeof kindYears>;

/** Twelve months, of which each has the sums of its figures; null where there are none. Only of one type and unit. */
export function monthSums(extent: 'one-kind' | 'one-benefit', language: Language) {
  const y = yearFigures(extent, language);
  return named(
    'months',
    select({
      from: y,
      columns: {
        number: col(y, 'number'),
        is_so_far: boolean`bool_and(${col(y, 'is_so_far')})`,
        estimated: sum(col(y, 'estimated')),
        // A benefit without a band counts with its estimate.
        low: sum(number`coalesce(least(${col(y, 'low')}, ${col(y, 'high')}), ${col(y, 'estimated')})`),
        high: sum(number`coalesce(greatest(${col(y, 'low')}, ${col(y, 'high')}), ${col(y, 'estimated')})`),
        has_band: boolean`coalesce(bool_or(${col(y, 'low')} IS NOT NULL AND ${col(y, 'high')} IS NOT NULL), false)`,
        gross: sum(col(y, 'gross'), col(y, 'is_so_far')),
        complete: boolean`bool_and(${col(y, 'complete')})`,
        figure_id: text`min(${col(y, 'figure_id')})`,
        is_money: boolean`bool_or(${col(y, 'is_money')})`,
      },
      groupBy: [col(y, 'number')],
    }),
  );
}
export type MonthSums = ReturnType<typeof monthSums>;
