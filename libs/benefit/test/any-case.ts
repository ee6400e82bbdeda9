import { rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import type { DayVolume } from '../src/meter.js';
import { dayAt, DAYS, type Case } from './day-by-day.js';
import { adjust, baseline, benefit, initiative, letters, meter, rate, timeSaved, unitValue } from './terms.builder.js';

// Most days fall into the three weeks around the turn of the year, so that versions change, caps fill and years end between days with usage.
export const aDay = fc
  .oneof({ weight: 4, arbitrary: fc.integer({ min: 50, max: 72 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: DAYS - 1 }) })
  .map(dayAt);
export const decimal = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: max * 100 }).map((hundredths) => `${hundredths}/100`);
const dates = (minLength: number, maxLength: number): fc.Arbitrary<string[]> => fc.uniqueArray(aDay, { minLength, maxLength });
const share = decimal(1);

const aValue = dates(1, 3).chain((days) =>
  fc.tuple(
    ...days.map((day) =>
      fc.oneof(
        decimal(50).map((text) => unitValue(text, day)),
        fc.tuple(decimal(90), fc.integer({ min: 1, max: 3 })).map(([minutes, staff]) => timeSaved(minutes, day, String(staff))),
      ),
    ),
  ),
);
const anAdjust = dates(0, 3).chain((days) =>
  fc.tuple(
    ...days.map((day) =>
      fc
        .tuple(share, share, fc.option(share, { nil: null }))
        .map(([deadweight, attribution, usable]) =>
          adjust(day, { deadweight: rational(deadweight), attribution: rational(attribution), redeployable: usable === null ? null : rational(usable) }),
        ),
    ),
  ),
);
export const SEASONS = ['0.60', '0.72', '0.84', '0.96', '0.96', '0.72', '0.60', '1.20', '1.44', '1.32', '1.32', '1.32'];
const aBaseline = dates(1, 3).chain((days) =>
  fc.tuple(
    ...days.map((day) =>
      fc.tuple(fc.oneof(decimal(100), decimal(3000)), fc.boolean()).map(([volume, seasonal]) => baseline(volume, day, seasonal ? SEASONS : [])),
    ),
  ),
);
const aRate = dates(0, 2).chain((days) =>
  fc
    .tuple(...['2020-01-01', ...days].map((day) => decimal(500).map((value) => [day, value] as const)))
    .map((versions) => rate('hourly-cost', 'SEK/h', ...versions)),
);
const aVolume: fc.Arbitrary<DayVolume> = fc
  .tuple(
    aDay,
    decimal(60),
    fc.constantFrom('message:letter', 'message:sms', 'case:opened'),
    fc.constantFrom('success', 'success', 'success', 'failure'),
    fc.integer({ min: 0, max: 40 }),
  )
  .map(([day, quantity, subject, outcome, rare]) => ({
    day,
    // Not zero, because usage retracted to zero has rules of its own.
    quantity: rational(quantity).add(rational('1/7')),
    series: letters({ subject, outcome, unit: rare === 0 ? 'page' : 'letter' }),
  }));

/** Register terms of one benefit with its volumes, whatever they may be. */
export const aCase: fc.Arbitrary<Case> = fc
  .record({
    value: aValue,
    adjust: anAdjust,
    baseline: aBaseline,
    rate: aRate,
    cap: fc.constantFrom('none', 'month', 'year'),
    polarity: fc.constantFrom('BENEFIT', 'DISBENEFIT'),
    processChange: fc.oneof(fc.constant('2025-11-01'), aDay),
    volumes: fc.array(aVolume, { maxLength: 60 }),
  })
  .map(({ rate: hourly, processChange, volumes, ...terms }) => {
    const of = benefit({ ...terms, meter: meter({ subjects: ['message:*'], units: [] }) });
    return { initiative: initiative([of], { processChange }), benefit: of, rates: [hourly], volumes };
  });
