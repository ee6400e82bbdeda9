import { WaitForFigures } from './wait-for-figures.js';

interface Pipeline {
  eventEnds: Map<number, bigint> | null;
  volumeEnds: Map<number, bigint> | null;
  ingested: Map<number, bigint> | null;
  outbox: { lastId: bigint | null; firstPendingId: bigint | null } | null;
  figured: Map<number, bigint> | null;
  pending: { lastId: bigint | null; firstPendingId: bigint | null } | null;
}

const offsets = (...ends: readonly number[]): Map<number, bigint> => new Map(ends.map((end, partition) => [partition, BigInt(end)]));
const SETTLED: Pipeline = {
  eventEnds: offsets(10, 0),
  volumeEnds: offsets(3, 2),
  ingested: offsets(10),
  outbox: { lastId: 7n, firstPendingId: null },
  figured: offsets(3, 2),
  pending: { lastId: null, firstPendingId: null },
};

function waiter(pipeline: Pipeline): WaitForFigures {
  return new WaitForFigures({
    ends: { endOffsets: (topic) => Promise.resolve(topic === 'usage.events.v1' ? pipeline.eventEnds : pipeline.volumeEnds) },
    progress: {
      ingestion: () => Promise.resolve(pipeline.ingested),
      outbox: () => Promise.resolve(pipeline.outbox),
      benefit: () => Promise.resolve(pipeline.figured),
      projection: () => Promise.resolve(pipeline.pending),
    },
    clock: Date.now,
  });
}
const now = (until: string | null = null) => ({ until, timeoutMs: 0, signal: new AbortController().signal });

describe('waiting for the figures', () => {
  it('is done where everything has been stored, published and computed', async () => {
    expect(await waiter(SETTLED).wait(now())).toMatchObject({ kind: 'answer', response: { done: true, remainingEvents: 0, remainingVolumes: 0 } });
  });

  it('is done on an empty log', async () => {
    const empty: Pipeline = {
      eventEnds: offsets(0, 0),
      volumeEnds: offsets(0),
      ingested: new Map(),
      outbox: { lastId: null, firstPendingId: null },
      figured: new Map(),
      pending: { lastId: null, firstPendingId: null },
    };
    expect(await waiter(empty).wait(now())).toMatchObject({ response: { done: true } });
  });

  it.each<[string, Partial<Pipeline>, { remainingEvents: number; remainingVolumes: number }]>([
    ['events that are not stored', { eventEnds: offsets(10, 5), ingested: offsets(8) }, { remainingEvents: 7, remainingVolumes: 0 }],
    ['volumes that are not published', { outbox: { lastId: 7n, firstPendingId: 6n } }, { remainingEvents: 0, remainingVolumes: 2 }],
    ['volumes that are not computed', { figured: offsets(3) }, { remainingEvents: 0, remainingVolumes: 2 }],
    ['volumes that are in no figure', { pending: { lastId: 9n, firstPendingId: 4n } }, { remainingEvents: 0, remainingVolumes: 6 }],
  ])('says how many remain: %s', async (_what, change, remaining) => {
    expect(await waiter({ ...SETTLED, ...change }).wait(now())).toMatchObject({ response: { done: false, ...remaining } });
  });

  it('goes on from where the first call began, whatever comes in meanwhile', async () => {
    const pipeline: Pipeline = { ...SETTLED, eventEnds: offsets(10, 5), ingested: offsets(10) };
    const wait = waiter(pipeline);
    const first = await wait.wait(now());
    if (first.kind !== 'answer') throw new Error(first.kind);
    pipeline.eventEnds = offsets(100, 500);
    pipeline.outbox = { lastId: 9n, firstPendingId: 9n };
    pipeline.ingested = offsets(10, 5);
    const second = await wait.wait(now(first.response.until));
    expect(second).toMatchObject({ response: { done: false, remainingEvents: 0, remainingVolumes: 1 } });
    if (second.kind !== 'answer') throw new Error(second.kind);
    // Rows that came later do not matter, and the volumes are asked for only now.
    pipeline.outbox = { lastId: 12n, firstPendingId: 10n };
    pipeline.volumeEnds = offsets(4, 2);
    const third = await wait.wait(now(second.response.until));
    expect(third).toMatchObject({ response: { done: false, remainingEvents: 0, remainingVolumes: 1 } });
    if (third.kind !== 'answer') throw new Error(third.kind);
    pipeline.volumeEnds = offsets(40, 20);
    pipeline.figured = offsets(4, 2);
    pipeline.pending = { lastId: 21n, firstPendingId: 20n };
    const pending = await wait.wait(now(third.response.until));
    expect(pending).toMatchObject({ response: { done: false, remainingEvents: 0, remainingVolumes: 2 } });
    if (pending.kind !== 'answer') throw new Error(pending.kind);
    pipeline.pending = { lastId: 30n, firstPendingId: 22n };
    const fourth = await wait.wait(now(pending.response.until));
    expect(fourth).toMatchObject({ response: { done: true } });
    expect(fourth.kind === 'answer' && (await wait.wait(now(fourth.response.until)))).toMatchObject({ response: { done: true } });
  });

  it('answers as soon as the pipeline is there', async () => {
    const pipeline: Pipeline = { ...SETTLED, ingested: offsets(9) };
    setTimeout(() => {
      pipeline.ingested = offsets(10);
    }, 20);
    expect(await waiter(pipeline).wait({ ...now(), timeoutMs: 20_000 })).toMatchObject({ response: { done: true } });
  });

  it('ends early when the service stops', async () => {
    const stopping = new AbortController();
    stopping.abort();
    expect(await waiter({ ...SETTLED, ingested: offsets(9) }).wait({ ...now(), timeoutMs: 20_000, signal: stopping.signal })).toMatchObject({
      response: { done: false },
    });
  });

  it.each<[string, Partial<Pipeline>]>([
    ['the log', { eventEnds: null }],
    ['ingestion', { ingested: null }],
    ['the outbox', { outbox: null }],
    ['the volumes', { volumeEnds: null }],
    ['benefit', { figured: null }],
    ['the published figures', { pending: null }],
  ])('is not ready where %s cannot be asked', async (_what, change) => {
    expect(await waiter({ ...SETTLED, ...change }).wait(now())).toEqual({ kind: 'not-ready' });
  });

  const forged = (state: unknown): string => Buffer.from(JSON.stringify(state)).toString('base64url');
  it.each([
    'x',
    '',
    forged({ stage: 'events' }),
    forged({ stage: 'events', offsets: { 0: '-1' } }),
    forged({ stage: 'x' }),
    forged({ stage: 'done', more: 1 }),
  ])('refuses until %j', async (until) => {
    expect(await waiter(SETTLED).wait(now(until))).toEqual({ kind: 'invalid-until' });
  });
});
