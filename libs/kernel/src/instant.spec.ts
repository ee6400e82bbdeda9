import fc from 'fast-check';

import { isDay } from './day.js';
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

describe('instants read character by character', () => {
  const PATTERN = /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  /** The same by a pattern and the engine's own reader. */
  function byPattern(text: string): number | null {
    const match = PATTERN.exec(text);
    if (!match || !isDay(match[1] ?? '')) return null;
    const [, day, hour, minute, second, fraction = '', offset = ''] = match;
    const millis = fraction && `${fraction}00`.slice(0, 4);
    return Date.parse(`${day}T${hour}:${minute}:${second === '60' ? '59' : second}${millis}${offset.toUpperCase()}`);
  }
  const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
  const nearlyRight = fc
    .tuple(
      fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(0, 1, 4, 99, 100, 400, 1900, 1969, 1970, 2000, 2024, 2100)).map((year) => String(year).padStart(4, '0')),
      two(13), two(32), fc.constantFrom('T', 't', ' '), two(25), two(61), two(62),
      fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{0,10}$/)),
      fc.oneof(fc.constantFrom('Z', 'z', '', '+0100', '-00:00', '+24:00', '+01:60', 'Z '), fc.tuple(fc.constantFrom('+', '-'), two(24), two(60)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`)),
    )
    .map(([year, month, day, separator, hour, minute, second, fraction, offset]) => `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${fraction}${offset}`); // prettier-ignore
  const right = fc
    .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    .map((date) => date.toISOString());

  it('are those of the pattern, right or nearly so', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyRight, right), (text) => {
        expect(parseInstant(text)).toBe(byPattern(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('are none where a character of one is another', () => {
    fc.assert(
      fc.property(right, fc.nat(23), fc.oneof(fc.constantFrom('', '-', ':', '.', '/', ';', '@', '0', '9', 'z'), fc.string({ unit: 'binary', maxLength: 2 })), (text, at, other) => {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(parseInstant(changed)).toBe(byPattern(changed));
      }),
      { numRuns: 5_000 },
    ); // prettier-ignore
  });

  it('reads every day of 400 years, and none besides', () => {
    for (let year = 1900; year <= 2300; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (let day = 27; day <= 32; day += 1) {
          const text = `${year}-${String(month).padStart(2, '0')}-${day}T00:00:00Z`;
          if (parseInstant(text) !== byPattern(text)) throw new Error(text);
        }
      }
    }
  });
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
