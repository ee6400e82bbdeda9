import { statementPeriod } from './period.js';

it('reads months, tertials, half years and years', () => {
  expect(statementPeriod('2026-03')).toEqual({ id: '2026-03', kind: 'MONTH', year: 2026, number: 3, from: '2026-03', to: '2026-03', months: ['2026-03'] });
  expect(statementPeriod('2026-T1')?.months).toEqual(['2026-01', '2026-02', '2026-03', '2026-04']);
  expect(statementPeriod('2026-T3')).toMatchObject({ kind: 'TERTIAL', number: 3, from: '2026-09', to: '2026-12' });
  expect(statementPeriod('2026-H1')?.months).toEqual(['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']);
  expect(statementPeriod('2026-H2')).toMatchObject({ kind: 'HALF_YEAR', number: 2, from: '2026-07', to: '2026-12' });
  expect(statementPeriod('2026')).toMatchObject({ kind: 'YEAR', from: '2026-01', to: '2026-12' });
});

it.each(['', '2026-00', '2026-13', '2026-T4', '2026-H3', '2026-Q1', '26', '2026-3', ' 2026', '2026-03-01', '2026-t1'])('refuses %j', (text) => {
  expect(statementPeriod(text)).toBeNull();
});
