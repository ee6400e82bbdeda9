import { gzipSync } from 'node:zlib';

import { TOPICS, type IntakeResult, type Problem, type WaitResponse } from '@hemtag/contracts';
import { topicEndOffsets, type LogRecord } from '@hemtag/platform-kafka';
import type { DatabaseClient } from '@hemtag/platform-postgres';
import { createTestDatabase, testKafkaBrokers, uniqueName, type TestDatabase, type ServiceProcess } from '@hemtag/testing';

import { startGateway, startUpstream, type Upstream } from '../test/gateway-process.js';
import { readLog, type LogReader } from '../test/log-reader.js';
import { createPublishedViews, registerSource } from '../test/published-views.js';

const SOURCE = '/se/2281/messaging/prod';
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const MIB = 1024 * 1024;

const usage = (id: string, change: object = {}): Record<string, unknown> => ({
  specversion: '1.0', id, source: SOURCE, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2026-03-02T09:00:12+01:00',
  datacontenttype: 'application/json', data: { quantity: 1, unit: 'letter' }, ...change,
}); // prettier-ignore
const COUNTER = '/se/2281/camera/vendor-a';
const FOREIGN = '/dk/0751/os2forms/prod';
const RETRACTED = 'io.hemtag.usage.retracted.v1';
const AGGREGATED = {
  type: 'io.hemtag.usage.aggregated.v1',
  data: { quantity: 0, unit: 'letter', period: { start: '2026-03-01T00:00:00+01:00', end: '2026-03-02T00:00:00+01:00', mode: 'delta' } },
};
const numbered = (count: number, prefix: string): Record<string, unknown>[] => Array.from({ length: count }, (_, at) => usage(`${prefix}-${at}`));

