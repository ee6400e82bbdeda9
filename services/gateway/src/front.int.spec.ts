import { BATCH, openGatewayScene, problemOf, refusal, STRUCTURED, type GatewayScene } from '../test/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await openGatewayScene();
});
afterAll(() => scene.dispose());

describe('echo', () => {
  const echo = (body: string | Buffer, headers: Record<string, string>): Promise<Response> =>
    fetch(`${scene.gateway.url}/v1/events/_echo`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });
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
    scene.upstreams.benefit.requests.length = 0;
    const figures = await fetch(`${scene.gateway.url}/v1/figures?tenant=SE-2281&from=2026-01`);
    expect({ status: figures.status, body: await figures.json() }).toEqual({ status: 200, body: { from: 'benefit' } });
    await fetch(`${scene.gateway.url}/v1/register/Initiative?name=x`);
    const headers = { 'content-type': 'application/json', 'hemtag-actor': 'anna' };
    const manifests = await fetch(`${scene.gateway.url}/v1/manifests?dryRun=true`, { method: 'POST', headers, body: '{"files":[]}' });
    expect(manifests.status).toBe(200);
    expect(scene.upstreams.benefit.requests).toEqual([
      { method: 'GET', url: '/v1/figures?tenant=SE-2281&from=2026-01', actor: undefined, body: '' },
      { method: 'GET', url: '/v1/register/Initiative?name=x', actor: undefined, body: '' },
      { method: 'POST', url: '/v1/manifests?dryRun=true', actor: 'anna', body: '{"files":[]}' },
    ]);
    expect((await fetch(`${scene.gateway.url}/v1/register/missing`)).status).toBe(422);
  });

  it('passes the verification of figures to benefit, that of the ledger to ingestion, and an explanation with its colons', async () => {
    scene.upstreams.benefit.requests.length = 0;
    scene.upstreams.ingestion.requests.length = 0;
    const id = encodeURIComponent('SE-2281:digital-post:postage-and-handling:2026-01');
    for (const path of ['/v1/verify/figures?tenant=SE-2281', '/v1/verify', `/v1/figures/${id}/explanation?limit=1`, '/v1/usage-events?tenant=SE-2281'])
      expect((await fetch(scene.gateway.url + path)).status).toBe(200);
    expect(scene.upstreams.benefit.requests.map(({ url }) => decodeURIComponent(url))).toEqual([
      '/v1/verify/figures?tenant=SE-2281',
      '/v1/figures/SE-2281:digital-post:postage-and-handling:2026-01/explanation?limit=1',
    ]);
    expect(scene.upstreams.ingestion.requests.map(({ url }) => url)).toEqual(['/v1/verify', '/v1/usage-events?tenant=SE-2281']);
  });

  it('describes the whole API, and says so only once', async () => {
    const described = await fetch(`${scene.gateway.url}/v1/openapi.json`);
    const tag = described.headers.get('etag') ?? '';
    expect(await described.json()).toMatchObject({ openapi: '3.1.0', paths: { '/v1/figures': {}, '/v1/rejects': {} } });
    expect((await fetch(`${scene.gateway.url}/v1/openapi.json`, { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('passes rejects, sources and verification through to ingestion', async () => {
    scene.upstreams.ingestion.requests.length = 0;
    for (const path of ['/v1/rejects?code=CONFLICT', '/v1/rejects/usage.events.v1-0-7', '/v1/sources/status', '/v1/verify?tenant=SE-2281'])
      expect((await fetch(scene.gateway.url + path)).status).toBe(200);
    const headers = { 'content-type': 'application/json', 'hemtag-actor': 'anna' };
    for (const path of ['/v1/rejects/replay', '/v1/sources/resume']) await fetch(scene.gateway.url + path, { method: 'POST', headers, body: '{}' });
    expect(scene.upstreams.ingestion.requests.map(({ method, url, actor }) => [method, url, actor])).toEqual([
      ['GET', '/v1/rejects?code=CONFLICT', undefined],
      ['GET', '/v1/rejects/usage.events.v1-0-7', undefined],
      ['GET', '/v1/sources/status', undefined],
      ['GET', '/v1/verify?tenant=SE-2281', undefined],
      ['POST', '/v1/rejects/replay', 'anna'],
      ['POST', '/v1/sources/resume', 'anna'],
    ]);
  });

  it('is ready when the log, the views and the services behind it are', async () => {
    const ready = await fetch(`${scene.gateway.url}/health/ready`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 200,
      body: { status: 'ready', checks: ['kafka', 'database', 'ingestion', 'benefit', 'report'] },
    });
    scene.upstreams.ingestion.isReady = false;
    expect(await problemOf(await fetch(`${scene.gateway.url}/health/ready`))).toMatchObject({
      status: 503,
      code: 'NOT_READY',
      errors: [{ check: 'ingestion' }],
    });
    scene.upstreams.ingestion.isReady = true;
    expect((await fetch(`${scene.gateway.url}/health/live`)).status).toBe(200);
  });
});
