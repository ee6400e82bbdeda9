import type { ConfirmationAnswer, ConfirmationsResponse, HarvestResponse, HarvestsResponse, Period, PeriodsResponse } from '@hemtag/contracts';
import { until } from '@hemtag/testing';
import pg from 'pg';
import { openPeriodScene, publishTwoMonths, TENANT, type PeriodScene } from '../test/period-scene.js';

const FIGURE = `${TENANT}:digital-post:postage:2025-03`;

let scene: PeriodScene;
beforeAll(async () => {
  scene = await openPeriodScene();
  await publishTwoMonths(scene);
});
afterAll(() => scene.close());

const confirm = (actor: string | null, body: object = {}) =>
  scene.post<Partial<ConfirmationAnswer>>('/v1/confirmations', actor, { figure: FIGURE, amount: '90000', ...body });
const review = (actor: string, figure = FIGURE) => scene.post<Partial<ConfirmationAnswer>>('/v1/confirmations/review', actor, { figure });
const march = async () => (await scene.figures()).figures.find(({ kind, month }) => kind === 'ORIGINAL' && month === '2025-03');

test('a figure is confirmed by its owner and reviewed by somebody else', async () => {
  expect(await confirm(null)).toMatchObject({ status: 400 });
  expect(await review('lars')).toMatchObject({ status: 409, body: { code: 'NOT_CONFIRMED' } });
  const said = { comment: 'some letters were sent twice', cause: 'volume', action: 'ask the print shop', due: '2025-05-01' };
  expect(await confirm('karin', said)).toMatchObject({ status: 200, body: { ...said, amount: '90000.00', ofGross: '99750.00', reviewedBy: null } });
  expect(await review('Karin')).toMatchObject({ status: 403, body: { code: 'FOUR_EYES' } });
  expect(await review('lars')).toMatchObject({ status: 200, body: { confirmedBy: 'karin', reviewedBy: 'lars' } });
  expect(await march()).toMatchObject({
    amount: { gross: '99750.00', adjusted: '99750.00', confirmed: '90000.00', harvested: null },
    confirmation: { ofGross: '99750.00', isCurrent: true, isReviewed: true },
  });
});

test('a new confirmation replaces the one before, which stays known, and has to be reviewed anew', async () => {
  const before = new Date().toISOString();
  expect(await confirm('karin', { amount: '95000' })).toMatchObject({ status: 200 });
  expect(await march()).toMatchObject({ amount: { confirmed: '95000.00' }, confirmation: { ofGross: '99750.00', isCurrent: true, isReviewed: false } });
  const known = (await scene.figures(`&asKnownOn=${before}`)).figures[0];
  expect(known).toMatchObject({ amount: { confirmed: '90000.00' }, confirmation: { ofGross: '99750.00', isReviewed: true } });
  const { body } = await scene.get<ConfirmationsResponse>(`/v1/confirmations?tenant=${TENANT}&month=2025-03`);
  expect(body.confirmations).toMatchObject([{ figure: FIGURE, amount: '95000.00', comment: null, reviewedBy: null }]);
  const then = await scene.get<ConfirmationsResponse>(`/v1/confirmations?tenant=${TENANT}&month=2025-03&asKnownOn=${before}`);
  expect(then.body.confirmations).toMatchObject([{ figure: FIGURE, amount: '90000.00', reviewedBy: 'lars' }]);
});

test('a gross that changes leaves the confirmation as it was said', async () => {
  await scene.publish('2025-03-14', '6700', 2);
  await until(async () => (await scene.counted('2025-03')) === '6700');
  expect(await march()).toMatchObject({ amount: { gross: '100500.00', confirmed: '95000.00' }, confirmation: { ofGross: '99750.00', isCurrent: false } });
});

test.each([
  ['a figure that there is not', { figure: `${TENANT}:digital-post:postage:2019-03` }, 404, 'NOT_FOUND'],
  ['what is no id', { figure: 'march' }, 404, 'NOT_FOUND'],
  ['an adjustment', { figure: `${TENANT}:digital-post:postage:2025-04:ADJUSTMENT:2025-03` }, 409, 'NO_AMOUNT'],
  ['an amount in another form', { amount: '1,5' }, 400, 'INVALID_REQUEST'],
  ['a cause outside the list', { cause: 'weather' }, 400, 'INVALID_REQUEST'],
  ['an action without its day', { action: 'ask' }, 400, 'INVALID_REQUEST'],
  ['a comment that names a person by number', { comment: 'ask 19811218-9876' }, 400, 'INVALID_REQUEST'],
])('%s is refused', async (_, body, status, code) => {
  const refused = await confirm('karin', body);
  expect(refused).toMatchObject({ status, body: { code } });
  expect(JSON.stringify(refused.body)).not.toContain('9876');
});

