import { EVIDENCE_WORDS, SOURCE_STATE_WORDS, STATE_WORDS, type Language } from '../languages.js';
import { kindWord, titleIn, typeOrder } from '../queries/amounts.js';
import { boolean, date, inWords, literal, number, sum, text, time, type Expression } from '../queries/expression.js';
import { col, descending, named, select, view } from '../queries/sql.js';
import { sqlTarget, type SqlTarget } from '../queries/targets.js';
import { isOneOf, variable } from '../variables.js';

const t = view('tenant', 't');
const s = view('source', 's');
const d = view('sourceDay', 'd');
const counter = view('sourceCounter', 'c');
const sourceHour = view('sourceHour', 'h');
const rejectHour = view('rejectHour', 'r');
const f = view('figure', 'f');
const p = view('period', 'p');
const rate = view('rateVersion', 'v');
const baseline = view('baseline', 'b');

const ofTenant = (tenant: Expression): Expression => boolean`${tenant} = ${variable('tenant')}`;
const zone = col(t, 'time_zone');
/** The days that the picker shows, in the tenant's zone. */
const firstDay = date`($__timeFrom()::timestamptz AT TIME ZONE ${zone})::date`;
const lastDay = date`($__timeTo()::timestamptz AT TIME ZONE ${zone})::date`;
const today = date`(now() AT TIME ZONE ${zone})::date`;
const isShownDay = boolean`${col(d, 'day')} BETWEEN ${firstDay} AND ${lastDay}`;
const isShownMonth = (month: Expression): Expression => boolean`${month} BETWEEN date_trunc('month', ${firstDay}::timestamp)::date AND ${lastDay}`;
const toTenant = (tenant: Expression) => ({ how: 'JOIN', to: t, on: boolean`${col(t, 'tenant')} = ${tenant}` }) as const;

/** Of the days on which something was expected, the share that is complete. */
export const completeShare = (): SqlTarget =>
  sqlTarget(
    select({
      from: d,
      joins: [toTenant(col(d, 'tenant'))],
      columns: {
        share: number`round(100.0 * count(*) FILTER (WHERE ${col(d, 'state')} = 'COMPLETE') / nullif(count(*) FILTER (WHERE ${col(d, 'state')} <> 'NOT_EXPECTED'), 0), 1)`,
      },
      where: [ofTenant(col(d, 'tenant')), isOneOf(col(d, 'name'), 'source'), isShownDay],
      orderBy: [number`1`],
    }),
  );

/** A source is silent when nothing came within its rhythm before now; one without a rhythm never is, nor is one that is retired. */
const isSilent = boolean`(${col(s, 'expected_every')} IS NOT NULL AND coalesce(${col(counter, 'last_event_at')} < now() - ${col(s, 'expected_every')}::interval, true))`;
const isInUse = boolean`coalesce(${col(s, 'retired_from')} > ${today}, true)`;
const sourceJoins = [
  toTenant(col(s, 'tenant')),
  {
    how: 'LEFT JOIN',
    to: counter,
    on: boolean`${col(counter, 'tenant')} = ${col(s, 'tenant')} AND ${col(counter, 'source')} = ${col(s, 'source')}`,
  },
] as const;
const chosenSources = [ofTenant(col(s, 'tenant')), isOneOf(col(s, 'name'), 'source'), isInUse];

export const silentSources = (): SqlTarget =>
  sqlTarget(
    select({
      from: s,
      joins: sourceJoins,
      columns: { silent: number`count(*) FILTER (WHERE ${isSilent})` },
      where: chosenSources,
      orderBy: [number`1`],
    }),
  );

export function sourceTable(language: Language, names: Readonly<Record<'source' | 'last' | 'days' | 'state' | 'accepted' | 'duplicate' | 'conflict' | 'rejected', string>>): SqlTarget {
  const lastDayOf = date`(${col(counter, 'last_event_at')} AT TIME ZONE ${zone})::date`;
  const state = text`CASE WHEN ${col(s, 'expected_every')} IS NULL THEN 'NOT_EXPECTED' WHEN ${isSilent} THEN 'SILENT' ELSE 'IN_RHYTHM' END`;
  return sqlTarget(
    select({
      from: s,
      joins: sourceJoins,
      columns: {
        [names.source]: titleIn(col(s, 'title'), col(s, 'name'), language),
        [names.last]: text`to_char(${lastDayOf}, 'YYYY-MM-DD')`,
        [names.days]: number`${today} - ${lastDayOf}`,
        [names.state]: inWords(state, SOURCE_STATE_WORDS[language]),
        [names.accepted]: number`coalesce(${col(counter, 'accepted')}, 0)`,
        [names.duplicate]: number`coalesce(${col(counter, 'duplicate')}, 0)`,
        [names.conflict]: number`coalesce(${col(counter, 'conflict')}, 0)`,
        [names.rejected]: number`coalesce(${col(counter, 'rejected')} + ${col(counter, 'gateway_rejected')}, 0)`,
      },
      where: chosenSources,
      orderBy: [descending(isSilent), descending(number`${today} - ${lastDayOf}`), col(s, 'name')],
    }),
  );
} // prettier-ignore

