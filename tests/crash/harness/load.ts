import type { Random } from './random.js';
import {
  aggregateMessage,
  AGGREGATOR,
  amendmentMessage,
  dataOf,
  earlyMessage,
  refusedMessage,
  SOURCES,
  usageMessage,
  type Amendment,
  type Message,
  type Usage,
} from './usage.js';

export const PARTITIONS = 4;

export interface LoadOptions {
  readonly random: Random;
  /** Different usages; what is sent again, contradicts or is invalid comes on top. */
  readonly events: number;
  /** First part of every id, so that two loads of a row have different events. */
  readonly prefix?: string;
  readonly duplicateShare?: number;
  readonly conflictShare?: number;
  readonly invalidShare?: number;
  /** Usages that are corrected, retracted or both, before or after they come. */
  readonly amendedShare?: number;
}

// The last days before and after the clocks change, so that a day has 23 hours.
const FIRST_INSTANT = Date.parse('2025-03-27T00:00:00Z');
const DAYS = 6;
/** The local days of the aggregates with their first instants; 30 March has 23 hours. */
const DAY_STARTS = [
  ['2025-03-28', '2025-03-27T23:00:00Z'],
  ['2025-03-29', '2025-03-28T23:00:00Z'],
  ['2025-03-30', '2025-03-29T23:00:00Z'],
  ['2025-03-31', '2025-03-30T22:00:00Z'],
  ['2025-04-01', '2025-03-31T22:00:00Z'],
] as const;
const UNITS = ['letter', 'case', 'run'] as const;
const OUTCOMES = ['success', 'success', 'success', 'failure', 'partial'] as const;
const CHANNELS = ['digital-mail', 'robot', null] as const;
const QUANTITIES = ['1', '1', '1', '2', '0.25', '13.000001', '999999.5'] as const;

export function randomUsage(random: Random, id: string): Usage {
  const { source } = random.pick(SOURCES);
  return {
    source,
    id,
    subject: `message:kind-${random.below(3)}`,
    time: new Date(FIRST_INSTANT + random.below(DAYS * 86_400_000)).toISOString(),
    quantity: random.pick(QUANTITIES),
    unit: random.pick(UNITS),
    outcome: random.pick(OUTCOMES),
    channel: random.pick(CHANNELS),
    dimensions: random.chance(0.5) ? { priority: random.pick(['a', 'b']) } : {},
    measures: random.chance(0.3) ? { pages: { value: random.pick(['1', '2.5', '0']), unit: 'page' }, cost: { value: '14.5', unit: 'SEK' } } : {},
    final: !random.chance(0.05),
  };
}

/** The same source and id, and something else in the content. */
export const contradicting = (usage: Usage, random: Random): Usage =>
  random.chance(0.5) ? { ...usage, quantity: usage.quantity === '7' ? '8' : '7' } : { ...usage, time: new Date(Date.parse(usage.time) + 1_000).toISOString() };

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

function invalidMessage(random: Random, id: string, partition: number): Message {
  const usage = randomUsage(random, id);
  const data = dataOf(usage);
  const refused = (value: Buffer | null, code: string): Message => refusedMessage(usage, { partition, value, codes: [code] });
  switch (random.below(6)) {
    case 0:
      return refused(json({ ...data, unit: 'parsec' }), 'UNKNOWN_UNIT');
    case 1:
      return refused(json({ ...data, quantity: 0 }), 'INVALID_QUANTITY');
    case 2:
      return earlyMessage(usage, partition);
    case 3:
      return refused(json({ ...data, surprise: true }), 'INVALID_DATA');
    case 4:
      return refused(Buffer.from('{"quantity":'), 'MALFORMED_BODY');
    default:
      return refused(null, 'INVALID_DATA');
  }
}

interface Placed {
  /** Index among the usages before which it comes. */
  readonly at: number;
  readonly message: Message;
}

/** Up to three amendments of one usage, at any time and on any partition. */
function amendmentsOf(usage: Usage, random: Random): readonly Message[] {
  const { source, id, subject } = usage;
  return Array.from({ length: 1 + random.below(3) }, (_, n): Message => {
    const values = random.chance(0.4) ? null : { ...randomUsage(random, id), source, subject };
    // Some are said in the same second, so that only their ids tell which one holds.
    const time = new Date(Date.parse('2025-04-02T10:00:00Z') + random.below(3) * 1_000).toISOString();
    const amendment: Amendment = { source, id: `${id}-amended-${n}`, subject, time, target: { source, id }, values };
    return amendmentMessage(amendment, random.below(PARTITIONS));
  });
}

/** For each day a count in three revisions. */
function aggregatesOf(prefix: string, random: Random): readonly Message[] {
  return DAY_STARTS.slice(0, -1).flatMap(([day, start], n) => {
    const period = { start, end: DAY_STARTS[n + 1]![1] };
    return [0, 1, 2].map((revision) => {
      const said = { ...randomUsage(random, `${prefix}-${day}-${revision}`), source: AGGREGATOR.source, subject: `card:${prefix}`, final: true };
      // One series, whatever was drawn: revisions restate the same slot.
      const usage: Usage = { ...said, unit: 'transaction', outcome: 'success', channel: null, dimensions: {}, time: '2025-04-02T08:00:00.000Z' };
      return aggregateMessage({ usage, day, period, revision }, random.below(PARTITIONS));
    });
  });
}

/**
 * Usages in a random order of arrival over the partitions; some are sent again, on the same or on another partition, some are contradicted
 * under the same id, some are corrected or retracted, and some messages are invalid. Beside them counts for whole days with their revisions.
 */
export function generateLoad(options: LoadOptions): readonly Message[] {
  const { random, events, prefix = 'e', duplicateShare = 0.07, conflictShare = 0.01, invalidShare = 0.02, amendedShare = 0.03 } = options;
  const messages: Message[] = [];
  const again: Placed[] = [];
  const anywhere = (): number => random.below(events);
  for (const message of aggregatesOf(prefix, random)) again.push({ at: anywhere(), message });
  for (let n = 0; n < events; n += 1) {
    const usage = randomUsage(random, `${prefix}-${n}`);
    const partition = random.below(PARTITIONS);
    messages.push(usageMessage(usage, partition));
    const later = (): number => messages.length + 1 + random.below(events / 10);
    const elsewhere = (): number => (random.chance(0.5) ? partition : random.below(PARTITIONS));
    if (random.chance(duplicateShare)) again.push({ at: later(), message: usageMessage(usage, elsewhere()) });
    if (random.chance(conflictShare)) again.push({ at: later(), message: usageMessage(contradicting(usage, random), elsewhere()) });
    if (random.chance(amendedShare)) for (const message of amendmentsOf(usage, random)) again.push({ at: anywhere(), message });
    if (random.chance(invalidShare)) messages.push(invalidMessage(random, `${prefix}-invalid-${n}`, partition));
  }
  return merged(messages, again);
}

function merged(messages: readonly Message[], again: readonly Placed[]): readonly Message[] {
  const due = again.toSorted((a, b) => a.at - b.at);
  const result: Message[] = [];
  let next = 0;
  for (const [at, message] of messages.entries()) {
    while (next < due.length && due[next]!.at <= at) result.push(due[next++]!.message);
    result.push(message);
  }
  return [...result, ...due.slice(next).map(({ message }) => message)];
}
