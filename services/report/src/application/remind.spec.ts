import type { FigureConfirmation, FigureRow, Period, RegisterObject } from '@hemtag/contracts';
import { reminderNow, type ReminderDelivery } from './remind.js';

const object = (kind: string, name: string, spec: object): RegisterObject => ({
  kind,
  tenant: kind === 'Tenant' ? null : 'SE-2281',
  name,
  versions: [{ version: 1, recordedAt: '2026-01-10T09:00:00.000Z', author: 'anna', changes: [], document: { spec } }],
  entries: [],
  retired: null,
});
const TENANT = object('Tenant', 'SE-2281', { country: 'SE', language: 'sv', timeZone: 'Europe/Stockholm' });
const initiative = (name: string, title: string, more: object): RegisterObject =>
  object('Initiative', name, { title: { sv: title }, currency: 'SEK', benefits: [{ name: 'gain', title: { sv: 'Porto' }, type: 'FINANCIAL', evidence: 'BEDOMD' }], ...more }); // prettier-ignore
const INITIATIVES = [
  initiative('digital-post', 'Digital post', { department: 'Servicecenter', benefitOwner: 'role:servicecenter-manager', controller: 'role:controller-1' }),
  initiative('e-archive', 'E-arkiv', { department: 'Kansli', benefitOwner: 'role:archivist', controller: 'role:controller-2' }),
];

/** `digital-post` or `digital-post+N`: a row of the initiative's month. */
function row(name: string, confirmation: FigureConfirmation | null, gross: string | null = '63000.00'): FigureRow {
  const [of = name] = name.split('+');
  const unit = gross === null ? null : 'SEK';
  const amount = { unit, estimated: null, gross, adjusted: gross, confirmed: null, harvested: null, asReported: null };
  return {
    id: `SE-2281:${name}:gain:2026-03`,
    kind: 'ORIGINAL',
    initiative: of,
    benefit: 'gain',
    month: '2026-03',
    amount,
    confirmation,
  } as unknown as FigureRow;
}
const CONFIRMED: FigureConfirmation = { ofGross: '63000.00', isCurrent: true, isReviewed: false };
const [REVIEWED, STALE] = [
  { ...CONFIRMED, isReviewed: true },
  { ...CONFIRMED, isCurrent: false },
];
const period = (state: Period['state'], approvedBy: string | null = null): Period =>
  ({ tenant: 'SE-2281', month: '2026-03', state, version: 1, log: [{ state, approvedBy }] }) as unknown as Period;

const ADDRESS = 'mottagare@kommun.example';
interface Now {
  readonly figures?: readonly FigureRow[];
  readonly periods?: readonly Period[];
  readonly plans?: readonly RegisterObject[];
  readonly today?: string;
  /** Of the plan. */
  readonly departments?: readonly string[];
}
/** The final report of March is due on 14 April 2026: Easter lies between. */
function remind(
  role: object,
  { figures = [], periods = [period('PRELIMINARY')], plans = [], today = '2026-04-13', departments = [] }: Now = {},
  more: Partial<ReminderDelivery> = {},
) {
  const plan = object('ReportPlan', 'monthly', { recipients: [{ address: 'Mottagare@kommun.example', ...role }], departments });
  const delivery: ReminderDelivery = {
    tenant: 'SE-2281',
    plan: 'monthly',
    receiver: ADDRESS,
    language: 'sv',
    what: 'closing-soon',
    month: '2026-03',
    version: null,
    ...more,
  };
  return reminderNow(delivery, {
    source: {
      registered: (kind) => Promise.resolve(kind === 'tenant' ? [TENANT] : [plan, ...plans]),
      periods: () => Promise.resolve({ tenant: 'SE-2281', periods }),
      figures: ({ from, to }) => Promise.resolve({ figures: [from, to].every((month) => month === '2026-03') ? figures : [] } as never),
      register: () => Promise.resolve(INITIATIVES),
    },
    holidaysOf: () => (day) => ['2026-04-03', '2026-04-06'].includes(day),
    clock: () => Date.parse(`${today}T08:00:00Z`),
  });
}
const OPEN = [
  row('digital-post', null),
  row('e-archive', STALE),
  row('digital-post+2', CONFIRMED),
  row('e-archive+2', REVIEWED),
  row('e-archive+3', null, null),
];
const idsIn = (text: string | undefined): string[] => [...(text ?? '').matchAll(/SE-2281:\S+:2026-03/g)].map(([id]) => id);

