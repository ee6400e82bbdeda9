import { contradicting, generateLoad, PARTITIONS, randomUsage } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import { cloudEventOf, dataOf, refusedMessage, SOURCES, usageMessage, wireOf, type Message, type Usage } from '../harness/usage.js';

const SETTLE_LIMIT_MS = 90_000;

/**
 * Every usage ten times, over all partitions and in any order: as it is, and of each third usage once with another time or another payload. Where that one
 * comes first the nine others contradict it; more of them would spend the budget of rejects.
 */
async function playRepeats({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random } = stage;
  const usages = Array.from({ length: quick ? 500 : 3_000 }, (_, n) => randomUsage(random, `e-${n}`));
  const anywhere = (usage: Usage): Message => usageMessage(usage, random.below(PARTITIONS));
  const waves = usages.map((usage, n) => [...Array.from({ length: 9 }, () => anywhere(usage)), anywhere(n % 3 === 0 ? contradicting(usage, random) : usage)]);
  // Near each other, so that several processes meet the same identity at the same time.
  const messages: Message[] = [];
  for (let at = 0; at < waves.length; at += 50) messages.push(...random.shuffled(waves.slice(at, at + 50).flat()));
  await stage.log.publish(messages);
  await stage.fleet.start(2);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  const { counts } = await stage.stored.read();
  return `${usages.length} usages ten times each: ${counts.accepted} accepted, ${counts.duplicate} duplicates, ${counts.conflict} conflicts; lag 0 in ${seconds(settledMs)}`;
}

async function playDisorder({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random } = stage;
  const inTime = generateLoad({ random, events: quick ? 5_000 : 25_000 });
  const late = generateLoad({ random, events: quick ? 500 : 5_000, prefix: 'late', amendedShare: 0 }).map((message): Message => {
    if (message.expected.kind !== 'usage') return message;
    const { usage } = message.expected;
    const monthBefore = new Date(Date.parse(usage.time) - 30 * 86_400_000).toISOString();
    return usageMessage({ ...usage, source: SOURCES[1].source, time: monthBefore }, message.partition);
  });
  const half = Math.ceil(inTime.length / 2);
  await stage.log.publish(random.shuffled(inTime.slice(0, half)));
  await stage.fleet.start(2);
  await stage.log.publish(random.shuffled([...inTime.slice(half), ...late]));
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `${inTime.length} events shuffled over 6 days and ${late.length} of one source 30 days late, the day of 23 hours among them; lag 0 in ${seconds(settledMs)}`;
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const dataWith = (usage: Usage, member: string): Buffer => utf8(`${JSON.stringify(dataOf(usage)).slice(0, -1)},${member}}`);
const replaced = (usage: Usage, from: RegExp, to: string): Buffer => utf8(JSON.stringify(dataOf(usage)).replace(from, to));
const QUANTITY = /"quantity":"[^"]*"/;
const DIMENSIONS = /"dimensions":\{[^}]*\}/;

interface Poison {
  readonly what: string;
  readonly codes: readonly string[];
  readonly value: (usage: Usage) => Buffer | null;
}