/** One row for each source and day; the time is the beginning of the day for the tenant, whatever zone the board is shown in. */
export const completenessDays = (): SqlTarget =>
  sqlTarget(
    select({
      from: d,
      joins: [toTenant(col(d, 'tenant'))],
      columns: { time: time`${col(d, 'day')}::timestamp AT TIME ZONE ${zone}`, metric: col(d, 'name'), value: col(d, 'level') },
      where: [ofTenant(col(d, 'tenant')), isOneOf(col(d, 'name'), 'source'), isShownDay],
      orderBy: [number`1`, col(d, 'name')],
    }),
    { format: 'time_series' },
  );

/** What leads to no registered source belongs to no municipality, and is shown to each. */
const isOfTenantOrNobody = (tenant: Expression): Expression => boolean`${tenant} IN (${variable('tenant')}, '')`;

export function rejectTable(language: Language, names: Readonly<Record<'code' | 'source' | 'origin' | 'rejects' | 'last', string>>): SqlTarget {
  const sourceName = text`coalesce(${titleIn(col(s, 'title'), col(s, 'name'), language)}, nullif(${col(rejectHour, 'source')}, ''), ${literal(language === 'sv' ? 'ingen registrerad källa' : 'no registered source')})`;
  const origin = inWords(col(rejectHour, 'origin'), language === 'sv' ? { gateway: 'mottagningen', ingestion: 'inläsningen' } : { gateway: 'the gateway', ingestion: 'ingestion' });
  return sqlTarget(
    select({
      from: rejectHour,
      joins: [
        { how: 'JOIN', to: t, on: ofTenant(col(t, 'tenant')) },
        { how: 'LEFT JOIN', to: s, on: boolean`${col(s, 'tenant')} = ${col(rejectHour, 'tenant')} AND ${col(s, 'source')} = ${col(rejectHour, 'source')}` },
      ],
      columns: {
        [names.code]: col(rejectHour, 'code'),
        [names.source]: sourceName,
        [names.origin]: origin,
        [names.rejects]: sum(col(rejectHour, 'rejects')),
        [names.last]: text`to_char(max(${col(rejectHour, 'hour')}) AT TIME ZONE min(${zone}), 'YYYY-MM-DD HH24:MI')`,
      },
      where: [isOfTenantOrNobody(col(rejectHour, 'tenant')), boolean`$__timeFilter(${col(rejectHour, 'hour')})`],
      groupBy: [number`1`, number`2`, number`3`],
      orderBy: [descending(number`4`), number`1`, number`2`],
      limit: 50,
    }),
  );
} // prettier-ignore

/** What did not count, by the local day on which it came. */
export function refusedByDay(names: Readonly<Record<'day' | 'duplicate' | 'conflict' | 'rejected', string>>): SqlTarget {
  return sqlTarget(
    select({
      from: sourceHour,
      joins: [toTenant(col(sourceHour, 'tenant')), { how: 'JOIN', to: s, on: boolean`${col(s, 'tenant')} = ${col(sourceHour, 'tenant')} AND ${col(s, 'source')} = ${col(sourceHour, 'source')}` }],
      columns: {
        [names.day]: text`to_char(${col(sourceHour, 'hour')} AT TIME ZONE ${zone}, 'YYYY-MM-DD')`,
        [names.duplicate]: sum(col(sourceHour, 'duplicate')),
        [names.conflict]: sum(col(sourceHour, 'conflict')),
        [names.rejected]: sum(number`${col(sourceHour, 'rejected')} + ${col(sourceHour, 'gateway_rejected')}`),
      },
      where: [ofTenant(col(sourceHour, 'tenant')), isOneOf(col(s, 'name'), 'source'), boolean`$__timeFilter(${col(sourceHour, 'hour')})`],
      groupBy: [number`1`],
      orderBy: [number`1`],
    }),
  );
} // prettier-ignore

const monthOf = (month: Expression): Expression => text`to_char(${month}, 'YYYY-MM')`;

