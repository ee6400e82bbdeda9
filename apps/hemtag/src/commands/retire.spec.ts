import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { initiative, rate, registerOf, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
let answer: { status: number; body: object };
beforeEach(async () => {
  server = await startHttpServerFake();
  answer = { status: 200, body: { kind: 'Initiative', tenant: 'SE-2281', name: 'digital-post', result: 'versioned' } };
  server.respond = registerOf([tenant('SE-2281'), rate(null, 'hourly-cost-se'), initiative('SE-2281', 'digital-post', [])], () => answer);
});
afterEach(() => server.close());

const sent = () => server.seen.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, JSON.parse(body) as unknown]);

it('ends the object that is named, in the tenant that has it', async () => {
  const run = await runCommand('retire initiative digital-post --from 2026-07-01 --reason replaced', { url: server.url });
  expect(run).toMatchObject({ exitCode: 0, errors: [] });
  expect(run.output).toContain('versioned');
  await runCommand('retire rate hourly-cost-se --from 2026-07-01 --reason replaced', { url: server.url });
  await runCommand('retire tenant SE-2281 --from 2026-07-01 --reason merged', { url: server.url });
  expect(sent()).toEqual([
    ['/v1/register/initiative/digital-post/retirement', { tenant: 'SE-2281', from: '2026-07-01', reason: 'replaced' }],
    ['/v1/register/rate/hourly-cost-se/retirement', { from: '2026-07-01', reason: 'replaced' }],
    ['/v1/register/tenant/SE-2281/retirement', { from: '2026-07-01', reason: 'merged' }],
  ]);
});

it('names who still needs it and ends with 1', async () => {
  answer = { status: 409, body: { code: 'IN_USE', detail: '1 use', errors: [{ detail: 'SE-2281 Initiative digital-post: the rate …' }] } };
  const run = await runCommand('retire rate hourly-cost-se --from 2026-07-01 --reason replaced', { url: server.url });
  expect(run).toMatchObject({ exitCode: 1, output: '' });
  expect(run.errors).toEqual(['SE-2281 Initiative digital-post: the rate …', 'hourly-cost-se is still needed and was not retired.']);
});

it('takes a missing reason or what is no day for wrong usage', async () => {
  expect(await runCommand('retire rate hourly-cost-se --from 2026-07-01', { url: server.url })).toMatchObject({ exitCode: 2 });
  expect(await runCommand('retire rate hourly-cost-se --from 2026-02-30 --reason x', { url: server.url })).toMatchObject({ exitCode: 2 });
  expect(server.seen).toEqual([]);
});
