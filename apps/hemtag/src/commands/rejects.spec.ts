import type { RejectSummary } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { registerOf, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const summary = (id: string, change: Partial<RejectSummary> = {}): RejectSummary => ({
  id,
  tenant: 'SE-2281',
  source: '/se/2281/messaging/prod',
  code: 'UNKNOWN_DIMENSION',
  pointer: '/data/dimensions/colour',
  detail: 'not declared',
  origin: 'gateway',
  time: '2026-03-02T08:00:00.000Z',
  recordedAt: '2026-03-02T08:00:01.000Z',
  masked: false,
  replayedAt: null,
  replayedBy: null,
  ...change,
});
const ID = 'usage.events.rejected.v1-0-7';

it('lists a page over all tenants, and says how to go on', async () => {
  server.respond = () => ({ status: 200, body: { rejects: [summary(ID)], next: ID } });
  const run = await runCommand('rejects list --code UNKNOWN_DIMENSION --limit 1 --format csv', { url: server.url });
  expect(run).toMatchObject({ exitCode: 0, errors: [`There are more: --after ${ID}`] });
  expect(run.output).toBe(
    'tenant,id,time,code,pointer,source,origin,masked,replayed,replayedBy,recordedAt,detail\n' +
      `SE-2281,${ID},2026-03-02T08:00:00.000Z,UNKNOWN_DIMENSION,/data/dimensions/colour,/se/2281/messaging/prod,gateway,no,,,2026-03-02T08:00:01.000Z,not declared\n`,
  );
  expect(server.seen.map(({ path, query }) => [path, query])).toEqual([['/v1/rejects', { code: 'UNKNOWN_DIMENSION', limit: '1' }]]);
});

it('refuses a tenant that is not there', async () => {
  server.respond = registerOf([tenant('SE-2281')]);
  expect(await runCommand('rejects list --tenant SE-0000', { url: server.url })).toMatchObject({
    exitCode: 1,
    errors: ['No tenant SE-0000 is registered; there are SE-2281.'],
  });
});

it('shows one with its record, and of a conflict where the event is that counts', async () => {
  const text = (value: string) => ({ encoding: 'utf8', text: value });
  const body = {
    ...summary('usage.events.v1-2-9', { code: 'CONFLICT', pointer: '/id', origin: 'ingestion' }),
    position: { topic: 'usage.events.v1', partition: 2, offset: '9' },
    record: {
      key: null,
      headers: [
        { name: 'ce_id', value: text('a\u001b[2J') },
        { name: 'trace', value: { encoding: 'base64', text: '/w==' } },
      ],
      value: text('{"quantity":7}'),
    },
    conflict: { keptHash: 'aaaa', refusedHash: 'bbbb', kept: { id: 'a', source: '/se/2281/messaging/prod', position: { partition: 1, offset: '3' } } },
  };
  server.respond = () => ({ status: 200, body });
  const run = await runCommand('rejects show usage.events.v1-2-9 --format table', { url: server.url });
  expect(run.exitCode).toBe(0);
  const lines = run.output.split('\n').map((line) => line.split(/ {2,}/));
  expect(lines).toEqual(
    expect.arrayContaining([
      ['position', 'usage.events.v1, partition 2, offset 9'],
      ['kept hash', 'aaaa'],
      ['refused hash', 'bbbb'],
      ['kept id', 'a of /se/2281/messaging/prod'],
      ['kept position', 'partition 1, offset 3'],
      ['header ce_id', 'a [2J'],
      ['header trace', 'base64 /w=='],
      ['value', '{"quantity":7}'],
    ]),
  );
  const json = await runCommand('rejects show usage.events.v1-2-9', { url: server.url });
  expect(JSON.parse(json.output)).toEqual(body);
  expect(await runCommand('rejects show usage.events.v1-2-9 --tenant DK-860', { url: server.url })).toMatchObject({ exitCode: 1, output: '' });
});

it('replays page by page, with the name of who does it', async () => {
  const pages = [
    { rejects: [{ id: 'a-0-1', result: 'replayed', reason: null }], next: 'a-0-1' },
    { rejects: [{ id: 'a-0-0', result: 'refused', reason: 'numbers were taken out' }], next: null },
  ];
  server.respond = () => ({ status: 200, body: pages[server.seen.length - 1] });
  const run = await runCommand('rejects replay --code UNKNOWN_DIMENSION --as karin', { url: server.url });
  expect(run).toMatchObject({ exitCode: 1, errors: ['a-0-0 was not replayed: numbers were taken out.'] });
  expect((JSON.parse(run.output) as { rejects: object[] }).rejects).toHaveLength(2);
  expect(server.seen.map(({ method, path, body, headers }) => [method, path, JSON.parse(body), headers['hemtag-actor']])).toEqual([
    ['POST', '/v1/rejects/replay', { code: 'UNKNOWN_DIMENSION' }, 'karin'],
    ['POST', '/v1/rejects/replay', { code: 'UNKNOWN_DIMENSION', after: 'a-0-1' }, 'karin'],
  ]);
});

it('replays what was named, and shows what was done before the server went away', async () => {
  server.respond = () => ({ status: 200, body: { rejects: [{ id: ID, result: 'replayed', reason: null }], next: null } });
  const run = await runCommand(`rejects replay ${ID} --format csv`, { url: server.url });
  expect(run).toMatchObject({ exitCode: 0, output: `id,result,reason\n${ID},replayed,\n` });
  expect(server.seen.map(({ body }) => body)).toEqual([`{"ids":["${ID}"]}`]);
  expect(await runCommand(`rejects replay ${ID} --code CONFLICT`, { url: server.url })).toMatchObject({ exitCode: 2, output: '' });
  server.respond = ({ body }) =>
    body === '{}'
      ? { status: 200, body: { rejects: [{ id: ID, result: 'replayed', reason: null }], next: ID } }
      : { status: 503, body: { code: 'NOT_READY', detail: 'Later.' } };
  const cut = await runCommand('rejects replay', { url: server.url });
  expect(cut).toMatchObject({ exitCode: 3, errors: ['NOT_READY: Later.'] });
  expect(cut.output).toContain(ID);
});
