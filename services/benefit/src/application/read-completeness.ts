import type { CompletenessResponse } from '@hemtag/contracts';
import { completeness } from '@hemtag/benefit';
import { err, formatInstant, monthRange, ok, type Instant, type Result } from '@hemtag/kernel';
import { activityFacts } from './figure-facts.js';
import { rangeFault, type FiguresPorts } from './read-figures.js';
import { termsOf } from './terms-of-documents.js';

export interface CompletenessQuery {
  readonly tenant: string;
  /** Months, both included. */
  readonly from: string;
  readonly to: string;
  /** Judged as on this instant, by what is known of the sources' activity today; left out: now. */
  readonly asKnownOn?: Instant | undefined;
}

export type CompletenessRefusal =
  { readonly kind: 'unknown-tenant' } | { readonly kind: 'not-yet-known' } | { readonly kind: 'invalid-range'; readonly detail: string };

/** A year of days for every source is what somebody still reads. */
const MAX_MONTHS = 12;

/** What came from each registered source, day by day: the same judgement that makes a figure complete. */
export async function readCompleteness(
  query: CompletenessQuery,
  { register, volumes, clock }: Pick<FiguresPorts, 'register' | 'volumes' | 'clock'>,
): Promise<Result<CompletenessResponse, CompletenessRefusal>> {
  const fault = rangeFault(query, MAX_MONTHS);
  if (fault !== null) return err({ kind: 'invalid-range', detail: fault });
  const { tenant, from, to, asKnownOn } = query;
  const now = asKnownOn ?? clock();
  if (now > clock()) return err({ kind: 'not-yet-known' });
  const documents = await register.documentsOf(tenant, asKnownOn ?? null);
  const terms = termsOf(documents, tenant);
  if (terms === null) return err({ kind: 'unknown-tenant' });
  const known = completeness(await activityFacts({ tenant, terms, from, to, now }, volumes));
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
        endedDays: ofSource.filter(({ state }) => state !== 'OPEN').length,
        completeDays: ofSource.filter(({ state }) => state === 'COMPLETE' || state === 'NOT_EXPECTED').length,
        days: ofSource.map(({ day, state, lastMs }) => ({ day, state, lastEvent: lastMs === null ? null : formatInstant(lastMs, terms.timeZone) })),
      };
    }),
  });
}
