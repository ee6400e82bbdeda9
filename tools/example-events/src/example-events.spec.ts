import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findIdentityNumber, maskIdentityNumbers, parseHttpMessage } from '@hemtag/contracts';

import type { ExampleEvent } from './example-event.js';
import { exampleCounts, exampleEvents } from './example-events.js';

const lines = [...exampleEvents()].map((event) => JSON.stringify(event));
const firstIndexOf = new Map<string, number>();
const identities = lines.map((line, index) => {
  const { source, id } = JSON.parse(line) as ExampleEvent;
  const identity = JSON.stringify([source, id]);
  if (!firstIndexOf.has(identity)) firstIndexOf.set(identity, index);
  return identity;
});
const repeatIndexes = identities.flatMap((identity, index) => (firstIndexOf.get(identity) === index ? [] : [index]));
const events = [...firstIndexOf.values()].map((index) => JSON.parse(lines[index] ?? '') as ExampleEvent);

const DENMARK = '/dk/';
const zoneOf = (event: ExampleEvent): string => (event.source.startsWith(DENMARK) ? 'Europe/Copenhagen' : 'Europe/Stockholm');
const isFinalSuccess = ({ data }: ExampleEvent): boolean => data.outcome === 'success' && data.attempt?.final !== false;
const of = (source: string, subject: string, unit: string, channel: string): ExampleEvent[] =>
  events.filter((e) => e.source === source && e.subject === subject && e.data.unit === unit && e.data.channel === channel && isFinalSuccess(e));

const checks = of('/se/0127/camera/night', 'supervision:night-camera', 'check', 'camera');
const letters = of('/se/2281/messaging/prod', 'message:letter', 'letter', 'digital-mail');
const paper = of('/se/2281/messaging/prod', 'message:letter', 'letter', 'paper-mail');
const controls = of('/se/2281/uipath/prod', 'rpa-queue:home-care-hours', 'transaction', 'robot');
const calls = of('/se/2281/eneo/prod', 'ai-app:speech-to-text', 'call', 'ai');
const summaries = of('/se/2281/eneo/prod', 'ai-app:case-summary', 'case', 'ai');
const bookings = of('/dk/860/interpreting/portal', 'interpreting:video', 'booking', 'video');
const permits = of('/se/0186/parking/prod', 'process:resident-parking', 'permit', 'e-service');

const dayOf = (event: ExampleEvent): string => event.time.slice(0, 10);
const hourOf = (event: ExampleEvent): number => Number(event.time.slice(11, 13));
/** Sunday is 0. */
const weekdayOf = (event: ExampleEvent): number => new Date(`${dayOf(event)}T12:00:00Z`).getUTCDay();
const isWeekend = (event: ExampleEvent): boolean => weekdayOf(event) === 0 || weekdayOf(event) === 6;
const distinctDays = (some: readonly ExampleEvent[]): number => new Set(some.map(dayOf)).size;

