import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { METRICS, type LabelsOf, type MetricDefinition, type MetricName, type MetricNameOf } from '@hemtag/metric-catalog';

import { boundedLook } from './bounded-look.js';

export interface CounterHandle<Name extends MetricName> {
  /** `by` is 1 by default. */
  add(labels: LabelsOf<Name>, by?: number): void;
}
export interface GaugeHandle<Name extends MetricName> {
  set(labels: LabelsOf<Name>, value: number): void;
}
export interface HistogramHandle<Name extends MetricName> {
  observe(labels: LabelsOf<Name>, value: number): void;
}

/** All combinations of closed label values, so that a counter or histogram is there at 0 before its first event. */
function combinations(definition: MetricDefinition): Record<string, string>[] {
  return Object.entries(definition.labels).reduce<Record<string, string>[]>(
    (known, [label, values]) => (values === 'fixed' ? [] : known.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value })))),
    [{}],
  );
}

/** Below the time that Prometheus gives a scrape, which is 10 s by default. */
const LOOK_LIMIT_MS = 4_000;

/** The metrics of one process. A metric exists only in the catalog: any other name does not compile. */
export class Metrics {
  readonly registry = new Registry();
  private readonly looks: (() => Promise<void>)[] = [];
  private readonly reads: (() => void)[] = [];
  private readonly made = new Map<MetricName, Counter | Gauge | Histogram>();

  constructor(options: { readonly service: string; readonly processMetrics: boolean }) {
    this.registry.setDefaultLabels({ service: options.service });
    if (options.processMetrics) collectDefaultMetrics({ register: this.registry });
  }

  counter<Name extends MetricNameOf<'counter'>>(name: Name): CounterHandle<Name> {
    const counter = this.once(name, (settings, definition) => {
      const made = new Counter(settings);
      for (const labels of combinations(definition)) made.inc(labels, 0);
      return made;
    });
    return { add: (labels, by = 1) => counter.inc({ ...labels }, by) };
  }

  gauge<Name extends MetricNameOf<'gauge'>>(name: Name): GaugeHandle<Name> {
    const gauge = this.once(name, (settings) => new Gauge(settings));
    return { set: (labels, value) => gauge.set({ ...labels }, value) };
  }

  histogram<Name extends MetricNameOf<'histogram'>>(name: Name): HistogramHandle<Name> {
    const histogram = this.once(name, (settings, definition) => {
      const made = new Histogram({ ...settings, buckets: definition.type === 'histogram' ? [...definition.buckets] : [] });
      for (const labels of combinations(definition)) made.zero(labels);
      return made;
    });
    return { observe: (labels, value) => histogram.observe({ ...labels }, value) };
  }

  /** Sets at each scrape what is at hand: an age, the state of a pool. Reads after everything that is asked. */
  onScrape(read: () => void): void {
    this.reads.push(read);
  }

  /** Asks before a scrape what takes time; `everyMs` is 0 by default. */
  beforeScrape(look: () => Promise<void>, { everyMs = 0 }: { readonly everyMs?: number } = {}): void {
    this.looks.push(boundedLook(look, { waitMs: LOOK_LIMIT_MS, everyMs }));
  }

  /** The text of a scrape. */
  async scrape(): Promise<string> {
    await Promise.all(this.looks.map((look) => look()));
    for (const read of this.reads) read();
    return this.registry.metrics();
  }

  private once<Made extends Counter | Gauge | Histogram>(
    name: MetricName,
    make: (settings: { name: string; help: string; labelNames: string[]; registers: Registry[] }, definition: MetricDefinition) => Made,
  ): Made {
    const known = this.made.get(name);
    // Each name stands in the catalog with one type, and the public methods take only names of their own type.
    if (known) return known as Made;
    const definition: MetricDefinition = METRICS[name];
    const made = make({ name, help: definition.help, labelNames: Object.keys(definition.labels), registers: [this.registry] }, definition);
    this.made.set(name, made);
    return made;
  }
}
