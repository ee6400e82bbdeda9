import type { FigureRow, FiguresResponse } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake, type Respond } from '../../test/http-server.fake.js';
import { initiative, registerOf, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

const row: FigureRow = {
  id: 'f-1',
  kind: 'ORIGINAL',
  initiative: 'digital-post',
  benefit: 'postage-and-handling',
  type: 'FINANCIAL',
  evidence: 'BEDOMD',
  month: '2025-01',
  state: 'OPEN',
  quantity: { unit: 'letter', estimated: '5000', low: null, high: null, actual: '4200', counted: '4200', excess: '0' },
  amount: { unit: 'SEK', estimated: '75000.00', gross: '-1163000.00', adjusted: '63000.00', confirmed: null, harvested: null, asReported: null },
  hours: null,
  adoption: null,
  rate: '84.00',
  complete: true,
  confirmation: null,
  reason: null,
};
const answer: FiguresResponse = {
  tenant: 'SE-2281',
  from: '2025-01',
  to: '2025-01',
  asKnownOn: '2025-02-01T00:00:00+01:00',
  figures: [row],
  benefits: [
    {
      initiative: 'digital-post',
      benefit: 'postage-and-handling',
      type: 'FINANCIAL',
      quantity: { ...row.quantity, mean: null },
      amount: row.amount,
      hours: null,
      adoption: null,
      rate: '84.00',
      harvestRate: null,
      complete: true,
      forecast: { method: 'seasonal', amount: '1477500.00', plan: '1500000.00' },
      variance: { total: '-12000.00', volume: '-12000.00', price: '0.00', adjustment: '0.00' },
      unrealised: { plan: '12000.00', potential: null },
      reason: null,
    },
  ],
  initiatives: [
    {
      initiative: 'digital-post',
      currency: 'SEK',
      byType: [{ type: 'FINANCIAL', unit: 'SEK', gross: '63000.00', adjusted: '63000.00' }],
      runningCost: '20833.33',
      oneOffCost: '400000.00',
      net: '42166.67',
      cumulativeNet: '-357833.33',
      complete: true,
      warnings: ['THIN_SLICE'],
    },
  ],
};
// As a server might write it: its own blanks and order are its answer's.
const text = `${JSON.stringify(answer, null, 1)} `;

const one = registerOf([tenant('SE-2281'), initiative('SE-2281', 'digital-post', ['postage-and-handling'])], () => ({ status: 200, body: text }));
const several: Respond = registerOf(
  [
    tenant('SE-2281'),
    tenant('DK-860'),
    initiative('SE-2281', 'digital-post', ['postage-and-handling', 'paper']),
    initiative('SE-2281', 'shared', ['a']),
    initiative('DK-860', 'shared', ['a']),
  ],
  () => ({ status: 200, body: text }),
);
const RANGE = 'figures --from 2025-01 --to 2025-01';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const asked = (): unknown => server.seen.find(({ path }) => path === '/v1/figures')?.query;

describe('the tenant', () => {
  it('is the only one where none is named', async () => {
    server.respond = one;
    expect(await runCommand(RANGE, { url: server.url })).toMatchObject({ exitCode: 0, errors: [] });
    expect(asked()).toEqual({ tenant: 'SE-2281', from: '2025-01', to: '2025-01' });
  });

  it('follows from an initiative that only one tenant has', async () => {
    server.respond = several;
    const words = '--initiative digital-post --benefit paper --price-year 2024 --forecast run-rate --as-known-on 2025-06-30T08:00:00+02:00';
    const run = await runCommand(`${RANGE} ${words}`, { url: server.url });
    expect(run).toMatchObject({ exitCode: 0, errors: [] });
    const asKnownOn = '2025-06-30T08:00:00+02:00';
    expect(asked()).toEqual({
      tenant: 'SE-2281',
      from: '2025-01',
      to: '2025-01',
      initiative: 'digital-post',
      benefit: 'paper',
      priceYear: '2024',
      asKnownOn,
      forecast: 'run-rate',
    });
  });

  it.each(['2025-06-30', '2025-06-30T08:00:00', 'yesterday'])('takes no instant without its offset: %s', async (instant) => {
    server.respond = several;
    expect(await runCommand(`${RANGE} --as-known-on ${instant}`, { url: server.url })).toMatchObject({ exitCode: 2 });
    expect(asked()).toBeUndefined();
  });

  it.each([
    ['', 2, 'Name the tenant with --tenant: DK-860, SE-2281.'],
    [' --initiative shared', 2, 'Several tenants have the initiative shared; name one with --tenant: DK-860, SE-2281.'],
    [' --initiative nothing', 1, 'No initiative nothing is registered.'],
  ])('is asked for or refused: figures%s', async (words, exitCode, reason) => {
    server.respond = several;
    expect(await runCommand(`${RANGE}${words}`, { url: server.url })).toMatchObject({ exitCode, output: '', errors: [reason] });
    expect(asked()).toBeUndefined();
  });

  it('may be named before or after the command', async () => {
    server.respond = several;
    for (const words of [`--tenant DK-860 ${RANGE}`, `${RANGE} --tenant DK-860`]) expect((await runCommand(words, { url: server.url })).exitCode).toBe(0);
    expect(server.seen.filter(({ path }) => path === '/v1/figures').map(({ query }) => query.tenant)).toEqual(['DK-860', 'DK-860']);
  });

  it('is missing while nothing is registered', async () => {
    server.respond = registerOf([]);
    const run = await runCommand(RANGE, { url: server.url });
    expect(run).toMatchObject({ exitCode: 1, errors: ['No tenant is registered yet: `hemtag apply -f examples/register` registers the examples.'] });
  });
});

describe('the answer', () => {
  beforeEach(() => {
    server.respond = one;
  });

  it('comes as the server wrote it where nobody looks', async () => {
    expect((await runCommand(RANGE, { url: server.url })).output).toBe(`${text}\n`);
    expect((await runCommand(`${RANGE} --format json`, { url: server.url, isTerminal: true })).output).toBe(`${text}\n`);
  });

  it('comes as tables on a terminal, with the numbers as they were sent', async () => {
    const { output } = await runCommand(RANGE, { url: server.url, isTerminal: true });
    const lines = output.split('\n');
    const cells = (start: string): string[] => lines.filter((line) => line.startsWith(start)).map((line) => line.trim().split(/ {2,}/).join('|'));
    expect(lines[0]).toBe('SE-2281, 2025-01');
    expect(cells('2025-01')).toEqual(['2025-01|digital-post|postage-and-handling|5000|4200|4200|letter|75000.00|-1163000.00|63000.00|SEK|84.00|yes']);
    expect(cells('digital-post')).toEqual([
      'digital-post|postage-and-handling|FINANCIAL|5000|4200|4200|letter|75000.00|-1163000.00|63000.00|SEK|84.00',
      'digital-post|postage-and-handling|1477500.00|seasonal|1500000.00|-12000.00|-12000.00|0.00|0.00|SEK',
      'digital-post|FINANCIAL|63000.00|63000.00|SEK',
      'digital-post|20833.33|400000.00|42166.67|-357833.33|SEK|THIN_SLICE',
    ]);
    for (const character of ['\u00a0', '\u001b']) expect(output).not.toContain(character);
  });

  it('shows what was decided as soon as there is any of it', async () => {
    const closed: FigureRow = { ...row, state: 'CLOSED', amount: { ...row.amount, confirmed: '60000.00', harvested: '37500.00', asReported: '62000.00' } };
    const late: FigureRow = { ...row, kind: 'ADJUSTMENT', originalMonth: '2024-12', amount: { ...row.amount, asReported: '750.00' } };
    const sum = answer.benefits.map((of) => ({ ...of, amount: { ...of.amount, harvested: '37500.00' }, harvestRate: '59.52' }));
    server.respond = registerOf([tenant('SE-2281')], () => ({ status: 200, body: { ...answer, figures: [closed, late], benefits: sum } }));
    const { output } = await runCommand(`${RANGE} --format table`, { url: server.url });
    const tail = (line: string | undefined): string[] | undefined => line?.trimEnd().split(/ +/).slice(-5);
    const lines = output.split('\n');
    expect(tail(lines.find((line) => line.includes('CLOSED')))).toEqual(['CLOSED', 'ORIGINAL', '60000.00', '37500.00', '62000.00']);
    expect(tail(lines.find((line) => line.includes('ADJUSTMENT')))).toEqual(['yes', 'OPEN', 'ADJUSTMENT', '2024-12', '750.00']);
    expect(output).toContain('harvest rate');
  });

  it('comes as a drawing where one is asked for, whether somebody looks or not, and never as two things at once', async () => {
    const { output, exitCode } = await runCommand(`${RANGE} --chart`, { url: server.url });
    expect([exitCode, output.split('\n').slice(0, 4)]).toEqual([
      0,
      ['SE-2281, 2025-01', '█ realised (gross)   ─ estimated   a month without █ has no figure; ▁ is 0', '', 'FINANCIAL, SEK a month'],
    ]);
    expect((await runCommand(`${RANGE} --chart`, { url: server.url, isTerminal: true })).output).toBe(output);
    const both = await runCommand(`${RANGE} --chart --format csv`, { url: server.url });
    expect(both).toMatchObject({ exitCode: 2, output: '', errors: ['--chart draws and --format lists: choose one of them.'] });
  });

  it('comes as one CSV line a figure', async () => {
    const { output } = await runCommand(`${RANGE} --format csv`, { url: server.url });
    expect(output.split('\n')).toEqual([
      'tenant,id,kind,initiative,benefit,type,evidence,month,state,quantity.unit,quantity.estimated,quantity.low,quantity.high,quantity.actual,quantity.counted,' +
        'quantity.excess,amount.unit,amount.estimated,amount.gross,amount.adjusted,amount.confirmed,amount.harvested,amount.asReported,amount.realGross,' +
        'amount.realEstimated,hours.gross,hours.adjusted,hours.unclaimed,hours.fte,adoption.potential,adoption.share,rate,complete,reason,originalMonth,' +
        'confirmation.ofGross,confirmation.isCurrent,confirmation.isReviewed',
      'SE-2281,f-1,ORIGINAL,digital-post,postage-and-handling,FINANCIAL,BEDOMD,2025-01,OPEN,letter,5000,,,4200,4200,0,SEK,75000.00,-1163000.00,63000.00,,,,,,,,,,,,84.00,true,,,,,',
      '',
    ]);
  });

  it.each([
    ['--tenant SE-9999', 404, { code: 'NOT_FOUND', detail: 'no such tenant', pointer: '/tenant' }, 'NOT_FOUND: no such tenant (/tenant)'],
    ['--tenant SE-2281 --benefit x', 404, { code: 'NOT_FOUND', detail: 'no such benefit', pointer: '/benefit' }, 'NOT_FOUND: no such benefit (/benefit)'],
    ['--price-year 1900', 422, { code: 'INVALID_REQUEST', detail: 'No index for 1900.' }, 'INVALID_REQUEST: No index for 1900.'],
    ['', 500, 'oh no', 'The server answered with status 500.'],
  ])('is a refusal with the reason of the server: %s %d', async (words, status, body, reason) => {
    server.respond = registerOf([tenant('SE-2281')], () => ({ status, body }));
    expect(await runCommand(`${RANGE} ${words}`.trim(), { url: server.url })).toMatchObject({ exitCode: 1, output: '', errors: [reason] });
  });
});
