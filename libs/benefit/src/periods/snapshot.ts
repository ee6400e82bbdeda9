import { canonicalJson, exactText, formatAmount, type Month, type Rational } from '@hemtag/kernel';
import type { FigureRow } from '../figures.js';
import type { FigureKind } from './period-facts.js';

/** A figure as a month kept it: exact amounts as `n` or `n/d`, and the row as it was shown, as canonical JSON. */
export interface KeptFigure {
  readonly id: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly kind: FigureKind;
  readonly originalMonth: Month | null;
  readonly unit: string | null;
  readonly gross: string | null;
  readonly adjusted: string | null;
  readonly counted: string | null;
  readonly asReported: string | null;
  readonly printed: string;
}

export interface SnapshotHead {
  readonly tenant: string;
  readonly month: Month;
  readonly version: number;
  readonly state: 'PRELIMINARY' | 'CLOSED';
}

const text = (value: Rational | null): string | null => (value === null ? null : exactText(value));

/** A closing reports the gross of an original; what an adjustment books stands in it already. */
function keptFigure({ printed, gross, adjusted, counted, asReported }: FigureRow, state: SnapshotHead['state']): KeptFigure {
  const reported = state === 'CLOSED' && printed.kind === 'ORIGINAL' ? gross : asReported;
  // What a month keeps of a number before it is rounded stands beside the row, not in it.
  const { exact, ...row } = printed;
  const amount = { ...row.amount, asReported: reported === null ? null : formatAmount(reported) };
  return {
    id: printed.id,
    initiative: printed.initiative,
    benefit: printed.benefit,
    kind: printed.kind,
    originalMonth: printed.originalMonth ?? null,
    unit: printed.amount.unit,
    gross: text(gross),
    adjusted: text(adjusted),
    counted: text(counted),
    asReported: text(reported),
    printed: canonicalJson({ ...row, state, amount: { ...amount }, quantity: { ...row.quantity } } as Parameters<typeof canonicalJson>[0]),
  };
}

/** What a month keeps of its rows when it gets this state, in the order of the ids. */
export const keptFigures = (rows: readonly FigureRow[], state: SnapshotHead['state']): KeptFigure[] =>
  rows.map((row) => keptFigure(row, state)).sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * The text whose SHA-256 is the hash of a snapshot: canonical JSON of the month, its version and state, and of each figure, in the order of the ids, the exact
 * amounts and the row as shown. Whoever has the kept figures can write it again.
 */
export function snapshotText({ tenant, month, version, state }: SnapshotHead, figures: readonly KeptFigure[]): string {
  const listed = [...figures]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ gross, adjusted, counted, asReported, printed }) => `{"exact":${canonicalJson({ gross, adjusted, counted, asReported })},"printed":${printed}}`);
  // The names stand in their canonical order, so that the figures need not be read to be hashed.
  return `{"figures":[${listed.join(',')}],${canonicalJson({ month, state, tenant, version }).slice(1)}`;
}
