import {
  TOPICS,
  type CompletenessResponse,
  type ExplanationResponse,
  type FiguresResponse,
  type UsageVolume,
  type VerifyFiguresResponse,
} from '@hemtag/contracts';
import { EventProducer } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, type ServiceProcess, type TestDatabase, until } from '@hemtag/testing';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { publishActivity } from '../test/published-activity.js';

const MAIN = join(__dirname, '../dist/main.js');
const EXAMPLES = resolve(__dirname, '../../../examples/register');
const SOURCE = '/se/2281/messaging/prod';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: TestDatabase;
let service: ServiceProcess;
let producer: EventProducer;
let client: pg.Client;

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${service.url}${path}`, { headers });
const ask = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;
const FIGURES = '/v1/figures?tenant=SE-2281&from=2025-01&to=2025-01&initiative=digital-post';

function volume(day: string, quantity: string, revision: number): UsageVolume {
  const series = {
    key: '11111111-1111-1111-1111-111111111111', source: SOURCE, subject: 'message:letter', unit: 'letter', outcome: 'success', channel: 'digital-mail', orgUnit: null, dimensions: {}, measure: null,
  }; // prettier-ignore
  return { tenant: 'SE-2281', series, day, quantity, events: Number(quantity), revision };
}

async function apply(): Promise<void> {
  const files = readdirSync(EXAMPLES).map((name) => ({ name, content: readFileSync(join(EXAMPLES, name), 'utf8') }));
  const headers = { 'content-type': 'application/json', 'hemtag-actor': 'Karin' };
  const response = await fetch(`${service.url}/v1/manifests`, { method: 'POST', headers, body: JSON.stringify({ files }) });
  expect(response.status).toBe(200);
}

beforeAll(async () => {
  database = await createTestDatabase();
  const topicPrefix = `${uniqueName('explanation')}.`;
  const brokers = testKafkaBrokers();
  service = await startServiceProcess({
    main: MAIN,
    env: { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: topicPrefix },
  });
  producer = new EventProducer({ brokers, clientId: 'test', topicPrefix, log: silent });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await publishActivity(database.url);
  await apply();
  const volumes = [volume('2025-01-10', '4000', 7), volume('2025-01-31', '200', 3)];
  await producer.send(volumes.map((value) => ({ topic: TOPICS.usageVolumes.name, key: `SE-2281|${value.day}`, value: JSON.stringify(value) })));
  await until(async () => (await ask<FiguresResponse>(FIGURES)).figures[0]?.quantity.actual === '4200');
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await producer.close();
  await client.end();
  await database.drop();
});

const idOf = async (): Promise<string> => (await ask<FiguresResponse>(FIGURES)).figures[0]?.id ?? '';

test('a figure is explained by its formula, its parameters with their origin, and its volumes with revisions', async () => {
  const explanation = await ask<ExplanationResponse>(`/v1/figures/${encodeURIComponent(await idOf())}/explanation`);
  // Domain vector d3, January.
  expect(explanation).toMatchObject({
    tenant: 'SE-2281',
    figure: { initiative: 'digital-post', month: '2025-01', gross: '63000.00', adjusted: '63000.00', actual: '4200' },
    formulas: ['unit-value/1'],
    runs: [{ calculation: '4200 letter × 15.00 SEK/letter = 63000.00 SEK' }],
    evidence: { measured: '0.00', assumed: '63000.00', assumedShare: '100.00' },
    events: 4200,
    volumeCount: 2,
    agrees: true,
    differences: [],
    next: null,
  });
  expect(explanation.volumes.map(({ day, quantity, events, revision, series }) => [day, quantity, events, revision, series.source])).toEqual([
    ['2025-01-10', '4000', 4000, 7, SOURCE],
    ['2025-01-31', '200', 200, 3, SOURCE],
  ]);
  const value = explanation.parameters.find(({ kind }) => kind === 'value');
  expect(value).toMatchObject({
    content: { formula: 'unit-value', unitValue: '15.00' },
    register: { kind: 'Initiative', name: 'digital-post', version: 1, author: 'Karin' },
  });
  expect(explanation.parameters.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['processChange', 'value', 'baseline', 'estimate']));
});

test('volumes come in pages, and a page that nobody gave is refused', async () => {
  const path = `/v1/figures/${encodeURIComponent(await idOf())}/explanation`;
  const first = await ask<ExplanationResponse>(`${path}?limit=1`);
  expect(first.volumes.map(({ day }) => day)).toEqual(['2025-01-10']);
  const second = await ask<ExplanationResponse>(`${path}?limit=1&cursor=${first.next ?? ''}`);
  expect(second).toMatchObject({ volumes: [{ day: '2025-01-31' }], volumeCount: 2, next: null });
  const refused = await get(`${path}?cursor=second`);
  expect([refused.status, ((await refused.json()) as { pointer: string }).pointer]).toEqual([400, '/cursor']);
  expect((await get('/v1/figures/SE-2281:digital-post:postage-and-handling:1999-01/explanation')).status).toBe(404);
  expect((await get('/v1/figures/nonsense/explanation')).status).toBe(404);
});

test('whoever has the figures already gets 304, until something changes', async () => {
  const tag = (await get(FIGURES)).headers.get('etag') ?? '';
  const again = await get(FIGURES, { 'if-none-match': tag });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await get(FIGURES, { 'if-none-match': 'W/"other"' })).status).toBe(200);
  await client.query('UPDATE benefit.usage_volume SET quantity = quantity + 1 WHERE day = $1', ['2025-01-31']);
  const changed = await get(FIGURES, { 'if-none-match': tag });
  expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
  await client.query('UPDATE benefit.usage_volume SET quantity = quantity - 1 WHERE day = $1', ['2025-01-31']);
  // Nobody was told of either change, and the published rows may have been brought up to date between them.
  await client.query(`INSERT INTO benefit.projection_pending (tenant) VALUES ('SE-2281')`);
});

test('every figure is verified from its parts', async () => {
  const verified = await ask<VerifyFiguresResponse>('/v1/verify/figures');
  expect(verified).toMatchObject({ differences: [], differenceCount: 0 });
  expect(verified.tenants).toContain('SE-2281');
  expect(verified.compared.figures).toBeGreaterThan(12);
  expect((await get('/v1/verify/figures?tenant=SE-0000')).status).toBe(404);
});

test('a published row that is not what the facts give is found', async () => {
  const id = 'SE-2281:digital-post:postage-and-handling:2025-01';
  await client.query('UPDATE benefit.figure SET amount_gross = 1 WHERE figure_id = $1', [id]);
  const { differences } = await ask<VerifyFiguresResponse>('/v1/verify/figures?tenant=SE-2281');
  // 4 200 letters at 15.00.
  expect(differences).toEqual([{ part: 'published', tenant: 'SE-2281', place: `${id} amount_gross`, stored: '1', recomputed: '63000.00' }]);
  await client.query('UPDATE benefit.figure SET amount_gross = 63000 WHERE figure_id = $1', [id]);
});

test('an adjustment is explained by the month that it corrects, and what a month kept is held to its hash', async () => {
  const step = async (to: string, actor: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', 'hemtag-actor': actor };
    const response = await fetch(`${service.url}/v1/periods/2025-01/${to}?tenant=SE-2281`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(200);
  };
  await step('preliminary', 'anna');
  await step('close', 'bo');
  const late = volume('2025-01-31', '250', 4);
  await producer.send([{ topic: TOPICS.usageVolumes.name, key: `SE-2281|${late.day}`, value: JSON.stringify(late) }]);
  await until(async () => (await ask<FiguresResponse>(FIGURES)).figures[0]?.quantity.actual === '4250');
  const id = 'SE-2281:digital-post:postage-and-handling:2025-02:ADJUSTMENT:2025-01';
  // 50 letters came late, at 15.00.
  expect(await ask<ExplanationResponse>(`/v1/figures/${encodeURIComponent(id)}/explanation`)).toMatchObject({
    figure: { kind: 'ADJUSTMENT', month: '2025-02', originalMonth: '2025-01', asReported: '750.00' },
    runs: [{ calculation: '4250 letter × 15.00 SEK/letter = 63750.00 SEK' }],
    booking: { originalMonth: '2025-01', isFrozen: false, amount: '750', reported: [{ month: '2025-01', kind: 'ORIGINAL', asReported: '63000' }] },
    agrees: true,
  });
  const verified = await ask<VerifyFiguresResponse>('/v1/verify/figures?tenant=SE-2281');
  expect(verified).toMatchObject({ differenceCount: 0, compared: { snapshots: 2 } });
  await client.query('ALTER TABLE benefit.period_figure DISABLE TRIGGER USER');
  await client.query(`UPDATE benefit.period_figure SET printed = replace(printed, '63000.00', '64000.00')`);
  const changed = await ask<VerifyFiguresResponse>('/v1/verify/figures?tenant=SE-2281');
  expect(changed.differences.map(({ part, place }) => [part, place])).toEqual([
    ['snapshots', '2025-01 version 1 PRELIMINARY'],
    ['snapshots', '2025-01 version 1 CLOSED'],
  ]);
});

test('each source says of each day whether it is complete', async () => {
  const noon = Date.UTC(2025, 1, 3, 11);
  await client.query(`INSERT INTO public.activity VALUES ('SE-2281', $1, '2025-02-03', $2, $2, 1)`, [SOURCE, noon]);
  await client.query(`INSERT INTO public.incomplete_day VALUES ('SE-2281', $1, '2025-02-03')`, [SOURCE]);
  const { sources } = await ask<CompletenessResponse>('/v1/completeness?tenant=SE-2281&from=2025-02&to=2025-02');
  const days = sources.find(({ source }) => source === SOURCE)?.days ?? [];
  expect(days).toHaveLength(28);
  expect(days.slice(1, 4)).toEqual([
    { day: '2025-02-02', state: 'SILENT', lastEvent: null },
    { day: '2025-02-03', state: 'INCOMPLETE', lastEvent: '2025-02-03T12:00:00+01:00' },
    { day: '2025-02-04', state: 'SILENT', lastEvent: '2025-02-03T12:00:00+01:00' },
  ]);
  expect((await get('/v1/completeness?tenant=SE-2281&from=2025-02&to=2026-02')).status).toBe(400);
  const sums = await ask<FiguresResponse>('/v1/figures?tenant=SE-2281&from=2025-01&to=2025-02&initiative=digital-post');
  expect([sums.benefits[0]?.complete, sums.initiatives[0]?.complete]).toEqual([false, false]);
});

test('the register comes in pages, in order, and whole where no limit is named', async () => {
  interface Page {
    readonly objects: readonly { readonly name: string }[];
    readonly next: string | null;
  }
  const all = await ask<Page>('/v1/register/tenant');
  expect(all.next).toBeNull();
  const names: string[] = [];
  for (let cursor = ''; ;) {
    const page = await ask<Page>(`/v1/register/tenant?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(page.objects.length).toBeLessThanOrEqual(2);
    names.push(...page.objects.map(({ name }) => name));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(names).toEqual(all.objects.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(2);
});
