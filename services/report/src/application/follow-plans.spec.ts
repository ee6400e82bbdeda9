import type { RegisterObject } from '@hemtag/contracts';
import { BenefitRefused, BenefitUnavailable } from './benefit-source.js';
import { followPlans, type FollowPorts } from './follow-plans.js';
import type { ReportJob } from './ports.js';
import { wholeReportId } from './report-id.js';

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
const plan = object('ReportPlan', 'monthly', { recipients, targets: ['archive'] });

/** The final statement of a month, as the archive has it. */
function wholeOf(period: string, version = 1): ReportJob {
  const key = { tenant: 'SE-2281', period, state: 'FINAL', version, knownOn: Date.parse('2026-03-12T08:00:00Z') } as const;
  return { ...key, departments: [], id: wholeReportId(key), snapshotHash: `${period} ${version}` };
}

/** Plans that were registered on 10 March 2026; what was done, in order. */
function scene({
  today,
  plans = [plan],
  made = [],
  states = {},
  refuse = null,
  archived = [],
  jobs = new Map(),
  approvedBy = null,
  reopened = false,
}: {
  today: string;
  plans?: readonly RegisterObject[];
  made?: readonly ReportJob[];
  states?: Readonly<Record<string, string>>;
  refuse?: Error | null;
  /** Ids of statements of departments that are there. */
  archived?: readonly string[];
  /** What became of the jobs that were asked for. */
  jobs?: Map<string, 'waiting' | 'refused'>;
  approvedBy?: string | null;
  /** Every month was closed before. */
  reopened?: boolean;
}) {
  const done: string[] = [];
  const ports: FollowPorts = {
    source: {
      registered: (kind) => Promise.resolve(kind === 'tenant' ? [tenant] : plans),
      periods: () =>
        Promise.resolve({
          tenant: 'SE-2281',
          periods: Object.entries(states).map(([month, state]) => ({
            tenant: 'SE-2281', month, state, version: reopened ? 2 : 1, log: [...(reopened ? [{ state: 'CLOSED' }, { state: 'REOPENED' }] : []), { state, approvedBy }],
          })) as never, // prettier-ignore
        }),
      setPreliminary: ({ month }) => {
        if (refuse !== null) return Promise.reject(refuse);
        done.push(`preliminary ${month}`);
        return Promise.resolve();
      },
    },
    store: {
      unplanned: () => Promise.resolve(made),
      plan: ({ statement, deliveries }) => {
        if (statement !== null) done.push(`dealt with ${statement}`);
        done.push(
          ...deliveries.map(
            ({ what, about, channel, receiver, language, formats }) =>
              `${statement === null ? 'remind' : 'send'} ${what} ${about} ${channel} ${receiver} ${language} ${formats.join('+')}`,
          ),
        );
        return Promise.resolve(deliveries.length);
      },
    },
    archive: { report: (_tenant, id) => Promise.resolve(archived.includes(id) ? ({} as never) : null) },
    jobs: {
      add: (job) => {
        if (jobs.has(job.id)) return Promise.resolve(false);
        jobs.set(job.id, 'waiting');
        done.push(`ask ${job.id} ${job.departments.join('+')} ${job.state} ${job.version} ${job.snapshotHash}`);
        return Promise.resolve(true);
      },
      job: (_tenant, id) => Promise.resolve(jobs.has(id) ? ({ progress: jobs.get(id) } as never) : null),
    },
    digest: (text) => `${String(text.length)}a`.repeat(12),
    targets: new Map([['archive', { channel: 'folder' as const }]]),
    holidaysOf: () => (day) => ['2026-04-03', '2026-04-06'].includes(day),
    clock: () => Date.parse(`${today}T08:00:00Z`),
    log: { info: () => undefined, warn: (fields) => done.push(JSON.stringify(fields)) },
  };
  return { done, run: () => followPlans(ports) };
}

test('what was made goes to every recipient and to the targets that the service knows, in the language that the tenant reads', async () => {
  const { done, run } = scene({ today: '2026-03-20', made: [wholeOf('2026-02')] });
  expect(await run()).toEqual({ planned: 2, asked: 0, overdue: 0 });
  expect(done).toEqual([
    'dealt with SE-2281-2026-02-v1',
    'send report SE-2281-2026-02-v1 mail ekonomichef@kommun.example no pdf+xlsx',
    'send report SE-2281-2026-02-v1 folder archive no pdf+xlsx',
  ]);
});