describe('the gateway on a real broker and a real database', () => {
  let database: TestDatabase;
  let views: DatabaseClient;
  let ingestion: Upstream;
  let benefit: Upstream;
  let report: Upstream;
  let gateway: ServiceProcess;
  let log: LogReader;
  let refused: LogReader;
  let env: Record<string, string>;
  const brokers = testKafkaBrokers();
  const topicPrefix = `${uniqueName('gateway')}.`;
  /** Records that the log should hold: nothing else may be in it at the end. */
  let expected = 0;

  const post = (body: unknown, contentType: string | null = STRUCTURED, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${gateway.url}/v1/events`, {
      method: 'POST',
      // A body of bytes, because fetch gives text a content type of its own.
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      headers: { ...(contentType === null ? {} : { 'content-type': contentType }), ...headers },
    });
  const problemOf = async (response: Response): Promise<Problem> => {
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await response.json()) as Problem;
    expect(problem.status).toBe(response.status);
    return problem;
  };
  const refusal = async (response: Promise<Response>): Promise<string> => {
    const { status, code, pointer } = await problemOf(await response);
    return `${status} ${code} ${pointer ?? ''}`.trim();
  };
  const accepted = async (response: Promise<Response>): Promise<IntakeResult> => {
    const answer = await response;
    const result = (await answer.json()) as IntakeResult;
    expect({ status: answer.status, result }).toMatchObject({ status: 202 });
    expected += result.accepted;
    return result;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    views = await createPublishedViews(database.url);
    await registerSource(views, { source: SOURCE, dimensions: ['priority'] });
    await registerSource(views, { source: COUNTER, acceptsAggregates: true });
    await registerSource(views, { source: FOREIGN, tenant: 'DK-0751' });
    [ingestion, benefit, report] = await Promise.all([startUpstream(), startUpstream(), startUpstream()]);
    env = {
      HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_DATABASE_URL: database.url, HEMTAG_TOPIC_PREFIX: topicPrefix,
      HEMTAG_INGESTION_URL: ingestion.url, HEMTAG_BENEFIT_URL: benefit.url, HEMTAG_REPORT_URL: report.url,
    }; // prettier-ignore
    gateway = await startGateway(env);
    while (!(await fetch(`${gateway.url}/health/ready`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
    log = readLog({ brokers, topicPrefix });
    refused = readLog({ brokers, topicPrefix, topic: TOPICS.usageEventsRejected.name });
  });
  afterAll(async () => {
    await gateway?.stop();
    await log?.close();
    await refused?.close();
    await Promise.all([ingestion?.close(), benefit?.close(), report?.close()]);
    await views?.end();
    await database?.drop();
  });

  describe('takes', () => {
    it('one event in structured mode, and the log has it in binary mode', async () => {
      expect(
        await accepted(
          post(
            usage('structured-1', { partitionkey: 'k1', data: { quantity: 0.25, unit: 'letter', dimensions: { priority: 'high' } } }),
            `${STRUCTURED}; charset=UTF-8`,
          ),
        ),
      ).toEqual({ received: 1, accepted: 1, rejected: [] });
      const records = await log.atLeast(expected);
      const record = records.find(({ headers }) => String(headers.ce_id) === 'structured-1');
      expect(record?.key?.toString()).toBe('k1');
      expect(JSON.parse(String(record?.value))).toEqual({ quantity: 0.25, unit: 'letter', dimensions: { priority: 'high' } });
      expect(Object.fromEntries(Object.entries(record?.headers ?? {}).map(([name, value]) => [name, String(value)]))).toEqual({
        ce_specversion: '1.0', ce_id: 'structured-1', ce_source: SOURCE, ce_type: 'io.hemtag.usage.recorded.v1', ce_subject: 'message:letter',
        ce_time: '2026-03-02T09:00:12+01:00', ce_partitionkey: 'k1', 'content-type': 'application/json',
      }); // prettier-ignore
    });

    const binary = (id: string): Record<string, string> => ({
      'ce-specversion': '1.0', 'ce-id': id, 'ce-source': SOURCE, 'ce-type': 'io.hemtag.usage.recorded.v1', 'ce-subject': 'message:%6Cetter', 'ce-time': '2026-03-02T08:00:12Z',
    }); // prettier-ignore
    it('one event in binary mode', async () => {
      await accepted(post('{"quantity":"1.50","unit":"letter"}', 'application/json', binary('binary-1')));
      const record = (await log.atLeast(expected)).find(({ headers }) => String(headers.ce_id) === 'binary-1');
      expect(String(record?.headers.ce_subject)).toBe('message:letter');
    });

    it('an empty batch, an event of more than 64 KiB and a batch in gzip', async () => {
      expect(await accepted(post([], BATCH))).toEqual({ received: 0, accepted: 0, rejected: [] });
      await accepted(post(usage('large-1', { extension: 'x'.repeat(100 * 1024) })));
      expect(await accepted(post(gzipSync(JSON.stringify(numbered(1_000, 'gzip'))), BATCH, { 'content-encoding': 'gzip' }))).toEqual({
        received: 1_000,
        accepted: 1_000,
        rejected: [],
      });
    });

    it('93 of 100 items and names the other 7', async () => {
      const events = numbered(100, 'hundred');
      events[3] = usage('bad-type', { type: 'com.example.order' });
      events[17] = { ...usage('x'), id: null };
      events[31] = usage('bad-quantity', { data: { quantity: 'NaN', unit: 'letter' } });
      events[50] = usage('bad-source', { source: '/se/2281/messaging' });
      events[64] = usage('bad-dimension', { data: { quantity: 1, unit: 'letter', dimensions: { colour: 'red' } } });
      events[77] = usage('bad-tenant', { municipality: 'DK-0751' });
      events[99] = usage('too-large', { extension: 'x'.repeat(1.1 * MIB) });
      const result = await accepted(post(events, BATCH));
      expect(result).toMatchObject({ received: 100, accepted: 93 });
      expect(result.rejected.map(({ index, id, code, pointer }) => [index, id, code, pointer])).toEqual([
        [3, 'bad-type', 'UNKNOWN_TYPE', '/type'],
        [17, null, 'MISSING_ATTRIBUTE', '/id'],
        [31, 'bad-quantity', 'INVALID_QUANTITY', '/data/quantity'],
        [50, 'bad-source', 'UNKNOWN_SOURCE', '/source'],
        [64, 'bad-dimension', 'UNKNOWN_DIMENSION', '/data/dimensions/colour'],
        [77, 'bad-tenant', 'WRONG_TENANT', '/municipality'],
        [99, 'too-large', 'TOO_LARGE', ''],
      ]);
      // All but the one that is too large are kept aside before the answer.
      const kept = await refused.atLeast(6);
      const text = (record: LogRecord | undefined, name: string): string => String(record?.headers[name] ?? '');
      expect(kept.map((record) => [text(record, 'ce_id'), text(record, 'hemtag_code'), text(record, 'hemtag_tenant')]).sort()).toEqual([
        ['', 'MISSING_ATTRIBUTE', ''],
        ['bad-dimension', 'UNKNOWN_DIMENSION', 'SE-2281'],
        ['bad-quantity', 'INVALID_QUANTITY', 'SE-2281'],
        ['bad-source', 'UNKNOWN_SOURCE', ''],
        ['bad-tenant', 'WRONG_TENANT', 'SE-2281'],
        ['bad-type', 'UNKNOWN_TYPE', 'SE-2281'],
      ]);
      const dimension = kept.find((record) => text(record, 'ce_id') === 'bad-dimension');
      expect([text(dimension, 'hemtag_origin'), text(dimension, 'hemtag_pointer'), text(dimension, 'hemtag_source'), String(dimension?.key)]).toEqual([
        'gateway', '/data/dimensions/colour', SOURCE, `${SOURCE} message:letter`,
      ]); // prettier-ignore
      expect(JSON.parse(String(dimension?.value))).toEqual({ quantity: 1, unit: 'letter', dimensions: { colour: 'red' } });
      const nameless = kept.find((record) => text(record, 'hemtag_code') === 'MISSING_ATTRIBUTE');
      expect(text(nameless, 'content-type')).toBe('application/cloudevents+json');
      expect(JSON.parse(String(nameless?.value))).toEqual(events[17]);
    });

    it('all five kinds of event', async () => {
      const corrects = { source: SOURCE, id: 'structured-1' };
      const events = [
        usage('kind-recorded'),
        usage('kind-aggregated', { source: COUNTER, ...AGGREGATED }),
        usage('kind-corrected', { type: 'io.hemtag.usage.corrected.v1', data: { quantity: 2, unit: 'letter', corrects } }),
        usage('kind-retracted', { type: RETRACTED, data: { corrects: { ...corrects, reason: 'duplicate' } } }),
        usage('kind-heartbeat', { type: 'io.hemtag.source.heartbeat.v1', subject: undefined, data: undefined }),
      ];
      expect(await accepted(post(events, BATCH))).toEqual({ received: 5, accepted: 5, rejected: [] });
      const stored = (await log.atLeast(expected)).filter(({ headers }) => String(headers.ce_id).startsWith('kind-'));
      expect(stored.map(({ headers, value }) => [String(headers.ce_id), value === null]).sort()).toEqual([
        ['kind-aggregated', false],
        ['kind-corrected', false],
        ['kind-heartbeat', true],
        ['kind-recorded', false],
        ['kind-retracted', false],
      ]);
    });

    it('many requests at the same time', async () => {
      const results = await Promise.all(Array.from({ length: 40 }, (_, at) => accepted(post(numbered(25, `parallel-${at}`), BATCH))));
      expect(results.every(({ accepted: count }) => count === 25)).toBe(true);
    });

    it('a source that was registered a moment ago, without being told', async () => {
      expect(await refusal(post(usage('new-1', { source: '/se/2281/new/prod' })))).toBe('422 UNKNOWN_SOURCE /source');
      await registerSource(views, { source: '/se/2281/new/prod' });
      await accepted(post(usage('new-1', { source: '/se/2281/new/prod' })));
    });
  });

  describe('refuses', () => {
    const bad = async (quantity: string): Promise<string> => refusal(post(JSON.stringify(usage('bad')).replace('"quantity":1', `"quantity":${quantity}`)));

    it('what is no JSON', async () => {
      expect(await refusal(post('not json'))).toBe('400 MALFORMED_BODY');
      expect(await refusal(post('[{', BATCH))).toBe('400 MALFORMED_BODY');
      expect(await refusal(post('', STRUCTURED))).toBe('400 MALFORMED_BODY');
      expect(await bad('NaN')).toBe('400 MALFORMED_BODY');
    });

    it('JSON that is no event', async () => {
      expect(await refusal(post('5'))).toBe('422 NOT_A_CLOUDEVENT');
      expect(await refusal(post([usage('a')]))).toBe('422 NOT_A_CLOUDEVENT');
      expect(await refusal(post({}))).toBe('422 MISSING_ATTRIBUTE /specversion');
    });

    it('what is no CloudEvent at all, with the way out', async () => {
      const problem = await problemOf(await post(usage('a'), 'application/json'));
      expect(problem).toMatchObject({ status: 400, code: 'NOT_A_CLOUDEVENT' });
      for (const way of ['application/cloudevents+json', 'application/cloudevents-batch+json', 'ce-id']) expect(problem.detail).toContain(way);
      expect(await refusal(post(usage('a'), null))).toBe('400 NOT_A_CLOUDEVENT');
      expect(await refusal(post('<a/>', 'application/cloudevents+xml'))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    });

    it.each([
      ['an unknown type', { type: 'com.example.order' }, '422 UNKNOWN_TYPE /type'],
      ['a count for a period from a source of single events', AGGREGATED, '422 AGGREGATES_NOT_ACCEPTED /type'],
      [
        "a retraction of another tenant's event",
        { type: RETRACTED, data: { corrects: { source: FOREIGN, id: 'a' } } },
        '422 WRONG_TENANT /data/corrects/source',
      ],
      ['a retraction of itself', { type: RETRACTED, data: { corrects: { source: SOURCE, id: 'bad' } } }, '422 INVALID_CORRECTION /data/corrects/id'],
      ['a missing id', { id: undefined }, '422 MISSING_ATTRIBUTE /id'],
      ['a missing time', { time: undefined }, '422 MISSING_ATTRIBUTE /time'],
      ['a missing subject', { subject: undefined }, '422 MISSING_ATTRIBUTE /subject'],
      ['a time in the future', { time: '2999-01-01T00:00:00Z' }, '422 TIME_IN_FUTURE /time'],
      ['an unknown field', { data: { quantity: 1, unit: 'letter', note: 'x' } }, '422 INVALID_DATA /data/note'],
      ['an unknown source', { source: '/se/2281/unknown/prod' }, '422 UNKNOWN_SOURCE /source'],
      ['another municipality', { municipality: 'DK-0751' }, '422 WRONG_TENANT /municipality'],
      ['an unknown dimension', { data: { quantity: 1, unit: 'letter', dimensions: { colour: 1 } } }, '422 UNKNOWN_DIMENSION /data/dimensions/colour'],
    ])('%s', async (_what, change, outcome) => {
      expect(await refusal(post(usage('bad', change)))).toBe(outcome);
    });

    it.each(['"NaN"', '-1', '1e309', '0', '"-1"', '1.0000001'])('a quantity of %s', async (quantity) => {
      expect(await bad(quantity)).toBe('422 INVALID_QUANTITY /data/quantity');
    });

    it('too much', async () => {
      expect(await refusal(post(Buffer.alloc(6 * MIB, 0x20)))).toBe('413 BODY_TOO_LARGE');
      expect(await refusal(post(numbered(1_001, 'many'), BATCH))).toBe('413 TOO_MANY_ITEMS');
      expect(await refusal(post(usage('large', { extension: 'x'.repeat(1.1 * MIB) })))).toBe('413 TOO_LARGE');
      expect(await refusal(post(gzipSync(Buffer.alloc(100 * MIB, 0x20)), BATCH, { 'content-encoding': 'gzip' }))).toBe('413 BODY_TOO_LARGE');
      expect(await refusal(post(`{"data":${'['.repeat(200)}${']'.repeat(200)}}`))).toBe('422 TOO_DEEP');
    });

    it('addresses that are not there', async () => {
      expect(await refusal(fetch(`${gateway.url}/v1/nothing`))).toBe('404 NOT_FOUND');
      expect(await refusal(fetch(`${gateway.url}/v1/events`))).toBe('404 NOT_FOUND');
    });
  });

  describe('echo', () => {
    const echo = (body: string | Buffer, headers: Record<string, string>): Promise<Response> =>
      fetch(`${gateway.url}/v1/events/_echo`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });
    const mandatory = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/mycontext', 'ce-type': 'com.example.someevent' };

    it('parses any event and invents nothing', async () => {
      const answer = await echo('', { ...mandatory, 'ce-subject': 'Euro%20%E2%82%AC%20%F0%9F%98%80', 'ce-myextension': '5' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/cloudevents+json');
      expect(await answer.json()).toEqual({
        specversion: '1.0',
        id: '1',
        source: '/mycontext',
        type: 'com.example.someevent',
        subject: 'Euro € 😀',
        myextension: '5',
      });
    });

    it('returns data of any content type', async () => {
      expect(await (await echo('<a/>', { ...mandatory, 'content-type': 'application/xml' })).json()).toMatchObject({
        data: '<a/>',
        datacontenttype: 'application/xml',
      });
      expect(await (await echo(Buffer.from([0, 255]), { ...mandatory, 'content-type': 'image/png' })).json()).toMatchObject({ data_base64: 'AP8=' });
      expect(await (await echo('0', { ...mandatory, 'content-type': 'application/json' })).json()).toMatchObject({ data: 0 });
    });

    it('returns a batch as array', async () => {
      const events = [
        { specversion: '1.0', id: '1', source: '/a', type: 't' },
        { specversion: '1.0', id: '2', source: '/a', type: 't', data: false },
      ];
      const answer = await echo(JSON.stringify(events), { 'content-type': BATCH });
      expect(answer.headers.get('content-type')).toBe(BATCH);
      expect(await answer.json()).toEqual(events);
    });

    it('refuses what is no CloudEvent', async () => {
      expect(await refusal(echo('', { ...mandatory, 'ce-subject': '%C0%A0' }))).toBe('400 NOT_A_CLOUDEVENT /subject');
      expect(await refusal(echo('{}', { 'content-type': STRUCTURED }))).toBe('400 MISSING_ATTRIBUTE /specversion');
      expect(await refusal(echo('[{}]', { 'content-type': BATCH }))).toBe('400 MISSING_ATTRIBUTE /0/specversion');
      expect(await refusal(echo('{}', { 'content-type': 'application/json' }))).toBe('400 NOT_A_CLOUDEVENT');
    });
  });

  describe('front of the other services', () => {
    it('passes figures, register and manifests through, with the actor', async () => {
      benefit.requests.length = 0;
      const figures = await fetch(`${gateway.url}/v1/figures?tenant=SE-2281&from=2026-01`);
      expect({ status: figures.status, body: await figures.json() }).toEqual({ status: 200, body: { from: 'benefit' } });
      await fetch(`${gateway.url}/v1/register/Initiative?name=x`);
      const headers = { 'content-type': 'application/json', 'hemtag-actor': 'anna' };
      const manifests = await fetch(`${gateway.url}/v1/manifests?dryRun=true`, { method: 'POST', headers, body: '{"files":[]}' });
      expect(manifests.status).toBe(200);
      expect(benefit.requests).toEqual([
        { method: 'GET', url: '/v1/figures?tenant=SE-2281&from=2026-01', actor: undefined, body: '' },
        { method: 'GET', url: '/v1/register/Initiative?name=x', actor: undefined, body: '' },
        { method: 'POST', url: '/v1/manifests?dryRun=true', actor: 'anna', body: '{"files":[]}' },
      ]);
      expect((await fetch(`${gateway.url}/v1/register/missing`)).status).toBe(422);
    });

    it('passes the verification of figures to benefit, that of the ledger to ingestion, and an explanation with its colons', async () => {
      benefit.requests.length = 0;
      ingestion.requests.length = 0;
      const id = encodeURIComponent('SE-2281:digital-post:postage-and-handling:2026-01');
      for (const path of ['/v1/verify/figures?tenant=SE-2281', '/v1/verify', `/v1/figures/${id}/explanation?limit=1`, '/v1/usage-events?tenant=SE-2281'])
        expect((await fetch(gateway.url + path)).status).toBe(200);
      expect(benefit.requests.map(({ url }) => decodeURIComponent(url))).toEqual([
        '/v1/verify/figures?tenant=SE-2281',
        '/v1/figures/SE-2281:digital-post:postage-and-handling:2026-01/explanation?limit=1',
      ]);
      expect(ingestion.requests.map(({ url }) => url)).toEqual(['/v1/verify', '/v1/usage-events?tenant=SE-2281']);
    });

    it('describes the whole API, and says so only once', async () => {
      const described = await fetch(`${gateway.url}/v1/openapi.json`);
      const tag = described.headers.get('etag') ?? '';
      expect(await described.json()).toMatchObject({ openapi: '3.1.0', paths: { '/v1/figures': {}, '/v1/rejects': {} } });
      expect((await fetch(`${gateway.url}/v1/openapi.json`, { headers: { 'if-none-match': tag } })).status).toBe(304);
    });

    it('passes rejects, sources and verification through to ingestion', async () => {
      ingestion.requests.length = 0;
      for (const path of ['/v1/rejects?code=CONFLICT', '/v1/rejects/usage.events.v1-0-7', '/v1/sources/status', '/v1/verify?tenant=SE-2281'])
        expect((await fetch(gateway.url + path)).status).toBe(200);
      const headers = { 'content-type': 'application/json', 'hemtag-actor': 'anna' };
      for (const path of ['/v1/rejects/replay', '/v1/sources/resume']) await fetch(gateway.url + path, { method: 'POST', headers, body: '{}' });
      expect(ingestion.requests.map(({ method, url, actor }) => [method, url, actor])).toEqual([
        ['GET', '/v1/rejects?code=CONFLICT', undefined],
        ['GET', '/v1/rejects/usage.events.v1-0-7', undefined],
        ['GET', '/v1/sources/status', undefined],
        ['GET', '/v1/verify?tenant=SE-2281', undefined],
        ['POST', '/v1/rejects/replay', 'anna'],
        ['POST', '/v1/sources/resume', 'anna'],
      ]);
    });
  });

  describe('waiting', () => {
    const wait = async (parameters: Record<string, string>): Promise<WaitResponse> => {
      const response = await fetch(`${gateway.url}/v1/wait?${new URLSearchParams(parameters).toString()}`);
      expect(response.status).toBe(200);
      return (await response.json()) as WaitResponse;
    };
    const progress = async (table: string, topic: string): Promise<void> => {
      const ends = await topicEndOffsets({ brokers, topic, prefix: topicPrefix });
      await views.query(`DELETE FROM published.${table}`);
      for (const [partition, end] of ends) await views.query(`INSERT INTO published.${table} VALUES ($1, $2, $3)`, [topic, partition, String(end)]);
    };

    it('ends when what was accepted before has gone through all stages', async () => {
      const first = await wait({ timeoutSeconds: '0' });
      expect(first).toMatchObject({ done: false, remainingEvents: expected, remainingVolumes: 0 });
      await progress('ingestion_progress', 'usage.events.v1');
      await accepted(post(usage('after-the-call')));
      await views.query('UPDATE published.ingestion_outbox SET last_id = 5, first_pending_id = 4');
      const second = await wait({ until: first.until, timeoutSeconds: '0' });
      expect(second).toMatchObject({ done: false, remainingEvents: 0, remainingVolumes: 2 });
      const third = wait({ until: second.until, timeoutSeconds: '20' });
      await views.query('UPDATE published.ingestion_outbox SET last_id = 8, first_pending_id = 6');
      expect(await third).toMatchObject({ done: true, remainingEvents: 0, remainingVolumes: 0 });
      expect(await wait({ timeoutSeconds: '0' })).toMatchObject({ done: false, remainingEvents: 1 });
    });

    it('refuses what it did not give', async () => {
      expect(await refusal(fetch(`${gateway.url}/v1/wait?until=abc`))).toBe('400 INVALID_REQUEST /until');
      expect(await refusal(fetch(`${gateway.url}/v1/wait?timeoutSeconds=-1`))).toBe('400 INVALID_REQUEST /timeoutSeconds');
    });
  });

  describe('operation', () => {
    it('is ready when the log, the views and the services behind it are', async () => {
      const ready = await fetch(`${gateway.url}/health/ready`);
      expect({ status: ready.status, body: await ready.json() }).toEqual({
        status: 200,
        body: { status: 'ready', checks: ['kafka', 'database', 'ingestion', 'benefit', 'report'] },
      });
      ingestion.isReady = false;
      expect(await problemOf(await fetch(`${gateway.url}/health/ready`))).toMatchObject({ status: 503, code: 'NOT_READY', errors: [{ check: 'ingestion' }] });
      ingestion.isReady = true;
      expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    });

    it('counts on the port of the metrics and nowhere else', async () => {
      const text = await (await fetch(gateway.metricsUrl)).text();
      const value = (labels: string): number =>
        Number(new RegExp(`^hemtag_gateway_events_total\\{${labels},service="gateway"\\} (\\d+)$`, 'm').exec(text)?.[1]);
      expect(value('outcome="accepted",code="none"')).toBe(expected);
      expect(value('outcome="rejected",code="TOO_MANY_ITEMS"')).toBe(1);
      expect(text).toContain('hemtag_gateway_request_duration_seconds_count{service="gateway",status="2xx"}');
      expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404);
    });

    it('put into the log what it accepted and nothing else', async () => {
      const ends = await topicEndOffsets({ brokers, topic: 'usage.events.v1', prefix: topicPrefix });
      expect([...ends.values()].reduce((total, end) => total + end, 0n)).toBe(BigInt(expected));
      const ids = (await log.atLeast(expected)).map(({ headers }) => `${String(headers.ce_source)} ${String(headers.ce_id)}`);
      expect(new Set(ids).size).toBe(expected);
    });

    it('logs JSON lines without payloads', () => {
      expect(gateway.lines.every((line) => line.startsWith('{'))).toBe(true);
      expect(gateway.lines.join('\n')).not.toMatch(/message:letter|parallel-|bad-quantity/);
    });
  });

  describe('processes of their own', () => {
    const others: ServiceProcess[] = [];
    const start = async (change: Record<string, string>): Promise<ServiceProcess> => {
      const other = await startGateway({ ...env, ...change });
      others.push(other);
      return other;
    };
    const send = (url: string, body: unknown, contentType = BATCH): Promise<Response> =>
      fetch(`${url}/v1/events`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': contentType } });
    afterEach(async () => {
      await Promise.all(others.splice(0).map((other) => other.stop('SIGKILL')));
    });

    it('answer 503 with Retry-After while the broker is away, and say so', async () => {
      const other = await start({ HEMTAG_KAFKA_BROKERS: '127.0.0.1:1' });
      const response = await send(other.url, usage('lost'), STRUCTURED);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await problemOf(response)).toMatchObject({ status: 503, code: 'NOT_READY' });
      const ready = await problemOf(await fetch(`${other.url}/health/ready`));
      expect(ready).toMatchObject({ status: 503, errors: [{ check: 'kafka' }] });
      expect(await (await fetch(other.metricsUrl)).text()).toContain('hemtag_gateway_events_total{outcome="accepted",code="none",service="gateway"} 0');
      expect((await problemOf(await fetch(`${other.url}/v1/wait`))).code).toBe('NOT_READY');
    });

    it('answer 503 while the benefit service is away', async () => {
      const other = await start({ HEMTAG_BENEFIT_URL: 'http://127.0.0.1:1' });
      expect(await problemOf(await fetch(`${other.url}/v1/figures`))).toMatchObject({ status: 503, code: 'NOT_READY' });
    });

    it('have no echo unless asked for', async () => {
      const other = await start({ HEMTAG_ECHO: 'off' });
      expect(await refusal(fetch(`${other.url}/v1/events/_echo`, { method: 'POST' }))).toBe('404 NOT_FOUND');
    });

    it('answer 429 to a source that is too fast, and take nothing of that request', async () => {
      const other = await start({ HEMTAG_SOURCE_RATE_PER_SECOND: '50' });
      const responses = await Promise.all(Array.from({ length: 10 }, (_, at) => send(other.url, numbered(30, `burst-${at}`))));
      const limited = responses.filter(({ status }) => status === 429);
      expect(limited.length).toBeGreaterThanOrEqual(5);
      for (const response of limited) expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      const before = expected;
      expected += 30 * (responses.length - limited.length);
      expect(responses.every(({ status }) => status === 202 || status === 429)).toBe(true);
      await log.atLeast(expected);
      expect(expected).toBeGreaterThan(before);
    });

    it('end orderly: what was sent before the signal is answered and in the log, exit code 0', async () => {
      const other = await start({});
      expect((await send(other.url, usage('first'), STRUCTURED)).status).toBe(202);
      const waiting = fetch(`${other.url}/v1/wait?timeoutSeconds=25`);
      const statusOf = (sent: Promise<Response>): Promise<number> => sent.then(({ status }) => status, () => 0); // prettier-ignore
      const responses = Promise.all(Array.from({ length: 20 }, (_, at) => statusOf(send(other.url, numbered(50, `last-${at}`)))));
      await send(other.url, []);
      expect(await other.stop('SIGTERM')).toBe(0);
      const taken = (await responses).filter((status) => status === 202).length;
      expected += 1 + 50 * taken;
      expect(((await (await waiting).json()) as WaitResponse).done).toBe(false);
      const ends = await topicEndOffsets({ brokers, topic: 'usage.events.v1', prefix: topicPrefix });
      // Requests without an answer may be in the log, those with 202 must be.
      expect([...ends.values()].reduce((total, end) => total + end, 0n)).toBeGreaterThanOrEqual(BigInt(expected));
      expect(other.lines.some((line) => line.includes('"event":"service.stopped"'))).toBe(true);
    });

    it('name what is wrong with the configuration, never its values', async () => {
      await expect(startGateway({ ...env, HEMTAG_DATABASE_URL: 'mysql://secret', HEMTAG_BENEFIT_URL: '', HEMTAG_ECHO: 'perhaps' })).rejects.toThrow(
        /^(?=[^]*HEMTAG_DATABASE_URL: must)(?=[^]*HEMTAG_BENEFIT_URL: is missing)(?=[^]*HEMTAG_ECHO: )(?![^]*secret)/,
      );
    });
  });
});
