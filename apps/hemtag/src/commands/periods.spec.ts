import type { ConfirmationAnswer, HarvestResponse, PeriodStepResponse } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { initiative, registerOf, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const preliminary = {
  sequence: 1, state: 'PRELIMINARY', version: 1, actor: 'anna', reason: null, recordedAt: '2026-04-03T08:00:00.000Z', snapshotHash: 'ab', approvedBy: null, approvedAt: null,
} as const; // prettier-ignore
const march: PeriodStepResponse = { tenant: 'SE-2281', month: '2026-03', state: 'PRELIMINARY', version: 1, log: [preliminary], keptFigures: 3 };
const run = (words: string) => runCommand(words, { url: server.url });

describe('period', () => {
  it('lists every step of the only tenant', async () => {
    server.respond = registerOf([tenant('SE-2281')], () => ({ status: 200, body: { tenant: 'SE-2281', periods: [march] } }));
    const { exitCode, output } = await run('period list --format csv');
    expect(exitCode).toBe(0);
    expect(output).toBe(
      'tenant,month,state,version,actor,recordedAt,approvedBy,reason,snapshotHash\nSE-2281,2026-03,PRELIMINARY,1,anna,2026-04-03T08:00:00.000Z,,,ab\n',
    );
    expect(server.seen.at(-1)).toMatchObject({ method: 'GET', path: '/v1/periods', query: { tenant: 'SE-2281' } });
  });

  it.each([
    ['period preliminary 2026-03', '/v1/periods/2026-03/preliminary', {}],
    ['period close 2026-03', '/v1/periods/2026-03/close', {}],
    ['period reopen 2026-03 --reason late', '/v1/periods/2026-03/reopen', { reason: 'late' }],
    ['approve 2026-03', '/v1/periods/2026-03/approve', {}],
  ])('%s is sent with the name of who acts', async (words, path, body) => {
    server.respond = () => ({ status: 200, body: march });
    expect(await run(`${words} --tenant SE-2281 --as bo`)).toMatchObject({ exitCode: 0, output: `${JSON.stringify(march)}\n` });
    expect(server.seen).toMatchObject([{ method: 'POST', path, query: { tenant: 'SE-2281' }, headers: { 'hemtag-actor': 'bo' } }]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(body);
  });

  it('says why a step was refused', async () => {
    server.respond = () => ({ status: 403, body: { code: 'FOUR_EYES', detail: 'somebody else' } });
    expect(await run('period close 2026-03 --tenant SE-2281 --as anna')).toMatchObject({ exitCode: 1, errors: ['FOUR_EYES: somebody else'] });
  });

  it.each([['period reopen 2026-03'], ['period close March'], ['period'], ['approve 2026-13']])('%s is wrong usage', async (words) => {
    expect(await run(`${words} --tenant SE-2281`)).toMatchObject({ exitCode: 2 });
    expect(server.seen).toEqual([]);
  });
});

describe('confirm and review', () => {
  const FIGURE = 'SE-2281:digital-post:postage:2026-03';
  const answer: ConfirmationAnswer = {
    figure: FIGURE, initiative: 'digital-post', benefit: 'postage', month: '2026-03', amount: '90000.00', unit: 'SEK', ofGross: '99750.00', comment: 'less',
    cause: 'volume', action: 'ask', due: '2026-05-01', confirmedBy: 'karin', confirmedAt: '2026-04-03T08:00:00.000Z', reviewedBy: null, reviewedAt: null,
  }; // prettier-ignore

  it('are sent as they were said', async () => {
    server.respond = () => ({ status: 200, body: answer });
    expect(await run(`confirm ${FIGURE} --amount 90000 --comment less --cause volume --action ask --due 2026-05-01 --as karin`)).toMatchObject({ exitCode: 0 });
    const { output } = await run(`review ${FIGURE} --as lars --format csv`);
    expect(output).toBe(
      `figure,amount,of gross,unit,confirmed by,reviewed by,cause,comment,action,due\n${FIGURE},90000.00,99750.00,SEK,karin,,volume,less,ask,2026-05-01\n`,
    );
    expect(server.seen.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/v1/confirmations', { figure: FIGURE, amount: '90000', comment: 'less', cause: 'volume', action: 'ask', due: '2026-05-01' }],
      ['/v1/confirmations/review', { figure: FIGURE }],
    ]);
  });

  it.each([
    [`confirm ${FIGURE}`],
    [`confirm ${FIGURE} --amount 1 --cause weather`],
    [`confirm ${FIGURE} --amount 1 --action ask`],
    [`confirm ${FIGURE} --amount 1,5`],
  ])('%s is wrong usage', async (words) => {
    expect(await run(words)).toMatchObject({ exitCode: 2 });
    expect(server.seen).toEqual([]);
  });

  it('refuse a figure of another tenant than the one that was named', async () => {
    expect(await run(`review ${FIGURE} --tenant SE-0186`)).toMatchObject({ exitCode: 1 });
    expect(server.seen).toEqual([]);
  });
});

test('harvest finds the tenant by the initiative, and says when it is more than was planned', async () => {
  const answer: HarvestResponse = {
    tenant: 'SE-2281', line: 'digital-post/postage/budget-2026', month: '2026-04', amount: '37500.00', unit: 'SEK', harvestedBy: 'anna',
    harvestedAt: '2026-05-03T08:00:00.000Z', harvested: '487500.00', planned: '450000.00', warnings: ['OVER_HARVESTED'],
  }; // prettier-ignore
  server.respond = registerOf([tenant('SE-2281'), initiative('SE-2281', 'digital-post', ['postage'])], () => ({ status: 200, body: answer }));
  const { exitCode, errors, output } = await run('harvest digital-post/postage/budget-2026 --month 2026-04 --amount 37500 --format csv');
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: ['OVER_HARVESTED: 487500.00 SEK of 450000.00 planned.'] });
  expect(output).toContain('SE-2281,digital-post/postage/budget-2026,2026-04,37500.00,487500.00,450000.00,SEK,OVER_HARVESTED');
  expect(server.seen.at(-1)).toMatchObject({ method: 'POST', path: '/v1/harvests', query: { tenant: 'SE-2281' } });
  expect(await run('harvest digital-post/postage --month 2026-04 --amount 1')).toMatchObject({ exitCode: 2 });
});
