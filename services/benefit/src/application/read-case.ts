import type { CaseResponse } from '@hemtag/contracts';
import { businessCaseOf, changeDays } from '@hemtag/benefit';
import { err, lastDay, localDayOf, monthOf, ok, type Clock, type Instant, type Rational, type Result } from '@hemtag/kernel';
import type { RegisterStore, VolumeStore } from './ports.js';
import { readTerms } from './read-terms.js';
import { wantedUsage } from './wanted-usage.js';

export interface CaseQuery {
  readonly tenant: string;
  readonly initiative: string;
  /** In percent. */
  readonly discountRate: Rational;
  readonly years: number;
  /** From register and volumes as they were known then; null: now. */
  readonly asKnownOn: Instant | null;
}

export type CaseRefusal = { readonly kind: 'unknown-tenant' } | { readonly kind: 'unknown-initiative' } | { readonly kind: 'not-yet-known' };

interface Ports {
  readonly register: RegisterStore;
  readonly volumes: VolumeStore;
  readonly clock: Clock;
}

/** The business case of an initiative, from the register and the volumes as they stand now, or as they were known at an instant. */
export async function readCase({ tenant, initiative, asKnownOn, ...assumptions }: CaseQuery, ports: Ports): Promise<Result<CaseResponse, CaseRefusal>> {
  const now = asKnownOn ?? ports.clock();
  if (now > ports.clock()) return err({ kind: 'not-yet-known' });
  const terms = await readTerms({ tenant, asKnownOn }, ports);
  if (terms === null) return err({ kind: 'unknown-tenant' });
  const named = terms.initiatives.filter(({ name }) => name === initiative);
  if (named.length === 0) return err({ kind: 'unknown-initiative' });
  const until = lastDay(monthOf(localDayOf(now, terms.timeZone)));
  const used = await ports.volumes.volumes({ tenant, wanted: wantedUsage(named), until, asKnownOn, stretches: changeDays(named, terms.rates) });
  const found = businessCaseOf({ ...terms, ...assumptions, tenant, initiative, now, initiatives: named, volumes: used.volumes });
  return found === null ? err({ kind: 'unknown-initiative' }) : ok(found);
}
