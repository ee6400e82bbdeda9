import {
  decideStep,
  figureRows,
  keptFigures,
  snapshotText,
  type FigureRow,
  type NextEntry,
  type PeriodEntry,
  type PeriodRefusal,
  type PeriodStep,
} from '@hemtag/benefit';
import { err, isMonth, lastDay, localDayOf, ok, type Month, type Result } from '@hemtag/kernel';
import type { Digest, PeriodStore, PeriodTransaction, Snapshot, StoredEntry } from './period-ports.js';
import { figuresInput, type FiguresPorts } from './read-figures.js';

export interface StepPeriod {
  readonly tenant: string;
  readonly month: string;
  readonly step: PeriodStep;
  readonly actor: string;
  readonly reason: string | null;
}

export type StepRefusal = PeriodRefusal | { readonly kind: 'unknown-tenant' } | { readonly kind: 'no-month' } | { readonly kind: 'busy' };

export interface StepPorts extends FiguresPorts {
  readonly periods: PeriodStore;
  readonly digest: Digest;
}

export interface StepOutcome {
  readonly entry: StoredEntry;
  readonly keptFigures: number;
}

/** How often figures are computed anew because something changed meanwhile, before the caller is asked to come again. */
const MAX_ATTEMPTS = 5;

/** The first month of the tenant's books: from there on the order of closing counts. */
const firstClosed = (log: readonly PeriodEntry[], month: Month): Month =>
  [month, ...log.filter(({ state }) => state === 'CLOSED').map((entry) => entry.month)].sort()[0] ?? month;

interface Computed {
  readonly log: readonly PeriodEntry[];
  readonly rows: readonly FigureRow[];
  readonly today: string;
}

/** The figures of the month and of those before it back to the tenant's first closed one. */
async function compute({ tenant, month }: StepPeriod, ports: StepPorts): Promise<Result<Computed, StepRefusal>> {
  const { log } = await ports.periods.factsOf(tenant, null);
  const query = { tenant, from: firstClosed(log, month), to: month, initiative: null, benefit: null, priceYear: null, asKnownOn: null };
  const input = await figuresInput(query, ports);
  if (!input.ok) return err(input.error.kind === 'invalid-range' ? { kind: 'no-month' } : { kind: 'unknown-tenant' });
  return ok({ log: input.value.periods?.log ?? [], rows: figureRows(input.value), today: localDayOf(ports.clock(), input.value.timeZone) });
}

const decide = (step: StepPeriod, { log, rows, today }: Computed): Result<NextEntry, PeriodRefusal> =>
  decideStep(step, { log, today, monthsWithFigures: [...new Set(rows.map(({ printed }) => printed.month))] });

function snapshotOf({ tenant, month }: StepPeriod, { state, version }: NextEntry, { rows }: Computed, digest: Digest): Snapshot | null {
  if (state === 'REOPENED') return null;
  const figures = keptFigures(
    rows.filter(({ printed }) => printed.month === month),
    state,
  );
  const head = { tenant, month, version, state };
  return { head, figures, hash: digest(snapshotText(head, figures)) };
}

/**
 * Sets a month preliminary, closes it or opens it again. What the month shows is computed first, without holding anything up, and kept in the same transaction
 * as the step and its message, provided that nothing has changed meanwhile that it depends on; else it is computed anew.
 */
export async function stepPeriod(step: StepPeriod, ports: StepPorts): Promise<Result<StepOutcome, StepRefusal>> {
  const { tenant, month } = step;
  if (!isMonth(month)) return err({ kind: 'no-month' });
  const until = lastDay(month);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const mark = await ports.periods.mark(tenant, until);
    const computed = await compute(step, ports);
    if (!computed.ok) return computed;
    const next = decide(step, computed.value);
    if (!next.ok) return next;
    const snapshot = snapshotOf(step, next.value, computed.value, ports.digest);
    const entry = await ports.periods.change(tenant, async (transaction: PeriodTransaction) =>
      (await transaction.mark(until)) === mark ? transaction.append(next.value, snapshot) : null,
    );
    if (entry !== null) return ok({ entry, keptFigures: snapshot?.figures.length ?? 0 });
  }
  return err({ kind: 'busy' });
}
