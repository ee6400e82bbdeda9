import type { Answer } from './answers.js';
import { mixtures } from './unmixed.js';

const answer = (...rows: readonly Readonly<Record<string, unknown>>[]): Answer => ({
  columns: [
    { name: 'name', kind: 'text' },
    { name: 'value', kind: 'number' },
  ],
  rows,
});
const tile = (name: string, value: number | null) => ({ name, value });

test.each([
  ['what belongs to the kind is as many times itself, the rest stays', [100, 7_000_000], [100_900, 7_000_000], 0],
  ['a rate stays', [98.5, 1], [98.5, 1], 0],
  ['a sum of two kinds is neither', [7_000_100, 1], [7_100_900, 1], 1],
  ['a rate of the one against both is neither', [50, 1], [99.9, 1], 1],
])('%s', (_, before, after, found) => {
  const rows = (values: readonly number[]) => answer(...values.map((value, index) => tile(`tile ${index}`, value)));
  expect(mixtures(rows(before), rows(after))).toHaveLength(found);
});

test('rows are known again where their order changed, and null says nothing', () => {
  const before = answer(tile('a', 1_000_000), tile('b', 2), tile('c', null));
  const after = answer(tile('c', null), tile('b', 2), tile('a', 1_009_000_000));
  expect(mixtures(before, after)).toEqual([]);
});
