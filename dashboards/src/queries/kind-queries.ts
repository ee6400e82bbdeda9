import { MONTHS, type Language } from '../languages.js';
import { WORDS } from '../words.js';
import { decimalsOf, grafanaUnit, kindWord, rateOf, scaled, typeColor, typeOrder, unitWord } from './amounts.js';
import { boolean, listOf, literal, number, runningSum, text, type Expression } from './expression.js';
import { col, descending, named, numbers, rows, select, type Join } from './sql.js';
import { sqlTarget, type SqlTarget } from './targets.js';
import { benefitYears, kindYears, monthSums, type Extent, type MonthSums } from './year-figures.js';

export type OneKind = Extract<Extent, 'one-kind' | 'one-benefit'>;

/** One tile for each type and unit: one of the sums of the year, or the realisation rate. */
export function kindTiles(language: Language, value: 'gross' | 'gross_last' | 'rate'): SqlTarget {
  const kinds = kindYears(benefitYears('kinds', language));
  const [type, unit, isMoney] = [col(kinds, 'type'), col(kinds, 'amount_unit'), col(kinds, 'is_money')];
  const name = kindWord(type, unit, language);
  const orderBy = [typeOrder(type), unit];
  if (value === 'rate') {
    const rate = rateOf(col(kinds, 'compared_gross'), col(kinds, 'compared_estimated'));
    return sqlTarget(select({ from: kinds, columns: { name, value: rate, unit: text`'currency:financial: %:suffix'`, decimals: number`1` }, orderBy }));
  }
  const amount = col(kinds, value);
  const columns = { name, value: scaled(amount, isMoney), unit: grafanaUnit(unitWord(unit, isMoney)), decimals: decimalsOf(amount, isMoney) };
  return sqlTarget(select({ from: kinds, columns, orderBy }));
}

/** The year of one benefit as tiles with names of their own; and its rate alone. */
export function benefitTiles(language: Language): SqlTarget {
  const words = WORDS[language];
  const kinds = kindYears(benefitYears('one-benefit', language));
  const isMoney = col(kinds, 'is_money');
  const steps = [
    [words.realisedSoFar, col(kinds, 'gross')], [words.realisedLast, col(kinds, 'gross_last')], [words.estimatedSoFar, col(kinds, 'estimated')],
    [words.forecastSeasonal, col(kinds, 'forecast')], [words.plan, col(kinds, 'plan')], [words.confirmed, col(kinds, 'confirmed')],
    [words.harvestedInBudget, col(kinds, 'harvested')],
  ] as const; // prettier-ignore
  const tile = rows('tile', ['place', 'name', 'amount'], steps.map(([name, amount], place) => [number`${place}`, literal(name), amount])); // prettier-ignore
  const amount = col(tile, 'amount');
  return sqlTarget(
    select({
      from: kinds,
      joins: [{ how: 'CROSS JOIN', to: tile }],
      columns: {
        name: col(tile, 'name'),
        value: scaled(amount, isMoney),
        unit: grafanaUnit(unitWord(col(kinds, 'amount_unit'), isMoney)),
        decimals: decimalsOf(amount, isMoney),
      },
      orderBy: [col(tile, 'place')],
    }),
  );
}
export function benefitRate(): SqlTarget {
  const kinds = kindYears(benefitYears('one-benefit', 'en'));
  return sqlTarget(select({ from: kinds, columns: { value: rateOf(col(kinds, 'compared_gross'), col(kinds, 'compared_estimated')) }, orderBy: [col(kinds, 'type')] }));
} // prettier-ignore

/** One line for each type and unit with everything of the year. Amounts of several units share columns, so the unit has a column of its own. */
export function yearTable(language: Language): SqlTarget {
  const words = WORDS[language];
  const kinds = kindYears(benefitYears('kinds', language));
  const [type, unit, isMoney] = [col(kinds, 'type'), col(kinds, 'amount_unit'), col(kinds, 'is_money')];
  const amount = (name: Parameters<typeof amountColumn>[1]): Expression => scaled(amountColumn(kinds, name), isMoney);
  return sqlTarget(
    select({
      from: kinds,
      columns: {
        [words.type]: kindWord(type, unit, language), [words.unit]: unitWord(unit, isMoney), [words.realisedLast]: amount('gross_last'),
        [words.realisedSoFar]: amount('gross'), [words.estimatedSoFar]: amount('estimated'), [words.rate]: rateOf(col(kinds, 'compared_gross'), col(kinds, 'compared_estimated')),
        [words.forecast]: amount('forecast'), [words.plan]: amount('plan'), [words.forecastOfPlan]: rateOf(col(kinds, 'forecast'), col(kinds, 'compared_plan')),
        [words.volumeVariance]: amount('volume'), [words.priceVariance]: amount('price'), [words.adjustmentVariance]: amount('adjustment'),
        [words.confirmed]: amount('confirmed'), [words.harvested]: amount('harvested'),
      },
      orderBy: [typeOrder(type), unit],
    }),
  ); // prettier-ignore
}
type KindAmount = 'gross_last' | 'gross' | 'estimated' | 'forecast' | 'plan' | 'volume' | 'price' | 'adjustment' | 'confirmed' | 'harvested';
const amountColumn = (kinds: ReturnType<typeof kindYears>, name: KindAmount): Expression => col(kinds, name);

