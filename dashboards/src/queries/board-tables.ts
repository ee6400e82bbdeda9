import { MONTHS, REASON_WORDS, STATE_WORDS, TYPE_WORDS, type Language } from '../languages.js';
import { kindOf, variable } from '../variables.js';
import { WORDS } from '../words.js';
import { grafanaUnit, rateOf, scaled, unitWord } from './amounts.js';
import { boolean, date, inWords, listOf, literal, number, text, type Expression } from './expression.js';
import { col, descending, named, numbers, select, view } from './sql.js';
import { sqlTarget, type SqlTarget } from './targets.js';
import { benefitYears, yearFigures } from './year-figures.js';

const STATES = ['CLOSED', 'PRELIMINARY', 'REOPENED', 'OPEN'];

/** The months of each state up to the chosen one, `01–04` where they follow each other; a month that nobody has begun to close is open. */
function monthsByState() {
  const m = numbers('m', 'number', [1, 12]);
  const p = view('period', 'p');
  const first = date`make_date(${variable('year')}::int, ${col(m, 'number')}, 1)`;
  const states = named(
    'month_states',
    select({
      from: m,
      joins: [{ how: 'LEFT JOIN', to: p, on: boolean`${col(p, 'tenant')} = ${variable('tenant')} AND ${col(p, 'month')} = ${first}` }],
      columns: { number: col(m, 'number'), state: text`coalesce(${col(p, 'state')}, 'OPEN')` },
      where: [boolean`to_char(${first}, 'YYYY-MM') <= ${variable('month')}`],
    }),
  );
  const [of, state] = [col(states, 'number'), col(states, 'state')];
  const two = (value: Expression): Expression => text`lpad((${value})::text, 2, '0')`;
  const range = text`CASE WHEN count(*) = 1 THEN ${two(number`min(${of})`)} WHEN count(*) = max(${of}) - min(${of}) + 1 THEN ${two(number`min(${of})`)} || '–' || ${two(number`max(${of})`)} ELSE string_agg(${two(of)}, ', ' ORDER BY ${of}) END`;
  return named('states', select({ from: states, columns: { state, months: range }, groupBy: [state] }));
}

/** The sources that are silent on the last day that is known of each. */
function silentSources() {
  const s = view('sourceDay', 's');
  const l = view('sourceDay', 'l');
  const last = named(
    'last_days',
    select({
      from: l,
      columns: { source: col(l, 'source'), day: date`max(${col(l, 'day')})` },
      where: [boolean`${col(l, 'tenant')} = ${variable('tenant')}`],
      groupBy: [col(l, 'source')],
    }),
  );
  return named(
    'silent',
    select({
      from: s,
      joins: [{ how: 'JOIN', to: last, on: boolean`${col(last, 'source')} = ${col(s, 'source')} AND ${col(last, 'day')} = ${col(s, 'day')}` }],
      columns: { names: text`string_agg(${col(s, 'name')}, ', ' ORDER BY ${col(s, 'name')})` },
      where: [boolean`${col(s, 'tenant')} = ${variable('tenant')} AND ${col(s, 'state')} = 'SILENT'`],
    }),
  );
}

/** `Figures up to 2026-06 · closed: 2026-01–04 · preliminary: 2026-05 · open: 2026-06 · silent source: uipath-rpa` */
export function stateLine(language: Language): SqlTarget {
  const words = WORDS[language];
  const states = monthsByState();
  const silent = silentSources();
  const [state, months] = [col(states, 'state'), col(states, 'months')];
  const line = named(
    'line',
    select({
      from: states,
      columns: {
        months: text`string_agg(${inWords(state, STATE_WORDS[language])} || ': ' || ${variable('year')} || '-' || ${months}, ' · ' ORDER BY array_position(${listOf(STATES)}, ${state}))`,
      },
    }),
  );
  const known = text`coalesce(' · ' || ${literal(words.silent)} || ': ' || ${col(silent, 'names')}, '')`;
  return sqlTarget(
    select({
      from: line,
      joins: [{ how: 'CROSS JOIN', to: silent }],
      columns: { [words.state]: text`${literal(words.reading)} || ' ' || ${variable('month')} || coalesce(' · ' || ${col(line, 'months')}, '') || ${known}` },
      orderBy: [number`1`],
    }),
  );
}

