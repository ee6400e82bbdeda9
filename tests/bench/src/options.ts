import { parseArgs } from 'node:util';

export const PARTS = ['a', 'b', 'c', 'd', 'stored', 'delay', 'recovery'] as const;
export type Part = (typeof PARTS)[number];

/** The adapters of `LogConsumer`, by the names that HEMTAG_KAFKA_CLIENT takes. */
export const CLIENTS = ['kafkajs', 'platformatic'] as const;
export type Client = (typeof CLIENTS)[number];

export interface BenchOptions {
  /** Records in the log, duplicates included. */
  readonly events: number;
  readonly runs: number;
  readonly parts: ReadonlySet<Part>;
  readonly clients: readonly Client[];
  /** Records for the measurement of one transaction per event, which would take an hour for all of them. */
  readonly sample: number;
  /** Identities in the database before the runs of part `stored`. */
  readonly stored: number;
  /** Events per second and seconds of part `delay`. */
  readonly delay: { readonly perSecond: number; readonly seconds: number };
  readonly jsonFile: string;
  /** Folder for a CPU profile of each process of the service; it slows the service down. */
  readonly cpuProfileDir: string | null;
}

export const USAGE = `Usage: npm run bench:ingestion -- [--events N] [--runs N] [--only ${PARTS.join(',')}] [--client ${CLIENTS.join(',')}]
  [--sample N] [--stored N] [--delay-seconds N] [--delay-rate N] [--json FILE] [--cpu-profile DIR]`;

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`--${name} takes a whole number above 0`);
  return Number(text);
}

function listOf<T extends string>(name: string, text: string, known: readonly T[]): readonly T[] {
  const wanted = text.split(',');
  const unknown = wanted.find((one) => !known.includes(one as T));
  if (unknown !== undefined) throw new Error(`--${name} takes some of ${known.join(',')}`);
  return known.filter((one) => wanted.includes(one));
}

/** Throws with a sentence for the reader where an argument is not understood. */
export function readOptions(args: readonly string[]): BenchOptions {
  const text = (preset: string): { readonly type: 'string'; readonly default: string } => ({ type: 'string', default: preset });
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: text('1000000'),
      runs: text('5'),
      only: text(PARTS.join(',')),
      client: text(CLIENTS.join(',')),
      sample: text('5000'),
      stored: text('10000000'),
      'delay-seconds': text('30'),
      'delay-rate': text('2000'),
      json: text('.hemtag/bench-ingestion.json'),
      'cpu-profile': { type: 'string' },
    },
  });
  const events = wholeNumber('events', values.events);
  return {
    events,
    runs: wholeNumber('runs', values.runs),
    parts: new Set(listOf('only', values.only, PARTS)),
    clients: listOf('client', values.client, CLIENTS),
    sample: Math.min(wholeNumber('sample', values.sample), events),
    stored: wholeNumber('stored', values.stored),
    delay: { perSecond: wholeNumber('delay-rate', values['delay-rate']), seconds: wholeNumber('delay-seconds', values['delay-seconds']) },
    jsonFile: values.json,
    cpuProfileDir: values['cpu-profile'] ?? null,
  };
}
