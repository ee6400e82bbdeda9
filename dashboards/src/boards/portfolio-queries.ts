import { MONTHS, type Language } from '../languages.js';
import { decimalsOf, grafanaUnit, kindWord, rateOf, scaled, titleIn, typeColor, typeOrder, unitWord } from '../queries/amounts.js';
import { boolean, date, literal, number, sum, text, type Expression } from '../queries/expression.js';
import { isInYear } from '../queries/figures-of-year.js';
import { col, descending, named, numbers, select, view, type Source } from '../queries/sql.js';
import { sqlTarget, type SqlTarget } from '../queries/targets.js';
import { isOfKind, isOneOf, kindOf, valuesOf, variable } from '../variables.js';

const f = view('figure', 'f');
const i = view('initiative', 'i');
const t = view('tenant', 't');
const s = view('source', 's');
const counter = view('sourceCounter', 'c');
const p = view('period', 'p');

const ofYear = [isOneOf(col(f, 'tenant'), 'tenant'), boolean`${col(f, 'kind')} = 'ORIGINAL'`, isInYear(col(f, 'month'))];
// A day that the planner knows: of all municipalities together these are very many rows to read a month for, and to_date, which depends on settings, would read it for each.
const lastMonth = date`make_date(split_part(${variable('month')}, '-', 1)::int, split_part(${variable('month')}, '-', 2)::int, 1)`;
const isSoFar = boolean`${col(f, 'month')} <= ${lastMonth}`;
const isOfThisKind = isOfKind(col(f, 'type'), col(f, 'amount_unit'));
const ofAnyKind = boolean`${col(f, 'amount_unit')} IS NOT NULL`;

const AMOUNTS = ['gross', 'gross_last', 'estimated', 'plan', 'confirmed', 'harvested'] as const;

/** Sums of the year for each benefit, because a rate compares only benefits that have an estimate. Summed before they meet the register, which is much less to join. */
function yearsOfBenefits(kinds: Expression) {
  const sums = named(
    'benefit_sums',
    select({
      from: f,
      columns: {
        tenant: col(f, 'tenant'),
        initiative: col(f, 'initiative'),
        type: col(f, 'type'),
        unit: col(f, 'amount_unit'),
        gross: sum(col(f, 'exact_gross'), isSoFar),
        gross_last: sum(col(f, 'exact_gross'), boolean`${col(f, 'month')} = ${lastMonth}`),
        estimated: sum(col(f, 'exact_estimated'), isSoFar),
        plan: sum(col(f, 'exact_estimated')),
        confirmed: sum(col(f, 'amount_confirmed'), isSoFar),
        harvested: sum(col(f, 'amount_harvested'), isSoFar),
      },
      where: [...ofYear, kinds],
      groupBy: [col(f, 'tenant'), col(f, 'initiative'), col(f, 'benefit'), col(f, 'type'), col(f, 'amount_unit')],
    }),
  );
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, col(sums, name)])) as Record<(typeof AMOUNTS)[number], Expression>;
  return named(
    'benefit_years',
    select({
      from: sums,
      joins: [{ how: 'JOIN', to: i, on: boolean`${col(i, 'tenant')} = ${col(sums, 'tenant')} AND ${col(i, 'initiative')} = ${col(sums, 'initiative')}` }],
      columns: { tenant: col(sums, 'tenant'), type: col(sums, 'type'), unit: col(sums, 'unit'), is_money: boolean`${col(sums, 'unit')} = ${col(i, 'currency')}`, ...amounts },
    }),
  ); // prettier-ignore
}
type BenefitYears = ReturnType<typeof yearsOfBenefits>;

const sumsOf = (y: BenefitYears) => {
  const compared = boolean`${col(y, 'estimated')} <> 0`;
  return {
    ...(Object.fromEntries(AMOUNTS.map((name) => [name, sum(col(y, name))])) as Record<(typeof AMOUNTS)[number], Expression>),
    compared_gross: sum(col(y, 'gross'), compared),
    compared_estimated: sum(col(y, 'estimated'), compared),
  };
};

/** All chosen municipalities together, for each type and unit; those with another currency stand in another row. */
function byKind() {
  const y = yearsOfBenefits(ofAnyKind);
  const same = { type: col(y, 'type'), unit: col(y, 'unit'), is_money: col(y, 'is_money') };
  return named('by_kind', select({ from: y, columns: { ...same, ...sumsOf(y) }, groupBy: Object.values(same) }));
}

