import { parseHttpMessage, type CloudEvent, type HttpParse } from '@hemtag/contracts';
import { sourceRegistry, type RegisteredSource, type SourceRegistry } from '@hemtag/metering';

import { AcceptEvents } from './accept-events.js';
import type { RateDecision, RefusedEvent } from './ports.js';

const SOURCE = '/se/2281/messaging/prod';
const KNOWN: RegisteredSource = { tenant: 'SE-2281', source: SOURCE, dimensions: ['priority'], acceptsAggregates: false, reference: null };
const usage = (id: string, change: object = {}): object => ({
  specversion: '1.0', id, source: SOURCE, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2026-03-02T09:00:12+01:00',
  data: { quantity: 1, unit: 'letter' }, ...change,
}); // prettier-ignore

const AGGREGATED = {
  type: 'io.hemtag.usage.aggregated.v1',
  data: { quantity: 0, unit: 'letter', period: { start: '2026-03-01T00:00:00+01:00', end: '2026-03-02T00:00:00+01:00', mode: 'delta' } },
};

const single = (event: unknown): HttpParse =>
  parseHttpMessage({ rawHeaders: ['content-type', 'application/cloudevents+json'], body: Buffer.from(JSON.stringify(event)) });
const batch = (events: readonly unknown[]): HttpParse =>
  parseHttpMessage({ rawHeaders: ['content-type', 'application/cloudevents-batch+json'], body: Buffer.from(JSON.stringify(events)) });

interface Setting {
  readonly registered?: readonly RegisteredSource[];
  /** What the register says when it is read again; null where it cannot be read. */
  readonly reloaded?: readonly RegisteredSource[] | null;
  readonly decision?: RateDecision;
  readonly log?: 'acknowledged' | 'unavailable';
}

function gateway({ registered = [KNOWN], reloaded = registered, decision = { kind: 'taken' }, log = 'acknowledged' }: Setting = {}) {
  const stored: CloudEvent[] = [];
  const kept: RefusedEvent[] = [];
  const counted: Record<string, number> = {};
  const seen = { reloads: 0, taken: [] as [string, number][][], keptRejects: 0 };
  const accept = new AcceptEvents({
    log: {
      append: ({ accepted, refused }) => {
        if (log === 'acknowledged') {
          stored.push(...accepted);
          kept.push(...refused);
        }
        return Promise.resolve(log);
      },
    },
    register: {
      current: () => sourceRegistry(registered),
      reload: (): Promise<SourceRegistry | null> => {
        seen.reloads += 1;
        return Promise.resolve(reloaded && sourceRegistry(reloaded));
      },
    },
    limiter: {
      take: (counts) => {
        seen.taken.push([...counts]);
        return Promise.resolve(decision);
      },
    },
    meter: {
      count: (outcome, code, events) => {
        counted[`${outcome} ${code}`] = (counted[`${outcome} ${code}`] ?? 0) + events;
      },
      kept: (events) => {
        seen.keptRejects += events;
      },
    },
    clock: () => Date.parse('2026-03-02T12:00:00Z'),
  });
  return { accept, stored, kept, counted, seen };
}

