interface ForeignMetric {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Whose values the library or the runtime decides. */
  readonly labels: readonly string[];
}

/** What the client library says of the process, under the names that it gives; every service emits all of them. Restarts are changes of `process_start_time_seconds`. */
export const PROCESS_METRICS = {
  process_start_time_seconds: { type: 'gauge', labels: [] },
  process_cpu_user_seconds_total: { type: 'counter', labels: [] },
  process_cpu_system_seconds_total: { type: 'counter', labels: [] },
  process_cpu_seconds_total: { type: 'counter', labels: [] },
  process_resident_memory_bytes: { type: 'gauge', labels: [] },
  process_virtual_memory_bytes: { type: 'gauge', labels: [] },
  process_heap_bytes: { type: 'gauge', labels: [] },
  process_open_fds: { type: 'gauge', labels: [] },
  process_max_fds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_min_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_max_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_mean_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_stddev_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_p50_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_p90_seconds: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_p99_seconds: { type: 'gauge', labels: [] },
  nodejs_active_resources: { type: 'gauge', labels: ['type'] },
  nodejs_active_resources_total: { type: 'gauge', labels: [] },
  nodejs_active_handles: { type: 'gauge', labels: ['type'] },
  nodejs_active_handles_total: { type: 'gauge', labels: [] },
  nodejs_active_requests: { type: 'gauge', labels: ['type'] },
  nodejs_active_requests_total: { type: 'gauge', labels: [] },
  nodejs_heap_size_total_bytes: { type: 'gauge', labels: [] },
  nodejs_heap_size_used_bytes: { type: 'gauge', labels: [] },
  nodejs_external_memory_bytes: { type: 'gauge', labels: [] },
  nodejs_heap_space_size_total_bytes: { type: 'gauge', labels: ['space'] },
  nodejs_heap_space_size_used_bytes: { type: 'gauge', labels: ['space'] },
  nodejs_heap_space_size_available_bytes: { type: 'gauge', labels: ['space'] },
  nodejs_version_info: { type: 'gauge', labels: ['version', 'major', 'minor', 'patch'] },
  nodejs_gc_duration_seconds: { type: 'histogram', labels: ['kind'] },
} as const satisfies Readonly<Record<string, ForeignMetric>>;
export type ProcessMetricName = keyof typeof PROCESS_METRICS;

/** What Prometheus itself adds to each target that it scrapes; no service emits them. */
export const TARGET_METRICS = {
  up: { type: 'gauge', labels: [] },
  scrape_duration_seconds: { type: 'gauge', labels: [] },
} as const satisfies Readonly<Record<string, ForeignMetric>>;
export type TargetMetricName = keyof typeof TARGET_METRICS;

/** The labels that Prometheus puts to every series that it scrapes. */
export const TARGET_LABELS = ['job', 'instance'] as const;