test('on the third working day of April an open March is set preliminary, the day before it is not', async () => {
  const [before, then] = [scene({ today: '2026-04-02' }), scene({ today: '2026-04-07' })];
  expect([await before.run(), before.done]).toEqual([{ planned: 0, asked: 0, overdue: 0 }, []]);
  expect([await then.run(), then.done]).toEqual([{ planned: 0, asked: 0, overdue: 0 }, ['preliminary 2026-03']]);
});

test('who has to close is reminded before the eighth working day, and the month is overdue after it', async () => {
  const [soon, late] = ['2026-04-13', '2026-04-15'].map((today) => scene({ today, states: { '2026-03': 'PRELIMINARY' } }));
  expect([await soon?.run(), soon?.done]).toEqual([{ planned: 1, asked: 0, overdue: 0 }, ['remind closing-soon 2026-03 mail ekonomichef@kommun.example no ']]);
  expect([await late?.run(), late?.done]).toEqual([{ planned: 1, asked: 0, overdue: 1 }, ['remind late 2026-03 mail ekonomichef@kommun.example no ']]);
});

test('a closed month that nobody has approved is still to be approved: its finance director is reminded, nobody else, and not of months long past', async () => {
  const approver = { role: 'finance-director', address: 'ekonomidirektor@kommun.example' };
  const plans = [object('ReportPlan', 'monthly', { recipients: [...recipients, approver] })];
  const states = { '2026-03': 'CLOSED', '2026-04': 'CLOSED', '2026-05': 'CLOSED' };
  const { done, run } = scene({ today: '2026-06-20', plans, states });
  expect(await run()).toEqual({ planned: 2, asked: 0, overdue: 0 });
  expect(done).toEqual([
    'remind approve 2026-04-v1 mail ekonomidirektor@kommun.example no ',
    'remind approve 2026-05-v1 mail ekonomidirektor@kommun.example no ',
  ]);
  const approved = scene({ today: '2026-06-20', plans, states, approvedBy: 'dan' });
  expect([await approved.run(), approved.done]).toEqual([{ planned: 0, asked: 0, overdue: 0 }, []]);
});

test("a month that was reopened is nobody's fault: none is called late, and its new version is to be approved again", async () => {
  const plans = [object('ReportPlan', 'monthly', { recipients: [{ role: 'finance-director', address: 'Dan@kommun.example' }] })];
  for (const state of ['REOPENED', 'PRELIMINARY']) {
    const { done, run } = scene({ today: '2026-05-20', plans, states: { '2026-03': state, '2026-04': 'CLOSED' }, reopened: true, approvedBy: 'eva' });
    expect([(await run()).planned, done]).toEqual([0, []]);
  }
  const closed = scene({ today: '2026-05-20', plans, states: { '2026-03': 'CLOSED', '2026-04': 'CLOSED' }, reopened: true });
  await closed.run();
  expect(closed.done).toEqual(['remind approve 2026-03-v2 mail dan@kommun.example no ', 'remind approve 2026-04-v2 mail dan@kommun.example no ']);
});

test('while a target is unknown the mails go out, the report stays to be dealt with, and it counts as missing', async () => {
  const plans = [object('ReportPlan', 'monthly', { recipients, targets: ['archive', 'bucket'] })];
  const { done, run } = scene({ today: '2026-03-20', plans, made: [wholeOf('2026-02')] });
  expect(await run()).toEqual({ planned: 2, asked: 0, overdue: 1 });
  expect(done).toEqual([
    '{"tenant":"SE-2281","plan":"monthly","targets":["bucket"]}',
    'remind report SE-2281-2026-02-v1 mail ekonomichef@kommun.example no pdf+xlsx',
    'remind report SE-2281-2026-02-v1 folder archive no pdf+xlsx',
  ]);
});

test('a plan that fails keeps no other one from being followed', async () => {
  const broken = { ...wholeOf('2026-02'), knownOn: NaN };
  const plans = [object('ReportPlan', 'care', { recipients, departments: ['Omsorg'] }), object('ReportPlan', 'whole', { recipients })];
  const { done, run } = scene({ today: '2026-03-20', plans, made: [broken] });
  await expect(run()).rejects.toThrow('Invalid time value');
  expect(done[0]).toBe('dealt with SE-2281-2026-02-v1');
});

