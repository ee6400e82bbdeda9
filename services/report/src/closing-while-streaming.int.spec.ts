import type { ExplanationResponse, KeptFiguresResponse, PeriodsResponse, UsageEventsResponse } from '@hemtag/contracts';
import { until } from '@hemtag/testing';
import { openStreamingScene, type StreamingScene } from '../test/streaming-scene.js';

/* Months that are closed while their usage goes on arriving: what the month kept, and what was known on the step, are the same, so every report is made. */

const MONTHS = ['2025-01', '2025-02', '2025-03'];
const LIMIT_MS = 180_000;

const AWAY = '2025-04';

let scene: StreamingScene;
beforeAll(async () => {
  scene = await openStreamingScene([...MONTHS, AWAY]);
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

test(
  'each figure of a final report is explained as it was reported, down to exactly the events of then',
  async () => {
    const { periods } = await scene.benefit<PeriodsResponse>('/v1/periods?tenant=SE-2281');
    for (const month of MONTHS) {
      const closing = periods.find((period) => period.month === month)?.log.findLast(({ state }) => state === 'CLOSED');
      const kept = await scene.benefit<KeptFiguresResponse>(`/v1/periods/${month}/figures?tenant=SE-2281&version=${closing?.version}`);
      const reported = kept.figures.find(({ kind }) => kind === 'ORIGINAL');
      const id = encodeURIComponent(reported?.id ?? '');
      const then = await scene.benefit<ExplanationResponse>(`/v1/figures/${id}/explanation?asKnownOn=${closing?.recordedAt}`);
      expect([then.figure.gross, then.figure.actual, then.agrees]).toEqual([reported?.amount.gross, reported?.quantity.actual, true]);
      expect(then.volumes.length).toBeGreaterThan(0);
      for (const { series, day, quantity, events, storedAt } of then.volumes) {
        const range = `tenant=SE-2281&series=${series.key}&from=${day}&until=${day}&limit=1000`;
        const listed = await scene.ingestion<UsageEventsResponse>(`/v1/usage-events?${range}&asKnownOn=${storedAt}`);
        expect([day, listed.events.length, new Set(listed.events.map((event) => event.id)).size]).toEqual([day, events, events]);
        expect(listed.events.reduce((sum, event) => sum + Number(event.quantity), 0)).toBe(Number(quantity));
      }
    }
  },
  LIMIT_MS,
);

test(
  'while ingestion is away a month is not set preliminary without the events that wait for it, and afterwards it is with them',
  async () => {
    await scene.killIngestion();
    const before = scene.acknowledged(AWAY);
    await until(() => Promise.resolve(scene.acknowledged(AWAY) > before));
    const refused = await scene.step(AWAY, 'preliminary', 'anna');
    expect(refused).toMatchObject({ status: 503, retryAfter: '5', body: { code: 'NOT_READY' } });
    expect(refused.body).toMatchObject({ detail: expect.stringMatching(/^the log has \d+ events that are not stored yet: .* nothing was kept$/) });
    await scene.startIngestion();
    const acknowledged = scene.acknowledged(AWAY);
    await until(async () => (await scene.step(AWAY, 'preliminary', 'anna')).status === 200);
    expect(await scene.keptLetters(AWAY)).toBeGreaterThanOrEqual(acknowledged);
    await until(async () => (await scene.jobs()).some(({ id, progress }) => id === `SE-2281-${AWAY}-v1-preliminary` && progress === 'done'));
  },
  LIMIT_MS,
);