/** Of every month that was ever closed: what it reported, what is known now, and what was booked elsewhere for the difference. */
export function restatements(language: Language, names: Readonly<Record<'month' | 'kind' | 'reported' | 'restated' | 'adjusted', string>>): SqlTarget {
  const original = boolean`${col(f, 'kind')} = 'ORIGINAL'`;
  const byMonth = named(
    'by_month',
    select({
      from: f,
      joins: [toTenant(col(f, 'tenant')), { how: 'JOIN', to: p, on: boolean`${col(p, 'tenant')} = ${col(f, 'tenant')} AND ${col(p, 'month')} = coalesce(${col(f, 'original_month')}, ${col(f, 'month')}) AND ${col(p, 'closed_at')} IS NOT NULL` }],
      columns: {
        month: col(p, 'month'),
        type: col(f, 'type'),
        unit: col(f, 'amount_unit'),
        reported: sum(col(f, 'amount_as_reported'), original),
        restated: sum(col(f, 'amount_gross'), original),
        adjusted: sum(col(f, 'amount_as_reported'), boolean`${col(f, 'kind')} = 'ADJUSTMENT'`),
      },
      where: [ofTenant(col(f, 'tenant')), boolean`${col(f, 'amount_unit')} IS NOT NULL`, isShownMonth(col(p, 'month'))],
      groupBy: [col(p, 'month'), col(f, 'type'), col(f, 'amount_unit')],
    }),
  );
  const [month, type, unit] = [col(byMonth, 'month'), col(byMonth, 'type'), col(byMonth, 'unit')];
  return sqlTarget(
    select({
      from: byMonth,
      columns: {
        [names.month]: monthOf(month),
        [names.kind]: kindWord(type, unit, language),
        [names.reported]: col(byMonth, 'reported'),
        [names.restated]: col(byMonth, 'restated'),
        [names.adjusted]: number`coalesce(${col(byMonth, 'adjusted')}, 0)`,
      },
      orderBy: [descending(month), typeOrder(type), unit],
    }),
  );
} // prettier-ignore

/** How sure the amounts of each type and unit are: shares of what the months shown give, in percent. */
export function evidenceShares(language: Language, kind: string): SqlTarget {
  const words = EVIDENCE_WORDS[language];
  const byKind = named(
    'by_kind',
    select({
      from: f,
      joins: [toTenant(col(f, 'tenant'))],
      columns: {
        type: col(f, 'type'),
        unit: col(f, 'amount_unit'),
        whole: sum(number`abs(${col(f, 'exact_gross')})`),
        followed: sum(number`abs(${col(f, 'exact_gross')})`, boolean`${col(f, 'evidence')} = 'UPPFOLJD'`),
        calculated: sum(number`abs(${col(f, 'exact_gross')})`, boolean`${col(f, 'evidence')} = 'BERAKNAD'`),
        assessed: sum(number`abs(${col(f, 'exact_gross')})`, boolean`${col(f, 'evidence')} = 'BEDOMD'`),
        borrowed: sum(number`abs(${col(f, 'exact_gross')})`, boolean`${col(f, 'evidence')} = 'LANAD'`),
      },
      where: [ofTenant(col(f, 'tenant')), boolean`${col(f, 'kind')} = 'ORIGINAL' AND ${col(f, 'exact_gross')} IS NOT NULL`, isShownMonth(col(f, 'month'))],
      groupBy: [col(f, 'type'), col(f, 'amount_unit')],
    }),
  );
  const [type, unit, whole] = [col(byKind, 'type'), col(byKind, 'unit'), col(byKind, 'whole')];
  // Nothing rather than 0, which would leave a sliver and a label.
  const share = (part: Expression): Expression => number`nullif(round(100 * ${part} / nullif(${whole}, 0), 1), 0)`;
  return sqlTarget(
    select({
      from: byKind,
      columns: {
        [kind]: kindWord(type, unit, language),
        [words.UPPFOLJD]: share(col(byKind, 'followed')),
        [words.BERAKNAD]: share(col(byKind, 'calculated')),
        [words.BEDOMD]: share(col(byKind, 'assessed')),
        [words.LANAD]: share(col(byKind, 'borrowed')),
      },
      where: [boolean`${whole} > 0`],
      orderBy: [typeOrder(type), unit],
    }),
  );
} // prettier-ignore