/** One row: how many decimals the amounts of a table want at least. */
export function tableDecimals(language: Language): SqlTarget {
  const kinds = kindYears(benefitYears('kinds', language));
  const decimals = number`coalesce(max(${decimalsOf(col(kinds, 'gross'), col(kinds, 'is_money'))}), 0)`;
  return sqlTarget(select({ from: kinds, columns: { decimals }, orderBy: [number`1`] }), { refId: 'decimals' });
}

/** One row with the unit and the decimals of the amounts of one type and unit, and the colour of the type. */
export function unitAndColor(extent: OneKind, language: Language): SqlTarget {
  const kinds = kindYears(benefitYears(extent, language));
  const [unit, isMoney] = [col(kinds, 'amount_unit'), col(kinds, 'is_money')];
  const columns = {
    unit: grafanaUnit(unitWord(unit, isMoney)),
    decimals: decimalsOf(number`coalesce(${col(kinds, 'plan')}, ${col(kinds, 'gross')})`, isMoney),
    color: typeColor(col(kinds, 'type')),
  };
  return sqlTarget(select({ from: kinds, columns, orderBy: [number`1`] }), { refId: 'unit' });
}

const twelve = numbers('m', 'number', [1, 12]);
const monthName = (language: Language): Expression => text`(${listOf(MONTHS[language])})[${col(twelve, 'number')}]`;
const months = (extent: OneKind, language: Language) => {
  const sums = monthSums(extent, language);
  return { sums, join: { how: 'LEFT JOIN', to: sums, on: boolean`${col(sums, 'number')} = ${col(twelve, 'number')}` } as const };
};

const barColumns = (extent: OneKind, language: Language): { readonly sums: MonthSums; readonly join: Join; readonly columns: Record<string, Expression> } => {
  const words = WORDS[language];
  const { sums, join } = months(extent, language);
  const isMoney = col(sums, 'is_money');
  const columns = {
    [words.month]: text`${monthName(language)} || CASE WHEN ${col(sums, 'is_so_far')} AND NOT ${col(sums, 'complete')} THEN '*' ELSE '' END`,
    [words.estimated]: scaled(col(sums, 'estimated'), isMoney),
    [words.realised]: scaled(col(sums, 'gross'), isMoney),
  };
  return { sums, join, columns };
};

/** The twelve months with estimate and realised amount. A month without usage and estimate has neither; one with incomplete data gets an asterisk. */
export function monthBars(extent: OneKind, language: Language): SqlTarget {
  const { sums, join, columns } = barColumns(extent, language);
  // For the link to how the figure was made; an amount of several benefits has none.
  const all = extent === 'one-benefit' ? { ...columns, figure_id: col(sums, 'figure_id') } : columns;
  return sqlTarget(select<string>({ from: twelve, joins: [join], columns: all, orderBy: [col(twelve, 'number')] }));
}

/** The same added up month by month, with the band of the estimate where there is one. The realised line stops after the chosen month. */
export function cumulativeMonths(extent: OneKind, language: Language): SqlTarget {
  const words = WORDS[language];
  const { sums, join } = months(extent, language);
  const order = col(twelve, 'number');
  const isMoney = boolean`bool_or(coalesce(${col(sums, 'is_money')}, false)) OVER ()`;
  const band = (of: Expression): Expression => number`CASE WHEN bool_or(coalesce(${col(sums, 'has_band')}, false)) OVER () THEN ${of} END`;
  const soFar = (name: 'estimated' | 'low' | 'high' | 'gross'): Expression => scaled(runningSum(col(sums, name), { order }), isMoney);
  return sqlTarget(
    select({
      from: twelve,
      joins: [join],
      columns: {
        [words.month]: order,
        [words.estimated]: soFar('estimated'),
        [words.low]: band(soFar('low')),
        [words.high]: band(soFar('high')),
        [words.realised]: number`CASE WHEN ${col(sums, 'is_so_far')} THEN ${soFar('gross')} END`,
      },
      orderBy: [order],
    }),
  );
}

