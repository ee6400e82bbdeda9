import type { CaseResponse } from '@hemtag/contracts';
import { businessCaseOf } from '@hemtag/benefit';
import { err, lastDay, localDayOf, monthOf, ok, type Clock, type Rational, type Result } from '@hemtag/kernel';
import type { RegisterStore, VolumeStore } from './ports.js';
import { readTerms } from './read-terms.js';
import { wantedUsage } from './wanted-usage.js';

export interface CaseQuery {
  readonly tenant: string;
  readonly initiative: string;
  /** In percent. */
  readonly discountRate: Rational;
  readonly years: number;
}

export type CaseRefusal = { readonly kind: 'unknown-tenant' } | { readonly kind: 'unknown-initiative' };

interface Ports {
  readonly register: RegisterStore;
  readonly volumes: VolumeStore;
  readonly clock: Clock;
}

/** The business case of an initiative, from the register and the volumes as they stand now. */
export async function readCase(
  { tenant, initiative, ...assumptions }: CaseQuery,
  { register, volumes, clock }: Ports,
): Promise<Result<CaseResponse, CaseRefusal>> {
  const terms = await readTerms(tenant, { register, volumes, clock });
  if (terms === null) return err({ kind: 'unknown-tenant' });
  const named = terms.initiatives.filter(({ name }) => name === initiative);
  if (named.length === 0) return err({ kind: 'unknown-initiative' });
  const now = clock();
  const until = lastDay(monthOf(localDayOf(now, terms.timeZone)));
  const used = await volumes.volumes({ tenant, wanted: wantedUsage(named), until });
  const found = businessCaseOf({ ...terms, ...assumptions, tenant, initiative, now, initiatives: named, volumes: used.volumes });
  return found === null ? err({ kind: 'unknown-initiative' }) : ok(found);
}