const POISON: readonly Poison[] = [
  { what: 'bad UTF-8', codes: ['MALFORMED_BODY'], value: () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
  { what: 'an overlong NUL', codes: ['MALFORMED_BODY'], value: () => Buffer.from([0x22, 0xc0, 0x80, 0x22]) },
  { what: '100 levels', codes: ['TOO_DEEP'], value: (usage) => dataWith(usage, `"a":${'['.repeat(100)}${']'.repeat(100)}`) },
  { what: '200,000 levels', codes: ['TOO_DEEP'], value: (usage) => dataWith(usage, `"a":${'['.repeat(200_000)}${']'.repeat(200_000)}`) },
  { what: '200,000 open brackets', codes: ['MALFORMED_BODY', 'TOO_DEEP'], value: () => utf8('{"a":'.repeat(200_000)) },
  { what: 'quantity 1e309', codes: ['INVALID_QUANTITY'], value: (usage) => replaced(usage, QUANTITY, '"quantity":1e309') },
  { what: 'quantity 1e400000000', codes: ['INVALID_QUANTITY'], value: (usage) => replaced(usage, QUANTITY, '"quantity":1e400000000') },
  { what: 'quantity -0', codes: ['INVALID_QUANTITY'], value: (usage) => replaced(usage, QUANTITY, '"quantity":-0') },
  { what: 'quantity 2^53+1', codes: ['INVALID_QUANTITY'], value: (usage) => replaced(usage, QUANTITY, '"quantity":9007199254740993') },
  { what: 'quantity NaN', codes: ['MALFORMED_BODY'], value: (usage) => replaced(usage, QUANTITY, '"quantity":NaN') },
  { what: 'dimension 2^53+1', codes: ['INVALID_DATA'], value: (usage) => replaced(usage, DIMENSIONS, '"dimensions":{"priority":9007199254740993}') },
  { what: 'NUL in text', codes: ['INVALID_DATA'], value: (usage) => replaced(usage, DIMENSIONS, '"dimensions":{"note":"a\\u0000b"}') },
  { what: 'NUL as a byte', codes: ['MALFORMED_BODY'], value: (usage) => replaced(usage, DIMENSIONS, '"dimensions":{"note":"a\u0000b"}') },
  { what: 'NUL in a name', codes: ['INVALID_DATA'], value: (usage) => dataWith(usage, '"a\\u0000":1') },
  { what: 'half a surrogate pair', codes: ['INVALID_DATA'], value: (usage) => replaced(usage, DIMENSIONS, '"dimensions":{"note":"\\ud800"}') },
  { what: 'a name twice', codes: ['INVALID_DATA'], value: (usage) => dataWith(usage, '"quantity":"3"') },
  { what: '__proto__', codes: ['INVALID_DATA'], value: (usage) => dataWith(usage, '"__proto__":{"final":true}') },
  { what: '__proto__ as dimension', codes: ['INVALID_DATA'], value: (usage) => replaced(usage, DIMENSIONS, '"dimensions":{"__proto__":{"priority":"a"}}') },
  { what: 'constructor', codes: ['INVALID_DATA'], value: (usage) => dataWith(usage, '"constructor":{"prototype":{}}') },
  { what: 'no value', codes: ['INVALID_DATA'], value: () => null },
  { what: 'an empty value', codes: ['INVALID_DATA'], value: () => Buffer.alloc(0) },
];

/** Records whose headers make no event. */
function poisonedHeaders(usage: Usage, partition: number): readonly Message[] {
  const { key, headers, value } = wireOf(cloudEventOf(usage));
  const refused = (changed: Readonly<Record<string, Buffer | string>>, codes: readonly string[]): Message => ({
    partition,
    key,
    headers: changed,
    value,
    expected: { kind: 'refused', codes },
  });
  return [
    refused({}, ['NOT_A_CLOUDEVENT']),
    refused({ ...headers, ce_subject: Buffer.from([0x6d, 0x3a, 0xff]) }, ['NOT_A_CLOUDEVENT']),
    refused({ ...headers, ce_id: `a\u0000b` }, ['NOT_A_CLOUDEVENT', 'INVALID_ATTRIBUTE']),
    refused({ ...headers, ce_subject: 'message:\u0000' }, ['NOT_A_CLOUDEVENT', 'INVALID_ATTRIBUTE']),
    refused({ ...headers, ce_time: '0000-01-01T00:00:00Z' }, ['INVALID_ATTRIBUTE']),
    refused({ ...headers, ce_time: '2199-01-01T00:00:00Z' }, ['TIME_IN_FUTURE']),
    refused({ ...headers, ce_source: '/made/up' }, ['UNKNOWN_SOURCE']),
    refused({ ...headers, ce_type: 'io.hemtag.usage.imagined.v1' }, ['UNKNOWN_TYPE']),
    refused({ ...headers, 'content-type': 'text/plain' }, ['INVALID_ATTRIBUTE']),
    refused({ ...headers, 'content-type': 'application/cloudevents+json' }, ['NOT_A_CLOUDEVENT', 'MISSING_ATTRIBUTE', 'INVALID_ATTRIBUTE']),
  ];
}

async function playPoison({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random } = stage;
  const messages: Message[] = [];
  let poisoned = 0;
  for (let round = 0; round < (quick ? 3 : 30); round += 1) {
    for (const [n, { codes, value }] of random.shuffled(POISON).entries()) {
      const usage = randomUsage(random, `poison-${round}-${n}`);
      // Seven neighbours to one: below every budget of rejects.
      const neighbours = Array.from({ length: 7 }, (_, k) => usageMessage(randomUsage(random, `good-${round}-${n}-${k}`), random.below(PARTITIONS)));
      messages.push(...neighbours, refusedMessage(usage, { partition: random.below(PARTITIONS), value: value(usage), codes }));
      poisoned += 1;
    }
    for (const [n, message] of poisonedHeaders(randomUsage(random, `headers-${round}`), random.below(PARTITIONS)).entries()) {
      const neighbours = Array.from({ length: 7 }, (_, k) => usageMessage(randomUsage(random, `beside-${round}-${n}-${k}`), message.partition));
      messages.push(...neighbours, message);
      poisoned += 1;
    }
  }
  await stage.log.publish(messages);
  await stage.fleet.start(1);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  if (stage.fleet.restarts > 0) throw new Error(`I7: ${stage.fleet.restarts} restarts`);
  const kinds = POISON.length + poisonedHeaders(randomUsage(random, 'none'), 0).length;
  return `${poisoned} records of ${kinds} kinds refused with their reason, ${messages.length - poisoned} neighbours kept; lag 0 in ${seconds(settledMs)}, peak ${stage.peakRssMib} MiB`;
}

const INJECTIONS = [
  `'); DROP TABLE usage_event; --`,
  `' OR '1'='1`,
  `$1; DELETE FROM event_identity`,
  `{"a","b"}`,
  `{NULL,"x`,
  `\\'; SELECT pg_sleep(30); --`,
  `%s %n %x \${process.exit(1)}`,
  `"} , {"tenant":"FI-091`,
  `NULL`,
  `\\N`,
  `\\`,
  `,`,
  `"`,
  `ålö€😀\u202e`,
  ` leading and trailing `,
] as const;

async function playInjections({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const { random } = stage;
  const messages: Message[] = [];
  for (let n = 0; n < (quick ? 1_500 : 20_000); n += 1) {
    const usage = randomUsage(random, `e-${n}`);
    const text = random.pick(INJECTIONS);
    const isPrintable = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);
    messages.push(
      usageMessage(
        {
          ...usage,
          id: isPrintable ? `${text}-${n}` : usage.id,
          subject: random.chance(0.5) ? `message:${text}` : usage.subject,
          dimensions: random.chance(0.8) ? { note: text, district: random.pick(INJECTIONS) } : usage.dimensions,
        },
        random.below(PARTITIONS),
      ),
    );
  }
  await stage.log.publish(messages);
  await stage.fleet.start(1);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `${messages.length} events with ${INJECTIONS.length} texts as id, meter and dimension, each stored as it came; lag 0 in ${seconds(settledMs)}`;
}

export const HOSTILE_EVENTS: readonly Row[] = [
  { name: '8', title: 'every message ten times, other partitions, times and payloads', isQuick: true, run: playRepeats },
  { name: '9', title: 'order shuffled, one source 30 days late', isQuick: true, run: playDisorder },
  { name: '11', title: 'poison', isQuick: true, run: playPoison },
  { name: '18', title: 'SQL in ids, meter names and dimensions', isQuick: true, run: playInjections },
];