test('a benefit owner gets the figures that nobody has confirmed as they are now, and nothing of the other steps', async () => {
  const reminder = await remind({ role: 'benefit-owner' }, { figures: OPEN });
  expect(reminder?.subject).toBe('Påminnelse: nyttorapporten för mars 2026 ska vara slutlig senast 2026-04-14, SE-2281');
  expect(reminder?.text)
    .toBe(`Månaden mars 2026 är inte avslutad för SE-2281. Den slutliga rapporten ska vara klar senast 2026-04-14 och går ut när månaden avslutas.

Som nyttoansvarig har du de här nyckeltalen kvar att bekräfta:
- Digital post / Porto: SE-2281:digital-post:gain:2026-03
- E-arkiv / Porto: SE-2281:e-archive:gain:2026-03 (beloppet har ändrats sedan det bekräftades)

    hemtag confirm FIGURE_ID --amount AMOUNT
`);
  expect(idsIn(reminder?.html)).toEqual(idsIn(reminder?.text));
});

test('who is known to the initiatives gets those that name him, and none where nothing of his is open', async () => {
  const archivist = { role: 'benefit-owner', knownAs: 'role:archivist' };
  expect(idsIn((await remind(archivist, { figures: OPEN }))?.text)).toEqual(['SE-2281:e-archive:gain:2026-03']);
  expect(await remind(archivist, { figures: [row('digital-post', null), row('e-archive', CONFIRMED)] })).toBeNull();
});

test('a plan of some departments reminds of their figures only', async () => {
  const [owner, controller] = [{ role: 'benefit-owner' }, { role: 'controller' }];
  expect(idsIn((await remind(owner, { figures: OPEN, departments: ['Servicecenter'] }))?.text)).toEqual(['SE-2281:digital-post:gain:2026-03']);
  expect(idsIn((await remind(owner, { figures: OPEN, departments: ['Kansli', 'Servicecenter'] }))?.text)).toHaveLength(2);
  expect(await remind(owner, { figures: [row('digital-post', null)], departments: ['Kansli'] })).toBeNull();
  expect(idsIn((await remind(controller, { figures: OPEN, departments: ['Kansli'] }))?.text)).toEqual([]);
});

test('a controller gets what is confirmed and not reviewed, and the next step of the month', async () => {
  const preliminary = (await remind({ role: 'controller' }, { figures: OPEN }))?.text;
  expect(idsIn(preliminary)).toEqual(['SE-2281:digital-post+2:gain:2026-03']);
  expect(preliminary).toMatch(/hemtag review FIGURE_ID\n[^]*någon annan än den som gjorde den preliminär:\n\n {4}hemtag period close 2026-03\n$/);
  const open = (await remind({ role: 'controller', knownAs: 'role:controller-2' }, { figures: OPEN, periods: [] }))?.text;
  expect(open).toMatch(/av två olika personer:\n\n {4}hemtag period preliminary 2026-03\n {4}hemtag period close 2026-03\n$/);
  expect(idsIn(open)).toEqual([]);
});