/** The benefits that differ most from their estimate, money first; those without an amount at the end, with the reason. */
export function deviations(language: Language): SqlTarget {
  const words = WORDS[language];
  const years = benefitYears('kinds', language);
  const [type, unit, isMoney] = [col(years, 'type'), col(years, 'amount_unit'), col(years, 'is_money')];
  const [gross, estimated] = [col(years, 'gross'), col(years, 'estimated')];
  const deviation = number`${gross} - ${estimated}`;
  const reason = inWords(col(years, 'reason'), REASON_WORDS[language]);
  return sqlTarget(
    select({
      from: years,
      columns: {
        [words.initiative]: col(years, 'initiative_title'),
        [words.benefit]: col(years, 'benefit_title'),
        [words.type]: inWords(type, TYPE_WORDS[language]),
        [words.department]: col(years, 'department'),
        [words.unit]: text`coalesce(${unitWord(unit, isMoney)}, '–')`,
        [words.estimatedSoFar]: scaled(estimated, isMoney),
        [words.realisedSoFar]: scaled(gross, isMoney),
        [words.deviation]: scaled(deviation, isMoney),
        [words.rate]: rateOf(gross, estimated),
        [words.note]: text`coalesce(${reason}, CASE WHEN ${estimated} IS NULL THEN ${literal(words.noEstimate)} ELSE '' END)`,
        initiative_id: col(years, 'initiative'),
        benefit_id: col(years, 'benefit'),
        kind_id: text`coalesce(${kindOf(type, unit)}, ${type} || '|–')`,
      },
      orderBy: [descending(isMoney), descending(number`abs(${deviation})`), descending(gross), col(years, 'initiative_title'), col(years, 'benefit_title')],
      limit: 25,
    }),
  );
}

/** Each month of a benefit with its state and amounts; what is realised only up to the chosen month. One figure each, so nothing is added. */
export function monthTable(language: Language): SqlTarget {
  const words = WORDS[language];
  const y = yearFigures('one-benefit-in-any-unit', language);
  const isMoney = col(y, 'is_money');
  const soFar = (of: Expression): Expression => number`CASE WHEN ${col(y, 'is_so_far')} THEN ${of} END`;
  const amount = (of: 'gross' | 'adjusted' | 'as_reported' | 'confirmed' | 'harvested'): Expression => soFar(scaled(col(y, of), isMoney));
  const complete = inWords(text`${col(y, 'complete')}::text`, { true: words.complete, false: words.incomplete });
  return sqlTarget(
    select({
      from: y,
      columns: {
        [words.month]: text`to_char(${col(y, 'month')}, 'YYYY-MM')`,
        [words.state]: inWords(col(y, 'state'), STATE_WORDS[language]),
        [words.unit]: text`coalesce(${unitWord(col(y, 'amount_unit'), isMoney)}, '–')`,
        [words.estimated]: scaled(col(y, 'estimated'), isMoney),
        [words.realised]: amount('gross'),
        [words.asReported]: amount('as_reported'),
        [words.adjusted]: amount('adjusted'),
        [words.confirmed]: amount('confirmed'),
        [words.harvested]: amount('harvested'),
        [words.rate]: soFar(col(y, 'rate')),
        [words.data]: text`CASE WHEN ${col(y, 'is_so_far')} THEN coalesce(${inWords(col(y, 'reason'), REASON_WORDS[language])}, ${complete}) ELSE '' END`,
        [words.figure]: col(y, 'figure_id'),
        [words.command]: text`'npx hemtag explain ' || ${col(y, 'figure_id')}`,
      },
      orderBy: [col(y, 'month')],
    }),
  );
}

const twelve = numbers('m', 'number', [1, 12]);
const firstDay = date`make_date(${variable('year')}::int, ${col(twelve, 'number')}, 1)`;

