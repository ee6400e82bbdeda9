import { err, lastDay, ok, unreachable, type Day, type Instant, type Month, type Result } from '@hemtag/kernel';

/** Contract section 4: a month is OPEN until somebody sets it preliminary. */
export type PeriodState = 'OPEN' | 'PRELIMINARY' | 'CLOSED' | 'REOPENED';
export type PeriodStep = 'preliminary' | 'close' | 'reopen';

/** One line of a month's log: what it was set to, by whom and why. */
export interface PeriodEntry {
  readonly month: Month;
  /** Counts the lines of the month from 1. */
  readonly sequence: number;
  readonly state: Exclude<PeriodState, 'OPEN'>;
  /** Which closing: a preliminary month has the number that its closing will have, a reopened one the number of the closing that was opened again. */
  readonly version: number;
  readonly actor: string;
  /** Why it was reopened; optional elsewhere. */
  readonly reason: string | null;
  readonly at: Instant;
}
export type NextEntry = Omit<PeriodEntry, 'at'>;

export type PeriodRefusal =
  | { readonly kind: 'wrong-state'; readonly state: PeriodState }
  | { readonly kind: 'not-ended' }
  | { readonly kind: 'earlier-not-closed'; readonly month: Month }
  | { readonly kind: 'four-eyes' }
  | { readonly kind: 'reason-missing' };

export interface StepRequest {
  readonly step: PeriodStep;
  readonly month: Month;
  readonly actor: string;
  readonly reason: string | null;
}

/** What a step is judged by. */
export interface StepFacts {
  /** The tenant's log, in any order. */
  readonly log: readonly PeriodEntry[];
  /** Earlier months that have rows of figures, of any kind; only those after the first closed month matter. */
  readonly monthsWithFigures: readonly Month[];
  /** The local day of the tenant. */
  readonly today: Day;
}

const FROM: Readonly<Record<PeriodStep, readonly PeriodState[]>> = {
  preliminary: ['OPEN', 'REOPENED'],
  close: ['PRELIMINARY'],
  reopen: ['CLOSED'],
};

/** The newest line of each month. */
export function newestEntries(log: readonly PeriodEntry[]): ReadonlyMap<Month, PeriodEntry> {
  const newest = new Map<Month, PeriodEntry>();
  for (const entry of log) {
    const known = newest.get(entry.month);
    if (known === undefined || known.sequence < entry.sequence) newest.set(entry.month, entry);
  }
  return newest;
}

/** Whether two names are one person's: what differs in case, blanks around it or the way that letters are composed does not make another person. */
export function isSamePerson(one: string, other: string): boolean {
  const plain = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
  return plain(one) === plain(other);
}

/**
 * The earliest month that has to be closed before this one. The books of a tenant begin with the first month that it closes; from there on months close in
 * order, so that a report never stands on a month that is still moving. A month that somebody has begun to close, or reopened, holds up every later one.
 */
function notClosedBefore({ month }: StepRequest, { log, monthsWithFigures }: StepFacts): Month | null {
  const newest = newestEntries(log);
  const begun = log.filter(({ state }) => state === 'CLOSED').map((entry) => entry.month);
  const first = begun.sort()[0] ?? month;
  const due = [...newest.keys(), ...monthsWithFigures.filter((earlier) => earlier > first)];
  return due.filter((earlier) => earlier < month && newest.get(earlier)?.state !== 'CLOSED').sort()[0] ?? null;
}

function refusalOf(request: StepRequest, facts: StepFacts, last: PeriodEntry | null): PeriodRefusal | null {
  const { step, month, actor, reason } = request;
  const state = last?.state ?? 'OPEN';
  if (!FROM[step].includes(state)) return { kind: 'wrong-state', state };
  if (lastDay(month) >= facts.today) return { kind: 'not-ended' };
  if (step === 'reopen' && (reason === null || reason.trim() === '')) return { kind: 'reason-missing' };
  if (step !== 'preliminary' && last !== null && isSamePerson(last.actor, actor)) return { kind: 'four-eyes' };
  const earlier = step === 'close' ? notClosedBefore(request, facts) : null;
  return earlier === null ? null : { kind: 'earlier-not-closed', month: earlier };
}

function stateAfter(step: PeriodStep): NextEntry['state'] {
  switch (step) {
    case 'preliminary':
      return 'PRELIMINARY';
    case 'close':
      return 'CLOSED';
    case 'reopen':
      return 'REOPENED';
    default:
      return unreachable(step);
  }
}

/** What may happen to a month next: OPEN → PRELIMINARY → CLOSED → REOPENED → PRELIMINARY → CLOSED with the next version, each closing and reopening by another person. */
export function decideStep(request: StepRequest, facts: StepFacts): Result<NextEntry, PeriodRefusal> {
  const { step, month, actor, reason } = request;
  const last = newestEntries(facts.log).get(month) ?? null;
  const refusal = refusalOf(request, facts, last);
  if (refusal !== null) return err(refusal);
  const version = step === 'preliminary' ? (last?.version ?? 0) + 1 : (last?.version ?? 1);
  return ok({ month, sequence: (last?.sequence ?? 0) + 1, state: stateAfter(step), version, actor, reason });
}
