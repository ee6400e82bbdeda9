import { startHttpServerFake, type HttpServerFake, type Reply } from '../../test/http-server.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const told = (done: boolean, remainingEvents = 0, remainingVolumes = 0): Reply => ({
  status: 200,
  body: { done, until: 'mark-1', remainingEvents, remainingVolumes },
});
const inTurn = (...replies: readonly Reply[]): void => {
  let next = 0;
  server.respond = () => replies[Math.min(next++, replies.length - 1)] ?? 'cut';
};
const queries = (): unknown[] => server.seen.map(({ query }) => query);

it('asks again with the mark of the first answer until everything is there', async () => {
  inTurn(told(false, 5), told(true));
  const run = await runCommand('wait', { url: server.url });
  expect(run).toMatchObject({ exitCode: 0, errors: [] });
  expect(JSON.parse(run.output)).toEqual({ done: true, until: 'mark-1', remainingEvents: 0, remainingVolumes: 0 });
  expect(queries()).toEqual([{ timeoutSeconds: '10' }, { timeoutSeconds: '10', until: 'mark-1' }]);
});

it('says what remains when time is up', async () => {
  inTurn(told(false, 17, 4));
  const run = await runCommand('wait --timeout 2.5', { url: server.url });
  expect(run).toMatchObject({ exitCode: 1, output: '', errors: ['Not everything is in the figures after 2.5 s: 17 events and 4 volumes remain.'] });
  // 2.5 s in pauses of 0.25 s, and a last look when they are over; the server waits whole seconds.
  const waits = server.seen.filter(({ path }) => path === '/v1/wait');
  expect(waits.map((request) => request.query.timeoutSeconds)).toEqual(['2', '2', '2', '1', '1', '1', '1', '0', '0', '0', '0']);
  expect(waits.at(-1)?.query.until).toBe('mark-1');
});

it('names the partitions that are held, because those do not go on by themselves', async () => {
  const held = {
    topic: 'usage.events.v1',
    partition: 2,
    source: '/se/2281/oep/prod',
    code: 'UNKNOWN_DIMENSION',
    offset: '41',
    since: '2026-03-02T08:00:00.000Z',
  };
  server.respond = ({ path }) =>
    path === '/v1/wait' ? told(false, 17) : { status: 200, body: { asOf: '', waitingRecords: '17', sources: [{ held: [held] }] } };
  const run = await runCommand('wait --timeout 0', { url: server.url });
  expect(run).toMatchObject({
    exitCode: 1,
    errors: [
      'Not everything is in the figures after 0 s: 17 events and 0 volumes remain.',
      'Partition 2 of usage.events.v1 is held since 2026-03-02T08:00:00.000Z, because too much of /se/2281/oep/prod is rejected (UNKNOWN_DIMENSION): ' +
        'see `hemtag rejects list`, then `hemtag sources resume /se/2281/oep/prod`.',
    ],
  });
});

it('lives through a server that is away for a while', async () => {
  inTurn(told(false, 1), { status: 503, headers: { 'retry-after': '2' } }, 'cut', told(true));
  expect(await runCommand('wait', { url: server.url })).toMatchObject({ exitCode: 0, sleptMs: [250, 2000, 250] });
});

it('ends with 3 where the server stays away', async () => {
  inTurn({ status: 503, body: { code: 'NOT_READY', detail: 'Starting.' }, headers: { 'retry-after': '40' } });
  const run = await runCommand('wait', { url: server.url });
  expect(run).toMatchObject({ exitCode: 3, errors: ['NOT_READY: Starting.'], sleptMs: [40_000, 20_000] });
});

it('is refused at once by anything else', async () => {
  inTurn({ status: 403, body: { code: 'INVALID_REQUEST', detail: 'Not for you.' } });
  expect(await runCommand('wait', { url: server.url })).toMatchObject({ exitCode: 1, errors: ['INVALID_REQUEST: Not for you.'] });
});
