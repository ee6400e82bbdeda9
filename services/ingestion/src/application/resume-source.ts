import type { ResumeResponse } from '@hemtag/contracts';
import { err, ok, type Clock, type Instant, type Result } from '@hemtag/kernel';

export interface Allowances {
  /** URIs of the registered sources with this URI or, where it is none, this name. */
  sourcesCalled(called: string, tenant: string | null): Promise<readonly string[]>;
  allow(allowance: { readonly source: string; readonly until: Instant; readonly by: string }): Promise<void>;
}

export type ResumeRefusal = { readonly kind: 'unknown-source' } | { readonly kind: 'several-sources' };

export interface ResumeCommand {
  /** A URI or a name; empty for what leads to no registered source. */
  readonly source: string;
  readonly tenant: string | null;
  readonly forSeconds: number;
  readonly by: string;
}

/** Lets a source's rejects into the quarantine for a while without holding its partitions. */
export async function resumeSource(
  { source, tenant, forSeconds, by }: ResumeCommand,
  { allowances, clock }: { readonly allowances: Allowances; readonly clock: Clock },
): Promise<Result<ResumeResponse, ResumeRefusal>> {
  const [found, ...others] = source === '' ? [''] : await allowances.sourcesCalled(source, tenant);
  if (found === undefined) return err({ kind: 'unknown-source' });
  if (others.length > 0) return err({ kind: 'several-sources' });
  const until = clock() + forSeconds * 1000;
  await allowances.allow({ source: found, until, by });
  return ok({ source: found, until: new Date(until).toISOString(), allowedBy: by });
}
