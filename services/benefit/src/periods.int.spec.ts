import { PeriodChange, TOPICS, type FiguresResponse, type KeptFiguresResponse, type PeriodsResponse, type PeriodStepResponse } from '@hemtag/contracts';
import { KafkajsLogConsumer } from '@hemtag/platform-kafka';
import { uniqueName, until } from '@hemtag/testing';
import pg from 'pg';
import { openPeriodScene, publishTwoMonths, TENANT, type PeriodScene } from '../test/period-scene.js';

let scene: PeriodScene;
beforeAll(async () => {
  scene = await openPeriodScene();
  await publishTwoMonths(scene);
});
afterAll(() => scene.close());

const step = (month: string, to: string, actor: string | null, body: object = {}) =>
  scene.post<Partial<PeriodStepResponse>>(`/v1/periods/${month}/${to}?tenant=${TENANT}`, actor, body);
const amounts = ({ figures: rows }: FiguresResponse) =>
  rows.map(({ kind, month, originalMonth = null, state, amount }) => [kind, month, originalMonth, state, amount.gross, amount.asReported]);

test('a month takes two persons, one step after the other', async () => {
  expect(await step('2025-03', 'close', 'bo')).toMatchObject({ status: 409, body: { code: 'PERIOD_STATE' } });
  expect(await step('2025-03', 'preliminary', null)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(await step('2999-03', 'preliminary', 'anna')).toMatchObject({ status: 409, body: { code: 'PERIOD_NOT_ENDED' } });
  expect(await step('2025-03', 'preliminary', 'anna')).toMatchObject({ status: 200, body: { state: 'PRELIMINARY', version: 1, keptFigures: 1 } });
  expect(await step('2025-03', 'close', 'anna')).toMatchObject({ status: 403, body: { code: 'FOUR_EYES' } });
  expect(await step('2025-03', 'close', 'bo')).toMatchObject({ status: 200, body: { state: 'CLOSED', version: 1, keptFigures: 1 } });
});

test('a late volume changes no reported figure: it stands in the first open month, and that month freezes it', async () => {
  await scene.publish('2025-03-14', '6700', 2);
  await until(async () => (await scene.counted('2025-03')) === '6700');
  expect(amounts(await scene.figures())).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '100500.00', '99750.00'],
    ['ORIGINAL', '2025-04', null, 'OPEN', '126000.00', null],
    ['ADJUSTMENT', '2025-04', '2025-03', 'OPEN', null, '750.00'],
  ]);
  await step('2025-04', 'preliminary', 'anna');
  expect(await step('2025-04', 'close', 'bo')).toMatchObject({ status: 200, body: { keptFigures: 2 } });
  expect(amounts(await scene.figures())).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '100500.00', '99750.00'],
    ['ORIGINAL', '2025-04', null, 'CLOSED', '126000.00', '126000.00'],
    ['ADJUSTMENT', '2025-04', '2025-03', 'CLOSED', null, '750.00'],
  ]);
});

test('a value that is corrected after the closing changes no reported figure and is booked once for each month; before it the figures were what they were', async () => {
  const before = new Date().toISOString();
  const corrected = '{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.60", corrects: true, reason: the price list was misread}';
  expect(await scene.applyValues(corrected)).toMatchObject({ status: 200 });
  // March restated 6 700 x 15.60 = 104 520, of which 99 750 and 750 are reported; April 8 400 x 0.60 = 5 040.
  expect(amounts(await scene.figures())).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '104520.00', '99750.00'],
    ['ORIGINAL', '2025-04', null, 'CLOSED', '131040.00', '126000.00'],
    ['ADJUSTMENT', '2025-04', '2025-03', 'CLOSED', null, '750.00'],
    ['ADJUSTMENT', '2025-05', '2025-03', 'OPEN', null, '4020.00'],
    ['ADJUSTMENT', '2025-05', '2025-04', 'OPEN', null, '5040.00'],
  ]);
  expect((await scene.figures()).benefits[0]?.amount).toMatchObject({ gross: '235560.00', asReported: '235560.00' });
  expect(amounts(await scene.figures(`&asKnownOn=${before}`))).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '100500.00', '99750.00'],
    ['ORIGINAL', '2025-04', null, 'CLOSED', '126000.00', '126000.00'],
    ['ADJUSTMENT', '2025-04', '2025-03', 'CLOSED', null, '750.00'],
  ]);
});

