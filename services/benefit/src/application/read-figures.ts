import type { FiguresResponse, ForecastMethod } from '@hemtag/contracts';
import { figuresOf } from '@hemtag/benefit';
import { err, isMonth, monthsBetween, ok, type Clock, type Instant, type Result } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import { figureFacts, type FigureFacts } from './figure-facts.js';
import type { PeriodStore } from './period-ports.js';
import type { RegisterStore, VolumeStore } from './ports.js';
import { readTerms } from './read-terms.js';
import { termsOf, type TenantTerms } from './terms-of-documents.js';

export interface FiguresQuery {
  readonly tenant: string;
  /** Months, both included. */
  readonly from: string;
  readonly to: string;
  readonly initiative: string | null;
  readonly benefit: string | null;
  readonly priceYear: number | null;
  /** From register and volumes as they were known then; null: now. */
  readonly asKnownOn: Instant | null;
  /** Usage day by day, not summed between changes: for who explains where a figure comes from. */
  readonly isByDay?: true;
  /** Left out: seasonal. */
  readonly forecast?: ForecastMethod;
  /** Adds the numbers before they are rounded. */
  readonly isExact?: true;
}

export type FiguresRefusal =
  | { readonly kind: 'unknown-tenant' }
  | { readonly kind: 'unknown-initiative' }
  | { readonly kind: 'unknown-benefit' }
  | { readonly kind: 'invalid-range'; readonly detail: string }
  | { readonly kind: 'not-yet-known' };

export interface FiguresPorts {
  readonly register: RegisterStore;
  readonly volumes: VolumeStore;
  readonly periods: Pick<PeriodStore, 'factsOf'>;
  readonly clock: Clock;
}
/** What figures of given documents are read with. */
export type ReadingPorts = Omit<FiguresPorts, 'register'>;

/** A hundred years of months are more than anybody follows up, and bound the work of one request. */
const MAX_MONTHS = 1200;

/** Why it is no range of so many months; null where it is one. */
export function rangeFault({ from, to }: { readonly from: string; readonly to: string }, maxMonths: number): string | null {
  if (!isMonth(from) || !isMonth(to)) return 'from and to are months like 2026-03';
  if (from > to) return 'from lies after to';
  return monthsBetween(from, to) >= maxMonths ? `at most ${maxMonths} months at once` : null;
}

/**
 * Everything that the figures of a tenant and a range of months are computed from, as it stands now, or as it was known at an instant. Activity of
 * sources has no history: completeness is that of the instant, judged by what is known of it today.
 */
export async function figuresInput(query: FiguresQuery, ports: FiguresPorts): Promise<Result<FigureFacts, FiguresRefusal>> {
  if (query.asKnownOn !== null && query.asKnownOn > ports.clock()) return err({ kind: 'not-yet-known' });
  return knownInput(query, ports);
}

/** The same for an instant that is known to have passed, whatever the clock of this process says: one of the database's. */
export async function knownInput(query: FiguresQuery, ports: FiguresPorts): Promise<Result<FigureFacts, FiguresRefusal>> {
  const fault = rangeFault(query, MAX_MONTHS);
  return fault === null ? inputFrom(await readTerms(query, ports), query, ports) : err({ kind: 'invalid-range', detail: fault });
}

/** The same from given terms; null where there is no such tenant. The range is valid already. */
export async function inputFrom(terms: TenantTerms | null, query: FiguresQuery, ports: ReadingPorts): Promise<Result<FigureFacts, FiguresRefusal>> {
  const { tenant, from, to, initiative, benefit, asKnownOn } = query;
  const now = asKnownOn ?? ports.clock();
  if (terms === null) return err({ kind: 'unknown-tenant' });

  const named = terms.initiatives.filter(({ name }) => initiative === null || name === initiative);
  if (initiative !== null && named.length === 0) return err({ kind: 'unknown-initiative' });
  const wanted = named.filter(({ benefits }) => benefit === null || benefits.some(({ name }) => name === benefit));
  if (benefit !== null && wanted.length === 0) return err({ kind: 'unknown-benefit' });

  const facts = await figureFacts({ tenant, terms, initiatives: wanted, from, to, since: null, now, asKnownOn, isByDay: query.isByDay ?? false }, ports);
  return ok({
    ...facts,
    ...(query.forecast === undefined ? {} : { forecast: query.forecast }),
    ...(query.isExact === undefined ? {} : { isExact: query.isExact }),
    ...(benefit === null ? {} : { benefit }),
    ...(query.priceYear === null ? {} : { priceYear: query.priceYear }),
  });
}

/** The figures of a tenant for a range of months, computed from the register, the volumes and the periods as they stand now. */
export async function readFigures(query: FiguresQuery, ports: FiguresPorts): Promise<Result<FiguresResponse, FiguresRefusal>> {
  const input = await figuresInput(query, ports);
  return input.ok ? ok(figuresOf(input.value)) : input;
}

/**
 * The same from given documents of the register, whatever is stored: what figures would be after a change, for one. The range is valid already. Costs that are
 * shared take no part.
 */
export async function figuresFrom(
  documents: readonly RegisterDocument[],
  query: FiguresQuery,
  ports: ReadingPorts,
): Promise<Result<FiguresResponse, FiguresRefusal>> {
  const input = await inputFrom(termsOf(documents, query.tenant), query, ports);
  return input.ok ? ok(figuresOf(input.value)) : input;
}
