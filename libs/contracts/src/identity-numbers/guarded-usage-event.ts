import { err, type Result } from '@hemtag/kernel';

import type { CloudEvent } from '../cloudevents/cloud-event.js';
import { parseUsageEvent } from '../parse-usage-event.js';
import type { Fault } from '../problem.js';

import { findIdentityNumber, type GuardOptions } from './find-identity-number.js';

type ParseOptions = Parameters<typeof parseUsageEvent>[1];
type Parsed = ReturnType<typeof parseUsageEvent>;

/** Reads a CloudEvent as usage event, after it was looked through for numbers of persons: this is how the intake and the reader of the log read. */
export function parseGuardedUsageEvent(event: CloudEvent, { safePatternsOf, ...options }: ParseOptions & GuardOptions): Parsed {
  const found: Fault | null = findIdentityNumber(event, { safePatternsOf });
  return found === null ? parseUsageEvent(event, options) : (err(found) satisfies Result<never, Fault>);
}
