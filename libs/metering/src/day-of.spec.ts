import { localDayOf } from '@hemtag/kernel';
import fc from 'fast-check';

import { dayFinder } from './day-of.js';

const at = (text: string): number => Date.parse(text);

describe('local day of many instants', () => {
  it('changes at local midnight, on days of 23, 24 and 25 hours', () => {
    const dayOf = dayFinder('Europe/Stockholm');
    expect(
      [
        '2025-03-29T22:59:59.999Z', '2025-03-29T23:00:00Z', '2025-03-30T21:59:59.999Z', '2025-03-30T22:00:00Z',
        '2025-10-25T21:59:59.999Z', '2025-10-25T22:00:00Z', '2025-10-26T22:59:59.999Z', '2025-10-26T23:00:00Z', '2025-03-31T22:30:00Z',
      ].map((text) => dayOf(at(text))), // prettier-ignore
    ).toEqual(['2025-03-29', '2025-03-30', '2025-03-30', '2025-03-31', '2025-10-25', '2025-10-26', '2025-10-26', '2025-10-27', '2025-04-01']);
  });

  it('is that of the calendar, whatever was asked before', () => {
    const zone = fc.constantFrom('Europe/Stockholm', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Apia');
    const instant = fc.integer({ min: at('2011-12-20T00:00:00Z'), max: at('2012-01-10T00:00:00Z') });
    fc.assert(
      fc.property(zone, fc.array(instant, { maxLength: 30 }), (timeZone, instants) => {
        const dayOf = dayFinder(timeZone);
        expect(instants.map(dayOf)).toEqual(instants.map((one) => localDayOf(one, timeZone)));
      }),
      { numRuns: 60 },
    );
  });
});
