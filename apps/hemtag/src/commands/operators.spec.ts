import type { SourcesStatusResponse, VerifyFiguresResponse, VerifyResponse } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake, type Respond } from '../../test/http-server.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const SOURCE = '/se/2281/oep/prod';

describe('sources', () => {
  const status: SourcesStatusResponse = {
    asOf: '2026-03-02T09:00:00.000Z',
    waitingRecords: '12',
    sources: [
      {
        tenant: 'SE-2281', source: SOURCE, name: 'oep', lastEvent: '2026-03-02T08:00:00.000Z', expectedEvery: 'PT30M', lagSeconds: 3600,
        accepted: '5', duplicate: '4', conflict: '3', rejected: '2', rejectedByGateway: '1', state: 'silent',
        measures: [{ name: 'fee', unit: 'DKK', isForeignCurrency: true }, { name: 'pages', unit: 'page', isForeignCurrency: false }],
        held: [{ topic: 'usage.events.v1', partition: 2, source: SOURCE, code: 'UNKNOWN_DIMENSION', offset: '41', since: '2026-03-02T08:30:00.000Z' }],
      },
    ],
  }; // prettier-ignore

  it('are shown with what waits, what is held and money in another currency', async () => {
    server.respond = () => ({ status: 200, body: status });
    const { exitCode, output } = await runCommand('sources status --format table', { url: server.url });
    expect(exitCode).toBe(0);
    expect(output.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['2026-03-02T09:00:00.000Z, 12 records in the log are not stored yet'],
      [''],
      ['tenant', 'name', 'source', 'state', 'last event', 'every', 'lag s', 'accepted', 'duplicate', 'conflict', 'rejected', 'by gateway', 'held', 'measures'],
      ['SE-2281', 'oep', SOURCE, 'silent', '2026-03-02T08:00:00.000Z', 'PT30M', '3600', '5', '4', '3', '2', '1', '1', 'fee DKK (other currency, in no sum), pages page'],
      [''],
      ['held', 'offset', 'source', 'code', 'since'],
      ['usage.events.v1 2', '41', SOURCE, 'UNKNOWN_DIMENSION', '2026-03-02T08:30:00.000Z'],
      [''],
    ]); // prettier-ignore
    expect(JSON.parse((await runCommand('sources status', { url: server.url })).output)).toEqual(status);
  });

  it('are let through for a while', async () => {
    server.respond = () => ({ status: 200, body: { source: SOURCE, until: '2026-03-02T10:00:00.000Z', allowedBy: 'karin' } });
    expect(await runCommand('sources resume oep --for 600 --tenant SE-2281 --format csv', { url: server.url })).toMatchObject({
      exitCode: 0,
      output: `source,until,allowed by\n${SOURCE},2026-03-02T10:00:00.000Z,karin\n`,
    });
    expect(server.seen.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/v1/sources/resume', { source: 'oep', tenant: 'SE-2281', forSeconds: 600 }],
    ]);
    expect(await runCommand('sources resume oep --for soon', { url: server.url })).toMatchObject({ exitCode: 2 });
    expect(await runCommand('sources', { url: server.url })).toMatchObject({ exitCode: 2 });
  });
});

describe('verify', () => {
  const compared = { events: 6, aggregates: 3, amendments: 4, volumes: 9, sourceCounters: 5, partitions: 4, activityDays: 4, feedDays: 5, incompleteDays: 3 };
  const verified: VerifyResponse = { tenants: ['SE-2281'], compared, differences: [], differenceCount: 0, detachedMonths: [] };
  const figures: VerifyFiguresResponse = { tenants: ['SE-2281'], compared: { figures: 12, snapshots: 2, published: 12 }, differences: [], differenceCount: 0 };
  const answer =
    (ledger: unknown, ofFigures: VerifyFiguresResponse = figures): Respond =>
    ({ path }) => ({ status: 200, body: path === '/v1/verify' ? ledger : ofFigures });

  it('says what was compared, and what could not be', async () => {
    const detachedMonths = [{ tenant: 'SE-2281', month: '2016-01', events: 12 }];
    // A server that shows signs of life puts blanks before its answer.
    server.respond = answer(`   ${JSON.stringify({ ...verified, detachedMonths })}`);
    const { exitCode, output } = await runCommand('verify --format table', { url: server.url });
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^volumes +9$/m);
    expect(output).toMatch(/^figures +12$/m);
    expect(output).toContain('SE-2281 2016-01: not recomputed, its ledger (12 events) was detached');
  });

  it('ends with 1 and the first differences', async () => {
    const difference = { part: 'volumes' as const, tenant: 'SE-2281', place: 'volume of x', stored: '4 of 1 events', recomputed: null };
    const mismatch = { part: 'figures' as const, tenant: 'SE-2281', place: 'f-1 amount.gross', stored: '1.00', recomputed: '2.00' };
    server.respond = answer({ ...verified, differences: [difference], differenceCount: 31 }, { ...figures, differences: [mismatch], differenceCount: 1 });
    expect(await runCommand('verify --format csv', { url: server.url })).toMatchObject({
      exitCode: 1,
      output: 'part,tenant,place,stored,recomputed\nvolumes,SE-2281,volume of x,4 of 1 events,nothing\nfigures,SE-2281,f-1 amount.gross,1.00,2.00\n',
      errors: ['32 differences between what is stored and what the facts give; the first are shown.'],
    });
  });

  it('ends with 3 where the answer is cut off', async () => {
    server.respond = () => 'cut';
    expect(await runCommand('verify', { url: server.url })).toMatchObject({ exitCode: 3, output: '' });
  });
});
