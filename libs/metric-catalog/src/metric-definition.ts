/** The processes that are scraped; each is a Prometheus job of the same name. */
export const SERVICES = ['gateway', 'ingestion', 'benefit', 'report'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** On every series beside its own labels: the service that emits it. */
export const COMMON_LABELS = ['service'] as const;

/**
 * The closed values of each label, so that a metric never has more series than stand here. `fixed`: any text, but a process has the same one from its start to
 * its end. Tenants and sources are never labels; what belongs to one of them is read from the published views.
 */
export type LabelValues = Readonly<Record<string, readonly string[] | 'fixed'>>;

interface Described {
  readonly help: string;
  /** What one of it is, in Prometheus base units; a gauge's or histogram's name ends in it. */
  readonly unit:
    | 'bytes' | 'checks' | 'connections' | 'deliveries' | 'differences' | 'events' | 'failures' | 'flushes' | 'info' | 'messages' | 'months' | 'objects'
    | 'partitions' | 'ratio' | 'rejects' | 'reports' | 'requests' | 'runs' | 'seconds' | 'sources' | 'statements' | 'steps' | 'tenants' | 'volumes'; // prettier-ignore
  readonly labels: LabelValues;
  /** Who emits it; a scrape of each of them holds it. */
  readonly services: readonly ServiceName[];
}

export type MetricDefinition = Described &
  ({ readonly type: 'counter' | 'gauge' } | { readonly type: 'histogram'; /** Upper bounds, ascending. */ readonly buckets: readonly number[] });

export type MetricDefinitions = Readonly<Record<string, MetricDefinition>>;
