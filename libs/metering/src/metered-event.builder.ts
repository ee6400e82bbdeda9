import { localDayOf } from '@hemtag/kernel';

import { contentHashOf, identityOf } from './identity.js';
import type { Candidate } from './candidate.js';
import type { AggregatedUsage, Digest128, MeteredEvent, RecordedUsage, UsagePeriod } from './usage.js';

const numbers = new Map<string, number>();

/** A digest without collisions: each text gets the next number. */
export const digest: Digest128 = (text) => {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number.toString(16).padStart(32, '0');
};

/** One letter sent on 2025-03-10 at noon. */
export const meteredEvent = (changes: Partial<RecordedUsage> = {}): RecordedUsage => ({
  kind: 'recorded',
  id: 'e-1',
  source: '/se/2281/messaging/prod',
  subject: 'message:letter',
  instant: Date.parse('2025-03-10T11:00:00Z'),
  quantity: '1',
  unit: 'letter',
  outcome: 'success',
  channel: null,
  orgUnit: null,
  dimensions: {},
  measures: {},
  final: true,
  content: '1 letter',
  ...changes,
});

/** Ten letters, the whole count of 2025-03-10 in Stockholm. */
export const aggregatedEvent = ({
  period,
  ...changes
}: Partial<Omit<AggregatedUsage, 'period'>> & { period?: Partial<UsagePeriod> } = {}): AggregatedUsage => ({
  ...meteredEvent(),
  kind: 'aggregated',
  quantity: '10',
  content: '10 letters',
  period: {
    start: Date.parse('2025-03-10T00:00:00+01:00'),
    end: Date.parse('2025-03-11T00:00:00+01:00'),
    mode: 'snapshot',
    revision: 0,
    complete: true,
    ...period,
  },
  ...changes,
});

export const candidateOf = <Event extends MeteredEvent>(event: Event, tenant = 'SE-2281'): Candidate<Event> => ({
  tenant,
  identity: identityOf(event, digest),
  contentHash: contentHashOf(event, digest),
  day: localDayOf(event.instant, 'Europe/Stockholm'),
  event,
});
