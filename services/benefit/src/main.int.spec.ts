import { TOPICS, type ApplyResponse, type FiguresResponse, type RegisterResponse, type UsageVolume } from '@hemtag/contracts';
import { EventProducer } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, type ServiceProcess, type TestDatabase, until } from '@hemtag/testing';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { publishActivity } from '../test/published-activity.js';

const MAIN = join(__dirname, '../dist/main.js');
const EXAMPLES = resolve(__dirname, '../../../examples/register');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: TestDatabase;
let service: ServiceProcess;
let producer: EventProducer;

async function ask<T>(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: T }> {
  const response = await fetch(`${service.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as T };
}

const apply = (files: readonly { name: string; content: string }[], query = '') =>
  ask<{ objects?: { result: string }[]; code?: string; errors?: object[] }>(`/v1/manifests${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hemtag-actor': '%C3%85sa' },
    body: JSON.stringify({ files }),
  });
const exampleFiles = () => readdirSync(EXAMPLES).map((name) => ({ name, content: readFileSync(join(EXAMPLES, name), 'utf8') }));
const figures = async (query: string): Promise<FiguresResponse> => (await ask<FiguresResponse>(`/v1/figures?${query}`)).body;

function publish(volume: Pick<UsageVolume, 'tenant' | 'day' | 'quantity' | 'revision'> & { readonly series: Partial<UsageVolume['series']> }): Promise<void> {
  const series = { outcome: 'success', orgUnit: null, dimensions: {}, measure: null, ...volume.series };
  const value = JSON.stringify({ ...volume, series, events: 1 });
  return producer.send([{ topic: TOPICS.usageVolumes.name, key: `${volume.tenant}|${volume.day}`, value }]);
}
const LETTERS = {
  key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter', channel: 'digital-mail',
}; // prettier-ignore
const PERMITS = {
  key: '22222222-2222-2222-2222-222222222222', source: '/se/0186/parking/prod', subject: 'process:resident-parking', unit: 'permit', channel: 'e-service',
}; // prettier-ignore

beforeAll(async () => {
  database = await createTestDatabase();
  const topicPrefix = `${uniqueName('benefit')}.`;
  const brokers = testKafkaBrokers();
  service = await startServiceProcess({
    main: MAIN,
    env: { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: topicPrefix },
  });
  producer = new EventProducer({ brokers, clientId: 'test', topicPrefix, log: silent });
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await producer.close();
  await database.drop();
});

test('is ready as soon as everything that it reads is there', async () => {
  const before = await ask<{ errors: object[] }>('/health/ready');
  expect(before).toMatchObject({ status: 503, body: { errors: [{ check: 'published.source_activity' }, { check: 'published.source_incomplete_day' }] } });
  await publishActivity(database.url);
  await until(async () => (await ask('/health/ready')).status === 200);
});

test('a set with faults says all of them with file, line and path, and nothing of it is applied', async () => {
  const tenant = 'apiVersion: hemtag/v1\nkind: Tenant\nmetadata: {name: SE-0001}\n';
  const refused = await apply([
    { name: 'a.yaml', content: `${tenant}spec: {title: A, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv, colour: red}\n` },
    {
      name: 'b.yaml',
      content: `apiVersion: hemtag/v1
kind: Rate
metadata: {name: hourly}
spec:
  unit: SEK/h
  versions:
    - {validFrom: 2025-01-01, validTo: 2026-02-01, value: "300"}
    - {validFrom: 2026-01-01, value: "310"}
`,
    },
  ]);
  expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_MANIFEST' } });
  expect(refused.body.errors).toEqual([
    expect.objectContaining({ file: 'a.yaml', line: 4, path: 'spec.colour' }),
    expect.objectContaining({ file: 'b.yaml', path: expect.stringContaining('spec.versions') }),
  ]);
  expect((await ask<{ objects: object[] }>('/v1/register/rate')).body.objects).toEqual([]);
});

test('a dry run decides and stores nothing; then the register is created, and applied again it is unchanged', async () => {
  const resultsOf = async (query = ''): Promise<unknown[]> => [...new Set((await apply(exampleFiles(), query)).body.objects?.map(({ result }) => result))];
  expect(await resultsOf('?dryRun=true')).toEqual(['created']);
  expect(await resultsOf()).toEqual(['created']);
  expect(await resultsOf()).toEqual(['unchanged']);
  const { body } = await ask<{ objects: { versions: { version: number; author: string }[] }[] }>('/v1/register/tenant?tenant=SE-2281');
  expect(body.objects).toMatchObject([{ name: 'SE-2281', versions: [{ version: 1, author: 'Åsa' }] }]);
});

test('volumes become figures, a lower revision changes nothing, and a benefit without value shows its volume and null', async () => {
  await publish({ tenant: 'SE-2281', series: LETTERS, day: '2025-01-31', quantity: '4200', revision: 2 });
  await publish({ tenant: 'SE-2281', series: LETTERS, day: '2025-01-31', quantity: '1', revision: 1 });
  await publish({ tenant: 'SE-0186', series: PERMITS, day: '2025-01-31', quantity: '7', revision: 1 });
  const letters = 'tenant=SE-2281&from=2025-01&to=2025-01&initiative=digital-post';
  const permits = 'tenant=SE-0186&from=2025-01&to=2025-01';
  await until(async () => (await figures(permits)).figures.length > 0 && (await figures(letters)).figures[0]?.quantity.actual === '4200');
  // 4 200 letters at 15.00 against 5 000 estimated (100 000 / 12 x 0.60): 84.00 %, as in domain vector d3.
  expect((await figures(letters)).figures).toMatchObject([
    { quantity: { estimated: '5000', actual: '4200' }, amount: { estimated: '75000.00', gross: '63000.00' }, rate: '84.00', complete: false, reason: null },
  ]);
  expect((await figures(permits)).figures).toMatchObject([
    { quantity: { actual: '7' }, amount: { unit: null, gross: null, adjusted: null }, reason: 'NO_VALUE' },
  ]);
});

test('a month is complete where its source was heard of every day, usage or not, and never with a day that its source calls incomplete', async () => {
  const february = 'tenant=SE-2281&from=2025-02&to=2025-02&initiative=digital-post';
  const row = async () => (await figures(february)).figures[0];
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const noons = Array.from({ length: 28 }, (_, index) => Date.UTC(2025, 1, index + 1, 11));
  for (const noon of noons.slice(1)) {
    await client.query(`INSERT INTO public.activity VALUES ('SE-2281', $1, to_timestamp($2::bigint / 1000), $2, $2, 1)`, [LETTERS.source, noon]);
  }
  expect(await row()).toMatchObject({ quantity: { actual: '0' }, complete: false });
  await client.query(`INSERT INTO public.activity VALUES ('SE-2281', $1, to_timestamp($2::bigint / 1000), $2, $2, 1)`, [LETTERS.source, noons[0]]);
  expect(await row()).toMatchObject({ quantity: { actual: '0' }, complete: true });
  await client.query(`INSERT INTO public.incomplete_day VALUES ('SE-2281', $1, '2025-02-28')`, [LETTERS.source]);
  expect(await row()).toMatchObject({ complete: false });
  await client.query(`UPDATE public.incomplete_day SET tenant = 'SE-0186'`);
  expect(await row()).toMatchObject({ complete: true });
  await client.end();
});

test('a correction is tried out, applied and shown beside what was known before; an object ends when nothing needs it', async () => {
  const value = (unitValue: string, more = ''): string => `apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-2281, name: digital-post}
spec: {benefits: [{name: postage-and-handling, value: [{validFrom: 2025-01-01, formula: unit-value, unitValue: "${unitValue}"${more}}]}]}
`;
  const files = [{ name: 'a.yaml', content: value('16.00', ', corrects: true, reason: slip') }];
  const { body: plan } = await ask<ApplyResponse>('/v1/manifests?dryRun=true', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files }),
  });
  expect(plan.objects[0]).toMatchObject({
    result: 'versioned',
    changes: [{ path: 'benefits.postage-and-handling.value[2025-01-01]', change: 'corrected', from: 'unitValue 15.00', to: 'unitValue 16.00, reason slip' }],
  });
  // 100 000 letters a year: the estimate of this year, whichever it is, moves from 15 to 16 a letter.
  expect(plan.effect).toMatchObject([
    { tenant: 'SE-2281', benefit: 'postage-and-handling', type: 'FINANCIAL', unit: 'SEK', yearEstimate: { before: '1500000.00', after: '1600000.00' } },
  ]);
  expect((await figures('tenant=SE-2281&from=2025-01&to=2025-01&initiative=digital-post')).figures[0]?.amount.gross).toBe('63000.00');
  expect(await apply(files)).toMatchObject({ status: 200, body: { objects: [{ result: 'versioned' }] } });
  expect(await apply(files)).toMatchObject({ status: 200, body: { objects: [{ result: 'unchanged' }] } });
  expect((await figures('tenant=SE-2281&from=2025-01&to=2025-01&initiative=digital-post')).figures[0]?.amount.gross).toBe('67200.00');

  const shown = async () => (await ask<RegisterResponse>('/v1/register/initiative?tenant=SE-2281&name=digital-post')).body.objects[0];
  const object = await shown();
  expect(object?.statuses).toMatchObject([
    { benefit: 'postage-and-handling', status: 'ACTIVE', missing: [], hasApprovedEstimate: true, activeFrom: '2025-01-01' },
  ]);
  expect(object?.versions.map(({ version, changes }) => [version, changes.length])).toEqual([
    [1, 0],
    [2, 1],
  ]);
  const values = object?.entries.filter(({ path }) => path.endsWith('.value'));
  expect(values).toMatchObject([
    { validFrom: '2025-01-01', validTo: null, author: 'Åsa', version: 1, reason: null, content: { unitValue: '15.00' } },
    { validFrom: '2025-01-01', validTo: null, author: 'Åsa', version: 2, reason: 'slip', supersededAt: null, content: { unitValue: '16.00' } },
  ]);
  expect(values?.[0]?.supersededAt).toBe(values?.[1]?.recordedAt);

  const retire = (path: string, body: object) =>
    ask<{ result?: string; code?: string }>(`/v1/register/${path}/retirement`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'hemtag-actor': 'bert' },
      body: JSON.stringify(body),
    });
  const end = { from: '2025-01-16', reason: 'replaced' };
  expect(await retire('tenant/SE-2281', end)).toMatchObject({ status: 409, body: { code: 'IN_USE' } });
  expect(await retire('initiative/nothing', { tenant: 'SE-2281', ...end })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await retire('initiative/digital-post', { tenant: 'SE-2281', from: '2025-02-30', reason: '' })).toMatchObject({ status: 400 });
  expect(await retire('initiative/digital-post', { tenant: 'SE-2281', ...end })).toMatchObject({ status: 200, body: { result: 'versioned' } });
  // The usage stands on the last of January, after the end.
  expect((await figures('tenant=SE-2281&from=2025-01&to=2025-01&initiative=digital-post')).figures[0]).toMatchObject({
    quantity: { actual: '4200', counted: '0' }, amount: { gross: '0.00' },
  }); // prettier-ignore
  expect(await shown()).toMatchObject({ retired: end, statuses: [{ status: 'SUNSET', endsOn: '2025-01-16' }] });
});

test('what cannot be answered is refused by name', async () => {
  expect(await ask('/v1/figures?tenant=SE-9999&from=2025-01&to=2025-02')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', pointer: '/tenant' } });
  expect(await ask('/v1/figures?tenant=SE-2281&from=2025-13&to=2025-12')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(await ask('/v1/figures?tenant=SE-2281&from=2025-01&to=2025-02&colour=red')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(await ask('/v1/register/castle')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
});

test('counts what it did', async () => {
  const text = await (await fetch(service.metricsUrl)).text();
  expect(text).toContain('hemtag_benefit_volumes_total{outcome="applied",service="benefit"} 2');
  expect(text).toContain('hemtag_benefit_volumes_total{outcome="stale",service="benefit"} 1');
  expect(text).toContain('hemtag_benefit_manifests_applied_total{result="created",service="benefit"} 19');
});

test('ends in order when it is asked to', async () => {
  expect(await service.stop('SIGTERM')).toBe(0);
  expect(service.lines.at(-1)).toContain('"event":"service.stopped"');
});
