import { formatInstant, isTimeZone, localDayOf, parseDurationMs, parseInstant, startOfDay } from './instant.js';

const at = (text: string): number => parseInstant(text) ?? NaN;
const HOUR = 3_600_000;

test('the time zone decides the day', () => {
  expect(localDayOf(at('2025-03-31T22:30:00Z'), 'Europe/Stockholm')).toBe('2025-04-01');
  expect(localDayOf(at('2025-03-31T21:59:59.999Z'), 'Europe/Stockholm')).toBe('2025-03-31');
  expect(localDayOf(at('2025-12-31T23:30:00+01:00'), 'Europe/Stockholm')).toBe('2025-12-31');
  expect(localDayOf(at('2025-12-31T23:30:00Z'), 'Europe/Copenhagen')).toBe('2026-01-01');
});

test('days of 23 and of 25 hours are half-open', () => {
  const spring = startOfDay('2025-03-30', 'Europe/Stockholm');
  const autumn = startOfDay('2025-10-26', 'Europe/Stockholm');
  expect((startOfDay('2025-03-31', 'Europe/Stockholm') - spring) / HOUR).toBe(23);
  expect((startOfDay('2025-10-27', 'Europe/Stockholm') - autumn) / HOUR).toBe(25);
  expect(spring).toBe(at('2025-03-30T00:00:00+01:00'));
  expect(autumn).toBe(at('2025-10-26T00:00:00+02:00'));
  // The hour that happens twice lies in the same day both times.
  expect(localDayOf(at('2025-10-26T02:30:00+02:00'), 'Europe/Stockholm')).toBe('2025-10-26');
  expect(localDayOf(at('2025-10-26T02:30:00+01:00'), 'Europe/Stockholm')).toBe('2025-10-26');
});

test('a day without midnight begins after the gap', () => {
  // Cairo sprang forward at 00:00 on 2024-04-26: the day begins at 01:00 local, 22:00Z.
  expect(startOfDay('2024-04-26', 'Africa/Cairo')).toBe(at('2024-04-25T22:00:00Z'));
});

test.each([
  '2025-03-31',
  '2025-03-31T22:30',
  '2025-03-31T22:30:00',
  '2025-03-31 22:30:00Z',
  '2025-02-29T10:00:00Z',
  '2025-03-31T24:00:00Z',
  '2025-03-31T22:30:00+0100',
  '02/03/2026',
  '',
  '2025-03-31T22:30:00.Z',
])('%j is not an instant', (text) => expect(parseInstant(text)).toBeNull());

test('instants read with fractions, offsets and leap seconds', () => {
  expect(at('2026-03-02T07:15:30.385Z')).toBe(Date.UTC(2026, 2, 2, 7, 15, 30, 385));
  expect(at('2026-03-02T07:15:30.3948142Z')).toBe(Date.UTC(2026, 2, 2, 7, 15, 30, 394));
  expect(at('2026-03-02T08:15:30.5+01:00')).toBe(Date.UTC(2026, 2, 2, 7, 15, 30, 500));
  expect(at('2016-12-31T23:59:60Z')).toBe(Date.UTC(2016, 11, 31, 23, 59, 59));
});

test('instants print in the zone of the reader', () => {
  expect(formatInstant(at('2026-07-03T06:00:00Z'), 'Europe/Stockholm')).toBe('2026-07-03T08:00:00+02:00');
  expect(formatInstant(at('2026-01-03T06:00:00Z'), 'America/St_Johns')).toBe('2026-01-03T02:30:00-03:30');
});

test('zones and durations', () => {
  expect([isTimeZone('Europe/Oslo'), isTimeZone('Europe/Sundsvall')]).toEqual([true, false]);
  expect(['P1D', 'P7D', 'PT6H', 'P1DT12H', 'PT90M'].map(parseDurationMs)).toEqual([24 * HOUR, 168 * HOUR, 6 * HOUR, 36 * HOUR, 1.5 * HOUR]);
  expect(['P', 'PT', 'P0D', '1D', 'P1M', 'P1W', ''].map(parseDurationMs)).toEqual([null, null, null, null, null, null, null]);
});