/** One tile for each type and unit. */
export function portfolioTiles(language: Language, value: 'gross' | 'rate'): SqlTarget {
  const k = byKind();
  const [type, unit, money, gross] = [col(k, 'type'), col(k, 'unit'), col(k, 'is_money'), col(k, 'gross')];
  const rate = { value: rateOf(col(k, 'compared_gross'), col(k, 'compared_estimated')), unit: text`'currency:financial: %:suffix'`, decimals: number`1` };
  const amount = { value: scaled(gross, money), unit: grafanaUnit(unitWord(unit, money)), decimals: decimalsOf(gross, money) };
  // Chosen among the sums: how many figures a pair of type and unit has is nothing that the planner knows, and it would sort them all.
  const chosen = valuesOf('kind', 'chosen', 'kind');
  return sqlTarget(
    select({
      from: k,
      joins: [{ how: 'JOIN', to: chosen, on: boolean`${col(chosen, 'kind')} = ${kindOf(type, unit)}` }],
      columns: { name: kindWord(type, unit, language), ...(value === 'rate' ? rate : amount) },
      orderBy: [typeOrder(type), unit],
    }),
  );
}

/** Of one type and unit, each municipality. */
function byTenant() {
  const y = yearsOfBenefits(isOfThisKind);
  const same = { tenant: col(y, 'tenant'), is_money: col(y, 'is_money') };
  return named('by_tenant', select({ from: y, columns: { ...same, ...sumsOf(y) }, groupBy: Object.values(same) }));
}
const titled = (of: Source<'tenant'>) => ({ how: 'JOIN', to: t, on: boolean`${col(t, 'tenant')} = ${col(of, 'tenant')}` }) as const;
const tenantTitle = (language: Language): Expression => titleIn(col(t, 'title'), col(t, 'tenant'), language);

/** Realised and estimated so far, the municipality with the most first; at most twenty, so that bars can be told apart. */
export function tenantBars(language: Language, words: Readonly<Record<'tenant' | 'estimated' | 'realised', string>>): SqlTarget {
  const of = byTenant();
  return sqlTarget(
    select({
      from: of,
      joins: [titled(of)],
      columns: {
        [words.tenant]: tenantTitle(language),
        [words.estimated]: scaled(col(of, 'estimated'), col(of, 'is_money')),
        [words.realised]: scaled(col(of, 'gross'), col(of, 'is_money')),
      },
      orderBy: [descending(col(of, 'gross')), col(of, 'tenant')],
      limit: 20,
    }),
  );
}

export function tenantTable(
  language: Language,
  words: Readonly<Record<'tenant' | 'unit' | 'last' | 'realised' | 'estimated' | 'rate' | 'plan' | 'confirmed' | 'harvested', string>>,
): SqlTarget {
  const of = byTenant();
  const amount = (name: (typeof AMOUNTS)[number]): Expression => scaled(col(of, name), col(of, 'is_money'));
  return sqlTarget(
    select({
      from: of,
      joins: [titled(of)],
      columns: {
        [words.tenant]: tenantTitle(language),
        tenant_id: col(of, 'tenant'),
        [words.unit]: unitWord(text`split_part(${variable('kind')}, '|', 2)`, col(of, 'is_money')),
        [words.last]: amount('gross_last'),
        [words.realised]: amount('gross'),
        [words.estimated]: amount('estimated'),
        [words.rate]: rateOf(col(of, 'compared_gross'), col(of, 'compared_estimated')),
        [words.plan]: amount('plan'),
        [words.confirmed]: amount('confirmed'),
        [words.harvested]: amount('harvested'),
      },
      orderBy: [descending(col(of, 'gross')), col(of, 'tenant')],
    }),
  );
}

const twelve = numbers('m', 'number', [1, 12]);
const monthName = (language: Language): Expression => text`(string_to_array(${literal(MONTHS[language].join(' '))}, ' '))[${col(twelve, 'number')}]`;

/** Whether the one unit of a repeated row is the currency of one of the chosen municipalities' initiatives. */
const moneyOfKind = () =>
  named(
    'money',
    select({
      from: i,
      columns: { is_money: boolean`coalesce(bool_or(${col(i, 'currency')} = split_part(${variable('kind')}, '|', 2)), false)` },
      where: [isOneOf(col(i, 'tenant'), 'tenant')],
    }),
  );

