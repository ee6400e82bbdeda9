import type { ExplanationResponse, PeriodStepResponse } from '@hemtag/contracts';
import { until } from '@hemtag/testing';
import { openPeriodScene, publishTwoMonths, TENANT, type PeriodScene } from '../test/period-scene.js';

/* A number of a report that was signed, explained after late usage and a corrected value have made today's figure another one. */

let scene: PeriodScene;
let closed: string;
beforeAll(async () => {
  scene = await openPeriodScene();
  await publishTwoMonths(scene);
  await step('2025-03', 'preliminary', 'anna');
  closed = await step('2025-03', 'close', 'bo');
  await scene.publish('2025-03-14', '6700', 2);
  await until(async () => (await scene.counted('2025-03')) === '6700');
  const corrected = '{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.60", corrects: true, reason: the price list was misread}';
  expect(await scene.applyValues(corrected)).toMatchObject({ status: 200 });
});
afterAll(() => scene.close());

/** The instant of the step. */
async function step(month: string, to: string, actor: string): Promise<string> {
  const { status, body } = await scene.post<PeriodStepResponse>(`/v1/periods/${month}/${to}?tenant=${TENANT}`, actor);
  expect(status).toBe(200);
  return body.log.at(-1)?.recordedAt ?? '';
}
const explained = (id: string, asKnownOn: string | null) =>
  scene.get<ExplanationResponse>(`/v1/figures/${encodeURIComponent(id)}/explanation${asKnownOn === null ? '' : `?asKnownOn=${asKnownOn}`}`);
const partsOf = ({ figure, recomputed, volumes, parameters, agrees }: ExplanationResponse) => ({
  amounts: [figure.gross, figure.asReported, recomputed.gross, agrees],
  volumes: volumes.map(({ day, quantity, revision }) => [day, quantity, revision]),
  value: parameters.filter(({ kind }) => kind === 'value').map(({ content, register }) => [content.unitValue, register?.version]),
});

const MARCH = `${TENANT}:digital-post:postage:2025-03`;

test('as known on the closing it is what was reported, from the volumes and the value of then; now it is what is known now', async () => {
  const then = await explained(MARCH, closed);
  expect(then.status).toBe(200);
  // 6 650 letters at 15 kr; the answer names the instant so that it can be asked again.
  expect(Date.parse(then.body.asKnownOn)).toBe(Date.parse(closed));
  expect(then.body.figure.state).toBe('CLOSED');
  expect(partsOf(then.body)).toEqual({
    amounts: ['99750.00', '99750.00', '99750.00', true],
    volumes: [['2025-03-14', '6650', 1]],
    value: [['15.00', 1]],
  });
  // 6 700 at 15.60.
  expect(partsOf((await explained(MARCH, null)).body)).toEqual({
    amounts: ['104520.00', '99750.00', '104520.00', true],
    volumes: [['2025-03-14', '6700', 2]],
    value: [['15.60', 2]],
  });
});

test('an adjustment that a later closing has frozen is explained by its month as that was known then', async () => {
  await step('2025-04', 'preliminary', 'anna');
  const april = await step('2025-04', 'close', 'bo');
  await scene.publish('2025-03-14', '6710', 3);
  await until(async () => (await scene.counted('2025-03')) === '6710');
  const { body } = await explained(`${TENANT}:digital-post:postage:2025-04:ADJUSTMENT:2025-03`, april);
  // 6 700 x 15.60 − 99 750.
  expect(body).toMatchObject({ figure: { asReported: '4770.00' }, booking: { isFrozen: true, amount: '4770' }, agrees: true });
  expect(body.volumes.map(({ quantity, revision }) => [quantity, revision])).toEqual([['6700', 2]]);
});

test('before the closing the month was open, before its usage there was no such figure, and of what is to come nothing is said', async () => {
  const before = new Date(Date.parse(closed) - 1).toISOString();
  expect((await explained(MARCH, before)).body.figure).toMatchObject({ state: 'PRELIMINARY', gross: '99750.00', asReported: null });
  expect(await explained(MARCH, '2025-04-01T00:00:00Z')).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('there was no such figure then') },
  });
  const coming = new Date(Date.now() + 60_000).toISOString();
  expect(await explained(MARCH, coming)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', pointer: '/asKnownOn' } });
});
