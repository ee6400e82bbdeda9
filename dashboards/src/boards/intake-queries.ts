import type { Language } from '../languages.js';
import { boolean, number, sum, text, time } from '../queries/expression.js';
import { col, descending, named, numbers, select, view } from '../queries/sql.js';
import { sqlTarget, type SqlTarget } from '../queries/targets.js';
import { isOneOf, type Variable } from '../variables.js';

const counters = view('sourceCounter', 'c');
const hours = view('sourceHour', 'h');
const rejects = view('rejectHour', 'r');
const tenants = view('tenant', 't');
const one = numbers('one', 'n', [1, 1]);

/** What a source and its counts are called at the head of a column. */
export const HEADS = {
  sv: {
    tenant: 'Kommun', source: 'Källa', last: 'Senaste händelse', accepted: 'Räknade', duplicate: 'Dubbletter', conflict: 'Konflikter', rejected: 'Avvisade',
    gateway: 'Avvisade av ingången', code: 'Orsak', origin: 'Av', rejects: 'Antal',
  },
  en: {
    tenant: 'Tenant', source: 'Source', last: 'Last event', accepted: 'Accepted', duplicate: 'Duplicates', conflict: 'Conflicts', rejected: 'Rejected',
    gateway: 'Refused by the gateway', code: 'Reason', origin: 'By', rejects: 'Rejects',
  },
} as const; // prettier-ignore

/** What leads to no registered source has no tenant. */
const unknownIn = (language: Language) => (language === 'sv' ? text`'(okänd)'` : text`'(unknown)'`);
const tenantWord = (of: ReturnType<typeof col>, language: Language) => text`CASE WHEN ${of} = '' THEN ${unknownIn(language)} ELSE ${of} END`;
const sourceWord = tenantWord;

const senders = named(
  'senders',
  select({
    from: one,
    joins: [{ how: 'LEFT JOIN', to: counters, on: boolean`true` }],
    columns: { tenant: text`coalesce(${col(counters, 'tenant')}, '')` },
    isDistinct: true,
    orderBy: [number`1`],
  }),
);

/** Every tenant that something was received of, and nobody's events. */
export const senderVariable = (language: Language): Variable => ({
  kind: 'query',
  name: 'tenant',
  label: { sv: 'Kommun', en: 'Tenant' },
  isMany: true,
  query: select({
    from: senders,
    columns: { __text: tenantWord(col(senders, 'tenant'), language), __value: col(senders, 'tenant') },
    orderBy: [col(senders, 'tenant')],
  }),
});

/** Whole hours, because receipts are kept by the hour. */
const isInRange = (hour: ReturnType<typeof col>) => boolean`${hour} >= date_trunc('hour', $__timeFrom()::timestamptz) AND ${hour} <= $__timeTo()::timestamptz`;

/** One row for each source that was ever heard of, with what came in the picked time; most rejected first. */
export function sourcesTarget(language: Language): SqlTarget {
  const heads = HEADS[language];
  const [tenant, source, last] = [col(counters, 'tenant'), col(counters, 'source'), col(counters, 'last_event_at')];
  const total = (column: 'accepted' | 'duplicate' | 'conflict' | 'rejected' | 'gateway_rejected') => number`coalesce(${sum(col(hours, column))}, 0)`;
  return sqlTarget(
    select({
      from: counters,
      joins: [
        { how: 'LEFT JOIN', to: tenants, on: boolean`${col(tenants, 'tenant')} = ${tenant}` },
        {
          how: 'LEFT JOIN',
          to: hours,
          on: boolean`${col(hours, 'tenant')} = ${tenant} AND ${col(hours, 'source')} = ${source} AND ${isInRange(col(hours, 'hour'))}`,
        },
      ],
      columns: {
        [heads.tenant]: tenantWord(tenant, language),
        [heads.source]: sourceWord(source, language),
        [heads.last]: text`to_char(${last} AT TIME ZONE coalesce(${col(tenants, 'time_zone')}, 'UTC'), 'YYYY-MM-DD HH24:MI')`,
        [heads.accepted]: total('accepted'),
        [heads.duplicate]: total('duplicate'),
        [heads.conflict]: total('conflict'),
        [heads.rejected]: total('rejected'),
        [heads.gateway]: total('gateway_rejected'),
      },
      where: [isOneOf(tenant, 'tenant')],
      groupBy: [tenant, source, last, col(tenants, 'time_zone')],
      orderBy: [descending(number`coalesce(${sum(col(hours, 'rejected'))}, 0) + coalesce(${sum(col(hours, 'gateway_rejected'))}, 0)`), tenant, source],
      limit: 500,
    }),
  );
}

/** Accepted events by hour, a line for each source. */
export function receivedTarget(language: Language): SqlTarget {
  const [tenant, source, hour] = [col(hours, 'tenant'), col(hours, 'source'), col(hours, 'hour')];
  return sqlTarget(
    select({
      from: hours,
      columns: { time: time`${hour}`, metric: sourceWord(source, language), value: sum(col(hours, 'accepted')) },
      where: [isOneOf(tenant, 'tenant'), isInRange(hour)],
      groupBy: [hour, source],
      orderBy: [hour, source],
    }),
    { format: 'time_series' },
  );
}

/** What was refused in the picked time, by source and reason, the most frequent first. */
export function rejectsTarget(language: Language): SqlTarget {
  const heads = HEADS[language];
  const [tenant, source, code, origin] = [col(rejects, 'tenant'), col(rejects, 'source'), col(rejects, 'code'), col(rejects, 'origin')];
  return sqlTarget(
    select({
      from: rejects,
      columns: {
        [heads.tenant]: tenantWord(tenant, language),
        [heads.source]: sourceWord(source, language),
        [heads.code]: code,
        [heads.origin]: origin,
        [heads.rejects]: sum(col(rejects, 'rejects')),
      },
      where: [isOneOf(tenant, 'tenant'), isInRange(col(rejects, 'hour'))],
      groupBy: [tenant, source, code, origin],
      orderBy: [descending(sum(col(rejects, 'rejects'))), tenant, source, code, origin],
      limit: 100,
    }),
  );
}