describe('accepting events', () => {
  it('takes one event', async () => {
    const { accept, stored, counted, seen } = gateway();
    expect(await accept.accept(single(usage('a')))).toEqual({ kind: 'accepted', result: { received: 1, accepted: 1, rejected: [] } });
    expect(stored.map(({ id }) => id)).toEqual(['a']);
    expect(counted).toEqual({ 'accepted none': 1 });
    expect(seen).toEqual({ reloads: 0, taken: [[[SOURCE, 1]]], keptRejects: 0 });
  });

  it('takes all five kinds of event', async () => {
    const { accept, stored } = gateway({ registered: [{ ...KNOWN, acceptsAggregates: true }] });
    const corrects = { source: SOURCE, id: 'a' };
    const events = [
      usage('a'),
      usage('b', AGGREGATED),
      usage('c', { type: 'io.hemtag.usage.corrected.v1', data: { quantity: 0, unit: 'letter', corrects } }),
      usage('d', { type: 'io.hemtag.usage.retracted.v1', data: { corrects } }),
      usage('e', { type: 'io.hemtag.source.heartbeat.v1', subject: null, data: {} }),
    ];
    expect(await accept.accept(batch(events))).toEqual({ kind: 'accepted', result: { received: 5, accepted: 5, rejected: [] } });
    expect(stored.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('refuses one bad event as a whole', async () => {
    const { accept, stored } = gateway();
    expect(await accept.accept(single(usage('a', { time: null })))).toMatchObject({
      kind: 'refused',
      about: 'event',
      fault: { code: 'MISSING_ATTRIBUTE', pointer: '/time' },
    });
    expect(await accept.accept(single(5))).toMatchObject({ kind: 'refused', about: 'event', fault: { code: 'NOT_A_CLOUDEVENT' } });
    expect(stored).toEqual([]);
  });

  it('takes of a batch what is good and names the rest by index and id', async () => {
    const { accept, stored, counted } = gateway();
    const events = [
      usage('a'),
      usage('b', { type: 'x' }),
      usage('c', { source: '/unknown' }),
      usage('d', { data: { quantity: -1, unit: 'letter' } }),
      7,
      usage('e'),
    ];
    expect(await accept.accept(batch(events))).toEqual({
      kind: 'accepted',
      result: {
        received: 6,
        accepted: 2,
        rejected: [
          expect.objectContaining({ index: 1, id: 'b', code: 'UNKNOWN_TYPE', pointer: '/type' }),
          expect.objectContaining({ index: 2, id: 'c', code: 'UNKNOWN_SOURCE', pointer: '/source' }),
          expect.objectContaining({ index: 3, id: 'd', code: 'INVALID_QUANTITY', pointer: '/data/quantity' }),
          expect.objectContaining({ index: 4, id: null, code: 'NOT_A_CLOUDEVENT', pointer: '' }),
        ],
      },
    });
    expect(stored.map(({ id }) => id)).toEqual(['a', 'e']);
    expect(counted).toEqual({
      'accepted none': 2,
      'rejected UNKNOWN_TYPE': 1,
      'rejected UNKNOWN_SOURCE': 1,
      'rejected INVALID_QUANTITY': 1,
      'rejected NOT_A_CLOUDEVENT': 1,
    });
  });

  it('keeps what it refuses, with whose it is, as received where it is no CloudEvent', async () => {
    const { accept, kept, seen } = gateway();
    await accept.accept(batch([usage('a', { data: { quantity: 0, unit: 'letter' } }), 7, usage('b', { source: '/unknown' })]));
    await accept.accept(single(usage('c', { time: null })));
    await accept.accept(parseHttpMessage({ rawHeaders: ['ce-id', 'd', 'content-type', 'application/json'], body: Buffer.from('{}') }));
    expect(seen.keptRejects).toBe(kept.length);
    expect(kept).toEqual([
      { event: expect.objectContaining({ id: 'a' }), fault: expect.objectContaining({ code: 'INVALID_QUANTITY' }), tenant: 'SE-2281', source: SOURCE, safePatterns: KNOWN.safePatterns },
      { event: { kind: 'structured', text: '7' }, fault: expect.objectContaining({ code: 'NOT_A_CLOUDEVENT' }), tenant: '', source: '', safePatterns: undefined },
      { event: expect.objectContaining({ id: 'b' }), fault: expect.objectContaining({ code: 'UNKNOWN_SOURCE' }), tenant: '', source: '', safePatterns: undefined },
      { event: expect.objectContaining({ id: 'c' }), fault: expect.objectContaining({ code: 'MISSING_ATTRIBUTE' }), tenant: 'SE-2281', source: SOURCE, safePatterns: KNOWN.safePatterns },
      {
        event: { kind: 'binary', attributes: [['id', 'd'], ['datacontenttype', 'application/json']], body: Buffer.from('{}') },
        fault: expect.objectContaining({ code: 'MISSING_ATTRIBUTE' }),
        tenant: '',
        source: '',
        safePatterns: undefined,
      },
    ]); // prettier-ignore
  });

  it('does not keep what is too large', async () => {
    const { accept, kept } = gateway();
    expect(await accept.accept(batch([usage('a', { extension: 'x'.repeat(1024 * 1024) })]))).toMatchObject({ result: { accepted: 0 } });
    expect(kept).toEqual([]);
  });

  it('refuses nothing for good before the log has it, and takes an empty batch', async () => {
    const { accept } = gateway({ log: 'unavailable' });
    expect(await accept.accept(batch([usage('a', { id: '' })]))).toEqual({ kind: 'not-ready' });
    expect(await accept.accept(single(usage('a', { time: null })))).toEqual({ kind: 'not-ready' });
    expect(await accept.accept(batch([]))).toEqual({ kind: 'accepted', result: { received: 0, accepted: 0, rejected: [] } });
  });

  it.each([
    ['a source', [], usage('a')],
    ['the right tenant of a source', [{ ...KNOWN, tenant: 'SE-2280' }], usage('a', { municipality: 'SE-2281' })],
    ['a dimension', [{ ...KNOWN, dimensions: [] }], usage('a', { data: { quantity: 1, unit: 'letter', dimensions: { priority: 1 } } })],
    ['counts for periods', [{ ...KNOWN, acceptsAggregates: false }], usage('a', AGGREGATED)],
    [
      'the source of a corrected event',
      [{ ...KNOWN, source: '/se/2281/other' }],
      usage('a', { source: '/se/2281/other', type: 'io.hemtag.usage.retracted.v1', data: { corrects: { source: SOURCE, id: 'x' } } }),
    ],
  ])('reads the register again before it refuses %s, which may be new', async (_what, registered, event) => {
    const { accept, stored, seen } = gateway({
      registered,
      reloaded: [
        { ...KNOWN, acceptsAggregates: true },
        { ...KNOWN, source: '/se/2281/other' },
      ],
    });
    expect(await accept.accept(single(event))).toMatchObject({ kind: 'accepted' });
    expect(stored).toHaveLength(1);
    expect(seen.reloads).toBe(1);
  });

  it('reads the register once for all items that it refuses', async () => {
    const { accept, seen } = gateway({ registered: [] });
    expect(await accept.accept(batch([usage('a'), usage('b')]))).toMatchObject({ result: { accepted: 0 } });
    expect(seen.reloads).toBe(1);
  });

  it('does not decide about a source while the register cannot be read', async () => {
    const { accept, counted } = gateway({ registered: [], reloaded: null });
    expect(await accept.accept(single(usage('a')))).toEqual({ kind: 'not-ready' });
    expect(counted).toEqual({});
  });

  it('counts nothing as accepted that the log did not acknowledge', async () => {
    const { accept, counted } = gateway({ log: 'unavailable' });
    expect(await accept.accept(batch([usage('a'), usage('b', { id: '' })]))).toEqual({ kind: 'not-ready' });
    expect(counted).toEqual({});
  });

  it('takes nothing of a request that comes too fast', async () => {
    const { accept, stored, counted } = gateway({ decision: { kind: 'limited', retryAfterSeconds: 1 } });
    expect(await accept.accept(batch([usage('a'), usage('b')]))).toEqual({ kind: 'rate-limited', retryAfterSeconds: 1 });
    expect(stored).toEqual([]);
    expect(counted).toEqual({ 'rejected RATE_LIMITED': 2 });
  });

  it('refuses what names a person before anything else, and gives back no id that does', async () => {
    const { accept, stored, counted, seen } = gateway();
    const number = '19821105-9954';
    expect(await accept.accept(single(usage(number, { time: null, source: '/unknown' })))).toMatchObject({
      fault: { code: 'IDENTITY_NUMBER', pointer: '/id' },
    });
    const events = [usage(number), usage('a', { data: { [number]: 1 } }), usage('b'), { id: number }, usage(number, { type: 'x'.repeat(1_100_000) })];
    const answer = await accept.accept(batch(events));
    expect(answer).toMatchObject({
      result: {
        accepted: 1,
        rejected: [
          { index: 0, id: null, code: 'IDENTITY_NUMBER', pointer: '/id' },
          { index: 1, id: 'a', code: 'IDENTITY_NUMBER', pointer: '/data' },
          { index: 3, id: null, code: 'IDENTITY_NUMBER', pointer: '/id' },
          { index: 4, id: null, code: 'TOO_LARGE' },
        ],
      },
    });
    expect(JSON.stringify(answer)).not.toMatch(/1982|9954/);
    expect(stored.map(({ id }) => id)).toEqual(['b']);
    expect(counted['rejected IDENTITY_NUMBER']).toBe(4);
    expect(seen.reloads).toBe(0);
  });

  it('asks the register once more whether the form of a suspected key is declared as safe', async () => {
    const id = 'sensor-1:1712150000';
    const safe = { ...KNOWN, safePatterns: { id: ['*:##########'] } };
    expect(await gateway().accept.accept(batch([usage(id)]))).toMatchObject({
      result: { rejected: [{ id: null, code: 'SUSPECTED_IDENTITY_NUMBER', pointer: '/id' }] },
    });
    const { accept, stored, seen } = gateway({ reloaded: [safe] });
    expect(await accept.accept(single(usage(id)))).toMatchObject({ kind: 'accepted' });
    expect([stored.map((event) => event.id), seen.reloads]).toEqual([[id], 1]);
    const other = await gateway({ registered: [safe] }).accept.accept(batch([usage(id, { time: null })]));
    expect(other).toMatchObject({ result: { rejected: [{ id, code: 'MISSING_ATTRIBUTE', pointer: '/time' }] } });
  });
});
