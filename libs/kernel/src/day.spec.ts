import { addDays, addMonths, daysBetween, daysInMonth, daysOf, isDay, isMonth, lastDay, monthRange, monthsBetween } from './day.js';

test('calendar facts', () => {
  expect([daysInMonth('2024-02'), daysInMonth('2025-02'), daysInMonth('1900-02'), daysInMonth('2000-02'), daysInMonth('0004-02')]).toEqual([
    29, 28, 28, 29, 29,
  ]);
  expect(['2025-02-29', '2024-02-29', '2025-13-01', '2025-1-01', '2025-04-31', '2025-00-10', '2025-01-00'].map(isDay)).toEqual([
    false,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['2025-12', '2025-13', '2025-1'].map(isMonth)).toEqual([true, false, false]);
  expect(lastDay('2025-04')).toBe('2025-04-30');
});

test('moving over borders', () => {
  expect(addDays('2024-12-31', 1)).toBe('2025-01-01');
  expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
  expect(addMonths('2025-11', 3)).toBe('2026-02');
  expect(addMonths('2025-01', -1)).toBe('2024-12');
  expect(monthsBetween('2024-11', '2026-02')).toBe(15);
  expect(monthRange('2025-11', '2026-01')).toEqual(['2025-11', '2025-12', '2026-01']);
  expect(monthRange('2025-02', '2025-01')).toEqual([]);
  // Half-open over the days on which Stockholm changes its clocks: calendar days, not hours.
  expect(daysBetween('2025-03-30', '2025-03-31')).toBe(1);
  expect(daysOf('2025-02').length).toBe(28);
});
