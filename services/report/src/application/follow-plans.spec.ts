import type { RegisterObject } from '@hemtag/contracts';
import { BenefitRefused } from './benefit-source.js';
import { followPlans, type FollowPorts } from './follow-plans.js';

const object = (kind: string, name: string, spec: object, more: Partial<RegisterObject> = {}): RegisterObject => ({
  kind,
  tenant: kind === 'Tenant' ? null : 'SE-2281',
  name,
  versions: [{ version: 1, recordedAt: '2026-03-10T09:00:00.000Z', author: 'anna', changes: [], document: { spec } }],
  entries: [],
  retired: null,
  ...more,
});
const tenant = object('Tenant', 'SE-2281', { country: 'SE', language: 'nb', timeZone: 'Europe/Stockholm' });
const recipients = [{ role: 'finance director', address: 'ekonomichef@kommun.example' }];
const plan = object('ReportPlan', 'monthly', { recipients, targets: ['archive', 'unknown'] });

/** Plans that were registered on 10 March 2026; what was done, in order. */
function scene({
  today,
  plans = [plan],
  made = [],
  states = {},
  refuse = false,
  approvedBy = null,
}: {
  today: string;
  plans?: readonly RegisterObject[];
  made?: readonly string[];
  states?: Readonly<Record<string, string>>;
  refuse?: boolean;
  approvedBy?: string | null;
}) {
  const done: string[] = [];
  const ports: FollowPorts = {
    source: {
      registered: (kind) => Promise.resolve(kind === 'tenant' ? [tenant] : plans),
      periods: () =>
        Promise.resolve({
          tenant: 'SE-2281',
          periods: Object.entries(states).map(([month, state]) => ({ tenant: 'SE-2281', month, state, version: 1, log: [{ approvedBy }] })) as never,
        }),
      setPreliminary: ({ month }) => {
        if (refuse) return Promise.reject(new BenefitRefused('PERIOD_ORDER', 'an earlier month has to be closed first'));
        done.push(`preliminary ${month}`);
        return Promise.resolve();
      },
    },
    store: {
      unplanned: () => Promise.resolve(made),
      plan: ({ statement, deliveries }) => {
        done.push(
          ...deliveries.map(
            ({ what, about, channel, receiver, language, formats }) =>
              `${statement === null ? 'remind' : 'send'} ${what} ${about} ${channel} ${receiver} ${language} ${formats.join('+')}`,
          ),
        );
        return Promise.resolve(deliveries.length);
      },
    },
    targets: new Map([['archive', { channel: 'folder' as const }]]),
    holidaysOf: () => (day) => ['2026-04-03', '2026-04-06'].includes(day),
    clock: () => Date.parse(`${today}T08:00:00Z`),
    log: { info: () => undefined, warn: (fields) => done.push(JSON.stringify(fields)) },
  };
  return { done, run: () => followPlans(ports) };
}

test('what was made goes to every recipient and to the targets that the service knows, in the language that the tenant reads', async () => {
  const { done, run } = scene({ today: '2026-03-20', made: ['SE-2281-2026-02-v1'] });
  expect(await run()).toEqual({ planned: 2, overdue: 0 });
  expect(done).toEqual([
    'send report SE-2281-2026-02-v1 mail ekonomichef@kommun.example no pdf+xlsx',
    'send report SE-2281-2026-02-v1 folder archive no pdf+xlsx',
  ]);
});

test('on the third working day of April an open March is set preliminary, the day before it is not', async () => {
  const [before, then] = [scene({ today: '2026-04-02' }), scene({ today: '2026-04-07' })];
  expect([await before.run(), before.done]).toEqual([{ planned: 0, overdue: 0 }, []]);
  expect([await then.run(), then.done]).toEqual([{ planned: 0, overdue: 0 }, ['preliminary 2026-03']]);
});

test('who has to close is reminded before the eighth working day, and the month is overdue after it', async () => {
  const [soon, late] = ['2026-04-13', '2026-04-15'].map((today) => scene({ today, states: { '2026-03': 'PRELIMINARY' } }));
  expect([await soon?.run(), soon?.done]).toEqual([{ planned: 1, overdue: 0 }, ['remind closing-soon 2026-03 mail ekonomichef@kommun.example no ']]);
  expect([await late?.run(), late?.done]).toEqual([{ planned: 1, overdue: 1 }, ['remind late 2026-03 mail ekonomichef@kommun.example no ']]);
});

test('a closed month that nobody has approved is still to be approved: its finance director is reminded, nobody else, and not of months long past', async () => {
  const approver = { role: 'finance-director', address: 'ekonomidirektor@kommun.example' };
  const plans = [object('ReportPlan', 'monthly', { recipients: [...recipients, approver] })];
  const states = { '2026-03': 'CLOSED', '2026-04': 'CLOSED', '2026-05': 'CLOSED' };
  const { done, run } = scene({ today: '2026-06-20', plans, states });
  expect(await run()).toEqual({ planned: 2, overdue: 0 });
  expect(done).toEqual(['remind late 2026-04 mail ekonomidirektor@kommun.example no ', 'remind late 2026-05 mail ekonomidirektor@kommun.example no ']);
  const approved = scene({ today: '2026-06-20', plans, states, approvedBy: 'dan' });
  expect([await approved.run(), approved.done]).toEqual([{ planned: 0, overdue: 0 }, []]);
});

test('a month that cannot be set preliminary holds nothing else up', async () => {
  const { done, run } = scene({ today: '2026-04-08', refuse: true });
  expect(await run()).toEqual({ planned: 0, overdue: 1 });
  expect(done).toEqual(['{"tenant":"SE-2281","month":"2026-03","code":"PERIOD_ORDER"}']);
});

test('a retired plan, and one of a tenant that is not there, ask for nothing', async () => {
  const retired = object('ReportPlan', 'old', { recipients }, { retired: { from: '2026-04-01', reason: 'replaced' } });
  const stranger = object('ReportPlan', 'lost', { recipients }, { tenant: 'SE-0000' });
  const { done, run } = scene({ today: '2026-05-20', plans: [retired, stranger], made: ['SE-2281-2026-03-v1'] });
  expect([await run(), done]).toEqual([{ planned: 0, overdue: 0 }, []]);
});
