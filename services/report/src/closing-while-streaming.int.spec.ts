import { until } from '@hemtag/testing';
import { openStreamingScene, type StreamingScene } from '../test/streaming-scene.js';

/* Months that are closed while their usage goes on arriving: what the month kept, and what was known on the step, are the same, so every report is made. */

const MONTHS = ['2025-01', '2025-02', '2025-03'];
const LIMIT_MS = 180_000;

let scene: StreamingScene;
beforeAll(async () => {
  scene = await openStreamingScene(MONTHS);
}, LIMIT_MS);
afterAll(() => scene?.dispose());

/** Takes a step that keeps the month, and says what the log had of it before the step and what the step counted. */
async function kept(month: string, step: 'preliminary' | 'close', actor: string): Promise<{ readonly before: number; readonly counted: number }> {
  const before = scene.acknowledged(month);
  expect(await scene.step(month, step, actor)).toMatchObject({ status: 200 });
  return { before, counted: await scene.keptLetters(month) };
}

test(
  'every report of months that are closed in the middle of a stream is made, and has everything that the log had before the step',
  async () => {
    await until(() => Promise.resolve(MONTHS.every((month) => scene.acknowledged(month) >= 40)));
    const steps: { readonly before: number; readonly counted: number }[] = [];
    for (const month of MONTHS) steps.push(await kept(month, 'preliminary', 'anna'), await kept(month, 'close', 'bo'));
    expect(await scene.step('2025-03', 'reopen', 'cecilia')).toMatchObject({ status: 200 });
    steps.push(await kept('2025-03', 'preliminary', 'anna'), await kept('2025-03', 'close', 'bo'));

    const ids = MONTHS.flatMap((month) => [`SE-2281-${month}-v1-preliminary`, `SE-2281-${month}-v1`]);
    const wanted = [...ids, 'SE-2281-2025-03-v2-preliminary', 'SE-2281-2025-03-v2'].sort();
    await until(async () => {
      const jobs = await scene.jobs();
      return jobs.length === wanted.length && jobs.every(({ progress }) => progress !== 'waiting');
    });
    const jobs = await scene.jobs();
    expect(jobs.map(({ id }) => id).sort()).toEqual(wanted);
    expect(jobs.filter(({ progress, fault }) => progress !== 'done' || fault !== null)).toEqual([]);
    for (const { before, counted } of steps) expect(counted).toBeGreaterThanOrEqual(before);
  },
  LIMIT_MS,
);