test.each<[string, Error]>([
  ['PERIOD_ORDER', new BenefitRefused('PERIOD_ORDER', 'an earlier month has to be closed first')],
  ['NOT_READY', new BenefitUnavailable('the log has 12 events that are not stored yet')],
])('a month that cannot be set preliminary holds nothing else up: %s', async (code, refuse) => {
  const { done, run } = scene({ today: '2026-04-08', refuse });
  expect(await run()).toEqual({ planned: 0, asked: 0, overdue: 1 });
  expect(done).toEqual([`{"tenant":"SE-2281","month":"2026-03","code":"${code}"}`]);
});

test('a retired plan, and one of a tenant that is not there, ask for nothing', async () => {
  const retired = object('ReportPlan', 'old', { recipients }, { retired: { from: '2026-04-01', reason: 'replaced' } });
  const stranger = object('ReportPlan', 'lost', { recipients }, { tenant: 'SE-0000' });
  const { done, run } = scene({ today: '2026-05-20', plans: [retired, stranger], made: [wholeOf('2026-03')] });
  expect([await run(), done]).toEqual([{ planned: 0, asked: 0, overdue: 0 }, []]);
});

describe('a plan of some departments', () => {
  const ofDepartments = (departments: readonly string[]) => object('ReportPlan', 'monthly', { recipients, departments, formats: ['pdf'] });
  const OWN = 'SE-2281-2026-02-v1-omsorg_skola-18a18a18a18a';
  const made = [wholeOf('2026-02')];

  test('asks for the report of its own at the same step, whatever the order of its list, and sends it when it is there', async () => {
    const jobs = new Map<string, 'waiting' | 'refused'>();
    const first = scene({ today: '2026-03-20', plans: [ofDepartments(['Skola', 'Omsorg', 'Skola'])], made, jobs });
    expect([await first.run(), first.done]).toEqual([{ planned: 0, asked: 1, overdue: 0 }, [`ask ${OWN} Omsorg+Skola FINAL 1 2026-02 1`]]);
    const again = scene({ today: '2026-03-20', plans: [ofDepartments(['Omsorg', 'Skola'])], made, jobs });
    expect([await again.run(), again.done]).toEqual([{ planned: 0, asked: 0, overdue: 0 }, []]);
    const then = scene({ today: '2026-03-20', plans: [ofDepartments(['Omsorg', 'Skola'])], made, jobs, archived: [OWN] });
    expect([await then.run(), then.done]).toEqual([
      { planned: 1, asked: 0, overdue: 0 },
      ['dealt with SE-2281-2026-02-v1', `send report ${OWN} mail ekonomichef@kommun.example no pdf`],
    ]);
  });

  test('counts one that there will not be, does not ask again, and asks anew when its list is put right', async () => {
    const jobs = new Map([[OWN, 'refused' as const]]);
    const wrong = scene({ today: '2026-03-20', plans: [ofDepartments(['Omsorg', 'Skola'])], made, jobs });
    expect([await wrong.run(), wrong.done]).toEqual([{ planned: 0, asked: 0, overdue: 1 }, []]);
    const right = scene({ today: '2026-03-20', plans: [ofDepartments(['Omsorg'])], made, jobs });
    expect(await right.run()).toEqual({ planned: 0, asked: 1, overdue: 0 });
    expect(right.done).toEqual([expect.stringMatching(/^ask SE-2281-2026-02-v1-omsorg-/)]);
  });

  test('one that there will not be is missing until a later one is there', async () => {
    const both = [wholeOf('2026-02'), wholeOf('2026-02', 2)];
    const plans = [ofDepartments(['Omsorg', 'Skola'])];
    const later = scene({ today: '2026-03-20', plans, made: both, jobs: new Map([[OWN, 'refused' as const]]), archived: [OWN.replace('-v1-', '-v2-')] });
    expect([await later.run(), later.done]).toEqual([
      { planned: 1, asked: 0, overdue: 0 },
      ['dealt with SE-2281-2026-02-v1', 'dealt with SE-2281-2026-02-v2', `send report ${OWN.replace('-v1-', '-v2-')} mail ekonomichef@kommun.example no pdf`],
    ]);
  });

  test('an empty list is the whole tenant', async () => {
    const { done, run } = scene({ today: '2026-03-20', plans: [ofDepartments([])], made });
    expect(await run()).toEqual({ planned: 1, asked: 0, overdue: 0 });
    expect(done).toContain('send report SE-2281-2026-02-v1 mail ekonomichef@kommun.example no pdf');
  });
});
