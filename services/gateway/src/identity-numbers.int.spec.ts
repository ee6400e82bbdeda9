import type { IntakeResult, Problem } from '@hemtag/contracts';
import { topicEndOffsets } from '@hemtag/platform-kafka';
import type { DatabaseClient } from '@hemtag/platform-postgres';
import { createTestDatabase, leaksOf, testKafkaBrokers, uniqueName, type ServiceProcess, type TestDatabase } from '@hemtag/testing';

import { startGateway, startUpstream, type Upstream } from '../test/gateway-process.js';
import { readLog, type LogReader } from '../test/log-reader.js';
import { createPublishedViews, registerSource } from '../test/published-views.js';

const SOURCE = '/se/2281/messaging/prod';
const SAFE_SOURCE = '/se/2281/iot/prod';
/** Published by Skatteverket, MedCom, Tenor and the Finnish population register for tests; the last is an address of nobody. */
const SECRETS = ['19821105-9954', '251248-9996', '10915596784', '010594Y9032', 'anna.andersson@example.org'];
const [SECRET = ''] = SECRETS;
const encodings = (secret: string): readonly string[] => [
  secret,
  [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  Buffer.from(secret).toString('base64'),
  secret.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
];
const EVERYTHING = SECRETS.flatMap(encodings);

const usage = (id: string, change: object = {}): Record<string, unknown> => ({
  specversion: '1.0', id, source: SOURCE, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2026-03-02T09:00:12+01:00',
  datacontenttype: 'application/json', data: { quantity: 1, unit: 'letter' }, ...change,
}); // prettier-ignore
const data = (change: object): object => ({ data: { quantity: 1, unit: 'letter', ...change } });

/** One event for each place in which a number can come. */
const naming = (value: string): readonly Record<string, unknown>[] => [
  usage(value),
  usage(`case-${value}-a`),
  usage('e', { subject: `e-service:${value}` }),
  usage('e', { partitionkey: value }),
  usage('e', { correlationid: value }),
  usage('e', data({ dimensions: { priority: value } })),
  usage('e', data({ dimensions: { [value]: 1 } })),
  usage('e', data({ [value]: 1 })),
  usage('e', data({ note: { deep: [value] } })),
  usage('e', data({ provenance: { nativeId: value } })),
];

describe('numbers of persons at the gateway', () => {
  let database: TestDatabase;
  let views: DatabaseClient;
  let upstreams: readonly Upstream[];
  let gateway: ServiceProcess;
  let log: LogReader;
  const brokers = testKafkaBrokers();
  const topicPrefix = `${uniqueName('identity')}.`;
  const answers: string[] = [];
  let accepted = 0;

  const post = async (body: string, headers: Record<string, string>): Promise<{ readonly status: number; readonly body: unknown }> => {
    const response = await fetch(`${gateway.url}/v1/events`, { method: 'POST', body: Buffer.from(body), headers });
    const text = await response.text();
    answers.push(text, JSON.stringify([...response.headers]));
    return { status: response.status, body: JSON.parse(text) as unknown };
  };
  const single = async (event: object): Promise<string> => {
    const { status, body } = await post(JSON.stringify(event), { 'content-type': 'application/cloudevents+json' });
    return `${status} ${(body as Problem).code}`;
  };
  const batch = async (events: readonly object[]): Promise<IntakeResult> => {
    const { status, body } = await post(JSON.stringify(events), { 'content-type': 'application/cloudevents-batch+json' });
    expect(status).toBe(202);
    accepted += (body as IntakeResult).accepted;
    return body as IntakeResult;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    views = await createPublishedViews(database.url);
    await registerSource(views, { source: SOURCE, dimensions: ['priority'] });
    await registerSource(views, { source: SAFE_SOURCE });
    await views.query(`UPDATE published.source SET safe_patterns = '{"id": ["sensor-#:##########"]}' WHERE source = $1`, [SAFE_SOURCE]);
    upstreams = await Promise.all([startUpstream(), startUpstream(), startUpstream()]);
    gateway = await startGateway({
      HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_DATABASE_URL: database.url, HEMTAG_TOPIC_PREFIX: topicPrefix,
      HEMTAG_INGESTION_URL: upstreams[0]?.url ?? '', HEMTAG_BENEFIT_URL: upstreams[1]?.url ?? '', HEMTAG_REPORT_URL: upstreams[2]?.url ?? '',
    }); // prettier-ignore
    while (!(await fetch(`${gateway.url}/health/ready`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
    log = readLog({ brokers, topicPrefix });
  });
  afterAll(async () => {
    await gateway?.stop();
    await log?.close();
    await Promise.all((upstreams ?? []).map((upstream) => upstream.close()));
    await views?.end();
    await database?.drop();
  });

  it('are refused in every place and encoding, alone and in a batch whose other items are taken', async () => {
    for (const value of EVERYTHING) {
      const events = naming(value);
      const result = await batch([...events, usage(`good-${EVERYTHING.indexOf(value)}`)]);
      expect(result.accepted).toBe(1);
      expect([value, ...result.rejected.map(({ code }) => code)]).toEqual([value, ...events.map(() => 'IDENTITY_NUMBER')]);
    }
    for (const event of naming(SECRET)) expect(await single(event)).toBe('422 IDENTITY_NUMBER');
  });

  it('are refused in binary mode, in headers and in the body', async () => {
    const headers = { 'ce-specversion': '1.0', 'ce-id': 'b-1', 'ce-source': SOURCE, 'ce-type': 'io.hemtag.usage.recorded.v1', 'ce-subject': 'message:letter', 'ce-time': '2026-03-02T08:00:12Z' }; // prettier-ignore
    const binary = async (change: Record<string, string>, body = '{"quantity":1,"unit":"letter"}'): Promise<string> => {
      const { status, body: problem } = await post(body, { 'content-type': 'application/json', ...headers, ...change });
      const { code, pointer } = problem as Problem;
      return `${status} ${code} ${pointer ?? ''}`;
    };
    expect(await binary({ 'ce-id': SECRET })).toBe('422 IDENTITY_NUMBER /id');
    expect(await binary({ 'ce-id': encodings(SECRET)[1] ?? '' })).toBe('422 IDENTITY_NUMBER /id');
    expect(await binary({ 'ce-partitionkey': SECRET })).toBe('422 IDENTITY_NUMBER /partitionkey');
    expect(await binary({ 'ce-id': SECRET, 'ce-time': 'never' })).toBe('422 IDENTITY_NUMBER /id');
    expect(await binary({}, JSON.stringify({ quantity: 1, unit: 'letter', dimensions: { priority: SECRET } }))).toBe(
      '422 IDENTITY_NUMBER /data/dimensions/priority',
    );
  });

  it('are not given back where something else is wrong as well', async () => {
    const wrong = [
      { id: SECRET },
      usage(SECRET, { data: { quantity: -1 } }),
      usage(SECRET, { note: 'x'.repeat(1_100_000) }),
      usage(SECRET, { source: '/unknown' }),
    ];
    const { rejected } = await batch(wrong);
    expect(rejected.map(({ id }) => id)).toEqual([null, null, null, null]);
    expect((await post(`{"id":"${SECRET}"`, { 'content-type': 'application/cloudevents+json' })).status).toBe(400);
    expect((await post(`"${SECRET}"`, { 'content-type': 'text/plain' })).status).toBe(400);
  });

  it('that are only suspected are refused unless the source declares the form as safe', async () => {
    const id = 'sensor-1:1712150000';
    expect((await batch([usage(id), usage(id, { source: SAFE_SOURCE })])).rejected).toMatchObject([
      { index: 0, id: null, code: 'SUSPECTED_IDENTITY_NUMBER', pointer: '/id' },
    ]);
  });

  it('stand in no answer, no log line, no metric and not in the log of events', async () => {
    const records = await log.atLeast(accepted);
    const ends = await topicEndOffsets({ brokers, topic: 'usage.events.v1', prefix: topicPrefix });
    expect([...ends.values()].reduce((total, end) => total + end, 0n)).toBe(BigInt(accepted));
    const topic = Buffer.concat(
      records.flatMap(({ key, value, headers }) => [key, value, Buffer.from(Object.entries(headers).map(String).join('\n'))]).filter((part) => part !== null),
    );
    const metrics = await (await fetch(gateway.metricsUrl)).text();
    expect(metrics).toMatch(/hemtag_gateway_events_total\{outcome="rejected",code="IDENTITY_NUMBER",service="gateway"\} [1-9]/);
    const places = { answers: answers.join('\n'), 'log lines': gateway.lines.join('\n'), metrics, topic };
    expect(leaksOf(EVERYTHING, places)).toEqual([]);
    expect(leaksOf(EVERYTHING, { ...places, metrics: `x 1982 1105 9954` })).toEqual(['metrics']);
  });
});
