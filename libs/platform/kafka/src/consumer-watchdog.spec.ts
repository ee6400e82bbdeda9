import { ConsumerStuck, ConsumerWatchdog } from './consumer-watchdog.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function watch(brokerAnswers: () => Promise<boolean> = () => Promise.resolve(true)) {
  const stuck: unknown[] = [];
  const watchdog = new ConsumerWatchdog({ limitMs: 1_000, brokerAnswers, onStuck: (error) => stuck.push(error) });
  watchdog.start();
  return { watchdog, stuck };
}

test('a client that is silent for the limit, while the broker answers, is reported once', async () => {
  const { stuck } = watch();
  await jest.advanceTimersByTimeAsync(900);
  expect(stuck).toEqual([]);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(stuck).toEqual([expect.any(ConsumerStuck)]);
  expect(String(stuck[0])).toContain('for 1000 ms, although the broker answers');
});

test('a sign of life begins the time anew, also while the broker is asked', async () => {
  const answer = Promise.withResolvers<boolean>();
  const { watchdog, stuck } = watch(() => answer.promise);
  await jest.advanceTimersByTimeAsync(900);
  watchdog.sign();
  await jest.advanceTimersByTimeAsync(1_050);
  watchdog.sign();
  answer.resolve(true);
  await jest.advanceTimersByTimeAsync(100);
  expect(stuck).toEqual([]);
  watchdog.stop();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(stuck).toEqual([]);
});

test('silence is no fault while the broker is away, and is one when it is back', async () => {
  let isBack = false;
  const { stuck } = watch(() => Promise.resolve(isBack));
  await jest.advanceTimersByTimeAsync(3_500);
  expect(stuck).toEqual([]);
  isBack = true;
  await jest.advanceTimersByTimeAsync(1_000);
  expect(stuck).toHaveLength(1);
});

test('a stop of the whole process counts as one tick', async () => {
  const { stuck } = watch();
  await jest.advanceTimersByTimeAsync(800);
  // The clock jumps while no timer fires.
  jest.setSystemTime(Date.now() + 60_000);
  await jest.advanceTimersByTimeAsync(100);
  expect(stuck).toEqual([]);
});

test('a process was awake since it began or since it was last stopped, also before the first tick after that', async () => {
  let stoppedMs = 0;
  const clock = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => clock() + stoppedMs);
  const { watchdog } = watch();
  await jest.advanceTimersByTimeAsync(800);
  expect([800, 801].map((ms) => watchdog.wasAwakeFor(ms))).toEqual([true, false]);
  stoppedMs = 60_000;
  expect(watchdog.wasAwakeFor(1)).toBe(false);
  await jest.advanceTimersByTimeAsync(300);
  expect([300, 301].map((ms) => watchdog.wasAwakeFor(ms))).toEqual([true, false]);
  jest.restoreAllMocks();
});
