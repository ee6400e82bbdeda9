import type { Outcome } from './candidate.js';

export interface RejectionLimits {
  /** So many bad records may follow each other. */
  readonly inARow: number;
  /** Bad records among the last `window`, in percent. */
  readonly sharePercent: number;
  readonly window: number;
  /** The share says nothing before so many records were seen. */
  readonly minimumSeen: number;
}

export const REJECTION_LIMITS: RejectionLimits = { inARow: 100, sharePercent: 20, window: 1000, minimumSeen: 200 };

/** What is remembered of a source's last records. */
export interface RejectionBudget {
  /** Bad records since the last good one. */
  readonly inARow: number;
  /** Records remembered, at most the window. */
  readonly seen: number;
  /** Bad ones among them. */
  readonly bad: number;
  /** One bit for each record remembered, the youngest in the lowest; 1 is bad. */
  readonly recent: bigint;
}

/** A source of which nothing is remembered: at the start, and after an operator let it through. */
export const FULL_BUDGET: RejectionBudget = { inARow: 0, seen: 0, bad: 0, recent: 0n };

/** How much of a budget is spent, from 0 to 1; at 1 the next bad record exceeds it. */
export function spentShareOf({ inARow, seen, bad }: RejectionBudget, limits: RejectionLimits): number {
  const ofShare = seen < limits.minimumSeen ? 0 : (bad * 100) / (limits.sharePercent * seen);
  return Math.min(1, Math.max(inARow / limits.inARow, ofShare));
}

export interface Admission {
  readonly state: RejectionBudget;
  /** False: the record exceeds the budget, nothing of it may be stored, and the state is as it was. */
  readonly within: boolean;
}

function isBad(outcome: Outcome['kind']): boolean {
  switch (outcome) {
    case 'accept':
    case 'duplicate':
      return false;
    case 'conflict':
    case 'reject':
      return true;
  }
}

function remember(state: RejectionBudget, isNextBad: boolean, window: number): RejectionBudget {
  const { inARow, seen, bad, recent } = state;
  // Most sources are good most of the time, and then there is nothing to shift.
  if (!isNextBad && bad === 0 && inARow === 0) return seen === window ? state : { ...state, seen: seen + 1 };
  const forgotten = seen < window ? 0 : Number((recent >> BigInt(window - 1)) & 1n);
  return {
    inARow: isNextBad ? inARow + 1 : 0,
    seen: Math.min(seen + 1, window),
    bad: bad + (isNextBad ? 1 : 0) - forgotten,
    recent: BigInt.asUintN(window, (recent << 1n) | (isNextBad ? 1n : 0n)),
  };
}

/**
 * Takes one record into account: rejects and conflicts are bad, accepted events and duplicates good. A good record is always within the budget, because it
 * never is what is wrong with a source; a bad one is not, if with it more than `inARow` would follow each other or more than the share be bad.
 */
export function admit(state: RejectionBudget, outcome: Outcome['kind'], limits: RejectionLimits): Admission {
  const bad = isBad(outcome);
  const next = remember(state, bad, limits.window);
  const exceeds = next.inARow > limits.inARow || (next.seen >= limits.minimumSeen && next.bad * 100 > limits.sharePercent * next.seen);
  return bad && exceeds ? { state, within: false } : { state: next, within: true };
}