test('why a closed month is adjusted is told by what has changed since its closing', async () => {
  const changes = (month: string) => scene.get<object>(`/v1/periods/${month}/changes?tenant=${TENANT}&initiative=digital-post&benefit=postage`);
  const letters = { source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter' };
  expect((await changes('2025-03')).body).toMatchObject({
    version: 1,
    volumes: [{ ...letters, day: '2025-03-14', then: '6650', now: '6700' }],
    register: [{ kind: 'Initiative', name: 'digital-post', then: 1, now: 2 }],
  });
  expect((await changes('2025-04')).body).toMatchObject({ volumes: [], register: [{ name: 'digital-post', then: 1, now: 2 }] });
  expect(await changes('2025-05')).toMatchObject({ status: 404, body: { detail: 'the month was never closed' } });
});

test('a later month waits for an earlier one, a reopening needs a third person and a reason, gives version 2 and keeps version 1', async () => {
  await step('2025-05', 'preliminary', 'anna');
  expect(await step('2025-03', 'reopen', 'bo', { reason: 'wrong value' })).toMatchObject({ status: 403, body: { code: 'FOUR_EYES' } });
  expect(await step('2025-03', 'reopen', 'cecilia')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', pointer: '/reason' } });
  expect(await step('2025-03', 'reopen', 'cecilia', { reason: 'wrong value' })).toMatchObject({ status: 200, body: { state: 'REOPENED', version: 1 } });
  expect(await step('2025-05', 'close', 'bo')).toMatchObject({ status: 409, body: { code: 'PERIOD_ORDER', detail: '2025-03 has to be closed first' } });
  await step('2025-03', 'preliminary', 'cecilia');
  expect(await step('2025-03', 'close', 'bo')).toMatchObject({ status: 200, body: { state: 'CLOSED', version: 2 } });
  // March now reports all of its 104 520; the 750 that April had booked for it are taken back.
  expect(amounts(await scene.figures())).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '104520.00', '104520.00'],
    ['ORIGINAL', '2025-04', null, 'CLOSED', '131040.00', '126000.00'],
    ['ADJUSTMENT', '2025-04', '2025-03', 'CLOSED', null, '750.00'],
    ['ADJUSTMENT', '2025-05', '2025-03', 'PRELIMINARY', null, '-750.00'],
    ['ADJUSTMENT', '2025-05', '2025-04', 'PRELIMINARY', null, '5040.00'],
  ]);
  const kept = (version: string) => scene.get<KeptFiguresResponse>(`/v1/periods/2025-03/figures?tenant=${TENANT}${version}`);
  expect((await kept('&version=1')).body).toMatchObject({
    version: 1,
    state: 'CLOSED',
    figures: [{ month: '2025-03', state: 'CLOSED', amount: { gross: '99750.00', asReported: '99750.00' } }],
  });
  expect((await kept('')).body).toMatchObject({ version: 2, figures: [{ amount: { asReported: '104520.00' } }] });
  expect((await kept('&version=1&state=PRELIMINARY&exact=true')).body).toMatchObject({
    state: 'PRELIMINARY',
    figures: [{ state: 'PRELIMINARY', amount: { gross: '99750.00', asReported: null } }],
    exact: [{ gross: '99750', adjusted: '99750', counted: '6650', asReported: null }],
  });
  expect(await kept('&version=3')).toMatchObject({ status: 404 });
});

