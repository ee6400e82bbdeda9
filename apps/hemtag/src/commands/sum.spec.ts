import type { FigureSumResponse } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

const SUM = {
  quantity: { unit: 'letter', estimated: '40000', counted: '39400' },
  amount: { unit: 'SEK', estimated: '600000.00', gross: '591000.00', adjusted: '591000.00' },
};
const answer: FigureSumResponse = {
  over: 'department',
  from: '2026-01',
  to: '2026-06',
  type: null,
  total: { benefits: 1, ...SUM },
  parts: [{ name: 'Servicecenter', benefits: 1, ...SUM }],
};
const RANGE = 'sum --from 2026-01 --to 2026-06';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
  server.respond = () => ({ status: 200, body: answer });
});
afterEach(() => server.close());

it('asks over every tenant, or the one that is named, and shows the parts with their total', async () => {
  const { exitCode, output } = await runCommand(`${RANGE} --over department`, { url: server.url, isTerminal: true });
  const rows = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().split(/ {2,}/).join('|'));
  expect(exitCode).toBe(0);
  expect(rows).toEqual([
    'Sum over department, 2026-01 to 2026-06',
    'department|benefits|estimated|counted|unit|estimated|gross|adjusted|unit',
    'Servicecenter|1|40000|39400|letter|600000.00|591000.00|591000.00|SEK',
    'total|1|40000|39400|letter|600000.00|591000.00|591000.00|SEK',
  ]);
  await runCommand(`${RANGE} --over type --type FINANCIAL --initiative digital-post --tenant SE-2281`, { url: server.url });
  expect(server.seen.map(({ path, query }) => [path, query])).toEqual([
    ['/v1/figures/sum', { from: '2026-01', to: '2026-06', over: 'department' }],
    ['/v1/figures/sum', { tenant: 'SE-2281', from: '2026-01', to: '2026-06', over: 'type', type: 'FINANCIAL', initiative: 'digital-post' }],
  ]);
});

it('ends with 1 and what differs where there is no sum', async () => {
  server.respond = () => ({ status: 422, body: { code: 'INCOMPATIBLE_SUM', detail: 'no sum over type: AVOIDANCE, FINANCIAL', pointer: '/over' } });
  expect(await runCommand(`${RANGE} --over type`, { url: server.url })).toMatchObject({
    exitCode: 1,
    output: '',
    errors: ['INCOMPATIBLE_SUM: no sum over type: AVOIDANCE, FINANCIAL (/over)'],
  });
});

it.each([RANGE, `${RANGE} --over colour`, `${RANGE} --over type --type money`, 'sum --from 2026-06 --to 2026-01 --over type'])(
  'is wrong usage: %s',
  async (words) => {
    expect(await runCommand(words, { url: server.url })).toMatchObject({ exitCode: 2, output: '' });
  },
);
