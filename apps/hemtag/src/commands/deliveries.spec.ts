import type { DeliveryRow } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const id = 'a'.repeat(64);
const lost: DeliveryRow = {
  id, what: 'report', about: 'SE-2281-2026-03-v1', plan: 'monthly', channel: 'mail', receiver: 'ekonomichef@kommun.example', role: 'finance director',
  progress: 'unknown', attempts: 1, fault: 'UNKNOWN: the service ended while this was handed over', plannedAt: '2026-04-14T08:00:00.000Z', endedAt: '2026-04-14T08:00:10.000Z',
}; // prettier-ignore

test('lists what goes to whom', async () => {
  server.respond = () => ({ status: 200, body: { tenant: 'SE-2281', deliveries: [lost], next: null } });
  const { exitCode, output } = await runCommand('deliveries list --tenant SE-2281 --format csv', { url: server.url, isTerminal: false });
  expect(exitCode).toBe(0);
  expect(server.seen[0]).toMatchObject({ method: 'GET', path: '/v1/reports/deliveries', query: { tenant: 'SE-2281' } });
  expect(output.trim().split('\n')[1]).toBe(
    `${id},report,SE-2281-2026-03-v1,mail,ekonomichef@kommun.example,unknown,1,2026-04-14T08:00:10.000Z,UNKNOWN: the service ended while this was handed over`,
  );
});

test('lists every page', async () => {
  server.respond = ({ query }) => ({
    status: 200,
    body:
      query.cursor === 'second'
        ? { tenant: 'SE-2281', deliveries: [{ ...lost, id: 'b'.repeat(64) }], next: null }
        : { tenant: 'SE-2281', deliveries: [lost], next: 'second' },
  });
  const { exitCode, output } = await runCommand('deliveries list --tenant SE-2281 --format json', { url: server.url, isTerminal: false });
  expect([exitCode, JSON.parse(output)]).toMatchObject([0, { deliveries: [{ id }, { id: 'b'.repeat(64) }], next: null }]);
});

test('sends one again, and says why where that cannot be', async () => {
  server.respond = () => ({ status: 200, body: { ...lost, progress: 'waiting', endedAt: null } });
  const done = await runCommand(`deliveries again ${id} --tenant SE-2281 --format json`, { url: server.url, isTerminal: false });
  expect([done.exitCode, (JSON.parse(done.output) as DeliveryRow).progress]).toEqual([0, 'waiting']);
  expect(server.seen[0]).toMatchObject({ method: 'POST', path: `/v1/reports/deliveries/${id}/again`, query: { tenant: 'SE-2281' } });
  server.respond = () => ({
    status: 409,
    body: { type: 'about:blank', title: 'In use', status: 409, code: 'IN_USE', detail: 'it is on its way or has arrived' },
  });
  const refused = await runCommand(`deliveries again ${id} --tenant SE-2281`, { url: server.url, isTerminal: false });
  expect([refused.exitCode, refused.errors]).toEqual([1, ['IN_USE: it is on its way or has arrived']]);
});
