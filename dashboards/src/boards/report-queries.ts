import { STATE_WORDS, type Language } from '../languages.js';
import { titleIn } from '../queries/amounts.js';
import { boolean, date, inWords, literal, number, sum, text, type Expression } from '../queries/expression.js';
import { col, descending, named, numbers, select, view, type Join, type Source } from '../queries/sql.js';
import { sqlTarget, type SqlTarget } from '../queries/targets.js';
import { variable } from '../variables.js';
import { REPORTS } from './report-words.js';

const t = view('tenant', 't');
const p = view('period', 'p');
const r = view('report', 'r');
const d = view('reportDelivery', 'd');

type Reports = typeof r;
const ofTenant = (tenant: Expression): Expression => boolean`${tenant} = ${variable('tenant')}`;
const zone = col(t, 'time_zone');
const today = date`(now() AT TIME ZONE ${zone})::date`;
const on = (at: Expression): Expression => text`to_char(${at} AT TIME ZONE ${zone}, 'YYYY-MM-DD')`;
/** A month's own report of the whole municipality: neither a longer period, nor a cut, nor one that somebody asked for meanwhile. */
const isOfMonth = (of: Reports): Expression =>
  boolean`(${col(of, 'month')} IS NOT NULL AND cardinality(${col(of, 'departments')}) = 0 AND ${col(of, 'state')} <> 'ON_DEMAND')`;

/** How many of the deliveries of each report have arrived. */
const arrived = named(
  'arrived',
  select({
    from: d,
    columns: { report: col(d, 'report'), sent: sum(col(d, 'deliveries'), boolean`${col(d, 'progress')} = 'sent'`), planned: sum(col(d, 'deliveries')) },
    where: [ofTenant(col(d, 'tenant')), boolean`${col(d, 'what')} = 'report'`],
    groupBy: [col(d, 'report')],
  }),
);
const withArrived = (report: Expression): Join => ({ how: 'LEFT JOIN', to: arrived, on: boolean`${col(arrived, 'report')} = ${report}` });
const deliveredWord = (language: Language): Expression =>
  text`coalesce(${col(arrived, 'sent')}, 0)::text || ' ' || ${literal(REPORTS[language].of)} || ' ' || ${col(arrived, 'planned')}::text`;

const COLUMNS = ['report', 'period', 'month', 'state', 'version', 'progress', 'fault_code', 'made_at', 'snapshot_hash'] as const;
type Shown = Source<(typeof COLUMNS)[number]>;

/** What stands there: the state of a report that is made, else why it is not. */
function reportWord(of: Shown | Reports, language: Language): Expression {
  const code = text`CASE WHEN ${col(of, 'report')} IS NULL THEN 'NONE' WHEN ${col(of, 'progress')} = 'waiting' THEN 'WAITING' WHEN ${col(of, 'progress')} = 'refused' THEN 'REFUSED' ELSE ${col(of, 'state')} END`;
  return inWords(code, REPORTS[language].states);
}

/** The newest report of each month. */
function newestOfMonth(): Shown {
  const newer = view('report', 'n');
  const isNewer = boolean`${col(newer, 'tenant')} = ${col(r, 'tenant')} AND ${col(newer, 'month')} = ${col(r, 'month')} AND ${isOfMonth(newer)} AND ${col(newer, 'known_on')} > ${col(r, 'known_on')}`;
  return named(
    'newest',
    select({
      from: r,
      joins: [{ how: 'LEFT JOIN', to: newer, on: isNewer }],
      columns: Object.fromEntries(COLUMNS.map((column) => [column, col(r, column)])) as Record<(typeof COLUMNS)[number], Expression>,
      where: [ofTenant(col(r, 'tenant')), isOfMonth(r), boolean`${col(newer, 'report')} IS NULL`],
    }),
  );
}

