import type { z } from 'zod';

import { pointerTo } from './cloudevents/attributes.js';
import type { Fault, ProblemCode } from './problem.js';
import { AMENDMENT_REASONS, CHANNELS, PERIOD_MODES, UNITS, type UsageEventKind } from './usage-event.js';

const DECIMAL = 'a JSON number of at most 15 significant digits or decimal text, with at most 6 decimals';
const quantityDetail = (kind: UsageEventKind): string => `quantity must be ${kind === 'recorded' ? 'above 0' : 'at least 0'}: ${DECIMAL}`;

const DETAILS: Readonly<Record<string, string>> = {
  unit: `unit must be one of ${UNITS.join(', ')}`,
  outcome: 'outcome must be success, failure, partial, cancelled, rejected or unknown',
  outcomeCode: 'outcomeCode must be 1 to 64 letters, digits, dots, hyphens or underscores',
  startedAt: 'startedAt must be RFC 3339 with an offset',
  durationSeconds: 'durationSeconds must be a number of at least 0',
  humanSeconds: 'humanSeconds must be a number of at least 0',
  channel: `channel must be one of ${CHANNELS.join(', ')}`,
  orgUnit: 'orgUnit must be a code of 1 to 64 letters, digits, dots, colons, hyphens or underscores',
  attempt: 'attempt may hold number (integer of at least 0), final (boolean) and groupId (text)',
  measures: 'measures hold at most 10 names, each with value (decimal of at least 0, at most 6 decimals) and unit (unit list or ISO 4217)',
  dimensions: 'dimensions hold at most 20 keys (a-z, 0-9, _; at most 40 characters) with text of at most 100 characters, numbers or booleans',
  provenance: 'provenance may hold method (push, poll, file, counter, manual), nativeType, nativeId, batchId, connector and estimated',
  period: `period holds start and end (RFC 3339 with an offset) and mode (${PERIOD_MODES.join(', ')}); timeZone (IANA name), revision (integer of at least 0) and complete (boolean) may be left out`,
  corrects: `corrects holds source and id of the original event; reason may be one of ${AMENDMENT_REASONS.join(', ')}`,
};
/** Fields whose faults have a code of their own. */
const CODES: Readonly<Record<string, ProblemCode>> = { quantity: 'INVALID_QUANTITY', period: 'INVALID_PERIOD', corrects: 'INVALID_CORRECTION' };
const NAMES: Readonly<Record<UsageEventKind, string>> = {
  recorded: 'recorded usage',
  aggregated: 'aggregated usage',
  corrected: 'a correction',
  retracted: 'a retraction',
  heartbeat: 'a heartbeat',
};

export const fault = (code: ProblemCode, pointer: string, detail: string): Fault => ({ code, pointer, detail });

const isUnit = (path: readonly string[], { code }: z.core.$ZodIssue): boolean =>
  path.at(-1) === 'unit' && (path[0] === 'unit' || path[0] === 'measures') && (code === 'invalid_value' || code === 'custom');

/** What is wrong with `data`, said without repeating any of it. */
export function dataFault(kind: UsageEventKind, issue: z.core.$ZodIssue): Fault {
  const path = issue.path.map(String);
  const pointer = path.reduce((parent, name) => pointerTo(parent, name), '/data');
  const [field] = path;
  if (issue.code === 'unrecognized_keys')
    return fault('INVALID_DATA', pointerTo(pointer, issue.keys[0] ?? ''), `this field is not part of the contract for ${NAMES[kind]}`);
  if (field === undefined) return fault('INVALID_DATA', '/data', 'data must be a JSON object');
  const detail = field === 'quantity' ? quantityDetail(kind) : (DETAILS[field] ?? `this value is not what the contract for ${NAMES[kind]} allows`);
  return fault(isUnit(path, issue) ? 'UNKNOWN_UNIT' : (CODES[field] ?? 'INVALID_DATA'), pointer, detail);
}

/** A record schema passes over a member of this name without a word, so it is looked for here. */
export function prototypeMember(data: unknown): Fault | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const field of ['dimensions', 'measures'] as const) {
    const map = (data as Readonly<Record<string, unknown>>)[field];
    if (typeof map === 'object' && map !== null && Object.hasOwn(map, '__proto__')) return fault('INVALID_DATA', `/data/${field}`, DETAILS[field] ?? '');
  }
  return null;
}
