import type { CompletenessResponse } from '@hemtag/contracts';
import { completeness } from '@hemtag/benefit';
import { addDays, err, firstDay, formatInstant, isMonth, lastDay, monthRange, monthsBetween, ok, type Result } from '@hemtag/kernel';
import { activityMarginDays, type FiguresPorts } from './read-figures.js';
import { termsOf } from './terms-of-documents.js';

export interface CompletenessQuery {
  readonly tenant: string;
  /** Months, both included. */
  readonly from: string;
  readonly to: string;
}

export type CompletenessRefusal = { readonly kind: 'unknown-tenant' } | { readonly kind: 'invalid-range'; readonly detail: string };

/** A year of days for every source is what somebody still reads. */
const MAX_MONTHS = 12;

function rangeFault({ from, to }: CompletenessQuery): string | null {
  if (!isMonth(from) || !isMonth(to)) return 'from and to are months like 2026-03';
  if (from > to) return 'from lies after to';
  return monthsBetween(from, to) >= MAX_MONTHS ? `at most ${MAX_MONTHS} months at once` : null;
}

/** What came from each registered source, day by day: the same judgement that makes a figure complete. */
export async function readCompleteness(
  query: CompletenessQuery,
  { register, volumes, clock }: FiguresPorts,
): Promise<Result<CompletenessResponse, CompletenessRefusal>> {
  const fault = rangeFault(query);
  if (fault !== null) return err({ kind: 'invalid-range', detail: fault });
  const { tenant, from, to } = query;
  const documents = await register.documentsOf(tenant, null);
  const terms = termsOf(documents, tenant);
  if (terms === null) return err({ kind: 'unknown-tenant' });
  const now = clock();
  const days = { tenant, from: firstDay(from), until: lastDay(to) };
  const [activity, incompleteDays] = await Promise.all([
    volumes.activity({ ...days, from: addDays(days.from, -activityMarginDays(terms.sources)) }),
    volumes.incompleteDays(days),
  ]);
  const known = completeness({ sources: terms.sources, activity, incompleteDays, now, timeZone: terms.timeZone });
  const sources = documents.filter((document) => document.kind === 'Source').sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return ok({
    tenant,
    from,
    to,
    asKnownOn: formatInstant(now, terms.timeZone),
    sources: sources.map(({ metadata, spec }) => {
      const ofSource = monthRange(from, to).flatMap((month) => known.daysOf(spec.source, month));
      return {
        name: metadata.name,
        source: spec.source,
        expectedEvery: spec.expectedEvery ?? null,
        endedDays: ofSource.filter(({ state }) => state !== 'open').length,
        completeDays: ofSource.filter(({ state }) => state === 'complete').length,
        days: ofSource.map(({ day, state, lastMs }) => ({ day, state, lastEvent: lastMs === null ? null : formatInstant(lastMs, terms.timeZone) })),
      };
    }),
  });
}