describe('the volumes that the municipalities published', () => {
  it('come out exactly', () => {
    const volumes = [checks, letters, controls, calls, summaries, bookings, permits].map((some) => some.length);
    expect(volumes).toEqual([9_000, 100_000, 2_400, 1_000, 500, 300, 1_200]);
  });

  it('are those of the expected figures, in their year', () => {
    const file = join(__dirname, '../../../examples/expected/source-cases.json');
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { tenant: string; initiative: string; year: number; events?: number }[] };
    const byInitiative: Record<string, ExampleEvent[]> = {
      'night-supervision': checks,
      'digital-post': letters,
      'home-care-control': controls,
      'ai-speech-to-text': calls,
      'ai-case-summary': summaries,
      'video-interpreting': bookings,
      'resident-parking': permits,
    };
    expect(cases).toHaveLength(9);
    for (const { initiative, year, events: expected } of cases) {
      const some = byInitiative[initiative] ?? [];
      expect({ initiative, events: some.length }).toEqual({ initiative, events: expected ?? 2_400 });
      expect(some.every((event) => event.time.startsWith(`${year}-`))).toBe(true);
    }
  });

  it('carry amounts in two decimals that add up to 6 000 000.00', () => {
    const amounts = controls.map((event) => event.data.measures?.amount);
    expect(amounts.every((amount) => amount?.unit === 'SEK' && /^[1-9]\d*\.\d\d$/.test(amount.value))).toBe(true);
    expect(amounts.reduce((sum, amount) => sum + BigInt((amount?.value ?? '').replace('.', '')), 0n)).toBe(600_000_000n);
    expect(new Set(amounts.map((amount) => amount?.value)).size).toBeGreaterThan(2_000);
  });

  it('are what exampleCounts says', () => {
    const counts = exampleCounts();
    expect(counts.cases.map(({ subject, counted, amountCents }) => [subject, counted, amountCents])).toEqual([
      ['supervision:night-camera', 9_000, null],
      ['message:letter', 100_000, null],
      ['rpa-queue:home-care-hours', 2_400, 600_000_000],
      ['ai-app:speech-to-text', 1_000, null],
      ['ai-app:case-summary', 500, null],
      ['interpreting:video', 300, null],
      ['process:resident-parking', 1_200, null],
    ]);
    expect(counts).toMatchObject({ events: events.length, repeats: repeatIndexes.length, total: lines.length });
  });
});

describe('what must not count', () => {
  it('is a quarter to three tenths of the letters on paper', () => {
    const share = paper.length / (paper.length + letters.length);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.3);
  });

  it('holds failed and cancelled events of every subject', () => {
    const outcomes = new Map<string, Set<string>>();
    for (const { subject, data } of events) outcomes.set(subject, (outcomes.get(subject) ?? new Set()).add(data.outcome));
    expect(outcomes.size).toBe(7);
    for (const seen of outcomes.values()) expect([...seen].sort()).toEqual(['cancelled', 'failure', 'success']);
  });

  it('holds digital attempts that failed and became a paper letter of the same group', () => {
    const attempts = events.filter((e) => e.subject === 'message:letter' && e.data.attempt?.final === false);
    const paperGroups = new Map(paper.map((e) => [e.data.attempt?.groupId, e]));
    expect(attempts).toHaveLength(2_400);
    for (const attempt of attempts) {
      expect(attempt.data).toMatchObject({ outcome: 'failure', channel: 'digital-mail', attempt: { number: 1 } });
      const second = paperGroups.get(attempt.data.attempt?.groupId);
      expect(second?.data.attempt).toMatchObject({ number: 2, final: true });
      expect(Date.parse(attempt.time)).toBeLessThanOrEqual(Date.parse(second?.time ?? ''));
    }
  });

  it('holds successful first looks that are not final', () => {
    expect(events.filter((e) => e.subject === 'supervision:night-camera' && e.data.outcome === 'success' && !isFinalSuccess(e))).toHaveLength(90);
  });

  it('holds one event in a hundred twice, byte for byte, a little later', () => {
    expect(Math.abs(repeatIndexes.length - events.length / 100)).toBeLessThanOrEqual(2);
    for (const index of repeatIndexes) {
      const first = firstIndexOf.get(identities[index] ?? '') ?? -1;
      expect(lines[index]).toBe(lines[first]);
      expect(index - first).toBeLessThan(3_000);
    }
    expect(new Set(repeatIndexes.map((index) => identities[index])).size).toBe(repeatIndexes.length);
  });
});

