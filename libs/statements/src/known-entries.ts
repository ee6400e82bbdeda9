import { canonicalJson, firstDay, lastDay, parseInstant, type Day, type JsonValue } from '@hemtag/kernel';
import type { EntryFacts, StatementFacts } from './facts.js';
import type { StatementPeriod } from './period.js';

const instantOf = (text: string): number => parseInstant(text) ?? NaN;

/** Whether an instant lies on or before another one; offsets may differ. */
export const isUpTo = (instant: string, limit: string): boolean => instantOf(instant) <= instantOf(limit);
export const isAfter = (instant: string, limit: string): boolean => instantOf(instant) > instantOf(limit);

/** The latest of instants; null of none. */
export function latest(instants: readonly string[]): string | null {
  let last: string | null = null;
  for (const instant of instants) if (last === null || isAfter(instant, last)) last = instant;
  return last;
}

/** Entries that the register held on the instant. */
export const knownEntries = (entries: readonly EntryFacts[], asKnownOn: string): EntryFacts[] =>
  entries.filter(({ recordedAt, supersededAt }) => isUpTo(recordedAt, asKnownOn) && (supersededAt === null || isAfter(supersededAt, asKnownOn)));

/** The fields of an entry that name a rate. */
export const RATE_FIELDS = ['rate', 'factor', 'index'] as const;

interface Days {
  readonly first: Day;
  readonly last: Day;
}
export const daysOfPeriod = ({ from, to }: Pick<StatementPeriod, 'from' | 'to'>): Days => ({ first: firstDay(from), last: lastDay(to) });

const begins = ({ validFrom }: EntryFacts): Day => validFrom ?? '';
const compare = (a: EntryFacts, b: EntryFacts): number => (`${begins(a)} ${a.key}` < `${begins(b)} ${b.key}` ? -1 : 1);

/** Entries of one list that hold on some day of the period, the earliest first; an entry ends where the next one begins, if not before. */
export function inForce(entries: readonly EntryFacts[], { first, last }: Days): EntryFacts[] {
  const ordered = [...entries].sort(compare);
  return ordered.flatMap((entry, index) => {
    const next = ordered[index + 1]?.validFrom ?? null;
    const end = entry.validTo !== null && (next === null || entry.validTo < next) ? entry.validTo : next;
    return begins(entry) <= last && (end === null || end > first) ? [{ ...entry, validTo: end }] : [];
  });
}

/** A value of the register as text: numbers of a list with blanks between them, members of an object by their path. */
export function flatValues(content: { readonly [name: string]: JsonValue | undefined }, prefix = ''): { readonly name: string; readonly value: string }[] {
  return Object.keys(content)
    .sort()
    .flatMap((key) => {
      const { [key]: value } = content;
      const name = `${prefix}${key}`;
      if (value === undefined || value === null) return [];
      if (typeof value !== 'object') return [{ name, value: String(value) }];
      if (isList(value))
        return value.length === 0 ? [] : [{ name, value: value.map((item) => (isScalar(item) ? String(item) : canonicalJson(item))).join(' ') }];
      return flatValues(value, `${name}.`);
    });
}
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isScalar = (value: JsonValue): value is string | number | boolean | null => value === null || typeof value !== 'object';

/**
 * The text whose SHA-256 is the id of the parameter set: canonical JSON of everything of the register that the year's figures up to the period's end depend on, as known
 * on the instant. Who said it, when and why takes no part, so the same parameters have the same id.
 */
export function parameterSetText({ initiatives, rates, period, asKnownOn }: StatementFacts): string {
  const days = { first: `${period.from.slice(0, 4)}-01-01`, last: lastDay(period.to) };
  const entriesOf = (entries: readonly EntryFacts[]): JsonValue => {
    const lists = Map.groupBy(knownEntries(entries, asKnownOn), ({ path }) => path);
    return [...lists.keys()]
      .sort()
      .flatMap((path) => inForce(lists.get(path) ?? [], days).map(({ key, validFrom, validTo, content }) => ({ path, key, validFrom, validTo, content })));
  };
  const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  return canonicalJson({
    initiatives: byName(initiatives).map(({ name, currency, goLive, processChange, retiredFrom, benefits, entries }) => ({
      name,
      currency,
      goLive,
      processChange,
      retiredFrom,
      benefits: byName(benefits).map(({ name: benefit, type, polarity, evidence, cap, meter, potential }) => ({
        name: benefit,
        type,
        polarity,
        evidence,
        cap,
        meter,
        potential,
      })),
      entries: entriesOf(entries),
    })),
    rates: byName(rates).map(({ name, unit, entries }) => ({ name, unit, entries: entriesOf(entries) })),
  });
}
