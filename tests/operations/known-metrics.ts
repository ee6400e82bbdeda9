import { COMMON_LABELS, METRICS, PROCESS_METRICS, TARGET_LABELS, TARGET_METRICS } from '@hemtag/metric-catalog';

/** `counter` is also the `_count` and `_sum` of a histogram; `bucket` its `_bucket`. */
export interface KnownMetric {
  readonly kind: 'counter' | 'gauge' | 'bucket';
  /** Closed values of each label; null where anything may stand there. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}
export type KnownMetrics = ReadonlyMap<string, KnownMetric>;

interface Described {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: KnownMetric['labels'];
}

const anyValue = (names: readonly string[]): Record<string, null> => Object.fromEntries(names.map((name) => [name, null]));

function seriesOf(name: string, { type, labels }: Described): [string, KnownMetric][] {
  if (type !== 'histogram') return [[name, { kind: type, labels }]];
  return [
    [`${name}_bucket`, { kind: 'bucket', labels: { ...labels, le: null } }],
    [`${name}_sum`, { kind: 'counter', labels }],
    [`${name}_count`, { kind: 'counter', labels }],
  ];
}

const ofTarget = anyValue(TARGET_LABELS);
const ofService = { ...ofTarget, ...anyValue(COMMON_LABELS) };

const own = Object.entries(METRICS).flatMap(([name, { type, labels }]) => {
  const closed = Object.entries<readonly string[] | 'fixed'>(labels).map(([label, values]) => [label, values === 'fixed' ? null : values] as const);
  return seriesOf(name, { type, labels: { ...ofService, ...Object.fromEntries(closed) } });
});
const ofProcesses = Object.entries(PROCESS_METRICS).flatMap(([name, { type, labels }]) =>
  seriesOf(name, { type, labels: { ...ofService, ...anyValue(labels) } }),
);
const ofTargets = Object.entries(TARGET_METRICS).map(([name, { type }]): [string, KnownMetric] => [name, { kind: type, labels: ofTarget }]);

/** What the programs beside Hemtag say, as far as a rule asks for it. A test refuses an entry that none asks for. */
export const EXTERNAL: KnownMetrics = new Map<string, KnownMetric>([
  ['probe_success', { kind: 'gauge', labels: ofTarget }],
  ['probe_ssl_earliest_cert_expiry', { kind: 'gauge', labels: ofTarget }],
  ['alertmanager_notifications_failed_total', { kind: 'counter', labels: { ...ofTarget, integration: null } }],
  ['prometheus_rule_evaluation_failures_total', { kind: 'counter', labels: { ...ofTarget, rule_group: null } }],
]);

/** Every series that a rule may read: of the catalog, of the processes, of Prometheus for its targets, and of the programs beside. */
export const SERIES: KnownMetrics = new Map([...own, ...ofProcesses, ...ofTargets, ...EXTERNAL]);

/** The name in the catalog that a series such as `…_bucket` belongs to. */
export function catalogNameOf(series: string): string {
  const base = series.replace(/_(bucket|sum|count)$/, '');
  return base in METRICS ? base : series;
}
