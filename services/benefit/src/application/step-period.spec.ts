import { NO_PERIOD_FACTS, type PeriodEntry } from '@hemtag/benefit';
import { err, ok, parseInstant } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import type { UsageArrival } from './await-usage.js';
import type { PeriodTransaction, Snapshot, StoredEntry } from './period-ports.js';
import { stepPeriod, type StepPorts } from './step-period.js';

const TOWN: RegisterDocument = {
  apiVersion: 'hemtag/v1',
  kind: 'Tenant',
  metadata: { name: 'SE-2281' },
  spec: { title: 'Sundsvall', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' },
};

const NOW = parseInstant('2026-04-01T00:00:00+02:00') ?? NaN;

interface Course {
  /** How often another step of the tenant comes in between. */
  readonly others?: number;
  readonly documents?: readonly RegisterDocument[];
  readonly arrival?: UsageArrival;
  readonly log?: readonly StoredEntry[];
  /** Each time that it is asked; the last one for ever. */
  readonly epochs?: readonly bigint[];
}
function portsWith({ others = 0, documents = [TOWN], arrival = { kind: 'arrived' }, log = [], epochs = [1n] }: Course = {}) {
  const appended: (readonly [PeriodEntry, Snapshot | null])[] = [];
  const knownOn: (number | null)[] = [];
  let [left, cuts, waits, asked] = [others, 0, 0, 0];
  const usageEpoch = async (): Promise<bigint> => epochs[Math.min(asked++, epochs.length - 1)] ?? 0n;
  const transaction: Partial<PeriodTransaction> = {
    log: async () => (left-- > 0 ? [...log, {} as PeriodEntry] : log),
    usageEpoch,
    append: async (entry, snapshot): Promise<StoredEntry> => {
      appended.push([entry, snapshot]);
      return { ...entry, hash: snapshot?.hash ?? null };
    },
  };
  const ports = {
    register: {
      documentsOf: async (_: string, asKnownOn: number | null) => {
        knownOn.push(asKnownOn);
        return documents;
      },
      initiativesSharingWith: async () => [],
    },
    volumes: { volumes: async () => ({ series: [], volumes: [] }), activity: async () => [], incompleteDays: async () => [] },
    periods: {
      factsOf: async () => ({ ...NO_PERIOD_FACTS, log }),
      periodsOf: async () => ({ log, approvals: [] }),
      usageEpoch,
      cut: async (_: string, epoch: bigint) => (epoch === (await usageEpoch()) ? ok(NOW + cuts++) : err({ kind: 'usage-anew' })),
      instant: async () => ok(NOW),
      change: (_: string, work: (transaction: PeriodTransaction) => Promise<unknown>) => work(transaction as PeriodTransaction),
    },
    digest: (text: string) => `hash of ${text}`,
    clock: () => NOW + 10,
    awaitUsage: async () => {
      waits += 1;
      return arrival;
    },
  };
  return { ports: ports as unknown as StepPorts, appended, knownOn, waits: () => waits, cuts: () => cuts };
}
const preliminary = (month: string, ports: StepPorts) => stepPeriod({ tenant: 'SE-2281', month, step: 'preliminary', actor: 'anna', reason: null }, ports);

test('keeps what the month shows with the step, as known on the instant of the step, under its hash', async () => {
  const { ports, appended, knownOn } = portsWith();
  expect(await preliminary('2026-03', ports)).toMatchObject({ ok: true, value: { keptFigures: 0, entry: { state: 'PRELIMINARY', version: 1, at: NOW } } });
  expect(appended[0]?.[1]?.hash).toBe('hash of {"figures":[],"month":"2026-03","state":"PRELIMINARY","tenant":"SE-2281","version":1}');
  expect(knownOn).toEqual([NOW]);
});

test('decides anew on a later instant where another step came in between, and gives up after five times', async () => {
  const twice = portsWith({ others: 2 });
  expect(await preliminary('2026-03', twice.ports)).toMatchObject({ ok: true, value: { entry: { at: NOW + 2 } } });
  expect([twice.knownOn, twice.appended.length]).toEqual([[NOW, NOW + 1, NOW + 2], 1]);
  const always = portsWith({ others: 5 });
  expect(await preliminary('2026-03', always.ports)).toEqual({ ok: false, error: { kind: 'busy' } });
  expect([always.knownOn.length, always.appended.length]).toEqual([5, 0]);
});

test.each<[UsageArrival, object]>([
  [
    { kind: 'on-the-way', events: 12, volumes: 0 },
    { kind: 'usage-on-the-way', events: 12, volumes: 0 },
  ],
  [{ kind: 'unknown' }, { kind: 'usage-unknown' }],
])('keeps nothing while usage is %j', async (arrival, error) => {
  const { ports, appended, knownOn } = portsWith({ arrival });
  expect(await preliminary('2026-03', ports)).toEqual({ ok: false, error });
  expect([appended, knownOn]).toEqual([[], []]);
});

test('nobody waits for usage to hear that the step is none of the month', async () => {
  const { ports, waits } = portsWith({ arrival: { kind: 'unknown' } });
  const close = await stepPeriod({ tenant: 'SE-2281', month: '2026-03', step: 'close', actor: 'bo', reason: null }, ports);
  expect([close, waits()]).toEqual([{ ok: false, error: { kind: 'wrong-state', state: 'OPEN' } }, 0]);
});

// It is asked before usage is waited for, under the lock of the cut, and where the step is kept.
test.each<[string, readonly bigint[], number]>([
  ['before the cut', [1n, 2n, 2n], 1],
  ['before the step is kept', [1n, 1n, 2n, 2n], 2],
])('usage is waited for anew where the volumes were emptied %s', async (_, epochs, taken) => {
  const { ports, appended, waits, cuts } = portsWith({ epochs });
  expect(await preliminary('2026-03', ports)).toMatchObject({ ok: true });
  expect([waits(), cuts(), appended.length]).toEqual([2, taken, 1]);
});

test('volumes that are emptied all the time end the attempts', async () => {
  const { ports, appended, waits } = portsWith({ epochs: Array.from({ length: 40 }, (_, epoch) => BigInt(epoch)) });
  expect(await preliminary('2026-03', ports)).toEqual({ ok: false, error: { kind: 'busy' } });
  expect([waits(), appended]).toEqual([5, []]);
});

test('a reopening keeps nothing, so it neither waits for usage nor cuts the log', async () => {
  const closed = { month: '2026-03', sequence: 2, state: 'CLOSED', version: 1, actor: 'bo', reason: null, at: NOW - 1, hash: 'of March' } as const;
  const { ports, appended, waits, cuts } = portsWith({ log: [{ ...closed, sequence: 1, state: 'PRELIMINARY', actor: 'anna' }, closed] });
  const reopened = await stepPeriod({ tenant: 'SE-2281', month: '2026-03', step: 'reopen', actor: 'cecilia', reason: 'a file came late' }, ports);
  expect(reopened).toMatchObject({ ok: true, value: { keptFigures: 0, entry: { state: 'REOPENED', at: NOW } } });
  expect([appended[0]?.[1], waits(), cuts()]).toEqual([null, 0, 0]);
});

test('judges the end of the month in the time zone of the tenant, by the instant of the step', async () => {
  // In Stockholm April has just begun, in UTC it is still March.
  expect(await preliminary('2026-03', portsWith().ports)).toMatchObject({ ok: true });
  expect(await preliminary('2026-04', portsWith().ports)).toEqual({ ok: false, error: { kind: 'not-ended' } });
});

test('refuses what is no month and a tenant that there is not', async () => {
  expect(await preliminary('2026-13', portsWith().ports)).toEqual({ ok: false, error: { kind: 'no-month' } });
  expect(await preliminary('2026-03', portsWith({ documents: [] }).ports)).toEqual({ ok: false, error: { kind: 'unknown-tenant' } });
});
