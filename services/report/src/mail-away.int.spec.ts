import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { MailCatcher } from '../test/mail-catcher.js';
import { SmtpSender } from './adapters/mail/smtp-sender.js';
import { openDatabase } from './adapters/postgres/database.js';
import { PostgresDeliveryStore } from './adapters/postgres/delivery.store.js';
import { deliver, type DeliveryPorts } from './application/deliver.js';
import type { StoredDelivery } from './application/delivery-ports.js';
import { LeaseRunner } from './application/lease-runner.js';

/* A mail server that is away for a whole day. Time passes by moving the instants of the table into the past: store, runner, mail session and back-off are the real ones, only nobody waits. */

const TENANT = 'SE-2281';
const [ID, TO] = ['SE-2281-2026-03-v1', 'ekonomichef@kommun.example'];
const DAY_MS = 86_400_000;

let database: TestDatabase;
let dataSource: Awaited<ReturnType<typeof openDatabase>>;
let store: PostgresDeliveryStore;
let catcher: MailCatcher;
let port: number;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  store = new PostgresDeliveryStore(dataSource);
  catcher = plainCatcher();
  port = await catcher.start();
  await catcher.stop();
});
afterAll(async () => {
  await catcher.stop();
  await dataSource.destroy();
  await database.drop();
});

const plainCatcher = (): MailCatcher => new MailCatcher({ disabledCommands: ['AUTH', 'STARTTLS'] });

/** One archived report; what it says is of no interest here. */
const portsOf = (): DeliveryPorts =>
  ({
    store,
    mail: new SmtpSender({ host: '127.0.0.1', port, isImplicitTls: false, isPlain: true, from: 'nytta@kommun.example' }),
    targets: new Map(),
    archive: {
      report: () => Promise.resolve({ statement: { id: ID, tenant: TENANT } }),
      statementBytes: () => Promise.resolve({ fingerprint: 'f'.repeat(64), content: Buffer.from('{}') }),
    },
    mailWords: () => ({ subject: 'Nyttorapport mars 2026', text: 'text', html: '<p>text</p>' }),
    digest: (text: string) => Buffer.from(text).toString('hex').padEnd(40, '0'),
  }) as unknown as DeliveryPorts;

async function stored(): Promise<StoredDelivery> {
  const { deliveries } = await store.deliveries({ tenant: TENANT, limit: 10, after: null });
  expect(deliveries).toHaveLength(1);
  return deliveries[0]!;
}

/** Lets time pass up to the next try, and stops at a limit until it is raised. */
class PassingTime {
  passedMs = 0;
  private limitMs = 0;
  private reached = (): void => undefined;
  private raised = (): void => undefined;

  /** Resolves when so much time has passed, in all. */
  async until(limitMs: number): Promise<void> {
    const reached = new Promise<void>((fulfil) => (this.reached = fulfil));
    this.limitMs = limitMs;
    this.raised();
    await reached;
  }

  readonly wait = async (_timeoutMs: number, woken: AbortSignal): Promise<void> => {
    const [next] = await dataSource.query<{ ms: number | null }[]>(
      `SELECT ceil(extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::int AS ms FROM delivery WHERE progress = 'waiting'`,
    );
    const leftMs = this.limitMs - this.passedMs;
    const stepMs = Math.max(0, Math.min(next?.ms ?? leftMs, leftMs));
    await dataSource.query(`UPDATE delivery SET due_at = due_at - $1 * interval '1 millisecond', planned_at = planned_at - $1 * interval '1 millisecond'`, [
      stepMs,
    ]);
    this.passedMs += stepMs;
    if (this.passedMs < this.limitMs) return;
    const raised = new Promise<void>((fulfil) => (this.raised = fulfil));
    woken.addEventListener('abort', this.raised);
    this.reached();
    await raised;
  };
}

test('a day of refusals: tries stay few, the age that the alert looks at grows to the day, and then the mail goes out once', async () => {
  const report = {
    tenant: TENANT,
    what: 'report',
    about: ID,
    plan: 'monthly',
    channel: 'mail',
    receiver: TO,
    role: null,
    language: 'sv',
    formats: ['json'],
  } as const;
  await store.plan({ tenant: TENANT, plan: 'monthly', statement: null, deliveries: [report] });
  const waits: number[] = [];
  const log = { warn: () => waits.push(1), error: () => waits.push(-1_000) };
  const time = new PassingTime();
  const ports = portsOf();
  const runner = new LeaseRunner({ name: 'delivery', jobs: store, work: (claim) => deliver(claim, ports), log, wait: time.wait });
  runner.start();

  await time.until(DAY_MS);
  // After 0, 1, 3, 7, 15, 31, 63, 127, 255 and 511 seconds, then every 300: 10 tries and (86,400 - 511) / 300 = 286 more.
  expect(await stored()).toMatchObject({
    progress: 'waiting',
    attempts: 296,
    fault: { code: 'NOT_READY', detail: 'the mail server could not be used: ESOCKET' },
  });
  expect(waits).toHaveLength(296);
  const ageSeconds = await store.oldestOpenSeconds();
  // What the test itself takes comes on top.
  expect([ageSeconds >= 86_400, ageSeconds < 86_400 + 200]).toEqual([true, true]);

  catcher = plainCatcher();
  await catcher.start(port);
  await time.until(DAY_MS + 300_000);
  expect(await stored()).toMatchObject({ progress: 'sent', attempts: 297, fault: null });
  expect(await store.oldestOpenSeconds()).toBe(0);
  await time.until(3 * DAY_MS);
  expect(catcher.caught.map(({ envelopeTo, subject }) => [envelopeTo, subject])).toEqual([[[TO], 'Nyttorapport mars 2026']]);
  await runner.stop();
});
