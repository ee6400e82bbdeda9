import { NO_PERIOD_FACTS, type NextEntry } from '@hemtag/benefit';
import { parseInstant } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import type { PeriodTransaction, Snapshot, StoredEntry } from './period-ports.js';
import { stepPeriod, type StepPorts } from './step-period.js';

const TOWN: RegisterDocument = {
  apiVersion: 'hemtag/v1',
  kind: 'Tenant',
  metadata: { name: 'SE-2281' },
  spec: { title: 'Sundsvall', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' },
};

/** Stores in which something changes while the figures are computed, so many times. */
function portsWith({ changes, documents = [TOWN] }: { readonly changes: number; readonly documents?: readonly RegisterDocument[] }) {
  const appended: (readonly [NextEntry, Snapshot | null])[] = [];
  let [left, computed] = [changes, 0];
  const transaction: Partial<PeriodTransaction> = {
    mark: async () => (left-- > 0 ? 'later' : 'first'),
    append: async (entry, snapshot): Promise<StoredEntry> => {
      appended.push([entry, snapshot]);
      return { ...entry, at: 0, hash: snapshot?.hash ?? null };
    },
  };
  const ports = {
    register: {
      documentsOf: async () => {
        computed += 1;
        return documents;
      },
      initiativesSharingWith: async () => [],
    },
    volumes: { volumes: async () => ({ series: [], volumes: [] }), activity: async () => [], incompleteDays: async () => [] },
    periods: {
      factsOf: async () => NO_PERIOD_FACTS,
      mark: async () => 'first',
      change: (_: string, work: (transaction: PeriodTransaction) => Promise<unknown>) => work(transaction as PeriodTransaction),
    },
    digest: (text: string) => `hash of ${text}`,
    clock: () => parseInstant('2026-04-01T00:00:00+02:00') ?? NaN,
  };
  return { ports: ports as unknown as StepPorts, appended, computed: () => computed };
}
const preliminary = (month: string, ports: StepPorts) => stepPeriod({ tenant: 'SE-2281', month, step: 'preliminary', actor: 'anna', reason: null }, ports);

test('keeps what the month shows with the step, under its hash', async () => {
  const { ports, appended } = portsWith({ changes: 0 });
  expect(await preliminary('2026-03', ports)).toMatchObject({ ok: true, value: { keptFigures: 0, entry: { state: 'PRELIMINARY', version: 1 } } });
  expect(appended[0]?.[1]?.hash).toBe('hash of {"figures":[],"month":"2026-03","state":"PRELIMINARY","tenant":"SE-2281","version":1}');
});

test('computes anew what changed meanwhile, and gives up after five times', async () => {
  const twice = portsWith({ changes: 2 });
  expect(await preliminary('2026-03', twice.ports)).toMatchObject({ ok: true });
  expect([twice.computed(), twice.appended.length]).toEqual([3, 1]);
  const always = portsWith({ changes: 5 });
  expect(await preliminary('2026-03', always.ports)).toEqual({ ok: false, error: { kind: 'busy' } });
  expect([always.computed(), always.appended.length]).toEqual([5, 0]);
});

test('judges the end of the month in the time zone of the tenant', async () => {
  // In Stockholm April has just begun, in UTC it is still March.
  expect(await preliminary('2026-03', portsWith({ changes: 0 }).ports)).toMatchObject({ ok: true });
  expect(await preliminary('2026-04', portsWith({ changes: 0 }).ports)).toEqual({ ok: false, error: { kind: 'not-ended' } });
});

test('refuses what is no month and a tenant that there is not', async () => {
  expect(await preliminary('2026-13', portsWith({ changes: 0 }).ports)).toEqual({ ok: false, error: { kind: 'no-month' } });
  expect(await preliminary('2026-03', portsWith({ changes: 0, documents: [] }).ports)).toEqual({ ok: false, error: { kind: 'unknown-tenant' } });
});
