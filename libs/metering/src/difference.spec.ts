import type { Contribution } from './contribution.js';
import { differenceOf } from './difference.js';
import { meteredEvent } from './metered-event.builder.js';
import { ownSeriesOf } from './series.js';

const letters = ownSeriesOf(meteredEvent());
const failures = { ...letters, outcome: 'failure' };
const row = (series: Contribution['series'], day: string, micros: bigint, events: number): Contribution => ({ series, day, micros, events });

describe('the difference between what counted and what counts', () => {
  it('is one row for each series and day, ordered, without what stays', () => {
    const before = [row(letters, '2025-03-10', 5n, 1), row(letters, '2025-03-11', 7n, 1), row(letters, '2025-03-12', 1n, 1)];
    const after = [
      row({ ...letters }, '2025-03-12', 4n, 1),
      row(letters, '2025-03-10', 5n, 1),
      row(failures, '2025-03-11', 7n, 1),
      row({ ...letters }, '2025-03-12', 2n, 1),
    ];
    expect(differenceOf(before, after)).toEqual([row(failures, '2025-03-11', 7n, 1), row(letters, '2025-03-11', -7n, -1), row(letters, '2025-03-12', 5n, 1)]);
  });

  it('keeps a row whose events change and whose quantity does not', () => {
    expect(differenceOf([], [row(letters, '2025-03-10', 0n, 1)])).toEqual([row(letters, '2025-03-10', 0n, 1)]);
  });

  it('is empty where nothing changes', () => {
    expect(differenceOf([row(letters, '2025-03-10', 3n, 2)], [row(letters, '2025-03-10', 1n, 1), row(letters, '2025-03-10', 2n, 1)])).toEqual([]);
  });
});
