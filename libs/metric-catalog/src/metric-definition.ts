/** The closed values of each label, so that a metric never has more series than stand here. */
export type LabelValues = Readonly<Record<string, readonly string[]>>;

interface Described {
  readonly help: string;
  /** What one of it is, in Prometheus base units. */
  readonly unit: 'events' | 'messages' | 'objects' | 'seconds' | 'volumes' | 'flushes' | 'partitions' | 'tenants' | 'steps';
  readonly labels: LabelValues;
}

export type MetricDefinition = Described &
  ({ readonly type: 'counter' | 'gauge' } | { readonly type: 'histogram'; /** Upper bounds, ascending. */ readonly buckets: readonly number[] });