/** Share of the whole channel that is digital, month by month, and the share from which on operation is paid, in all months of the year. */
export function adoptionMonths(language: Language): SqlTarget {
  const words = WORDS[language];
  const y = yearFigures('one-benefit-in-any-unit', language);
  const net = view('initiativeMonth', 'n');
  const ofInitiative = boolean`${col(net, 'tenant')} = ${variable('tenant')} AND ${col(net, 'initiative')} = ${variable('initiative')}`;
  return sqlTarget(
    select({
      from: twelve,
      joins: [
        { how: 'LEFT JOIN', to: y, on: boolean`${col(y, 'number')} = ${col(twelve, 'number')}` },
        { how: 'LEFT JOIN', to: net, on: boolean`${ofInitiative} AND ${col(net, 'month')} = ${firstDay}` },
      ],
      columns: {
        [words.month]: col(twelve, 'number'),
        [words.adoption]: number`CASE WHEN ${col(y, 'is_so_far')} THEN ${col(y, 'adoption_share')} END`,
        [words.breakEven]: number`max(${col(net, 'break_even_share')}) OVER ()`,
      },
      orderBy: [col(twelve, 'number')],
    }),
  );
}

/** What was counted and what was estimated, in the units of the meter: the usage that the amounts come from. */
export function usageMonths(language: Language): SqlTarget {
  const words = WORDS[language];
  const y = yearFigures('one-benefit-in-any-unit', language);
  return sqlTarget(
    select({
      from: twelve,
      joins: [{ how: 'LEFT JOIN', to: y, on: boolean`${col(y, 'number')} = ${col(twelve, 'number')}` }],
      columns: {
        [words.month]: text`(${listOf(MONTHS[language])})[${col(twelve, 'number')}]`,
        [words.plannedUsage]: number`round(${col(y, 'quantity_estimated')}, 6)`,
        [words.counted]: number`CASE WHEN ${col(y, 'is_so_far')} THEN round(${col(y, 'quantity_counted')}, 6) END`,
      },
      orderBy: [col(twelve, 'number')],
    }),
  );
}
export function usageUnit(language: Language): SqlTarget {
  const y = yearFigures('one-benefit-in-any-unit', language);
  const unit = grafanaUnit(text`max(${col(y, 'quantity_unit')})`);
  const columns = { unit, decimals: number`0` };
  // Months of several units have none in common.
  return sqlTarget(select({ from: y, columns, having: [boolean`count(DISTINCT ${col(y, 'quantity_unit')}) = 1`], orderBy: [number`1`] }), { refId: 'unit' });
}

/** Net of the whole initiative: of the benefits that carry its costs. What was paid and saved in earlier years is in the cumulative line. */
function initiativeMonths() {
  const n = view('initiativeMonth', 'n');
  const before = number`lag(${col(n, 'exact_cumulative_net')}) OVER (ORDER BY ${col(n, 'month')})`;
  return named(
    'net',
    select({
      from: n,
      columns: {
        month: col(n, 'month'), currency: col(n, 'currency'), net: col(n, 'exact_net'), cumulative_net: col(n, 'exact_cumulative_net'),
        paid_back: number`CASE WHEN ${col(n, 'exact_cumulative_net')} >= 0 AND ${before} < 0 THEN ${col(n, 'exact_cumulative_net')} END`,
      },
      where: [boolean`${col(n, 'tenant')} = ${variable('tenant')} AND ${col(n, 'initiative')} = ${variable('initiative')} AND to_char(${col(n, 'month')}, 'YYYY-MM') <= ${variable('month')}`],
    }),
  ); // prettier-ignore
}
const MONEY = boolean`true`;
export function netMonths(language: Language): SqlTarget {
  const words = WORDS[language];
  const net = initiativeMonths();
  return sqlTarget(
    select({
      from: twelve,
      joins: [{ how: 'LEFT JOIN', to: net, on: boolean`${col(net, 'month')} = ${firstDay}` }],
      columns: {
        [words.month]: col(twelve, 'number'),
        [words.netPerMonth]: scaled(col(net, 'net'), MONEY),
        [words.cumulativeNet]: scaled(col(net, 'cumulative_net'), MONEY),
        [words.paidBack]: scaled(col(net, 'paid_back'), MONEY),
      },
      orderBy: [col(twelve, 'number')],
    }),
  );
}
export function netUnit(): SqlTarget {
  const net = initiativeMonths();
  const unit = unitWord(text`max(${col(net, 'currency')})`, MONEY);
  const decimals = number`CASE ${variable('scale')} WHEN '1000000' THEN 2 ELSE 0 END`;
  const columns = { unit: text`'currency:financial: ' || ${unit} || ':suffix'`, decimals };
  return sqlTarget(select({ from: net, columns, having: [boolean`count(*) > 0`], orderBy: [number`1`] }), { refId: 'unit' });
}
