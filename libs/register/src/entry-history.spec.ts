import { addDays } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { apply, benefit, laterBenefit, partOf, rate, tenant, unitValue } from '../test/register.builder.js';
import { datedEntriesOf, holdsEver } from './dated-entries.js';
import { entryHistory, type HistoricEntry, type RecordedVersion } from './entry-history.js';

const AUTHORS = ['', 'anna', 'bert', 'cleo'];
/** The versions of the changed object, recorded at 1 000, 2 000, … by Anna, Bert and Cleo. */
function history(...sets: ReturnType<typeof apply>[]): HistoricEntry[] {
  const versions = sets.map(({ changes, faults }, index): RecordedVersion => {
    expect(faults).toEqual([]);
    const change = changes.find(({ kind }) => kind !== 'Tenant');
    if (!change) throw new Error('nothing was changed');
    return { version: index + 1, author: AUTHORS[index + 1] ?? '', recordedAt: (index + 1) * 1000, document: change.document };
  });
  return entryHistory(versions);
}
const lines = (entries: readonly HistoricEntry[]): string[] =>
  entries.map(
    ({ path, key, validFrom, validTo, version, author, recordedAt, supersededAt }) =>
      `${path} ${key} [${validFrom ?? ''}, ${validTo ?? ''}) ${author} v${version} known ${recordedAt} to ${supersededAt ?? ''}`,
  );

test('a later entry moves the end of the one before, whose content stays with its author', () => {
  const first = apply([tenant(), rate([{ validFrom: '2025-01-01', value: '300', source: 'PO' }])]);
  const second = first.and(partOf('Rate', { versions: [{ validFrom: '2026-01-01', value: '310' }] }, 'hourly-cost-se'));
  expect(lines(history(first, second))).toEqual([
    'versions 2025-01-01 [2025-01-01, ) anna v1 known 1000 to 2000',
    'versions 2025-01-01 [2025-01-01, 2026-01-01) anna v1 known 2000 to ',
    'versions 2026-01-01 [2026-01-01, ) bert v2 known 2000 to ',
  ]);
});

test('a correction supersedes the entry, which stays visible as known before', () => {
  const first = apply([tenant(), benefit({ value: [unitValue('2025-01-01', '15')], adjust: [{ validFrom: '2025-01-01' }] })]);
  const ended = first.and(laterBenefit({ value: [{ validFrom: '2025-01-01', validTo: '2027-01-01' }] }));
  const corrected = ended.and(laterBenefit({ value: [unitValue('2025-01-01', '16', { corrects: true, reason: 'slip' })] }));
  const entries = history(first, ended, corrected);
  expect(lines(entries)).toEqual([
    'benefits.postage.adjust 2025-01-01 [2025-01-01, ) anna v1 known 1000 to ',
    'benefits.postage.value 2025-01-01 [2025-01-01, ) anna v1 known 1000 to 2000',
    'benefits.postage.value 2025-01-01 [2025-01-01, 2027-01-01) bert v2 known 2000 to 3000',
    'benefits.postage.value 2025-01-01 [2025-01-01, ) cleo v3 known 3000 to ',
  ]);
  expect(entries.map(({ content }) => content.unitValue)).toEqual([undefined, '15', '15', '16']);
});

test('a higher version of an estimate holds from its first day, whenever the lower ones begin', () => {
  const of = (version: number, validFrom: string): object => ({ version, validFrom, annualVolume: '12' });
  const first = apply([tenant(), benefit({ estimate: [of(1, '2025-01-01'), of(2, '2026-01-01'), of(3, '2025-07-01')] })]);
  const entries = history(first);
  expect(lines(entries).map((line) => line.split(' anna')[0])).toEqual([
    'benefits.postage.estimate 1 [2025-01-01, 2025-07-01)',
    'benefits.postage.estimate 3 [2025-07-01, )',
    'benefits.postage.estimate 2 [2026-01-01, 2026-01-01)',
  ]);
  expect(entries.map(holdsEver)).toEqual([true, true, false]);
});

test('costs follow each other by kind and name; one that is dated holds on its day', () => {
  const costs = [
    { name: 'run', kind: 'RUNNING', perYear: '1', validFrom: '2026-01-01' },
    { name: 'run', kind: 'RUNNING', perYear: '2' },
    { name: 'run', kind: 'PARALLEL_OPERATION', perYear: '3', validFrom: '2025-01-01' },
    { name: 'start', kind: 'ONE_OFF', amount: '4', date: '2025-12-31' },
  ];
  expect(lines(history(apply([tenant(), benefit({}, { costs })]))).map((line) => line.split(' anna')[0])).toEqual([
    'costs.ONE_OFF.start 2025-12-31 [2025-12-31, 2026-01-01)',
    'costs.PARALLEL_OPERATION.run 2025-01-01 [2025-01-01, )',
    'costs.RUNNING.run  [, 2026-01-01)',
    'costs.RUNNING.run 2026-01-01 [2026-01-01, )',
  ]);
});

const aDay = fc.integer({ min: 0, max: 5 }).map((index) => addDays('2025-01-01', index * 100));
const anEntry = fc.record({
  validFrom: aDay,
  value: fc.constantFrom('15', '16'),
  end: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: aDay }),
});

test('at every instant the entries are those of the newest version, and of one list no two hold on the same day', () => {
  let corrected = 0;
  fc.assert(
    fc.property(fc.array(fc.array(anEntry, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }), (sets) => {
      let current: ReturnType<typeof apply> | null = null;
      const versions: RecordedVersion[] = [];
      for (const set of sets) {
        const known = new Set(versions.at(-1) ? datedEntriesOf((versions.at(-1) as RecordedVersion).document).map(({ key }) => key) : []);
        // What is there already is corrected; whatever the register refuses does not become a version.
        const entries = set.map(({ validFrom, value, end }) => {
          const entry = { validFrom, deadweight: `0.${value}`, ...(end !== null && { validTo: end }) };
          return known.has(validFrom) ? { ...entry, corrects: true, reason: `now ${value}` } : entry;
        });
        const next: ReturnType<typeof apply> = current ? current.and(laterBenefit({ adjust: entries })) : apply([tenant(), benefit({ adjust: entries })]);
        const change = next.changes.find(({ kind }) => kind === 'Initiative');
        if (!change || change.result === 'unchanged') continue;
        current = next;
        corrected += entries.some((entry) => 'corrects' in entry) ? 1 : 0;
        versions.push({ version: change.version, author: 'anna', recordedAt: (versions.length + 1) * 1000, document: change.document });
      }
      const all = entryHistory(versions);
      for (const { recordedAt, document } of versions) {
        const known = all.filter((entry) => entry.recordedAt <= recordedAt && (entry.supersededAt ?? Infinity) > recordedAt);
        expect(known.map(({ path, key, validFrom, validTo, content }) => ({ path, key, validFrom, validTo, content }))).toEqual(datedEntriesOf(document));
        const held = known.filter(holdsEver);
        for (const [index, entry] of held.entries()) {
          const next = held[index + 1];
          if (next) expect((entry.validTo ?? '9') <= (next.validFrom ?? '')).toBe(true);
        }
      }
    }),
    { seed: 20260301, numRuns: 300 },
  );
  expect(corrected).toBeGreaterThan(50);
});