/** The months of one type and unit, of all chosen municipalities. */
export function portfolioMonths(language: Language, words: Readonly<Record<'month' | 'estimated' | 'realised', string>>): SqlTarget {
  const byMonth = named(
    'by_month',
    select({
      from: f,
      columns: {
        month: col(f, 'month'),
        estimated: sum(col(f, 'exact_estimated')),
        gross: sum(col(f, 'exact_gross'), isSoFar),
        complete: boolean`bool_and(${col(f, 'complete')}) FILTER (WHERE ${isSoFar})`,
      },
      where: [...ofYear, isOfThisKind],
      groupBy: [col(f, 'month'), col(f, 'type'), col(f, 'amount_unit')],
    }),
  );
  const money = moneyOfKind();
  return sqlTarget(
    select({
      from: twelve,
      joins: [
        { how: 'CROSS JOIN', to: money },
        { how: 'LEFT JOIN', to: byMonth, on: boolean`${col(byMonth, 'month')} = make_date(${variable('year')}::int, ${col(twelve, 'number')}, 1)` },
      ],
      columns: {
        [words.month]: text`${monthName(language)} || CASE WHEN NOT ${col(byMonth, 'complete')} THEN '*' ELSE '' END`,
        [words.estimated]: scaled(col(byMonth, 'estimated'), col(money, 'is_money')),
        [words.realised]: scaled(col(byMonth, 'gross'), col(money, 'is_money')),
      },
      orderBy: [col(twelve, 'number')],
    }),
  );
}

/** One row: unit, decimals and colour of the one type and unit of a repeated row. */
export function portfolioUnit(): SqlTarget {
  const money = moneyOfKind();
  return sqlTarget(
    select({
      from: money,
      columns: {
        unit: grafanaUnit(unitWord(text`split_part(${variable('kind')}, '|', 2)`, col(money, 'is_money'))),
        decimals: decimalsOf(number`0`, col(money, 'is_money')),
        color: typeColor(text`split_part(${variable('kind')}, '|', 1)`),
      },
      orderBy: [number`1`],
    }),
    { refId: 'unit' },
  );
}

/** Whether a municipality's figures are up to date: how far it has closed, and how many of its sources are silent. */
export function tenantStates(language: Language, words: Readonly<Record<'tenant' | 'closed' | 'preliminary' | 'sources' | 'silent', string>>): SqlTarget {
  const closings = named(
    'closings',
    select({
      from: p,
      columns: {
        tenant: col(p, 'tenant'),
        closed: text`to_char(max(${col(p, 'month')}) FILTER (WHERE ${col(p, 'state')} = 'CLOSED'), 'YYYY-MM')`,
        preliminary: text`to_char(max(${col(p, 'month')}) FILTER (WHERE ${col(p, 'state')} = 'PRELIMINARY'), 'YYYY-MM')`,
      },
      where: [isOneOf(col(p, 'tenant'), 'tenant')],
      groupBy: [col(p, 'tenant')],
    }),
  );
  const inUse = boolean`coalesce(${col(s, 'retired_from')} > (now() AT TIME ZONE ${col(t, 'time_zone')})::date, true)`;
  const sources = named(
    'sources',
    select({
      from: s,
      joins: [
        { how: 'JOIN', to: t, on: boolean`${col(t, 'tenant')} = ${col(s, 'tenant')}` },
        { how: 'LEFT JOIN', to: counter, on: boolean`${col(counter, 'tenant')} = ${col(s, 'tenant')} AND ${col(counter, 'source')} = ${col(s, 'source')}` },
      ],
      columns: {
        tenant: col(s, 'tenant'),
        all_of_them: number`count(*)`,
        silent: number`count(*) FILTER (WHERE ${col(s, 'expected_every')} IS NOT NULL AND coalesce(${col(counter, 'last_event_at')} < now() - ${col(s, 'expected_every')}::interval, true))`,
      },
      where: [isOneOf(col(s, 'tenant'), 'tenant'), inUse],
      groupBy: [col(s, 'tenant')],
    }),
  );
  return sqlTarget(
    select({
      from: t,
      joins: [
        { how: 'LEFT JOIN', to: closings, on: boolean`${col(closings, 'tenant')} = ${col(t, 'tenant')}` },
        { how: 'LEFT JOIN', to: sources, on: boolean`${col(sources, 'tenant')} = ${col(t, 'tenant')}` },
      ],
      columns: {
        [words.tenant]: tenantTitle(language),
        tenant_id: col(t, 'tenant'),
        [words.closed]: col(closings, 'closed'),
        [words.preliminary]: col(closings, 'preliminary'),
        [words.sources]: number`coalesce(${col(sources, 'all_of_them')}, 0)`,
        [words.silent]: number`coalesce(${col(sources, 'silent')}, 0)`,
      },
      where: [isOneOf(col(t, 'tenant'), 'tenant')],
      orderBy: [descending(number`coalesce(${col(sources, 'silent')}, 0)`), col(t, 'tenant')],
    }),
  );
}
