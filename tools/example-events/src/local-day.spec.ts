import { localDay, momentAt } from './local-day.js';

const at = (day: string, hours: number, late = false): string => momentAt(localDay(day, 'Europe/Stockholm'), { secondOfDay: hours * 3600, late }).text;

describe('momentAt', () => {
  it('writes the wall clock with the offset of the season', () => {
    expect(at('2025-01-15', 9.5)).toBe('2025-01-15T09:30:00+01:00');
    expect(at('2025-07-15', 9.5)).toBe('2025-07-15T09:30:00+02:00');
  });

  it('never shows the hour that spring skips', () => {
    expect(at('2025-03-30', 1.5)).toBe('2025-03-30T01:30:00+01:00');
    expect(at('2025-03-30', 2.5)).toBe('2025-03-30T03:30:00+02:00');
    expect(at('2025-03-30', 9)).toBe('2025-03-30T09:00:00+02:00');
  });

  it('reaches both passes of the hour that autumn repeats', () => {
    expect(at('2025-10-26', 2.5)).toBe('2025-10-26T02:30:00+02:00');
    expect(at('2025-10-26', 2.5, true)).toBe('2025-10-26T02:30:00+01:00');
    expect(at('2025-10-26', 9, true)).toBe('2025-10-26T09:00:00+01:00');
  });

  it('agrees with its own instant', () => {
    for (const day of ['2025-01-15', '2025-03-30', '2025-07-15', '2025-10-26']) {
      for (const hour of [0, 1, 2, 3, 12, 23]) {
        const { instant, text } = momentAt(localDay(day, 'Europe/Stockholm'), { secondOfDay: hour * 3600 + 59, late: true });
        expect(new Date(text).getTime()).toBe(instant);
      }
    }
  });
});