describe('the stream', () => {
  it('has 120 000 to 160 000 lines and is the same every time', () => {
    expect(lines.length).toBeGreaterThanOrEqual(120_000);
    expect(lines.length).toBeLessThanOrEqual(160_000);
    const hash = (texts: Iterable<string>): string => {
      const digest = createHash('sha256');
      for (const text of texts) digest.update(text).update('\n');
      return digest.digest('hex');
    };
    const again = [...exampleEvents()].map((event) => JSON.stringify(event));
    expect(hash(again)).toBe(hash(lines));
  });

  it('runs roughly in time order within its year', () => {
    let latest = 0;
    let furthestBack = 0;
    for (const [index, line] of lines.entries()) {
      if (firstIndexOf.get(identities[index] ?? '') !== index) continue;
      const time = Date.parse((JSON.parse(line) as ExampleEvent).time);
      latest = Math.max(latest, time);
      furthestBack = Math.max(furthestBack, latest - time);
    }
    expect(furthestBack).toBeLessThanOrEqual(5 * 60_000);
  });

  it('gives every event the offset that its zone has at that instant', () => {
    const formatters = new Map(
      ['Europe/Stockholm', 'Europe/Copenhagen'].map((timeZone) => [
        timeZone,
        new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
      ]),
    );
    const wrong = events.filter((event) => {
      const local = formatters.get(zoneOf(event))?.format(Date.parse(event.time));
      return local !== event.time.slice(0, 19).replace('T', ' ');
    });
    expect(wrong).toEqual([]);
    expect(events.some((event) => event.time.startsWith('2020-03-29T03:') && event.time.endsWith('+02:00'))).toBe(true);
    for (const offset of ['+01:00', '+02:00']) {
      expect(events.some((event) => event.time.startsWith('2020-10-25T02:') && event.time.endsWith(offset))).toBe(true);
    }
  });

  it('carries nothing that could be read as an identity number', () => {
    const suspicious = events.filter(({ id, data }) => [id, data.attempt?.groupId ?? ''].some((text) => /\d{10}/.test(text.replaceAll('-', ''))));
    expect(suspicious).toEqual([]);
  });
});

describe('the rhythm', () => {
  it('checks at night, every night of the leap year', () => {
    expect(events.filter((e) => e.subject === 'supervision:night-camera' && hourOf(e) >= 7 && hourOf(e) < 21)).toEqual([]);
    expect(distinctDays(checks)).toBe(366);
  });

  it('sends letters every day, in office hours, few on weekends', () => {
    expect(distinctDays(letters)).toBe(365);
    expect(letters.filter((e) => hourOf(e) < 8 || hourOf(e) >= 17)).toEqual([]);
    expect(letters.filter(isWeekend).length).toBeLessThan(3_000);
  });

  it('follows the seasonality of the estimate, month by month within a tenth', () => {
    const estimated = [5_000, 6_000, 7_000, 8_000, 8_000, 6_000, 5_000, 10_000, 12_000, 11_000, 11_000, 11_000];
    estimated.forEach((volume, index) => {
      const actual = letters.filter((event) => Number(event.time.slice(5, 7)) === index + 1).length;
      expect(Math.abs(actual / volume - 1)).toBeLessThan(0.1);
    });
  });

  it('grants permits every day, also in the evening', () => {
    expect(distinctDays(permits)).toBe(365);
    expect(permits.filter((event) => hourOf(event) >= 17).length).toBeGreaterThan(200);
  });

  it('leaves robots, AI and interpreters to weekdays, every one of them', () => {
    // 2025 has 261 days from Monday to Friday.
    for (const some of [controls, calls, summaries, bookings]) {
      expect(some.filter(isWeekend)).toEqual([]);
      expect(distinctDays(some)).toBe(261);
    }
    expect(bookings.filter((event) => hourOf(event) < 8 || hourOf(event) >= 16)).toEqual([]);
  });
});

describe('the guard against numbers of persons', () => {
  it('finds none in any event, and masks nothing of it', () => {
    const rawHeaders = ['content-type', 'application/cloudevents+json'];
    const found = events.filter((event) => {
      const body = Buffer.from(JSON.stringify(event));
      const parse = parseHttpMessage({ rawHeaders, body });
      return parse.kind !== 'single' || !parse.event.ok || findIdentityNumber(parse.event.value) !== null || maskIdentityNumbers(body).masked;
    });
    expect(found).toEqual([]);
  });
});
