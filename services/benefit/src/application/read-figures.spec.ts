import { parseInstant } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import { NO_PERIOD_FACTS } from '@hemtag/benefit';
import { readFigures, type FiguresPorts } from './read-figures.js';

const SOURCE = '/se/2281/archive/prod';
const documents = (expectedEvery: string): readonly RegisterDocument[] => [
  {
    apiVersion: 'hemtag/v1',
    kind: 'Tenant',
    metadata: { name: 'SE-2281' },
    spec: { title: 'Sundsvall', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' },
  },
  {
    apiVersion: 'hemtag/v1',
    kind: 'Source',
    metadata: { tenant: 'SE-2281', name: 'archive' },
    spec: { source: SOURCE, timeZone: 'Europe/Stockholm', expectedEvery },
  },
  {
    apiVersion: 'hemtag/v1',
    kind: 'Initiative',
    metadata: { tenant: 'SE-2281', name: 'archive' },
    spec: {
      title: 'Archive',
      currency: 'SEK',
      benefits: [
        {
          name: 'shelves',
          title: 'Shelves',
          type: 'FINANCIAL',
          evidence: 'BEDOMD',
          meter: { units: ['document'], sources: ['archive'] },
          estimate: [{ version: 1, validFrom: '2026-01-01', annualVolume: '12' }],
        },
      ],
    },
  },
];

interface Sent {
  readonly expectedEvery: string;
  /** At noon of each of these days the source was heard of. */
  readonly heard?: readonly string[];
  readonly incompleteDays?: readonly string[];
}

/** Where nothing else is said, one event of the source, on 2024-10-01, which is less than 516 days before the end of February 2026. */
const stores = ({ expectedEvery, heard = ['2024-10-01'], incompleteDays = [] }: Sent): Omit<FiguresPorts, 'clock'> => {
  const activity = heard.map((day) => {
    const firstMs = parseInstant(`${day}T12:00:00+01:00`) ?? NaN;
    return { source: SOURCE, day, firstMs, lastMs: firstMs };
  });
  const unused = (): never => {
    throw new Error('no figure needs this');
  };
  return {
    periods: { factsOf: async () => NO_PERIOD_FACTS },
    register: { change: unused, versions: unused, revision: unused, documentsOf: async () => documents(expectedEvery), initiativesSharingWith: async () => [] },
    volumes: {
      volumes: async () => ({ series: [], volumes: [] }),
      seriesOf: unused,
      activity: async ({ from, until }) => activity.filter(({ day }) => day >= from && day <= until),
      incompleteDays: async ({ from, until }) => incompleteDays.filter((day) => day >= from && day <= until).map((day) => ({ source: SOURCE, day })),
    },
  };
};

async function isComplete(sent: Sent): Promise<boolean | undefined> {
  const query = { tenant: 'SE-2281', from: '2026-02', to: '2026-02', initiative: null, benefit: null, priceYear: null, asKnownOn: null };
  const clock = (): number => parseInstant('2026-03-10T08:00:00+01:00') ?? NaN;
  const figures = await readFigures(query, { ...stores(sent), clock });
  return figures.ok ? figures.value.figures[0]?.complete : undefined;
}

test('an event vouches for its source as long as the rhythm says, however long that is', async () => {
  expect(await isComplete({ expectedEvery: 'P600D' })).toBe(true);
  expect(await isComplete({ expectedEvery: 'P500D' })).toBe(false);
});

test('a day of which its source says that there is more to come makes its month incomplete, and a day outside the range does not', async () => {
  expect(await isComplete({ expectedEvery: 'P600D', incompleteDays: ['2026-02-14'] })).toBe(false);
  expect(await isComplete({ expectedEvery: 'P600D', incompleteDays: ['2026-01-31', '2026-03-01'] })).toBe(true);
});

test('a month without usage is complete where the source was heard of every day, as heartbeats do', async () => {
  const february = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
  expect(await isComplete({ expectedEvery: 'P1D', heard: february })).toBe(true);
  expect(await isComplete({ expectedEvery: 'P1D', heard: february.filter((day) => day !== '2026-02-14') })).toBe(false);
});

const nowhere = { register: { documentsOf: () => Promise.resolve([]) }, volumes: {}, clock: () => 0 } as unknown as Parameters<typeof readFigures>[1];
const ask = (from: string, to: string) =>
  readFigures({ tenant: 'SE-0000', from, to, initiative: null, benefit: null, priceYear: null, asKnownOn: null }, nowhere);

test('takes 1200 months at once and refuses one more', async () => {
  // 1900-01 to 1999-12 are a hundred years of twelve months; with 2000-01 it is one more.
  expect(await ask('1900-01', '1999-12')).toEqual({ ok: false, error: { kind: 'unknown-tenant' } });
  expect(await ask('1900-01', '2000-01')).toEqual({ ok: false, error: { kind: 'invalid-range', detail: 'at most 1200 months at once' } });
});

test('refuses what is no range of months', async () => {
  expect(await ask('2025-13', '2025-12')).toMatchObject({ error: { kind: 'invalid-range' } });
  expect(await ask('2025-02', '2025-01')).toMatchObject({ error: { kind: 'invalid-range' } });
});
