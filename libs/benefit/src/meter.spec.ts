import { exactText, rational } from '@hemtag/kernel';
import { benefit, estimate, initiative, letters, meter, query, since, volumes } from '../test/terms.builder.js';
import { figuresOf } from './figures.js';
import { groupBySeries, meterMatches, meterMonths, type Series } from './meter.js';

const any = { subjects: [], units: [], outcomes: [] };

describe('meter', () => {
  it('takes anything where its lists are empty', () => {
    expect(meterMatches(meter(any), letters({ outcome: 'failure', channel: null, orgUnit: null }))).toBe(true);
  });

  it.each<[string, Parameters<typeof meter>[0], Partial<Series>, boolean]>([
    ['an exact subject', { subjects: ['message:letter'] }, { subject: 'message:letter' }, true],
    ['no subject that only begins alike', { subjects: ['message:letter'] }, { subject: 'message:letters' }, false],
    ['a prefix', { subjects: ['x', 'message:*'] }, { subject: 'message:sms' }, true],
    ['the prefix itself', { subjects: ['message:*'] }, { subject: 'message:' }, true],
    ['no other prefix', { subjects: ['message:*'] }, { subject: 'messages' }, false],
    ['every subject under a bare star', { subjects: ['*'] }, { subject: 'anything' }, true],
    ['a star in the middle only as itself', { subjects: ['a*b'] }, { subject: 'axb' }, false],
    ['another unit', { units: ['letter'] }, { unit: 'page' }, false],
    ['one of several outcomes', { outcomes: ['success', 'partial'] }, { outcome: 'partial' }, true],
    ['another outcome', { outcomes: ['success'] }, { outcome: 'cancelled' }, false],
    ['another channel', { channels: ['digital-mail'] }, { channel: 'paper-mail' }, false],
    ['no channel at all', { channels: ['digital-mail'] }, { channel: null }, false],
    ['its organisational unit', { orgUnits: ['4711'] }, { orgUnit: '4711' }, true],
    ['another source', { sources: ['/a'] }, { source: '/a/b' }, false],
    ['an equal dimension', { dimensions: { priority: 'high' } }, { dimensions: { priority: 'high', size: 3 } }, true],
    ['a number written as text', { dimensions: { size: '3' } }, { dimensions: { size: 3 } }, true],
    ['another value', { dimensions: { priority: 'high' } }, { dimensions: { priority: 'low' } }, false],
    ['a missing dimension', { dimensions: { priority: 'high' } }, { dimensions: {} }, false],
    ['a measure for the quantity', {}, { measure: { name: 'amount', unit: 'SEK' } }, false],
    ['the quantity for a measure', { measure: 'amount' }, {}, false],
    ['its measure', { measure: 'amount' }, { measure: { name: 'amount', unit: 'EUR' } }, true],
    ['another measure', { measure: 'amount' }, { measure: { name: 'tokens', unit: 'token' } }, false],
  ])('matches %s: %j, %j → %s', (_what, terms, series, matches) => {
    expect(meterMatches(meter({ ...any, ...terms }), letters(series))).toBe(matches);
  });

  it('groups volumes by what the series says, not by which object says it', () => {
    const one = letters({ dimensions: { a: 1, b: 2 } });
    const same = letters({ dimensions: { b: 2, a: 1 } });
    const groups = groupBySeries([
      ...volumes(one, { '2026-01-02': '1' }),
      ...volumes(same, { '2026-01-01': '2' }),
      ...volumes(letters(), { '2026-01-01': '4' }),
    ]);
    expect(groups.map(({ days }) => days.map(({ day }) => day))).toEqual([['2026-01-02', '2026-01-01'], ['2026-01-01']]);
  });

  it('sums by day and month in date order, in the unit of the measure', () => {
    const amounts = letters({ unit: 'transaction', measure: { name: 'amount', unit: 'SEK' } });
    const months = meterMonths(groupBySeries(volumes(amounts, { '2026-02-01': '1.5', '2026-01-31': '2', '2026-01-02': '0.25' })));
    expect(months.map(({ month, usage, days }) => [month, usage?.unit, exactText(usage?.quantity ?? rational('0')), days.map(({ day }) => day)])).toEqual([
      ['2026-01', 'SEK', '9/4', ['2026-01-02', '2026-01-31']],
      ['2026-02', 'SEK', '3/2', ['2026-02-01']],
    ]);
  });

  it('mixes no unit with usage that was retracted to zero', () => {
    const series = groupBySeries([
      ...volumes(letters(), { '2026-01-01': '3' }),
      ...volumes(letters({ unit: 'page' }), { '2026-01-01': '0', '2026-02-01': '0' }),
    ]);
    expect(meterMonths(series).map(({ usage }) => usage?.unit)).toEqual(['letter', 'page']);
  });
});

describe('unit of a month without usage', () => {
  const planned = (terms: Parameters<typeof benefit>[0]): string | null | undefined => {
    return figuresOf(query({ initiatives: [initiative([benefit({ ...terms, estimate: [estimate('12', '2026-01-01')] })])], to: '2026-01' })).figures[0]
      ?.quantity.unit;
  };

  it('is the only one that the meter names', () => {
    expect(planned({})).toBe('letter');
    expect(planned({ meter: meter({ units: ['letter', 'page'] }) })).toBeNull();
    expect(planned({ meter: meter({ units: [] }) })).toBeNull();
  });

  it('is the currency for the amount of a measure, and open for any other measure', () => {
    const measured = meter({ measure: 'amount' });
    expect(planned({ meter: measured, value: [{ formula: 'amount', ...since('2026-01-01') }] })).toBe('SEK');
    expect(planned({ meter: measured })).toBeNull();
  });
});
