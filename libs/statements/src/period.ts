import { monthRange, type Month } from '@hemtag/kernel';

export const PERIOD_KINDS = ['MONTH', 'TERTIAL', 'HALF_YEAR', 'YEAR'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** What a statement is about: whole months of one calendar year, `from` and `to` included. */
export interface StatementPeriod {
  /** As it is typed: `2026-03`, `2026-T1`, `2026-H1`, `2026`. */
  readonly id: string;
  readonly kind: PeriodKind;
  readonly year: number;
  /** Which month, tertial or half of the year, from 1; 1 for a year. */
  readonly number: number;
  readonly from: Month;
  readonly to: Month;
  readonly months: readonly Month[];
}

const PERIOD = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|T([1-3])|H([12])))?$/;
const pad = (value: number): string => String(value).padStart(2, '0');

function periodOf(
  id: string,
  { kind, year, number, length }: Pick<StatementPeriod, 'kind' | 'year' | 'number'> & { readonly length: number },
): StatementPeriod {
  const first = (number - 1) * length + 1;
  const name = String(year).padStart(4, '0');
  const [from, to] = [`${name}-${pad(first)}`, `${name}-${pad(first + length - 1)}`];
  return { id, kind, year, number, from, to, months: monthRange(from, to) };
}

/** Reads `2026-03`, `2026-T1` (four months), `2026-H1` (six) or `2026`; null for anything else. */
export function statementPeriod(id: string): StatementPeriod | null {
  const match = PERIOD.exec(id);
  if (!match) return null;
  const [, yearText, month, tertial, half] = match;
  const year = Number(yearText);
  if (month !== undefined) return periodOf(id, { kind: 'MONTH', year, number: Number(month), length: 1 });
  if (tertial !== undefined) return periodOf(id, { kind: 'TERTIAL', year, number: Number(tertial), length: 4 });
  if (half !== undefined) return periodOf(id, { kind: 'HALF_YEAR', year, number: Number(half), length: 6 });
  return periodOf(id, { kind: 'YEAR', year, number: 1, length: 12 });
}