test('the log says who did what and why', async () => {
  const { body } = await scene.get<PeriodsResponse>(`/v1/periods?tenant=${TENANT}`);
  expect(body.periods.map(({ month, state, version }) => [month, state, version])).toEqual([
    ['2025-03', 'CLOSED', 2],
    ['2025-04', 'CLOSED', 1],
    ['2025-05', 'PRELIMINARY', 1],
  ]);
  expect(body.periods[0]?.log.map(({ state, version, actor, reason }) => [state, version, actor, reason])).toEqual([
    ['PRELIMINARY', 1, 'anna', null],
    ['CLOSED', 1, 'bo', null],
    ['REOPENED', 1, 'cecilia', 'wrong value'],
    ['PRELIMINARY', 2, 'cecilia', null],
    ['CLOSED', 2, 'bo', null],
  ]);
});

test('a tenant that there is not has no list', async () => {
  for (const list of ['periods', 'confirmations', 'harvests']) expect(await scene.get<object>(`/v1/${list}?tenant=SE-9999`)).toMatchObject({ status: 404 });
});

test('two that close one month at once close it once', async () => {
  const both = await Promise.all([step('2025-05', 'close', 'bo'), step('2025-05', 'close', 'dan')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

/** Reads the topic from its beginning until it has seen as many steps; what was sent twice counts once. */
async function stepsOnTheLog(count: number): Promise<PeriodChange[]> {
  const seen = new Map<string, PeriodChange>();
  const reader = new KafkajsLogConsumer([TOPICS.benefitPeriods.name], {
    connection: scene.connection,
    groupId: uniqueName('reader'),
    claims: { claim: () => Promise.resolve({ epoch: 1n, nextOffset: 0n }) },
    maxBatchRecords: 100,
    onBatch: ({ messages }) => {
      for (const { key, value } of messages) {
        const change = PeriodChange.parse(JSON.parse(String(value)));
        expect(String(key)).toBe(`${change.tenant}|${change.month}`);
        seen.set(`${change.month} ${change.sequence}`, change);
      }
      return Promise.resolve();
    },
    onFenced: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  await reader.start();
  await until(() => Promise.resolve(seen.size >= count));
  await reader.stop();
  return [...seen.values()].sort((a, b) => (`${a.month} ${a.sequence}` < `${b.month} ${b.sequence}` ? -1 : 1));
}

test('every step is on benefit.periods.v1, in the order of its month', async () => {
  expect((await stepsOnTheLog(9)).map(({ month, sequence, state, version }) => [month, sequence, state, version])).toEqual([
    ['2025-03', 1, 'PRELIMINARY', 1],
    ['2025-03', 2, 'CLOSED', 1],
    ['2025-03', 3, 'REOPENED', 1],
    ['2025-03', 4, 'PRELIMINARY', 2],
    ['2025-03', 5, 'CLOSED', 2],
    ['2025-04', 1, 'PRELIMINARY', 1],
    ['2025-04', 2, 'CLOSED', 1],
    ['2025-05', 1, 'PRELIMINARY', 1],
    ['2025-05', 2, 'CLOSED', 1],
  ]);
});

test('a step that is stored and not yet published when the process is killed is on the log after the next start', async () => {
  const [holder, other] = [new pg.Client({ connectionString: scene.databaseUrl }), new pg.Client({ connectionString: scene.databaseUrl })];
  await Promise.all([holder.connect(), other.connect()]);
  const pending = async (): Promise<number> => (await other.query<{ count: number }>('SELECT count(*)::int AS count FROM benefit.outbox')).rows[0]?.count ?? -1;
  await until(async () => (await pending()) === 0);
  // Whoever publishes holds this lock: the holder waits for it, and gets it when the relay's session is ended.
  const held = holder.query(`SELECT pg_advisory_lock(hashtextextended('hemtag.outbox.benefit', 0))`);
  await until(async () => (await other.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).rowCount === 1);
  await other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hemtag-benefit-outbox' AND datname = current_database()`);
  await held;
  expect(await step('2025-06', 'preliminary', 'anna')).toMatchObject({ status: 200 });
  expect(await pending()).toBe(1);
  await scene.kill();
  await holder.end();
  await scene.restart();
  expect((await stepsOnTheLog(10)).at(-1)).toMatchObject({ month: '2025-06', sequence: 1, state: 'PRELIMINARY' });
  await until(async () => (await pending()) === 0);
  await other.end();
});
