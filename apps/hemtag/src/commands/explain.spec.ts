import type { ExplanationResponse, ListedEvent, UsageEventsResponse } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake, type Respond } from '../../test/http-server.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

const ID = 'SE-2281:digital-post:postage-and-handling:2026-01';
const series = {
  key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter', outcome: 'success', channel: 'digital-mail', orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore
const place = { kind: 'Initiative', tenant: 'SE-2281', name: 'digital-post', version: 2, recordedAt: '2026-01-02T08:00:00.000Z', author: 'Karin' };
const explanation: ExplanationResponse = {
  tenant: 'SE-2281',
  asKnownOn: '2026-02-03T08:00:00+01:00',
  figure: {
    id: ID, kind: 'ORIGINAL', initiative: 'digital-post', benefit: 'postage-and-handling', type: 'FINANCIAL', evidence: 'BEDOMD', month: '2026-01', originalMonth: null, state: 'OPEN',
    unit: 'SEK', quantityUnit: 'letter', actual: '3', counted: '3', excess: '0', gross: '45.00', adjusted: '45.00', asReported: null, complete: true, reason: null,
  },
  countsFrom: '2026-01-01',
  formulas: ['unit-value/1'],
  runs: [
    {
      from: '2026-01-01', to: '2026-02-01', formula: 'unit-value/1', counted: '3', unit: 'SEK', gross: '45.00', adjusted: '45.00', hours: null,
      calculation: '3 letter × 15.00 SEK/letter = 45.00 SEK', adjustment: null,
    },
  ],
  days: [{ day: '2026-01-10', metered: '3', counted: '3', excess: '0', room: null }],
  cap: null,
  booking: null,
  parameters: [
    { kind: 'value', name: null, unit: 'SEK', validFrom: '2026-01-01', validTo: null, content: { validFrom: '2026-01-01', formula: 'unit-value', unitValue: '15.00' }, register: place },
    {
      kind: 'baseline', name: null, unit: null, validFrom: '2026-01-01', validTo: null, register: place,
      content: { validFrom: '2026-01-01', volumePerYear: '140000', method: 'system log', sampleSize: 100000, approvedBy: 'role:finance-controller' },
    },
  ],
  volumes: [{ use: 'metered', series, day: '2026-01-10', quantity: '3', unit: 'letter', events: 2, revision: 5, storedAt: '2026-01-10T11:00:07.250Z' }],
  volumeCount: 1,
  events: 2,
  evidence: { measured: '0.00', assumed: '45.00', measuredShare: '0.00', assumedShare: '100.00' },
  recomputed: { actual: '3.00', counted: '3.00', excess: '0.00', gross: '45.00', adjusted: '45.00', hours: null, estimatedQuantity: null, estimatedAmount: null, reason: null },
  agrees: true,
  differences: [],
  next: null,
}; // prettier-ignore

const event = (id: string, quantity: string): ListedEvent => ({
  day: '2026-01-10', id, source: series.source, kind: 'recorded', time: '2026-01-10T11:00:00.000Z', period: null, quantity, isCorrected: false, position: { partition: 2, offset: '41' },
}); // prettier-ignore
const page = (events: readonly ListedEvent[], next: string | null): UsageEventsResponse => ({
  tenant: 'SE-2281',
  series,
  events: [...events],
  unlistable: [],
  next,
});

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

const answering =
  (explained: ExplanationResponse, pages: readonly UsageEventsResponse[] = []): Respond =>
  ({ path, query }) => {
    if (path === '/v1/usage-events') return { status: 200, body: pages[Number(query.cursor ?? 0)] };
    return { status: 200, body: explained };
  };

describe('explain', () => {
  it('shows the formula with its numbers, the parameters with their origin, the volumes, and that it adds up', async () => {
    server.respond = answering(explanation);
    const { exitCode, output } = await runCommand(`explain ${ID} --format table`, { url: server.url });
    expect(exitCode).toBe(0);
    const lines = output.split('\n').map((line) => line.trim());
    expect(lines).toContain('digital-post, postage-and-handling, 2026-01: 45.00 SEK gross, 45.00 SEK adjusted');
    expect(lines).toContain('as known on 2026-02-03T08:00:00+01:00');
    expect(lines).toContain('3 letter × 15.00 SEK/letter = 45.00 SEK');
    expect(lines).toContain('measured 0.00 (0.00 %), assumed 45.00 (100.00 %): the evidence is BEDOMD');
    expect(lines).toContain('recomputed from exactly these parts: 45.00 gross, 45.00 adjusted; it is the same figure');
    expect(output).toMatch(/^value +formula unit-value, unitValue 15\.00 +SEK +2026-01-01 .*digital-post 2 +2026-01-02T08:00:00\.000Z +Karin$/m);
    expect(output).toMatch(/^baseline +volumePerYear 140000 +2026-01-01 +system log +100000 +role:finance-controller/m);
    expect(output).toMatch(/^2026-01-10 +metered +3 +letter +2 +5 +\/se\/2281\/messaging\/prod/m);
    expect(server.seen.map(({ path }) => decodeURIComponent(path))).toEqual([`/v1/figures/${ID}/explanation`]);
  });

  it('gathers all pages of volumes into one answer', async () => {
    const [volume] = explanation.volumes;
    if (volume === undefined) throw new Error('there is one');
    server.respond = ({ query }) => ({
      status: 200,
      body: query.cursor === undefined ? { ...explanation, next: 'more' } : { ...explanation, volumes: [{ ...volume, day: '2026-01-11' }] },
    });
    const { output } = await runCommand(`explain ${ID}`, { url: server.url });
    expect((JSON.parse(output) as ExplanationResponse).volumes.map(({ day }) => day)).toEqual(['2026-01-10', '2026-01-11']);
  });

  it('ends with 1 where the figure is not what its parts give', async () => {
    const differences = [{ member: 'amount.gross', figure: '46.00', recomputed: '45.00' }];
    server.respond = answering({ ...explanation, agrees: false, differences });
    const { exitCode, errors, output } = await runCommand(`explain ${ID} --format table`, { url: server.url });
    expect([exitCode, errors]).toEqual([1, ['The figure differs from what its parts give: amount.gross.']]);
    expect(output).toMatch(/^amount\.gross +46\.00 +45\.00$/m);
  });

  it('goes down to the events, page by page, and adds them up', async () => {
    server.respond = answering(explanation, [page([event('a-1', '1')], '1'), page([event('a-2', '2')], null)]);
    const { exitCode, output } = await runCommand(`explain ${ID} --events`, { url: server.url });
    expect(exitCode).toBe(0);
    const answer = JSON.parse(output) as { events: ListedEvent[]; explanation: ExplanationResponse };
    expect(answer.events.map(({ id }) => id)).toEqual(['a-1', 'a-2']);
    expect(answer.explanation.figure.id).toBe(ID);
    expect(server.seen.at(-1)?.query).toEqual({ tenant: 'SE-2281', series: series.key, from: '2026-01-10', until: '2026-01-10', limit: '1000', cursor: '1' });
    expect((await runCommand(`explain ${ID} --events --format csv`, { url: server.url })).output.split('\n')).toHaveLength(4);
  });

  it('says where the events are not the volume, and how many can no longer be listed', async () => {
    server.respond = answering(explanation, [page([event('a-1', '1')], null)]);
    const short = await runCommand(`explain ${ID} --events --format table`, { url: server.url });
    expect(short.exitCode).toBe(1);
    expect(short.errors[0]).toMatch(/^The volume of message:letter on 2026-01-10 is 3 of 2 events, those listed give 1 of 1/);
    server.respond = answering(explanation, [{ ...page([], null), unlistable: [{ month: '2026-01', events: 2 }] }]);
    const gone = await runCommand(`explain ${ID} --events --format table`, { url: server.url });
    expect(gone.exitCode).toBe(0);
    expect(gone.output).toContain('2 events of 2026-01 are no longer listable: the ledger of the month was taken out');
  });

  it('asks for the figure as it was known then, and for the events of each volume as the ledger stood when the volume was made', async () => {
    const [volume] = explanation.volumes;
    if (volume === undefined) throw new Error('there is one');
    const volumes = [volume, { ...volume, day: '2026-01-11', quantity: '1', events: 1, storedAt: null }];
    const asKnownOn = '2026-02-03T08:00:00.125+01:00';
    const asked: unknown[] = [];
    server.respond = ({ path, query }) => {
      asked.push(query);
      if (path !== '/v1/usage-events') return { status: 200, body: { ...explanation, asKnownOn, volumes, volumeCount: 2 } };
      const events = query.from === '2026-01-10' ? [event('a-1', '1'), event('a-2', '2')] : [{ ...event('a-3', '1'), day: '2026-01-11' }];
      return { status: 200, body: page(events, null) };
    };
    const { exitCode, output } = await runCommand(`explain ${ID} --events --as-known-on ${asKnownOn}`, { url: server.url });
    expect([exitCode, (JSON.parse(output) as { events: ListedEvent[] }).events.map(({ id }) => id)]).toEqual([0, ['a-1', 'a-2', 'a-3']]);
    const of = { tenant: 'SE-2281', series: series.key, limit: '1000' };
    expect(asked).toEqual([
      { asKnownOn },
      { ...of, from: '2026-01-10', until: '2026-01-10', asKnownOn: '2026-01-10T11:00:07.250Z' },
      { ...of, from: '2026-01-11', until: '2026-01-11', asKnownOn },
    ]);
    expect(await runCommand(`explain ${ID} --as-known-on yesterday`, { url: server.url })).toMatchObject({ exitCode: 2 });
  });

  it('refuses a figure of another tenant, and one that is not there', async () => {
    server.respond = answering(explanation);
    expect(await runCommand(`explain ${ID} --tenant SE-0127`, { url: server.url })).toMatchObject({ exitCode: 1, output: '' });
    server.respond = () => ({ status: 404, body: { code: 'NOT_FOUND', detail: 'there is no such figure' } });
    expect(await runCommand('explain nothing', { url: server.url })).toMatchObject({ exitCode: 1, errors: ['NOT_FOUND: there is no such figure'] });
  });
});