test('a finance director waits for the closing, approves what is closed, and is left alone when it is approved', async () => {
  const director = { role: 'finance-director' };
  expect((await remind(director))?.text).toMatch(
    /När månaden är avslutad väntar den på att du som ekonomichef godkänner den:\n\n {4}hemtag approve 2026-03\n$/,
  );
  const asked = { what: 'approve', version: 1 } as const;
  const closed = await remind(director, { periods: [period('CLOSED')] }, asked);
  expect(closed?.subject).toBe('Påminnelse: nyttorapporten för mars 2026 är inte godkänd, SE-2281');
  expect(closed?.text).toBe('Månaden mars 2026 är avslutad för SE-2281 och väntar på att du som ekonomichef godkänner den:\n\n    hemtag approve 2026-03\n');
  expect(await remind(director, { periods: [period('CLOSED', 'dan')] }, asked)).toBeNull();
  // Another version has a reminder of its own, and what was said of the open month is said by this one now.
  expect(await remind(director, { periods: [period('CLOSED')] }, { ...asked, version: 2 })).toBeNull();
  expect(await remind(director, { periods: [period('PRELIMINARY')] }, asked)).toBeNull();
  expect(await remind(director, { periods: [period('CLOSED')] }, { what: 'late' })).toBeNull();
});

test.each(['benefit-owner', 'controller', 'head of department'])('when the month is closed there is nothing left for a %s', async (role) => {
  expect(await remind({ role }, { figures: OPEN, periods: [period('CLOSED')] })).toBeNull();
});

test('any other role is reminded of the whole', async () => {
  expect((await remind({ role: 'head of department' }))?.text).toMatch(
    /Bekräfta, granska och avsluta månaden:\n\n {4}hemtag confirm .*\n {4}hemtag review .*\n {4}hemtag period preliminary 2026-03\n {4}hemtag period close 2026-03\n {4}hemtag approve 2026-03\n$/,
  );
});

test('who is named by two plans gets one reminder with the steps of both', async () => {
  const other = object('ReportPlan', 'other', { recipients: [{ role: 'finance-director', address: ADDRESS }] });
  const text = (await remind({ role: 'benefit-owner', knownAs: 'role:archivist' }, { figures: OPEN, plans: [other] }))?.text;
  expect([idsIn(text), text?.includes('hemtag approve 2026-03')]).toEqual([['SE-2281:e-archive:gain:2026-03'], true]);
});

test('what announces a day that has passed, and what no plan asks for any more, is not sent', async () => {
  expect(await remind({ role: 'controller' }, { today: '2026-04-14' })).not.toBeNull();
  expect(await remind({ role: 'controller' }, { today: '2026-04-15' })).toBeNull();
  const late = await remind({ role: 'controller' }, { today: '2026-04-15' }, { what: 'late' });
  expect(late?.subject).toBe('Försenad: nyttorapporten för mars 2026 skulle ha varit slutlig 2026-04-14, SE-2281');
  expect(await remind({ role: 'controller', address: 'annan@kommun.example' })).toBeNull();
});

test('who is named by another plan than the one that planned it, which is gone, is reminded by that one', async () => {
  expect((await remind({ role: 'controller' }, {}, { plan: 'retired' }))?.text).toContain('hemtag period close 2026-03');
});

test('thirty figures are listed and the others counted', async () => {
  const figures = Array.from({ length: 33 }, (_, at) => row(`digital-post+${at}`, null));
  const text = (await remind({ role: 'benefit-owner' }, { figures }))?.text ?? '';
  expect([idsIn(text).length, text.includes('\n- och 3 till\n')]).toEqual([30, true]);
});

test.each([
  ['da', 'Påmindelse: gevinstrapporten for marts 2026 skal være endelig senest 14.04.2026, SE-2281', '<html lang="da">'],
  ['no', 'Påminnelse: gevinstrapporten for mars 2026 skal være endelig senest 14.04.2026, SE-2281', '<html lang="nb">'],
  ['en', 'Reminder: the benefit report of March 2026 is due as final by 14 April 2026, SE-2281', '<html lang="en">'],
] as const)('in %s', async (language, subject, tag) => {
  const reminder = await remind({ role: 'benefit-owner' }, { figures: OPEN }, { language });
  expect([reminder?.subject, reminder?.html.includes(tag)]).toEqual([subject, true]);
});

test('a name is text, whatever is in it', async () => {
  const figures = [row('<img src=x>\u202E', null)];
  const reminder = await remind({ role: 'benefit-owner' }, { figures });
  expect(reminder?.html).toContain('&lt;img src=x&gt; / gain');
  expect(reminder?.html).not.toMatch(/<img|\u202E/);
});
