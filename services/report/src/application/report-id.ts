import type { ReportState } from '@hemtag/contracts';
import { canonicalJson, type Instant } from '@hemtag/kernel';
import type { Digest } from '@hemtag/statements';

/** What tells a report of the whole tenant apart: of a month its state and version, of one on demand its instant. */
export interface WholeReportKey {
  readonly tenant: string;
  readonly period: string;
  readonly state: ReportState;
  readonly version: number | null;
  readonly knownOn: Instant;
}
export interface ReportKey extends WholeReportKey {
  /** Sorted, each once; empty: the whole tenant. */
  readonly departments: readonly string[];
}

/** A word of departments has no hyphen, so that it is never taken for a part of what stands before it. */
const ID =
  /^([A-Z]{2}-[A-Za-z0-9-]+)-\d{4}(?:-(?:0[1-9]|1[0-2])|-T[1-3]|-H[12])?-(?:v[1-9]\d{0,5}(?:-preliminary)?|at-\d{8}T\d{9}Z)(?:-[a-z0-9_]{1,40}-[0-9a-f]{12})?$/;

const MAX_WORD_CHARACTERS = 40;
const HASH_DIGITS = 12;
/** Letters that are no letter with a mark on it. */
const LETTERS: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', ð: 'd', þ: 'th', ß: 'ss', đ: 'd', ł: 'l', œ: 'oe' };

/** What somebody recognises the departments by: `social_omsorg` of Social omsorg. Names of no Latin letters are just a part. */
function departmentsWord(departments: readonly string[]): string {
  const latin = departments
    .join(' ')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[æøðþßđłœ]/g, (letter) => LETTERS[letter] ?? letter);
  const word = latin
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^_/, '');
  return word.slice(0, MAX_WORD_CHARACTERS).replace(/_$/, '') || 'part';
}

/** The name under which a report is asked for and its files are kept: `SE-2281-2026-03-v1`, `SE-2281-2026-03-v1-preliminary`, `SE-2281-2026-T1-at-20260503T081500000Z`. */
export function wholeReportId({ tenant, period, state, version, knownOn }: WholeReportKey): string {
  const instant = new Date(knownOn).toISOString().replaceAll(/[-:.]/g, '');
  const rest = state === 'ON_DEMAND' ? `at-${instant}` : `v${version ?? 0}${state === 'PRELIMINARY' ? '-preliminary' : ''}`;
  return `${tenant}-${period}-${rest}`;
}

/** Of some departments it has a word of their names, and the beginning of a SHA-256 that tells lists with the same word apart: `SE-2281-2026-03-v1-servicecenter-7f3a9c21b04d`. */
export function reportId({ departments, ...key }: ReportKey, digest: Digest): string {
  const whole = wholeReportId(key);
  return departments.length === 0 ? whole : `${whole}-${departmentsWord(departments)}-${digest(canonicalJson(departments)).slice(0, HASH_DIGITS)}`;
}

/** The tenant whose report it is, because every key of the archive begins with it; null where it is no id of a report. */
export const tenantOfReport = (id: string): string | null => ID.exec(id)?.[1] ?? null;
