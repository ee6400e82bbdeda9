import { exactText, rational } from '@hemtag/kernel';
import { baseline, benefit, initiative, letters, query, spread, unitValue, volumes } from '../test/terms.builder.js';
import { capLimit, countDays } from './cap.js';
import { figuresOf } from './figures.js';

const days = (entries: Readonly<Record<string, string>>): { day: string; quantity: ReturnType<typeof rational> }[] =>
  Object.entries(entries).map(([day, quantity]) => ({ day, quantity: rational(quantity) }));
const texts = (counted: ReturnType<typeof countDays>): string[] => counted.map(({ counted: of, excess }) => `${exactText(of)}+${exactText(excess)}`);

describe('cap', () => {
  it('counts 1 000 of 1 300 looks in a month with a baseline of 12 000 a year', () => {
    const looks = benefit({ cap: 'month', value: [unitValue('100.00', '2026-01-01')], baseline: [baseline('12000', '2026-01-01')] });
    const { figures } = figuresOf(query({ initiatives: [initiative([looks])], volumes: spread(letters(), '2026-01', 1300n) }));
    expect(figures[0]).toMatchObject({ quantity: { actual: '1300', counted: '1000', excess: '300' }, amount: { gross: '100000.00' } });
  });

  it('fills a year in date order, whatever the range asked for', () => {
    const looks = benefit({ cap: 'year', value: [unitValue('100.00', '2026-01-01')], baseline: [baseline('3000', '2026-01-01')] });
    const all = [...spread(letters(), '2026-01', 1300n), ...spread(letters(), '2026-02', 1300n), ...spread(letters(), '2026-03', 1300n)];
    const march = figuresOf(query({ initiatives: [initiative([looks])], volumes: all, from: '2026-03', to: '2026-03' }));
    expect(march.figures).toMatchObject([{ quantity: { actual: '1300', counted: '400', excess: '900' }, amount: { gross: '40000.00' } }]);
    const quarter = figuresOf(query({ initiatives: [initiative([looks])], volumes: all, to: '2026-03' }));
    expect(quarter.benefits[0]).toMatchObject({ quantity: { actual: '3900', counted: '3000', excess: '900' }, amount: { gross: '300000.00' } });
  });

  it('values each counted day with the parameters of that day', () => {
    const looks = benefit({
      cap: 'month',
      value: [unitValue('10', '2026-01-01'), unitValue('20', '2026-01-03')],
      baseline: [baseline('1200', '2026-01-01')],
    });
    const usage = volumes(letters(), { '2026-01-04': '50', '2026-01-01': '70' });
    // 100 a month: 70 on the first at 10 kr, 30 of the fourth at 20 kr.
    expect(figuresOf(query({ initiatives: [initiative([looks])], volumes: usage })).figures[0]).toMatchObject({
      quantity: { counted: '100', excess: '20' },
      amount: { gross: '1300.00' },
    });
  });

  it('starts a new month and a new year with nothing counted', () => {
    const usage = days({ '2026-12-30': '8', '2026-12-31': '8', '2027-01-01': '8' });
    expect(texts(countDays(usage, 'month', [baseline('120', '2026-01-01')]))).toEqual(['8+0', '2+6', '8+0']);
    expect(texts(countDays(usage, 'year', [baseline('12', '2026-01-01')]))).toEqual(['8+0', '4+4', '8+0']);
    expect(texts(countDays(usage, 'none', [baseline('12', '2026-01-01')]))).toEqual(['8+0', '8+0', '8+0']);
  });

  it('takes the seasonality of the month and an exact twelfth', () => {
    const seasons = ['0.5', '1.5', ...Array.from({ length: 10 }, () => '1')];
    expect(exactText(capLimit('month', [baseline('1000', '2026-01-01', seasons)], '2026-02-10') ?? rational('0'))).toBe('125');
    expect(exactText(capLimit('month', [baseline('1000', '2026-01-01')], '2026-02-10') ?? rational('0'))).toBe('250/3');
  });

  it('applies the first baseline before its day, and the baseline in force from the next one on', () => {
    const baselines = [baseline('120', '2026-03-01'), baseline('60', '2026-03-11')];
    expect(texts(countDays(days({ '2026-02-01': '12' }), 'month', baselines))).toEqual(['10+2']);
    // Lowered to 5 a month when 7 are counted: nothing is left, and nothing is taken back.
    expect(texts(countDays(days({ '2026-03-10': '7', '2026-03-11': '3', '2026-03-12': '1' }), 'month', baselines))).toEqual(['7+0', '0+3', '0+1']);
    const raised = [baseline('60', '2026-03-01'), baseline('120', '2026-03-11')];
    expect(texts(countDays(days({ '2026-03-10': '7', '2026-03-11': '9' }), 'month', raised))).toEqual(['5+2', '5+4']);
  });

  it('is not filled by days before the process change or the first value', () => {
    const looks = benefit({ cap: 'month', value: [unitValue('1', '2026-01-12')], baseline: [baseline('120', '2026-01-01')] });
    const usage = volumes(letters(), { '2026-01-05': '10', '2026-01-11': '10', '2026-01-12': '6', '2026-01-13': '6' });
    const figures = figuresOf(query({ initiatives: [initiative([looks], { processChange: '2026-01-10' })], volumes: usage }));
    expect(figures.figures[0]).toMatchObject({ quantity: { actual: '32', counted: '10', excess: '2' }, amount: { gross: '10.00' } });
  });

  it('caps nothing without a baseline', () => {
    expect(texts(countDays(days({ '2026-01-01': '9' }), 'month', []))).toEqual(['9+0']);
  });
});
