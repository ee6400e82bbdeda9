import type { WaitResponse } from '@hemtag/contracts';
import type { ServiceProcess } from '@hemtag/testing';
import { startGateway } from '../test/gateway-process.js';
import { BATCH, numbered, openGatewayScene, problemOf, refusal, STRUCTURED, usage, type GatewayScene } from '../test/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await openGatewayScene();
});
afterAll(() => scene.dispose());

describe('processes of their own', () => {
  const others: ServiceProcess[] = [];
  const start = async (change: Record<string, string>): Promise<ServiceProcess> => {
    const other = await startGateway({ ...scene.env, ...change });
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
    const before = scene.expected;
    scene.expected += 30 * (responses.length - limited.length);
    expect(responses.every(({ status }) => status === 202 || status === 429)).toBe(true);
    await scene.log.atLeast(scene.expected);
    expect(scene.expected).toBeGreaterThan(before);
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
    scene.expected += 1 + 50 * taken;
    expect(((await (await waiting).json()) as WaitResponse).done).toBe(false);
    const ends = await scene.ends();
    // Requests without an answer may be in the log, those with 202 must be.
    expect([...ends.values()].reduce((total, end) => total + end, 0n)).toBeGreaterThanOrEqual(BigInt(scene.expected));
    expect(other.lines.some((line) => line.includes('"event":"service.stopped"'))).toBe(true);
  });

  it('name what is wrong with the configuration, never its values', async () => {
    await expect(startGateway({ ...scene.env, HEMTAG_DATABASE_URL: 'mysql://secret', HEMTAG_BENEFIT_URL: '', HEMTAG_ECHO: 'perhaps' })).rejects.toThrow(
      /^(?=[^]*HEMTAG_DATABASE_URL: must)(?=[^]*HEMTAG_BENEFIT_URL: is missing)(?=[^]*HEMTAG_ECHO: )(?![^]*secret)/,
    );
  });
});
