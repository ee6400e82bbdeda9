import type { FigureRow } from '@hemtag/benefit';
import { exactText, type Rational } from '@hemtag/kernel';

/** Columns of the table `figure` beside the tenant, in order, with their types. */
export const FIGURE_COLUMNS = {
  figure_id: 'text', kind: 'text', initiative: 'text', benefit: 'text', type: 'text', evidence: 'text', month: 'date', original_month: 'date', state: 'text',
  quantity_unit: 'text', quantity_estimated: 'numeric', quantity_low: 'numeric', quantity_high: 'numeric', quantity_actual: 'numeric',
  quantity_counted: 'numeric', quantity_excess: 'numeric', amount_unit: 'text', amount_estimated: 'numeric', amount_gross: 'numeric',
  amount_adjusted: 'numeric', amount_confirmed: 'numeric', amount_harvested: 'numeric', amount_as_reported: 'numeric', exact_estimated: 'text',
  exact_gross: 'text', exact_adjusted: 'text', hours_gross: 'numeric', hours_adjusted: 'numeric', hours_unclaimed: 'numeric', hours_fte: 'numeric',
  adoption_potential: 'numeric', adoption_share: 'numeric', rate: 'numeric', complete: 'boolean', reason: 'text', exact_quantity_estimated: 'text',
  exact_quantity_counted: 'text',
} as const; // prettier-ignore
export type FigureColumn = keyof typeof FIGURE_COLUMNS;

/** A published figure by the columns of its table: numbers as the text that is printed, months as their first day, `exact_` as `n` or `n/d`. */
export type FigureRecord = Readonly<Record<FigureColumn, string | boolean | null>> & { readonly figure_id: string };

const exactOrNull = (value: Rational | null): string | null => (value === null ? null : exactText(value));
const dayOf = (month: string | null): string | null => (month === null ? null : `${month}-01`);

/** A row of `GET /v1/figures` as a row of the table: numbers as they are printed, months as their first day. */
export function figureRecord({ printed: row, ...exact }: FigureRow): FigureRecord {
  const { quantity, amount, hours, adoption } = row;
  return {
    figure_id: row.id, kind: row.kind, initiative: row.initiative, benefit: row.benefit, type: row.type, evidence: row.evidence,
    month: dayOf(row.month), original_month: dayOf(row.originalMonth ?? null), state: row.state,
    quantity_unit: quantity.unit, quantity_estimated: quantity.estimated, quantity_low: quantity.low, quantity_high: quantity.high,
    quantity_actual: quantity.actual, quantity_counted: quantity.counted, quantity_excess: quantity.excess,
    amount_unit: amount.unit, amount_estimated: amount.estimated, amount_gross: amount.gross, amount_adjusted: amount.adjusted,
    amount_confirmed: amount.confirmed, amount_harvested: amount.harvested, amount_as_reported: amount.asReported,
    exact_estimated: exactOrNull(exact.estimated), exact_gross: exactOrNull(exact.gross), exact_adjusted: exactOrNull(exact.adjusted),
    hours_gross: hours?.gross ?? null, hours_adjusted: hours?.adjusted ?? null, hours_unclaimed: hours?.unclaimed ?? null, hours_fte: hours?.fte ?? null,
    adoption_potential: adoption?.potential ?? null, adoption_share: adoption?.share ?? null, rate: row.rate, complete: row.complete, reason: row.reason,
    exact_quantity_estimated: exactOrNull(exact.estimatedQuantity), exact_quantity_counted: exactOrNull(exact.counted),
  }; // prettier-ignore
}

/** Where a published figure is not the computed one. A row that only one side has differs in `figure_id`. */
export interface FigureDifference {
  readonly figureId: string;
  readonly column: FigureColumn;
  readonly published: string | boolean | null;
  readonly computed: string | boolean | null;
}

/** Compares what is published of some benefits with what their figures are, in the order of the ids. */
export function figureDifferences(published: readonly FigureRecord[], computed: readonly FigureRecord[]): readonly FigureDifference[] {
  const stored = new Map(published.map((record) => [record.figure_id, record]));
  const right = new Map(computed.map((record) => [record.figure_id, record]));
  return [...new Set([...stored.keys(), ...right.keys()])].sort().flatMap((figureId): FigureDifference[] => {
    const [is, should] = [stored.get(figureId), right.get(figureId)];
    if (!is || !should) return [{ figureId, column: 'figure_id', published: is?.figure_id ?? null, computed: should?.figure_id ?? null }];
    return (Object.keys(FIGURE_COLUMNS) as FigureColumn[])
      .filter((column) => is[column] !== should[column])
      .map((column) => ({ figureId, column, published: is[column], computed: should[column] }));
  });
}
