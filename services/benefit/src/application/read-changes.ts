import { causesOf } from '@hemtag/benefit';
import type { PeriodChangesResponse } from '@hemtag/contracts';
import { err, formatQuantity, isMonth, ok, type Instant, type Rational, type Result } from '@hemtag/kernel';
import type { PeriodStore } from './period-ports.js';
import type { RegisterStore } from './ports.js';
import { termsOf } from './terms-of-documents.js';

export interface ChangesQuery {
  readonly tenant: string;
  readonly month: string;
  readonly initiative: string;
  readonly benefit: string;
  /** Up to this instant; null: up to now. */
  readonly asKnownOn: Instant | null;
}
export type ChangesRefusal =
  { readonly kind: 'no-month' } | { readonly kind: 'unknown-tenant' } | { readonly kind: 'unknown-benefit' } | { readonly kind: 'never-closed' };

const text = (value: Rational | null): string | null => (value === null ? null : formatQuantity(value));

/** Why a benefit of a closed month is adjusted: what has changed since the month was last closed, of all that its figure depends on. */
export async function readChanges(
  { tenant, month, initiative, benefit, asKnownOn }: ChangesQuery,
  { register, periods }: { readonly register: RegisterStore; readonly periods: PeriodStore },
): Promise<Result<PeriodChangesResponse, ChangesRefusal>> {
  if (!isMonth(month)) return err({ kind: 'no-month' });
  const terms = termsOf(await register.documentsOf(tenant, asKnownOn), tenant);
  if (terms === null) return err({ kind: 'unknown-tenant' });
  const owner = terms.initiatives.find(({ name }) => name === initiative);
  const own = owner?.benefits.find(({ name }) => name === benefit);
  if (owner === undefined || own === undefined) return err({ kind: 'unknown-benefit' });
  const closing = (await periods.periodsOf(tenant, asKnownOn)).log.findLast((entry) => entry.month === month && entry.state === 'CLOSED');
  if (closing === undefined) return err({ kind: 'never-closed' });
  const causes = causesOf(await periods.changesSince(tenant, closing, asKnownOn), { initiative: owner, benefit: own });
  return ok({
    tenant,
    month,
    initiative,
    benefit,
    version: closing.version,
    closedAt: new Date(closing.at).toISOString(),
    volumes: causes.volumes.map(({ series, day, then, now }) => ({
      day,
      source: series.source,
      subject: series.subject,
      unit: series.measure?.unit ?? series.unit,
      then: text(then),
      now: text(now),
    })),
    register: causes.register.map(({ kind, name, then, now }) => ({ kind, name, then, now })),
  });
}
