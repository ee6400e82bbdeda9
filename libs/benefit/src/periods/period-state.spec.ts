import type { Month } from '@hemtag/kernel';
import { decideStep, isSamePerson, type PeriodEntry, type PeriodStep, type StepFacts } from './period-state.js';

const entry = (month: Month, state: PeriodEntry['state'], terms: Partial<PeriodEntry> = {}): PeriodEntry => ({
  month,
  state,
  sequence: { PRELIMINARY: 1, CLOSED: 2, REOPENED: 3 }[state],
  version: 1,
  actor: 'anna',
  reason: null,
  at: 0,
  ...terms,
});
const preliminary = (month: Month): PeriodEntry => entry(month, 'PRELIMINARY');
const closed = (month: Month): PeriodEntry[] => [preliminary(month), entry(month, 'CLOSED', { actor: 'bo' })];
const reopened = (month: Month): PeriodEntry[] => [...closed(month), entry(month, 'REOPENED', { actor: 'cecilia', reason: 'wrong rate' })];

const decide = (
  step: PeriodStep,
  {
    month = '2026-03',
    actor = 'dan',
    reason = null as string | null,
    ...facts
  }: Partial<StepFacts> & { month?: Month; actor?: string; reason?: string | null },
) => decideStep({ step, month, actor, reason }, { log: [], monthsWithFigures: [], today: '2026-07-03', ...facts });

describe('a month', () => {
  it('goes from open to preliminary to closed, is reopened, and closes again with the next version', () => {
    expect(decide('preliminary', {})).toEqual({
      ok: true,
      value: { month: '2026-03', sequence: 1, state: 'PRELIMINARY', version: 1, actor: 'dan', reason: null },
    });
    expect(decide('close', { log: [preliminary('2026-03')] })).toMatchObject({ value: { sequence: 2, state: 'CLOSED', version: 1 } });
    expect(decide('reopen', { log: closed('2026-03'), reason: 'wrong rate' })).toMatchObject({ value: { sequence: 3, state: 'REOPENED', version: 1 } });
    const again = decide('preliminary', { log: reopened('2026-03') });
    expect(again).toMatchObject({ value: { sequence: 4, state: 'PRELIMINARY', version: 2 } });
    const second = entry('2026-03', 'PRELIMINARY', { sequence: 4, version: 2 });
    expect(decide('close', { log: [...reopened('2026-03'), second] })).toMatchObject({ value: { sequence: 5, state: 'CLOSED', version: 2 } });
  });

  it.each([
    ['close', 'OPEN', []],
    ['reopen', 'OPEN', []],
    ['preliminary', 'PRELIMINARY', [preliminary('2026-03')]],
    ['reopen', 'PRELIMINARY', [preliminary('2026-03')]],
    ['preliminary', 'CLOSED', closed('2026-03')],
    ['close', 'CLOSED', closed('2026-03')],
    ['close', 'REOPENED', reopened('2026-03')],
    ['reopen', 'REOPENED', reopened('2026-03')],
  ] as const)('knows no %s from %s', (step, state, log) => {
    expect(decide(step, { log, reason: 'why' })).toEqual({ ok: false, error: { kind: 'wrong-state', state } });
  });

  it('closes by another person than the one who set it preliminary, and reopens by another than the closer', () => {
    expect(decide('close', { log: [preliminary('2026-03')], actor: 'anna' })).toEqual({ ok: false, error: { kind: 'four-eyes' } });
    expect(decide('close', { log: [preliminary('2026-03')], actor: ' Anna ' })).toEqual({ ok: false, error: { kind: 'four-eyes' } });
    expect(decide('reopen', { log: closed('2026-03'), actor: 'bo', reason: 'wrong rate' })).toEqual({ ok: false, error: { kind: 'four-eyes' } });
    expect(decide('reopen', { log: closed('2026-03'), actor: 'anna', reason: 'wrong rate' })).toMatchObject({ ok: true });
  });

  it('reopens with a reason only', () => {
    expect(decide('reopen', { log: closed('2026-03') })).toEqual({ ok: false, error: { kind: 'reason-missing' } });
    expect(decide('reopen', { log: closed('2026-03'), reason: '  ' })).toEqual({ ok: false, error: { kind: 'reason-missing' } });
  });

  it('is neither preliminary nor closed before its last day is over', () => {
    expect(decide('preliminary', { today: '2026-03-31' })).toEqual({ ok: false, error: { kind: 'not-ended' } });
    expect(decide('preliminary', { today: '2026-04-01' })).toMatchObject({ ok: true });
  });
});

describe('the order of closing', () => {
  const march = [preliminary('2026-03')];

  it('begins with any month', () => {
    expect(decide('close', { log: march, monthsWithFigures: ['2026-01', '2026-02'] })).toMatchObject({ ok: true });
  });

  it('goes on month by month where there are figures', () => {
    const log = [...closed('2026-01'), ...march];
    expect(decide('close', { log, monthsWithFigures: ['2025-12', '2026-01', '2026-02'] })).toEqual({
      ok: false,
      error: { kind: 'earlier-not-closed', month: '2026-02' },
    });
    expect(decide('close', { log, monthsWithFigures: ['2025-12', '2026-01'] })).toMatchObject({ ok: true });
    expect(decide('close', { log: [...log, ...closed('2026-02')], monthsWithFigures: ['2026-01', '2026-02'] })).toMatchObject({ ok: true });
  });

  it('waits for an earlier month that was reopened or is preliminary', () => {
    expect(decide('close', { log: [...reopened('2026-02'), ...march] })).toEqual({ ok: false, error: { kind: 'earlier-not-closed', month: '2026-02' } });
    expect(decide('close', { log: [preliminary('2025-11'), ...march] })).toEqual({ ok: false, error: { kind: 'earlier-not-closed', month: '2025-11' } });
  });

  it('does not hold up an older month that is closed after all', () => {
    expect(decide('close', { month: '2026-01', log: [...closed('2026-03'), preliminary('2026-01')], monthsWithFigures: [] })).toMatchObject({ ok: true });
  });
});

test('a person is the same whatever the case of the letters and the blanks around the name', () => {
  expect(isSamePerson('Åsa', 'A\u030asa ')).toBe(true);
  expect(isSamePerson('Åsa', 'Asa')).toBe(false);
});
