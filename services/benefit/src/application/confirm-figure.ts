import { figureName, figureRows, isSamePerson, type FigureName } from '@hemtag/benefit';
import type { DeviationCause } from '@hemtag/contracts';
import { err, ok, type Rational, type Result } from '@hemtag/kernel';
import type { ConfirmationStore, StoredConfirmation } from './confirmation-ports.js';
import { figuresInput, type FiguresPorts } from './read-figures.js';

export interface ConfirmFigure {
  readonly figureId: string;
  readonly amount: Rational;
  readonly comment: string | null;
  readonly cause: DeviationCause | null;
  readonly action: string | null;
  readonly due: string | null;
  readonly actor: string;
}

export type ConfirmRefusal = { readonly kind: 'unknown-figure' } | { readonly kind: 'adjustment' } | { readonly kind: 'no-amount' };
export type ReviewRefusal = { readonly kind: 'unknown-figure' } | { readonly kind: 'not-confirmed' } | { readonly kind: 'four-eyes' };

interface Ports extends FiguresPorts {
  readonly confirmations: ConfirmationStore;
}

/** The figure as it stands now: what was said is said of its gross. */
async function grossOf(name: FigureName, ports: Ports): Promise<Result<{ readonly gross: Rational; readonly unit: string }, ConfirmRefusal>> {
  const { tenant, month, initiative, benefit } = name;
  const input = await figuresInput({ tenant, from: month, to: month, initiative, benefit, priceYear: null, asKnownOn: null }, ports);
  const row = input.ok ? figureRows(input.value).find(({ printed }) => printed.kind === 'ORIGINAL') : undefined;
  if (row === undefined) return err({ kind: 'unknown-figure' });
  const { unit } = row.printed.amount;
  return row.gross === null || unit === null ? err({ kind: 'no-amount' }) : ok({ gross: row.gross, unit });
}

/** What the benefit owner says that a figure gave. It belongs to the figure and to the gross of this moment; a later one replaces it and has to be reviewed anew. */
export async function confirmFigure({ figureId, ...said }: ConfirmFigure, ports: Ports): Promise<Result<StoredConfirmation, ConfirmRefusal>> {
  const name = figureName(figureId);
  if (name === null) return err({ kind: 'unknown-figure' });
  if (name.originalMonth !== null) return err({ kind: 'adjustment' });
  const figure = await grossOf(name, ports);
  if (!figure.ok) return figure;
  const { tenant, initiative, benefit, month } = name;
  return ok(await ports.confirmations.confirm(tenant, { figureId, initiative, benefit, month, ofGross: figure.value.gross, unit: figure.value.unit, ...said }));
}

/** The controller has looked at what was confirmed: never the one who confirmed it. A confirmation that is reviewed already stays with its first reviewer. */
export async function reviewFigure(
  { figureId, actor }: { readonly figureId: string; readonly actor: string },
  confirmations: ConfirmationStore,
): Promise<Result<StoredConfirmation, ReviewRefusal>> {
  const name = figureName(figureId);
  if (name === null) return err({ kind: 'unknown-figure' });
  const [newest] = await confirmations.confirmations(name.tenant, { month: null, figureId });
  if (newest === undefined) return err({ kind: 'not-confirmed' });
  if (isSamePerson(newest.actor, actor)) return err({ kind: 'four-eyes' });
  const reviewed = await confirmations.review(name.tenant, { figureId, sequence: newest.sequence, actor });
  // Confirmed anew meanwhile: that one has not been looked at.
  return reviewed.review === null ? err({ kind: 'not-confirmed' }) : ok(reviewed);
}
