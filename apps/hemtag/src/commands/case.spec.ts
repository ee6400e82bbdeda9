import type { CaseResponse } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { initiative, registerOf, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

const answer: CaseResponse = {
  tenant: 'SE-2281',
  initiative: 'digital-post',
  currency: 'SEK',
  asKnownOn: '2026-07-03T08:00:00+02:00',
  type: 'FINANCIAL',
  discountRate: '2.5',
  years: 1,
  goLive: '2026-01-01',
  npv: '-58536.59',
  roi: '-7.69',
  bcr: '0.91',
  paybackMonths: null,
  breakEvenShare: '11.90',
  costOfDelayPerMonth: '104166.67',
  realisedPaybackMonths: '5.04',
  inaction: { perYear: ['1248000.00'], extra: '48000.00' },
  startCost: '400000.00',
  flows: [{ year: 1, from: '2026-01', to: '2026-12', benefit: '600000.00', runningCost: '250000.00', net: '350000.00', cumulative: '-50000.00' }],
  plan: [
    {
      benefit: 'postage',
      name: 'budget-2026',
      measure: 'budget cut',
      responsibilityUnit: null,
      budgetYear: 2026,
      plannedAmount: '450000.00',
      plannedDate: '2026-04-01',
      decisionRef: null,
    },
  ],
  reasons: { paybackMonths: 'NOT_PAID_BACK' },
  warnings: ['BENEFIT_WITHOUT_ESTIMATE'],
};

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
  server.respond = registerOf([tenant('SE-2281'), initiative('SE-2281', 'digital-post', ['postage'])], () => ({ status: 200, body: answer }));
});
afterEach(() => server.close());

it('asks for the tenant that has the initiative, and leaves rate and years to the server', async () => {
  expect(await runCommand('case digital-post', { url: server.url })).toMatchObject({ exitCode: 0, errors: [] });
  await runCommand('case digital-post --discount-rate 2.5 --years 1 --tenant SE-2281', { url: server.url });
  expect(server.seen.filter(({ path }) => path === '/v1/case').map(({ query }) => query)).toEqual([
    { tenant: 'SE-2281', initiative: 'digital-post' },
    { tenant: 'SE-2281', initiative: 'digital-post', discountRate: '2.5', years: '1' },
  ]);
});

it('shows the members, the reason for what is missing, the years and the plan on a terminal', async () => {
  const { output } = await runCommand('case digital-post', { url: server.url, isTerminal: true });
  const rows = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().split(/ {2,}/).join('|'));
  expect(rows).toEqual([
    'SE-2281, digital-post, FINANCIAL, 1 years',
    'business case|value|unit|why not',
    'net present value at 2.5 %|-58536.59|SEK',
    'return on investment, undiscounted|-7.69|%',
    'benefit-cost ratio|0.91',
    'payback, estimated|months|NOT_PAID_BACK: not paid back',
    'payback, realised|5.04|months',
    'break-even digital share|11.90|%',
    'cost of delay a month|104166.67|SEK',
    'cost of inaction, year 1|1248000.00|SEK',
    'cost of inaction, extra|48000.00|SEK',
    'Years from the go-live, after 400000.00 SEK at the start',
    'year|from|to|benefit|running cost|net|cumulative',
    '1|2026-01|2026-12|600000.00|250000.00|350000.00|-50000.00',
    'Plan',
    'benefit|plan line|budget year|planned|on|measure|decision',
    'postage|budget-2026|2026|450000.00|2026-04-01|budget cut',
    'warnings: BENEFIT_WITHOUT_ESTIMATE',
  ]);
});

it('gives the answer as it came in JSON, and the years in CSV', async () => {
  expect(JSON.parse((await runCommand('case digital-post --format json', { url: server.url })).output)).toEqual(answer);
  expect((await runCommand('case digital-post --format csv', { url: server.url })).output.split('\n').slice(0, 2)).toEqual([
    'tenant,initiative,year,from,to,benefit,running cost,net,cumulative,currency',
    'SE-2281,digital-post,1,2026-01,2026-12,600000.00,250000.00,350000.00,-50000.00,SEK',
  ]);
});

it.each(['case', 'case digital-post --years 51', 'case digital-post --discount-rate 3,5', 'case digital-post --discount-rate 101'])(
  'is wrong usage: %s',
  async (words) => {
    expect(await runCommand(words, { url: server.url })).toMatchObject({ exitCode: 2, output: '' });
  },
);
