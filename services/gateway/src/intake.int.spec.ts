import { gzipSync } from 'node:zlib';
import type { WaitResponse } from '@hemtag/contracts';
import type { LogRecord } from '@hemtag/platform-kafka';
import {
  BATCH,
  COUNTER,
  FOREIGN,
  numbered,
  openGatewayScene,
  problemOf,
  refusal,
  SOURCE,
  STRUCTURED,
  usage,
  type GatewayScene,
} from '../test/gateway-scene.js';
import { registerSource } from '../test/published-views.js';

const MIB = 1024 * 1024;
const RETRACTED = 'io.hemtag.usage.retracted.v1';
const AGGREGATED = {
  type: 'io.hemtag.usage.aggregated.v1',
  data: { quantity: 0, unit: 'letter', period: { start: '2026-03-01T00:00:00+01:00', end: '2026-03-02T00:00:00+01:00', mode: 'delta' } },
};

let scene: GatewayScene;
beforeAll(async () => {
  scene = await openGatewayScene();
});
afterAll(() => scene.dispose());

describe('takes', () => {
  it('one event in structured mode, and the log has it in binary mode', async () => {
    expect(
      await scene.accepted(
        scene.post(
          usage('structured-1', { partitionkey: 'k1', data: { quantity: 0.25, unit: 'letter', dimensions: { priority: 'high' } } }),
          `${STRUCTURED}; charset=UTF-8`,
        ),
      ),
    ).toEqual({ received: 1, accepted: 1, rejected: [] });
    const records = await scene.log.atLeast(scene.expected);
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
    await scene.accepted(scene.post('{"quantity":"1.50","unit":"letter"}', 'application/json', binary('binary-1')));
    const record = (await scene.log.atLeast(scene.expected)).find(({ headers }) => String(headers.ce_id) === 'binary-1');
    expect(String(record?.headers.ce_subject)).toBe('message:letter');
  });

  it('an empty batch, an event of more than 64 KiB and a batch in gzip', async () => {
    expect(await scene.accepted(scene.post([], BATCH))).toEqual({ received: 0, accepted: 0, rejected: [] });
    await scene.accepted(scene.post(usage('large-1', { extension: 'x'.repeat(100 * 1024) })));
    expect(await scene.accepted(scene.post(gzipSync(JSON.stringify(numbered(1_000, 'gzip'))), BATCH, { 'content-encoding': 'gzip' }))).toEqual({
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
    const result = await scene.accepted(scene.post(events, BATCH));
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
    const kept = await scene.refused.atLeast(6);
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
    expect(await scene.accepted(scene.post(events, BATCH))).toEqual({ received: 5, accepted: 5, rejected: [] });
    const stored = (await scene.log.atLeast(scene.expected)).filter(({ headers }) => String(headers.ce_id).startsWith('kind-'));
    expect(stored.map(({ headers, value }) => [String(headers.ce_id), value === null]).sort()).toEqual([
      ['kind-aggregated', false],
      ['kind-corrected', false],
      ['kind-heartbeat', true],
      ['kind-recorded', false],
      ['kind-retracted', false],
    ]);
  });

  it('many requests at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 40 }, (_, at) => scene.accepted(scene.post(numbered(25, `parallel-${at}`), BATCH))));
    expect(results.every(({ accepted: count }) => count === 25)).toBe(true);
  });

  it('a source that was registered a moment ago, without being told', async () => {
    expect(await refusal(scene.post(usage('new-1', { source: '/se/2281/new/prod' })))).toBe('422 UNKNOWN_SOURCE /source');
    await registerSource(scene.views, { source: '/se/2281/new/prod' });
    await scene.accepted(scene.post(usage('new-1', { source: '/se/2281/new/prod' })));
  });
});

describe('refuses', () => {
  const bad = async (quantity: string): Promise<string> => refusal(scene.post(JSON.stringify(usage('bad')).replace('"quantity":1', `"quantity":${quantity}`)));

  it('what is no JSON', async () => {
    expect(await refusal(scene.post('not json'))).toBe('400 MALFORMED_BODY');
    expect(await refusal(scene.post('[{', BATCH))).toBe('400 MALFORMED_BODY');
    expect(await refusal(scene.post('', STRUCTURED))).toBe('400 MALFORMED_BODY');
    expect(await bad('NaN')).toBe('400 MALFORMED_BODY');
  });

  it('JSON that is no event', async () => {
    expect(await refusal(scene.post('5'))).toBe('422 NOT_A_CLOUDEVENT');
    expect(await refusal(scene.post([usage('a')]))).toBe('422 NOT_A_CLOUDEVENT');
    expect(await refusal(scene.post({}))).toBe('422 MISSING_ATTRIBUTE /specversion');
  });

  it('what is no CloudEvent at all, with the way out', async () => {
    const problem = await problemOf(await scene.post(usage('a'), 'application/json'));
    expect(problem).toMatchObject({ status: 400, code: 'NOT_A_CLOUDEVENT' });
    for (const way of ['application/cloudevents+json', 'application/cloudevents-batch+json', 'ce-id']) expect(problem.detail).toContain(way);
    expect(await refusal(scene.post(usage('a'), null))).toBe('400 NOT_A_CLOUDEVENT');
    expect(await refusal(scene.post('<a/>', 'application/cloudevents+xml'))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  it.each([
    ['an unknown type', { type: 'com.example.order' }, '422 UNKNOWN_TYPE /type'],
    ['a count for a period from a source of single events', AGGREGATED, '422 AGGREGATES_NOT_ACCEPTED /type'],
    ["a retraction of another tenant's event", { type: RETRACTED, data: { corrects: { source: FOREIGN, id: 'a' } } }, '422 WRONG_TENANT /data/corrects/source'],
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
    expect(await refusal(scene.post(usage('bad', change)))).toBe(outcome);
  });

  it.each(['"NaN"', '-1', '1e309', '0', '"-1"', '1.0000001'])('a quantity of %s', async (quantity) => {
    expect(await bad(quantity)).toBe('422 INVALID_QUANTITY /data/quantity');
  });

  it('too much', async () => {
    expect(await refusal(scene.post(Buffer.alloc(6 * MIB, 0x20)))).toBe('413 BODY_TOO_LARGE');
    expect(await refusal(scene.post(numbered(1_001, 'many'), BATCH))).toBe('413 TOO_MANY_ITEMS');
    expect(await refusal(scene.post(usage('large', { extension: 'x'.repeat(1.1 * MIB) })))).toBe('413 TOO_LARGE');
    expect(await refusal(scene.post(gzipSync(Buffer.alloc(100 * MIB, 0x20)), BATCH, { 'content-encoding': 'gzip' }))).toBe('413 BODY_TOO_LARGE');
    expect(await refusal(scene.post(`{"data":${'['.repeat(200)}${']'.repeat(200)}}`))).toBe('422 TOO_DEEP');
  });

  it('addresses that are not there', async () => {
    expect(await refusal(fetch(`${scene.gateway.url}/v1/nothing`))).toBe('404 NOT_FOUND');
    expect(await refusal(fetch(`${scene.gateway.url}/v1/events`))).toBe('404 NOT_FOUND');
  });
});

describe('waiting', () => {
  const wait = async (parameters: Record<string, string>): Promise<WaitResponse> => {
    const response = await fetch(`${scene.gateway.url}/v1/wait?${new URLSearchParams(parameters).toString()}`);
    expect(response.status).toBe(200);
    return (await response.json()) as WaitResponse;
  };
  const progress = async (table: string, topic: string): Promise<void> => {
    const ends = await scene.ends(topic);
    await scene.views.query(`DELETE FROM published.${table}`);
    for (const [partition, end] of ends) await scene.views.query(`INSERT INTO published.${table} VALUES ($1, $2, $3)`, [topic, partition, String(end)]);
  };

  it('ends when what was accepted before has gone through all stages', async () => {
    const first = await wait({ timeoutSeconds: '0' });
    expect(first).toMatchObject({ done: false, remainingEvents: scene.expected, remainingVolumes: 0 });
    await progress('ingestion_progress', 'usage.events.v1');
    await scene.accepted(scene.post(usage('after-the-call')));
    await scene.views.query('UPDATE published.ingestion_outbox SET last_id = 5, first_pending_id = 4');
    const second = await wait({ until: first.until, timeoutSeconds: '0' });
    expect(second).toMatchObject({ done: false, remainingEvents: 0, remainingVolumes: 2 });
    const third = wait({ until: second.until, timeoutSeconds: '20' });
    await scene.views.query('UPDATE published.ingestion_outbox SET last_id = 8, first_pending_id = 6');
    expect(await third).toMatchObject({ done: true, remainingEvents: 0, remainingVolumes: 0 });
    expect(await wait({ timeoutSeconds: '0' })).toMatchObject({ done: false, remainingEvents: 1 });
  });

  it('refuses what it did not give', async () => {
    expect(await refusal(fetch(`${scene.gateway.url}/v1/wait?until=abc`))).toBe('400 INVALID_REQUEST /until');
    expect(await refusal(fetch(`${scene.gateway.url}/v1/wait?timeoutSeconds=-1`))).toBe('400 INVALID_REQUEST /timeoutSeconds');
  });
});

describe('afterwards', () => {
  it('counts on the port of the metrics and nowhere else', async () => {
    const text = await (await fetch(scene.gateway.metricsUrl)).text();
    const value = (labels: string): number => Number(new RegExp(`^hemtag_gateway_events_total\\{${labels},service="gateway"\\} (\\d+)$`, 'm').exec(text)?.[1]);
    expect(value('outcome="accepted",code="none"')).toBe(scene.expected);
    expect(value('outcome="rejected",code="TOO_MANY_ITEMS"')).toBe(1);
    expect(text).toContain('hemtag_gateway_request_duration_seconds_count{service="gateway",status="2xx"}');
    expect((await fetch(`${scene.gateway.url}/metrics`)).status).toBe(404);
  });

  it('put into the log what it accepted and nothing else', async () => {
    const ends = await scene.ends();
    expect([...ends.values()].reduce((total, end) => total + end, 0n)).toBe(BigInt(scene.expected));
    const ids = (await scene.log.atLeast(scene.expected)).map(({ headers }) => `${String(headers.ce_source)} ${String(headers.ce_id)}`);
    expect(new Set(ids).size).toBe(scene.expected);
  });

  it('logs JSON lines without payloads', () => {
    expect(scene.gateway.lines.every((line) => line.startsWith('{'))).toBe(true);
    expect(scene.gateway.lines.join('\n')).not.toMatch(/message:letter|parallel-|bad-quantity/);
  });
});
