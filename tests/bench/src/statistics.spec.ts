import { quantile, ratiosOf, spreadOf } from './statistics.js';

test('the spread of an odd and of an even number of runs', () => {
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5, runs: [5, 1, 3] });
  expect(spreadOf([4, 1, 2, 10])).toMatchObject({ median: 3, min: 1, max: 10 });
  expect(spreadOf([])).toBeNull();
});

test('a quantile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(quantile(hundred, 0.5)).toBe(50);
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile([7], 0.99)).toBe(7);
});

test('ratios are taken run by run', () => {
  expect(ratiosOf([10, 30], [20, 10])).toEqual([0.5, 3]);
  expect(ratiosOf([10, 30], [20])).toEqual([0.5]);
});
