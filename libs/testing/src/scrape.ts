export interface ScrapedSample {
  /** With the suffix that a histogram's series have. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ScrapedMetric {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ScrapedSample[];
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/g;

const labelsOf = (text: string): Record<string, string> => Object.fromEntries([...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, value]));
const numberOf = (text: string): number => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));

/** Reads the text format of Prometheus: metrics by the name that their TYPE line gives. A line that is no part of it is an error. */
export function readScrape(text: string): ReadonlyMap<string, ScrapedMetric> {
  const metrics = new Map<string, { type: string; help: string; samples: ScrapedSample[] }>();
  let current: { type: string; help: string; samples: ScrapedSample[] } | undefined;
  const helps = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (word === 'HELP') helps.set(name, rest);
    else if (word === 'TYPE') metrics.set(name, (current = { type: rest, help: helps.get(name) ?? '', samples: [] }));
    else {
      const [, sample, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      if (sample === undefined || current === undefined) throw new Error(`not a line of a scrape: ${line}`);
      current.samples.push({ name: sample, labels: labelsOf(labels), value: numberOf(value) });
    }
  }
  return metrics;
}

/** The names that a query can ask for: of each series, with the suffixes of histograms. */
export const seriesNamesOf = (scrape: ReadonlyMap<string, ScrapedMetric>): ReadonlySet<string> =>
  new Set([...scrape.values()].flatMap(({ samples }) => samples.map(({ name }) => name)));
