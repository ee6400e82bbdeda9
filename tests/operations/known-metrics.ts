import { METRICS, type MetricDefinition } from '@hemtag/metric-catalog';

/** `counter` is also the `_count` and `_sum` of a histogram; `bucket` its `_bucket`. */
export interface KnownMetric {
  readonly kind: 'counter' | 'gauge' | 'bucket';
  /** Closed values of each label; null where anything may stand there. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}
export type KnownMetrics = ReadonlyMap<string, KnownMetric>;

/** Prometheus gives them to everything that it scrapes. */
const OF_THE_TARGET = { job: null, instance: null } as const;

export function seriesOf(name: string, { type, labels: own }: Pick<MetricDefinition, 'type' | 'labels'>): [string, KnownMetric][] {
  // Every process says its name itself, so that its metrics can be told apart where another Prometheus calls its jobs otherwise.
  const labels = { ...OF_THE_TARGET, service: null, ...own };
  if (type !== 'histogram') return [[name, { kind: type, labels }]];
  return [
    [`${name}_bucket`, { kind: 'bucket', labels: { ...labels, le: null } }],
    [`${name}_sum`, { kind: 'counter', labels }],
    [`${name}_count`, { kind: 'counter', labels }],
  ];
}

export const CATALOG: KnownMetrics = new Map(Object.entries(METRICS).flatMap(([name, definition]) => seriesOf(name, definition)));

/** What Prometheus and the exporters beside Hemtag say, and nothing else of theirs. Each one is asked for by a rule or a board. */
export const EXTERNAL: KnownMetrics = new Map<string, KnownMetric>([
  ['up', { kind: 'gauge', labels: OF_THE_TARGET }],
  ['probe_ssl_earliest_cert_expiry', { kind: 'gauge', labels: OF_THE_TARGET }],
  ['probe_success', { kind: 'gauge', labels: OF_THE_TARGET }],
  ['alertmanager_notifications_failed_total', { kind: 'counter', labels: { ...OF_THE_TARGET, integration: null } }],
  ['prometheus_rule_evaluation_failures_total', { kind: 'counter', labels: { ...OF_THE_TARGET, rule_group: null } }],
]);

/** The name in the catalog that a series such as `…_bucket` belongs to. */
export function catalogNameOf(series: string): string {
  const base = series.replace(/_(bucket|sum|count)$/, '');
  return base in METRICS ? base : series;
}