const NO_BREAK_SPACE = literal('\u00a0');
/** `1 477 500`: where a number stands in a label, grouping and the minus sign belong to the query. */
const inGroups = (amount: Expression): Expression => text`replace(to_char(abs(${amount}), 'FM999,999,999,999,990'), ',', ${NO_BREAK_SPACE})`;
const minus = (amount: Expression): Expression => text`CASE WHEN round(${amount}, 0) < 0 THEN '−' ELSE '' END || ${inGroups(amount)}`;
const signed = (amount: Expression): Expression => text`CASE WHEN round(${amount}, 0) > 0 THEN '+' ELSE '' END || ${minus(amount)}`;

/** The steps from the estimate to the adjusted amount, with where each begins and ends. None where there is nothing to compare. */
function varianceSteps(extent: OneKind, language: Language) {
  const words = WORDS[language];
  const kinds = kindYears(benefitYears(extent, language));
  const isMoney = col(kinds, 'is_money');
  const [start, volume, price, adjustment] = (['start', 'volume', 'price', 'adjustment'] as const).map((name) => scaled(col(kinds, name), isMoney)) as [Expression, Expression, Expression, Expression]; // prettier-ignore
  const [afterVolume, afterPrice] = [number`${start} + ${volume}`, number`${start} + ${volume} + ${price}`];
  const end = number`${start} + ${volume} + ${price} + ${adjustment}`;
  const nothing = number`NULL::numeric`;
  const steps = rows('step', ['place', 'name', 'total', 'change', 'beginning', 'ending'], [
    [number`1`, literal(words.estimateStep), start, nothing, number`0`, start],
    [number`2`, literal(words.volumeStep), nothing, volume, start, afterVolume],
    [number`3`, literal(words.priceStep), nothing, price, afterVolume, afterPrice],
    [number`4`, literal(words.adjustmentStep), nothing, adjustment, afterPrice, end],
    [number`5`, literal(words.realisedStep), end, nothing, number`0`, end],
  ]); // prettier-ignore
  return named(
    'steps',
    select({
      from: kinds,
      joins: [{ how: 'CROSS JOIN', to: steps }],
      columns: {
        place: col(steps, 'place'), name: col(steps, 'name'), total: col(steps, 'total'), change: col(steps, 'change'), beginning: col(steps, 'beginning'),
        ending: col(steps, 'ending'), least: number`least(${start}, ${afterVolume}, ${afterPrice}, ${end})`,
      },
      where: [boolean`${col(kinds, 'start')} IS NOT NULL`],
    }),
  ); // prettier-ignore
}

/** A waterfall: an unseen base below each change. Where a step reaches below 0 a stack would be wrong, so then all bars begin at 0. */
export function waterfall(extent: OneKind, language: Language): SqlTarget {
  const words = WORDS[language];
  const steps = varianceSteps(extent, language);
  const [total, change] = [col(steps, 'total'), col(steps, 'change')];
  const isStacked = boolean`${col(steps, 'least')} >= 0`;
  return sqlTarget(
    select({
      from: steps,
      columns: {
        [words.step]: text`${col(steps, 'name')} || '  ' || coalesce(${minus(total)}, ${signed(change)})`,
        [words.base]: number`CASE WHEN ${isStacked} AND ${total} IS NULL THEN least(${col(steps, 'beginning')}, ${col(steps, 'ending')}) END`,
        [words.total]: total,
        [words.increase]: number`CASE WHEN ${change} >= 0 THEN ${change} END`,
        [words.decrease]: number`CASE WHEN ${change} < 0 THEN CASE WHEN ${isStacked} THEN -${change} ELSE ${change} END END`,
      },
      orderBy: [col(steps, 'place')],
    }),
  );
}
/** Where the axis of the waterfall begins, so that small steps of large amounts can be seen; no row where bars begin at 0. */
export function waterfallAxis(extent: OneKind, language: Language): SqlTarget {
  const steps = varianceSteps(extent, language);
  const least = col(steps, 'least');
  return sqlTarget(select({ from: steps, columns: { min: number`round(0.9 * min(${least}), 2)` }, having: [boolean`min(${least}) > 0`], orderBy: [number`1`] }), { refId: 'min' });
} // prettier-ignore

/** Each benefit of one type and unit: realised so far, forecast and estimate of the year. */
export function forecasts(language: Language): SqlTarget {
  const words = WORDS[language];
  const years = benefitYears('one-kind', language);
  const isMoney = col(years, 'is_money');
  return sqlTarget(
    select({
      from: years,
      columns: {
        [words.benefit]: text`${col(years, 'initiative_title')} || ' · ' || ${col(years, 'benefit_title')}`,
        [words.realisedSoFar]: scaled(col(years, 'gross'), isMoney),
        [words.forecast]: scaled(col(years, 'forecast'), isMoney),
        [words.plan]: scaled(col(years, 'plan'), isMoney),
      },
      orderBy: [descending(col(years, 'plan')), descending(col(years, 'gross')), col(years, 'initiative_title'), col(years, 'benefit_title')],
      limit: 10,
    }),
  );
}
