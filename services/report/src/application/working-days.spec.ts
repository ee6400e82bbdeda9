import { workingDayAfter } from './working-days.js';

/** Public holidays around Easter and New Year 2026, from the calendars of the three countries. */
const holidays = {
  SE: ['2026-01-01', '2026-01-06', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14'],
  DK: ['2026-01-01', '2026-04-02', '2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25'],
};
const of = (country: keyof typeof holidays) => (day: string) => holidays[country].includes(day);

// April 2026: the 1st is a Wednesday, the 3rd Good Friday, the 6th Easter Monday.
test.each([
  ['SE', 1, '2026-04-01'], ['SE', 2, '2026-04-02'], ['SE', 3, '2026-04-07'], ['SE', 8, '2026-04-14'],
  ['DK', 2, '2026-04-07'], ['DK', 3, '2026-04-08'], ['DK', 8, '2026-04-15'],
] as const)('%s: working day %i after March is %s', (country, count, day) => {
  expect(workingDayAfter('2026-03', count, of(country))).toBe(day);
}); // prettier-ignore

test('the month after December is January, and a month may begin at a weekend', () => {
  // 1 January is a Thursday, the 6th Epiphany in Sweden.
  expect([1, 2, 3, 8].map((count) => workingDayAfter('2025-12', count, of('SE')))).toEqual(['2026-01-02', '2026-01-05', '2026-01-07', '2026-01-14']);
  // 1 August 2026 is a Saturday.
  expect(workingDayAfter('2026-07', 1, of('SE'))).toBe('2026-08-03');
});
