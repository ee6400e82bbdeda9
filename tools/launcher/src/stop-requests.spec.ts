import { stopRequests } from './stop-requests.js';

const judged = (timesMs: readonly number[]): readonly string[] => {
  const clock = timesMs[Symbol.iterator]();
  const judge = stopRequests(() => clock.next().value ?? 0);
  return timesMs.map(() => judge());
};

test('copies of one Ctrl-C that come within half a second are one request', () => {
  expect(judged([1_000, 1_003, 1_499])).toEqual(['stop', 'same', 'same']);
});

test('half a second later it is impatience', () => {
  expect(judged([1_000, 1_500])).toEqual(['stop', 'force']);
  expect(judged([0, 3, 700])).toEqual(['stop', 'same', 'force']);
});
