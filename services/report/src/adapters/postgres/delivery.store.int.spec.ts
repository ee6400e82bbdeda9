import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';
import type { DeliveryClaim, NewDelivery } from '../../application/delivery-ports.js';
import { openDatabase } from './database.js';
import { PostgresDeliveryStore } from './delivery.store.js';

const TENANT = 'SE-2281';
let database: TestDatabase;
let dataSource: DataSource;
let store: PostgresDeliveryStore;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  store = new PostgresDeliveryStore(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('DELETE FROM delivery'));

const reminder = (receiver: string, tenant = TENANT): NewDelivery =>
  ({ tenant, what: 'late', about: '2026-03', plan: 'monthly', channel: 'mail', receiver, role: 'controller', language: 'sv', formats: [] }); // prettier-ignore
const plan = (deliveries: readonly NewDelivery[], tenant = TENANT) => store.plan({ tenant, plan: 'monthly', statement: null, deliveries });
const list = (limit: number, after: Parameters<typeof store.deliveries>[0]['after'] = null) => store.deliveries({ tenant: TENANT, limit, after });
async function claimed(): Promise<DeliveryClaim> {
  const claim = await store.claim(60_000);
  expect(claim).not.toBeNull();
  return claim!;
}

test('the newest come first, page by page, none twice, and those of other tenants are not among them', async () => {
  // Planned in one statement: whole groups have the same instant.
  for (const from of [0, 3, 6]) await plan([0, 1, 2].map((at) => reminder(`r${from + at}@kommun.example`)));
  await plan([reminder('x@kommun.example', 'SE-0001')], 'SE-0001');
  const whole = await list(100);
  expect([whole.deliveries.length, whole.next]).toEqual([9, null]);
  const groups = whole.deliveries.map(({ receiver }) => Math.floor(Number(receiver[1]) / 3));
  expect(groups).toEqual([2, 2, 2, 1, 1, 1, 0, 0, 0]);
  const first = await list(4);
  const second = await list(4, first.next);
  const third = await list(4, second.next);
  expect([first, second, third].map(({ deliveries }) => deliveries.length)).toEqual([4, 4, 1]);
  expect([...first.deliveries, ...second.deliveries, ...third.deliveries]).toEqual(whole.deliveries);
  expect(third.next).toBeNull();
});

test('one is found by its id, in its tenant only', async () => {
  await plan([reminder('a@kommun.example')]);
  const [only] = (await list(1)).deliveries;
  expect(await store.delivery(TENANT, only!.id)).toEqual(only);
  expect([await store.delivery('SE-0001', only!.id), await store.delivery(TENANT, 'f'.repeat(64))]).toEqual([null, null]);
});

test('what is not needed any more ends as such: nobody waits for it, it is not sent again and not planned again', async () => {
  await plan([reminder('a@kommun.example')]);
  const claim = await claimed();
  await store.leaveUnsent(claim);
  expect(await store.delivery(TENANT, claim.job.id)).toMatchObject({ progress: 'not-needed', attempts: 1, fault: null, endedAt: expect.any(Number) });
  expect([await store.oldestOpenSeconds(), await store.claim(60_000), await store.sendAgain(TENANT, claim.job.id)]).toEqual([0, null, false]);
  expect(await plan([reminder('a@kommun.example')])).toBe(0);
});

test('whose lease has gone to another process changes nothing any more', async () => {
  await plan([reminder('a@kommun.example')]);
  const lost = await store.claim(0);
  const held = await claimed();
  expect([lost?.job.id, held.job.attempts]).toEqual([held.job.id, 2]);
  await store.finish(lost!);
  await store.refuse(lost!, { code: 'X', detail: 'x' });
  await store.postpone(lost!, { delayMs: 0, fault: { code: 'X', detail: 'x' } });
  await store.leaveUnsent(lost!);
  await expect(store.handOver(lost!)).rejects.toThrow('another process');
  expect([await store.extend(lost!, 1_000), await store.extend(held, 1_000)]).toEqual([false, true]);
  expect(await store.delivery(TENANT, held.job.id)).toMatchObject({ progress: 'waiting', fault: null });
});

test('who dies while handing over leaves it unknown; what was taken back is tried again', async () => {
  await plan([reminder('a@kommun.example')]);
  const first = await claimed();
  await store.handOver(first);
  await store.takeBack(first);
  await store.postpone(first, { delayMs: 0, fault: { code: 'NOT_READY', detail: 'the mail server answered 451' } });
  const second = await claimed();
  await store.handOver(second);
  await store.extend(second, -1);
  expect(await store.claim(60_000)).toBeNull();
  expect(await store.delivery(TENANT, second.job.id)).toMatchObject({ progress: 'unknown', attempts: 2, fault: { code: 'UNKNOWN' } });
  expect(await store.sendAgain(TENANT, second.job.id)).toBe(true);
  expect((await claimed()).job).toMatchObject({ id: second.job.id, attempts: 1 });
});

test('attempts are those that ended alike: what failed for another reason counts from one', async () => {
  await plan([reminder('a@kommun.example')]);
  const ends = ['NOT_READY', 'NOT_READY', 'INTERNAL_ERROR', 'INTERNAL_ERROR'];
  const counted: number[] = [];
  for (const code of ends) {
    const claim = await claimed();
    counted.push(claim.job.attempts);
    await store.postpone(claim, { delayMs: 0, fault: { code, detail: 'x' } });
  }
  expect([...counted, (await claimed()).job.attempts]).toEqual([1, 2, 3, 2, 3]);
});

test('where the plan names somebody else by now, what failed is needed no more and the plan has the report to deal with again', async () => {
  await dataSource.query(`INSERT INTO statement (tenant, id, period, state, version, fingerprint, content, language, known_on, snapshot_hash)
    SELECT '${TENANT}', '${TENANT}-2026-03-v1', '2026-03', 'FINAL', 1, encode(sha256('{}'), 'hex'), '{}', 'sv', now(), 'a'`);
  const unplanned = async (): Promise<readonly string[]> => (await store.unplanned({ tenant: TENANT, plan: 'monthly', since: 0 })).map(({ id }) => id);
  const [statement] = await unplanned();
  expect(statement).toBe(`${TENANT}-2026-03-v1`);
  const wrong: NewDelivery = { ...reminder('fel@kommun.example'), what: 'report', about: statement!, formats: ['pdf'] };
  await store.plan({ tenant: TENANT, plan: 'monthly', statement: statement!, deliveries: [wrong] });
  const claim = await claimed();
  const replaced = { tenant: TENANT, id: claim.job.id, plan: 'monthly', statement: statement! };
  expect([await store.replace(replaced), await unplanned()]).toEqual([false, []]);
  await store.refuse(claim, { code: 'REPORT_REFUSED', detail: '550 no such mailbox' });
  expect([await store.replace(replaced), await unplanned()]).toEqual([true, [statement]]);
  expect(await store.delivery(TENANT, claim.job.id)).toMatchObject({ progress: 'not-needed' });
  const deliveries = [wrong, { ...wrong, receiver: 'ratt@kommun.example' }];
  expect(await store.plan({ tenant: TENANT, plan: 'monthly', statement: statement!, deliveries })).toBe(1);
  expect([await unplanned(), await store.replace(replaced)]).toEqual([[], false]);
});
