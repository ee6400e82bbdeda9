import { workingDayAfter } from '../../application/working-days.js';
import { publicHolidays } from './public-holidays.js';

test.each([
  // Good Friday 3 April and Easter Monday 6 April; in Denmark and Norway Maundy Thursday as well.
  ['SE', '2026-03', 3, '2026-04-07'], ['SE', '2026-03', 8, '2026-04-14'],
  ['DK', '2026-03', 3, '2026-04-08'], ['DK', '2026-03', 8, '2026-04-15'],
  ['NO', '2026-03', 3, '2026-04-08'], ['NO', '2026-03', 8, '2026-04-15'],
  // Epiphany is a holiday in Sweden alone.
  ['SE', '2025-12', 3, '2026-01-07'], ['DK', '2025-12', 3, '2026-01-06'], ['NO', '2025-12', 3, '2026-01-06'],
  // 1 May and Ascension Day (14 May).
  ['SE', '2026-04', 8, '2026-05-13'], ['DK', '2026-04', 8, '2026-05-12'], ['NO', '2026-04', 10, '2026-05-18'],
] as const)('%s: of %s, working day %i is %s', (country, month, count, day) => {
  expect(workingDayAfter(month, count, publicHolidays(country))).toBe(day);
}); // prettier-ignore

test('days on which offices are closed though no law says so, and a holiday that was abolished', () => {
  const [sweden, denmark, norway] = [publicHolidays('SE'), publicHolidays('DK'), publicHolidays('NO')];
  expect(['2026-06-19', '2026-12-24', '2026-12-31'].map(sweden)).toEqual([true, true, true]);
  expect(['2026-06-06', '2026-05-25', '2026-03-01'].map(sweden)).toEqual([true, false, false]);
  // Store bededag: the fourth Friday after Easter, for the last time in 2023.
  expect(['2023-05-05', '2024-04-26', '2026-05-01'].map(denmark)).toEqual([true, false, false]);
  expect(['2026-05-17', '2026-05-01', '2026-06-06'].map(norway)).toEqual([true, true, false]);
});