/** A row for each month of the year that has begun. */
export function reportsByMonth(language: Language): SqlTarget {
  const names = REPORTS[language].months.columns;
  const months = numbers('m', 'number', [1, 12]);
  const month = date`make_date(${variable('year')}::int, ${col(months, 'number')}, 1)`;
  const newest = newestOfMonth();
  return sqlTarget(
    select({
      from: t,
      joins: [
        { how: 'CROSS JOIN', to: months },
        { how: 'LEFT JOIN', to: p, on: boolean`${col(p, 'tenant')} = ${col(t, 'tenant')} AND ${col(p, 'month')} = ${month}` },
        { how: 'LEFT JOIN', to: newest, on: boolean`${col(newest, 'month')} = ${month}` },
        withArrived(col(newest, 'report')),
      ],
      columns: {
        [names.month]: text`to_char(${month}, 'YYYY-MM')`,
        [names.state]: inWords(text`coalesce(${col(p, 'state')}, 'OPEN')`, STATE_WORDS[language]),
        [names.report]: reportWord(newest, language),
        [names.version]: col(newest, 'version'),
        [names.made]: on(col(newest, 'made_at')),
        [names.approved]: text`CASE WHEN ${col(newest, 'snapshot_hash')} = ${col(p, 'snapshot_hash')} THEN ${on(col(p, 'approved_at'))} END`,
        [names.delivered]: deliveredWord(language),
        [names.hindrance]: inWords(col(newest, 'fault_code'), REPORTS[language].hindrances),
        [names.id]: col(newest, 'report'),
      },
      where: [ofTenant(col(t, 'tenant')), boolean`${month} <= ${today}`],
      orderBy: [number`1`],
    }),
  );
} // prettier-ignore

/** Longer periods, departments and what somebody asked for, of the year. */
export function otherReports(language: Language): SqlTarget {
  const names = REPORTS[language].others.columns;
  return sqlTarget(
    select({
      from: r,
      joins: [{ how: 'JOIN', to: t, on: boolean`${col(t, 'tenant')} = ${col(r, 'tenant')}` }, withArrived(col(r, 'report'))],
      columns: {
        [names.period]: col(r, 'period'),
        [names.departments]: text`array_to_string(${col(r, 'departments')}, ', ')`,
        [names.report]: reportWord(r, language),
        [names.version]: col(r, 'version'),
        [names.made]: on(col(r, 'made_at')),
        [names.delivered]: deliveredWord(language),
        [names.hindrance]: inWords(col(r, 'fault_code'), REPORTS[language].hindrances),
        [names.id]: col(r, 'report'),
      },
      where: [ofTenant(col(r, 'tenant')), boolean`left(${col(r, 'period')}, 4) = ${variable('year')}`, boolean`NOT ${isOfMonth(r)}`],
      orderBy: [descending(col(r, 'known_on')), col(r, 'report')],
      limit: 50,
    }),
  );
} // prettier-ignore

/** Everything that has not arrived, of all municipalities, with what to do about it. */
export function undelivered(language: Language): SqlTarget {
  const words = REPORTS[language];
  const names = words.deliveries.columns;
  return sqlTarget(
    select({
      from: d,
      joins: [{ how: 'JOIN', to: t, on: boolean`${col(t, 'tenant')} = ${col(d, 'tenant')}` }],
      columns: {
        [names.tenant]: titleIn(col(t, 'title'), col(t, 'tenant'), language),
        [names.what]: inWords(col(d, 'what'), words.kinds),
        [names.period]: col(d, 'period'),
        [names.channel]: inWords(col(d, 'channel'), words.channels),
        [names.receiver]: text`coalesce(${col(d, 'target')}, ${col(d, 'role')})`,
        [names.number]: col(d, 'deliveries'),
        [names.progress]: inWords(col(d, 'progress'), words.progress),
        [names.days]: number`floor(extract(epoch FROM now() - ${col(d, 'planned_at')}) / 86400)`,
        [names.todo]: inWords(col(d, 'progress'), words.todo),
      },
      // By name, so that the few are found without reading what was ever sent.
      where: [boolean`${col(d, 'progress')} IN ('waiting', 'handing-over', 'failed', 'unknown')`],
      orderBy: [col(d, 'planned_at'), number`1`, number`2`, number`5`],
      limit: 50,
    }),
  );
} // prettier-ignore
