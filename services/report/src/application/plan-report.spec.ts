import type { PeriodLogEntry } from '@hemtag/contracts';
import { hash } from 'node:crypto';
import { statementPeriod } from '@hemtag/statements';
import { lastReportAt } from './gather-facts.js';
import { planReport, type BegunMonth } from './plan-report.js';

const NOW = Date.parse('2026-06-01T10:00:00.750Z');
type Step = readonly [state: PeriodLogEntry['state'], version: number, at: string];

function month(name: string, ...steps: readonly Step[]): BegunMonth {
  const log = steps.map(([state, version, at], index): PeriodLogEntry => ({
    sequence: index + 1, state, version, actor: 'anna', reason: null, recordedAt: at, snapshotHash: state === 'REOPENED' ? null : `${name}-${index}`,
    approvedBy: null, approvedAt: null,
  })); // prettier-ignore
  return { month: name, state: steps.at(-1)?.[0] ?? 'OPEN', version: steps.at(-1)?.[1] ?? 0, log };
}
const closed = (name: string, at: string): BegunMonth => month(name, ['PRELIMINARY', 1, at], ['CLOSED', 1, at]);
const digest = (text: string | Uint8Array): string => hash('sha256', text, 'hex');
const planOf = (departments: readonly string[], id: string, ...periods: readonly BegunMonth[]) =>
  planReport({ tenant: 'SE-2281', period: statementPeriod(id)!, departments, now: NOW }, periods, digest);
const plan = (id: string, ...periods: readonly BegunMonth[]) => planOf([], id, ...periods);

const JANUARY = closed('2026-01', '2026-02-10T08:00:00.000Z');
const FEBRUARY = month(
  '2026-02',
  ['PRELIMINARY', 1, '2026-03-04T08:00:00.000Z'], ['CLOSED', 1, '2026-03-10T08:00:00.000Z'], ['REOPENED', 1, '2026-03-20T08:00:00.000Z'],
  ['PRELIMINARY', 2, '2026-03-21T08:00:00.000Z'], ['CLOSED', 2, '2026-05-22T08:00:00.000Z'],
); // prettier-ignore
const MARCH = closed('2026-03', '2026-04-10T08:00:00.000Z');
const APRIL = closed('2026-04', '2026-05-10T08:00:00.000Z');

test('of a month that is closed or preliminary it is the report of that step', () => {
  expect(plan('2026-02', JANUARY, FEBRUARY)).toEqual({
    tenant: 'SE-2281', id: 'SE-2281-2026-02-v2', period: '2026-02', departments: [], state: 'FINAL', version: 2, knownOn: Date.parse('2026-05-22T08:00:00Z'), snapshotHash: '2026-02-4',
  }); // prettier-ignore
  expect(plan('2026-05', month('2026-05', ['PRELIMINARY', 1, '2026-06-01T08:00:00.000Z']))).toMatchObject({ id: 'SE-2281-2026-05-v1-preliminary' });
});

test('of some departments it is of the same step and the same instant, under a name of its own', () => {
  const { id: whole, ...step } = plan('2026-02', JANUARY, FEBRUARY);
  const { id, ...ofPart } = planOf(['Omsorg'], '2026-02', JANUARY, FEBRUARY);
  expect(ofPart).toEqual({ ...step, departments: ['Omsorg'] });
  expect(id).toMatch(new RegExp(`^${whole}-omsorg-[0-9a-f]{12}$`));
  expect(planOf(['Omsorg'], '2026-05').id).toMatch(/^SE-2281-2026-05-at-20260601T100000000Z-omsorg-[0-9a-f]{12}$/);
});

test('of an open or reopened month it is one as known now, to the second', () => {
  const now = {
    id: 'SE-2281-2026-05-at-20260601T100000000Z',
    state: 'ON_DEMAND',
    version: null,
    knownOn: Date.parse('2026-06-01T10:00:00Z'),
    snapshotHash: null,
  };
  expect(plan('2026-05')).toMatchObject(now);
  const reopened: readonly Step[] = [
    ['PRELIMINARY', 1, '2026-06-01T08:00:00.000Z'],
    ['CLOSED', 1, '2026-06-01T08:30:00.000Z'],
    ['REOPENED', 1, '2026-06-01T09:00:00.000Z'],
  ];
  expect(plan('2026-05', month('2026-05', ...reopened))).toMatchObject(now);
});

test('of a longer period it is final where every month is closed, as known on the last closing, one version later for each month that was closed anew', () => {
  expect(plan('2026-T1', JANUARY, FEBRUARY, MARCH, APRIL)).toMatchObject({
    id: 'SE-2281-2026-T1-v2', state: 'FINAL', version: 2, knownOn: Date.parse('2026-05-22T08:00:00Z'), snapshotHash: null,
  }); // prettier-ignore
  expect(plan('2026-T1', JANUARY, FEBRUARY, MARCH)).toMatchObject({ state: 'ON_DEMAND' });
  expect(plan('2026-H1', JANUARY, FEBRUARY, MARCH, APRIL)).toMatchObject({ state: 'ON_DEMAND' });
});

test('the report before is the closing before: of any month, and of a longer period the last one of a month before it', () => {
  const all = { tenant: 'SE-2281', periods: [JANUARY, FEBRUARY, MARCH, APRIL].map((one) => ({ tenant: 'SE-2281', ...one })) };
  const before = (id: string, knownOn: string) => lastReportAt(all, { period: statementPeriod(id)!, knownOn: Date.parse(knownOn) });
  expect(before('2026-01', '2026-02-10T08:00:00Z')).toBeNull();
  expect(before('2026-04', '2026-05-10T08:00:00Z')).toBe('2026-04-10T08:00:00.000Z');
  expect(before('2026-02', '2026-05-22T08:00:00Z')).toBe('2026-05-10T08:00:00.000Z');
  expect(before('2026-T1', '2026-05-22T08:00:00Z')).toBeNull();
  expect(before('2026-T2', '2026-10-01T08:00:00Z')).toBe('2026-05-22T08:00:00.000Z');
});
