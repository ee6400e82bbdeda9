import type { ReportState } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';

/** What tells a report apart: of a month its state and version, of one on demand its instant. */
export interface ReportKey {
  readonly tenant: string;
  readonly period: string;
  readonly state: ReportState;
  readonly version: number | null;
  readonly knownOn: Instant;
}

const ID = /^([A-Z]{2}-[A-Za-z0-9-]+)-\d{4}(?:-(?:0[1-9]|1[0-2])|-T[1-3]|-H[12])?-(?:v[1-9]\d{0,5}(?:-preliminary)?|at-\d{8}T\d{9}Z)$/;

/** The name under which a report is asked for and its files are kept: `SE-2281-2026-03-v1`, `SE-2281-2026-03-v1-preliminary`, `SE-2281-2026-T1-at-20260503T081500000Z`. */
export function reportId({ tenant, period, state, version, knownOn }: ReportKey): string {
  const instant = new Date(knownOn).toISOString().replaceAll(/[-:.]/g, '');
  const rest = state === 'ON_DEMAND' ? `at-${instant}` : `v${version ?? 0}${state === 'PRELIMINARY' ? '-preliminary' : ''}`;
  return `${tenant}-${period}-${rest}`;
}

/** The tenant whose report it is, because every key of the archive begins with it; null where it is no id of a report. */
export const tenantOfReport = (id: string): string | null => ID.exec(id)?.[1] ?? null;
