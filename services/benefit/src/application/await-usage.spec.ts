import type { Offsets, PendingState } from '@hemtag/contracts';
import { awaitUsage, type UsagePipeline } from './await-usage.js';

const offsets = (...ends: readonly number[]): Offsets => new Map(ends.map((end, partition) => [partition, BigInt(end)]));
const NOTHING: PendingState = { lastId: null, firstPendingId: null };

interface Course {
  readonly events?: readonly (Offsets | null)[];
  readonly ingested?: readonly Offsets[];
  readonly unpublished?: readonly PendingState[];
  readonly volumes?: readonly (Offsets | null)[];
  readonly stored?: readonly Offsets[];
}
/** Each answer once, the last one for ever. */
function pipelineOf({
  events = [offsets()],
  ingested = [offsets()],
  unpublished = [NOTHING],
  volumes = [offsets()],
  stored = [offsets()],
}: Course): UsagePipeline {
  const inTurn = <T>(answers: readonly T[]) => {
    let asked = 0;
    return (): Promise<T> => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] as T);
  };
  const [ofEvents, ofVolumes] = [inTurn(events), inTurn(volumes)];
  return {
    ends: (topic) => (topic === 'usage.events.v1' ? ofEvents() : ofVolumes()),
    ingested: inTurn(ingested),
    unpublished: inTurn(unpublished),
    stored: inTurn(stored),
  };
}
const wait = (course: Course, limitMs = 10_000) => awaitUsage(pipelineOf(course), { limitMs, pollMs: 1 });

test('an empty log has nothing to wait for', async () => {
  expect(await wait({})).toEqual({ kind: 'arrived' });
});

test('events that came first are waited for through every station, those that come meanwhile are not', async () => {
  const course = {
    events: [offsets(10, 4), offsets(900, 900)],
    ingested: [offsets(8), offsets(10, 3), offsets(20, 4)],
    // Of the rows that are pending when the events are stored 7 is the last one.
    unpublished: [
      { lastId: 7n, firstPendingId: 6n },
      { lastId: 9n, firstPendingId: 7n },
      { lastId: 12n, firstPendingId: 8n },
    ],
    volumes: [offsets(3), offsets(800)],
    stored: [offsets(2), offsets(3)],
  };
  expect(await wait(course)).toEqual({ kind: 'arrived' });
});

test.each<[string, Course, object]>([
  ['events', { events: [offsets(10, 5)], ingested: [offsets(8)] }, { events: 7, volumes: 0 }],
  ['rows that ingestion has not published', { unpublished: [{ lastId: 7n, firstPendingId: 6n }] }, { events: 0, volumes: 2 }],
  ['volumes that are not stored here', { volumes: [offsets(3, 1)], stored: [offsets(3)] }, { events: 0, volumes: 1 }],
])('says how many are on the way when the time is over: %s', async (_, course, remaining) => {
  expect(await wait(course, 0)).toEqual({ kind: 'on-the-way', ...remaining });
});

test.each<[string, Course]>([
  ['events', { events: [null] }],
  ['volumes', { volumes: [null] }],
])('a log of %s that cannot be asked says nothing', async (_, course) => {
  expect(await wait(course)).toEqual({ kind: 'unknown' });
});

test.each<[string, Partial<UsagePipeline>]>([
  ['events', { ends: () => new Promise(() => {}) }],
  ['volumes', { ends: (topic) => (topic === 'usage.events.v1' ? Promise.resolve(offsets()) : new Promise(() => {})) }],
  ['what ingestion has stored', { ingested: () => new Promise(() => {}) }],
])(
  'nobody waits longer than a second beyond the limit for an answer: %s',
  async (_, silent) => {
    expect(await awaitUsage({ ...pipelineOf({}), ...silent }, { limitMs: 0, pollMs: 1 })).toEqual({ kind: 'unknown' });
  },
  2_000,
);
