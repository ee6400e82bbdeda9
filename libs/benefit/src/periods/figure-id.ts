import { isMonth, type Month } from '@hemtag/kernel';

/** What a figure is about. */
export interface FigureName {
  readonly tenant: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly month: Month;
  /** Of an adjustment the month that it corrects; null for an original. */
  readonly originalMonth: Month | null;
}

const ADJUSTMENT = 'ADJUSTMENT';

/** A figure's id is a function of what it is about, so that it survives a rebuild. The names hold no colon. */
export function figureId({ tenant, initiative, benefit, month, originalMonth }: FigureName): string {
  const original = `${tenant}:${initiative}:${benefit}:${month}`;
  return originalMonth === null ? original : `${original}:${ADJUSTMENT}:${originalMonth}`;
}

/** Reads an id back; null for what is none. Whether the figure exists is another question. */
export function figureName(id: string): FigureName | null {
  const [tenant = '', initiative = '', benefit = '', month = '', kind, originalMonth, ...rest] = id.split(':');
  const isNamed = tenant !== '' && initiative !== '' && benefit !== '' && isMonth(month) && rest.length === 0;
  if (!isNamed) return null;
  if (kind === undefined) return { tenant, initiative, benefit, month, originalMonth: null };
  return kind === ADJUSTMENT && originalMonth !== undefined && isMonth(originalMonth) ? { tenant, initiative, benefit, month, originalMonth } : null;
}
