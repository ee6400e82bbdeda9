import fc from 'fast-check';

import type { Outcome } from './candidate.js';
import { admit, FULL_BUDGET, REJECTION_LIMITS, type RejectionBudget } from './rejection-budget.js';

type Kind = Outcome['kind'];

/** How many of the records are admitted before the first that is not; all of them where none exceeds the budget. */
function admitted(outcomes: readonly Kind[], limits = REJECTION_LIMITS): number {
  let state: RejectionBudget = FULL_BUDGET;
  for (const [index, outcome] of outcomes.entries()) {
    const admission = admit(state, outcome, limits);
    if (!admission.within) return index;
    state = admission.state;
  }
  return outcomes.length;
}

const times = (count: number, ...kinds: readonly Kind[]): readonly Kind[] => Array.from({ length: count }, () => kinds).flat();

describe('the rejection budget of a source', () => {
  it('lets 100 bad records follow each other, not 101', () => {
    expect(admitted(times(150, 'reject'))).toBe(100);
    expect(admitted(times(75, 'conflict', 'reject'))).toBe(100);
    expect(admitted([...times(1000, 'accept'), ...times(150, 'reject')])).toBe(1100);
  });

  it('begins to count anew after a good record, and a duplicate is one', () => {
    expect(admitted([...times(99, 'reject'), 'duplicate', ...times(99, 'reject')])).toBe(199);
  });

  it('lets one in five be bad', () => {
    expect(admitted(times(1000, 'accept', 'accept', 'duplicate', 'accept', 'reject'))).toBe(5000);
  });

  it('stops at the first bad record by which more than one in five would be, once 200 were seen', () => {
    // 50 of 200 bad; before the 200th nothing is said.
    expect(admitted(times(1000, 'accept', 'accept', 'accept', 'reject'))).toBe(199);
    // 40 of the first 200 are exactly one in five; the 41st comes as number 201.
    expect(admitted([...times(160, 'accept'), ...times(41, 'reject')])).toBe(200);
  });

  it('never stops at a good record', () => {
    // 60 of 200 are bad as soon as the share says something, with a good record as the 200th.
    expect(admitted([...times(60, 'reject'), ...times(140, 'accept'), 'reject'])).toBe(200);
  });

  it('forgets what is older than 1 000 records', () => {
    const burst = times(99, 'reject');
    // 198 of the first 1 000 are bad, and each of three more pushes one of them out; of all 1 003 records 201 would be more than one in five.
    expect(admitted([...burst, 'accept', ...burst, ...times(801, 'accept'), ...times(3, 'reject')])).toBe(1003);
    expect(admitted([...times(200, 'accept', 'accept', 'accept', 'accept', 'reject'), ...times(1000, 'accept'), ...times(100, 'reject')])).toBe(2100);
  });

  it('leaves the state as it was where a record exceeds it, so that the record can be tried again', () => {
    let state: RejectionBudget = FULL_BUDGET;
    for (const outcome of times(100, 'reject')) state = admit(state, outcome, REJECTION_LIMITS).state;
    const refused = admit(state, 'reject', REJECTION_LIMITS);
    expect(refused).toEqual({ state, within: false });
    expect(admit(refused.state, 'accept', REJECTION_LIMITS).within).toBe(true);
  });

  it('decides like somebody who reads the whole list every time', () => {
    const limits = { inARow: 4, sharePercent: 30, window: 12, minimumSeen: 6 };
    const isBad = (kind: Kind): boolean => kind === 'reject' || kind === 'conflict';
    const byList = (outcomes: readonly Kind[]): number => {
      const exceeding = outcomes.findIndex((kind, index) => {
        const last = outcomes.slice(Math.max(0, index - 11), index + 1);
        const row = outcomes.slice(Math.max(0, index - 4), index + 1);
        const tooMany = last.length >= 6 && last.filter(isBad).length / last.length > 0.3;
        return isBad(kind) && (tooMany || (row.length === 5 && row.every(isBad)));
      });
      return exceeding < 0 ? outcomes.length : exceeding;
    };
    const kind = fc.constantFrom<Kind>('accept', 'accept', 'duplicate', 'accept', 'accept', 'reject', 'conflict');
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 60 }), (outcomes) => expect(admitted(outcomes, limits)).toBe(byList(outcomes))),
      { numRuns: 500 },
    );
  });
});