test('a month is approved as it is kept, by none of those who confirmed its figures', async () => {
  const approve = (actor: string) => scene.post<Partial<Period>>(`/v1/periods/2025-03/approve?tenant=${TENANT}`, actor);
  const step = (to: string, actor: string) => scene.post<Partial<Period>>(`/v1/periods/2025-03/${to}?tenant=${TENANT}`, actor);
  expect(await approve('eva')).toMatchObject({ status: 409, body: { code: 'PERIOD_STATE' } });
  await step('preliminary', 'lars');
  await step('close', 'mats');
  expect(await approve('karin')).toMatchObject({ status: 403, body: { code: 'FOUR_EYES' } });
  const before = new Date().toISOString();
  const approved = (await approve('eva')).body.log;
  expect(approved?.map(({ approvedBy }) => approvedBy)).toEqual([null, 'eva']);
  expect(Date.parse(approved?.[1]?.approvedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(before));
  const [march] = (await scene.get<PeriodsResponse>(`/v1/periods?tenant=${TENANT}&asKnownOn=${before}`)).body.periods;
  expect(march?.log).toMatchObject([{ state: 'PRELIMINARY' }, { state: 'CLOSED', approvedBy: null, approvedAt: null }]);
  const [open] = (await scene.get<PeriodsResponse>(`/v1/periods?tenant=${TENANT}&asKnownOn=2025-01-01T00:00:00Z`)).body.periods;
  expect(open).toBeUndefined();
});

describe('harvest', () => {
  const harvest = (amount: string, month = '2025-04', line = 'digital-post/postage/budget-2025') =>
    scene.post<Partial<HarvestResponse>>(`/v1/harvests?tenant=${TENANT}`, 'anna', { line, month, amount });

  test('needs a line of the plan', async () => {
    expect(await harvest('37500')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', detail: expect.stringContaining('no benefit of this tenant has a plan line') },
    });
  });

  test('is what the newest amount of each month says, and more than was planned is a warning', async () => {
    const client = new pg.Client({ connectionString: scene.databaseUrl });
    await client.connect();
    await client.query(`INSERT INTO benefit.register_version (tenant, kind, name, version, document, author, recorded_at)
      SELECT tenant, kind, name, version + 1, jsonb_set(document, '{spec,benefits,0,plan}', '[{"name": "budget-2025", "plannedAmount": "75000", "plannedDate": "2025-04-01"}]'),
        author, now() FROM benefit.register_version WHERE kind = 'Initiative'`);
    await client.end();
    expect(await harvest('37500', '2025-04', 'digital-post/postage/nothing')).toMatchObject({
      status: 404,
      body: { detail: 'no such plan line; there are digital-post/postage/budget-2025' },
    });
    expect(await harvest('50000')).toMatchObject({ status: 200, body: { harvested: '50000.00', planned: '75000.00', warnings: [] } });
    const before = new Date().toISOString();
    expect(await harvest('37500')).toMatchObject({ body: { amount: '37500.00', harvested: '37500.00', warnings: [] } });
    expect(await harvest('37500.01', '2025-05')).toMatchObject({ status: 200, body: { harvested: '75000.01', warnings: ['OVER_HARVESTED'] } });
    expect(await harvest('-1')).toMatchObject({ status: 400 });
    const then = await scene.get<HarvestsResponse>(`/v1/harvests?tenant=${TENANT}&asKnownOn=${before}`);
    expect(then.body.harvests.map(({ month, amount }) => [month, amount])).toEqual([['2025-04', '50000.00']]);
    const { figures, benefits } = await scene.figures();
    expect(figures.map(({ month, amount }) => [month, amount.harvested])).toEqual([['2025-03', null], ['2025-04', '37500.00']]); // prettier-ignore
    // 75 000.01 of 100 500 + 126 000: 33.1125...
    expect(benefits[0]).toMatchObject({ amount: { gross: '226500.00', harvested: '75000.01' }, harvestRate: '33.11' });
    const { body } = await scene.get<HarvestsResponse>(`/v1/harvests?tenant=${TENANT}`);
    expect(body.harvests.map(({ month, amount }) => [month, amount])).toEqual([['2025-04', '37500.00'], ['2025-05', '37500.01']]); // prettier-ignore
  });
});