/** Months with figures that have begun, newest first, and how far they are closed. */
export function monthStates(language: Language, names: Readonly<Record<'month' | 'state' | 'version' | 'closed' | 'approved' | 'complete' | 'lacking', string>>): SqlTarget {
  const months = named(
    'months',
    select({
      from: f,
      joins: [toTenant(col(f, 'tenant'))],
      columns: {
        month: col(f, 'month'),
        state: text`min(${col(f, 'state')})`,
        zone: text`min(${zone})`,
        incomplete: number`count(*) FILTER (WHERE NOT ${col(f, 'complete')})`,
        lacking: number`count(*) FILTER (WHERE ${col(f, 'reason')} IS NOT NULL)`,
      },
      where: [ofTenant(col(f, 'tenant')), boolean`${col(f, 'month')} <= ${today}`, isShownMonth(col(f, 'month'))],
      groupBy: [col(f, 'month')],
    }),
  );
  const on = (at: Expression): Expression => text`to_char(${at} AT TIME ZONE ${col(months, 'zone')}, 'YYYY-MM-DD')`;
  return sqlTarget(
    select({
      from: months,
      joins: [{ how: 'LEFT JOIN', to: p, on: boolean`${ofTenant(col(p, 'tenant'))} AND ${col(p, 'month')} = ${col(months, 'month')}` }],
      columns: {
        [names.month]: monthOf(col(months, 'month')),
        [names.state]: inWords(col(months, 'state'), STATE_WORDS[language]),
        [names.version]: col(p, 'version'),
        [names.closed]: on(col(p, 'closed_at')),
        [names.approved]: on(col(p, 'approved_at')),
        [names.complete]: col(months, 'incomplete'),
        [names.lacking]: col(months, 'lacking'),
      },
      orderBy: [descending(col(months, 'month'))],
    }),
  );
} // prettier-ignore

/** Whole months since a day. */
const ageOf = (since: Expression): Expression =>
  number`extract(year FROM age(${today}, ${since}))::int * 12 + extract(month FROM age(${today}, ${since}))::int`;

/** Rates that hold today, those that were set the longest ago first. */
export function ageOfRates(names: Readonly<Record<'name' | 'since' | 'months' | 'source', string>>): SqlTarget {
  const newer = view('rateVersion', 'n');
  return sqlTarget(
    select({
      from: rate,
      joins: [
        { how: 'JOIN', to: t, on: ofTenant(col(t, 'tenant')) },
        { how: 'LEFT JOIN', to: newer, on: boolean`${col(newer, 'rate')} = ${col(rate, 'rate')} AND ${col(newer, 'tenant')} IS NOT DISTINCT FROM ${col(rate, 'tenant')} AND ${col(newer, 'valid_from')} > ${col(rate, 'valid_from')} AND ${col(newer, 'valid_from')} <= ${today}` },
      ],
      columns: {
        [names.name]: col(rate, 'rate'),
        [names.since]: text`to_char(${col(rate, 'valid_from')}, 'YYYY-MM-DD')`,
        [names.months]: ageOf(col(rate, 'valid_from')),
        [names.source]: col(rate, 'source'),
      },
      where: [
        boolean`coalesce(${col(rate, 'tenant')}, ${variable('tenant')}) = ${variable('tenant')} AND ${col(newer, 'rate')} IS NULL`,
        boolean`${col(rate, 'valid_from')} <= ${today} AND coalesce(${col(rate, 'valid_to')} > ${today}, true)`,
      ],
      orderBy: [descending(number`3`), number`1`],
      limit: 50,
    }),
  );
} // prettier-ignore

/** The newest measurement of what was before, of each benefit, the oldest first; one that says no day comes last. */
export function ageOfBaselines(language: Language, names: Readonly<Record<'initiative' | 'benefit' | 'since' | 'months' | 'method', string>>): SqlTarget {
  const newest = named(
    'newest',
    select({
      from: baseline,
      columns: {
        initiative: col(baseline, 'initiative'),
        benefit: col(baseline, 'benefit'),
        since: date`max(${col(baseline, 'measured_to')})`,
        method: text`(array_agg(${col(baseline, 'method')} ORDER BY ${col(baseline, 'measured_to')} DESC NULLS LAST))[1]`,
      },
      where: [ofTenant(col(baseline, 'tenant'))],
      groupBy: [col(baseline, 'initiative'), col(baseline, 'benefit')],
    }),
  );
  const b = view('benefit', 'b');
  return sqlTarget(
    select({
      from: newest,
      joins: [
        { how: 'JOIN', to: t, on: ofTenant(col(t, 'tenant')) },
        { how: 'JOIN', to: b, on: boolean`${ofTenant(col(b, 'tenant'))} AND ${col(b, 'initiative')} = ${col(newest, 'initiative')} AND ${col(b, 'benefit')} = ${col(newest, 'benefit')}` },
      ],
      columns: {
        [names.initiative]: titleIn(col(b, 'initiative_title'), col(newest, 'initiative'), language),
        [names.benefit]: titleIn(col(b, 'title'), col(newest, 'benefit'), language),
        [names.since]: text`to_char(${col(newest, 'since')}, 'YYYY-MM-DD')`,
        [names.months]: ageOf(col(newest, 'since')),
        [names.method]: col(newest, 'method'),
      },
      orderBy: [descending(number`4`), number`1`, number`2`],
      limit: 50,
    }),
  );
} // prettier-ignore
